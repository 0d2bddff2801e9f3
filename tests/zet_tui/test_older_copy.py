"""An older copy in the app: one question before anything of it is shown."""

import shutil
from pathlib import Path

import pytest

from zet_tui.desk import Desk, VaultClosed
from zet_tui.screens.overview import OverviewPage
from zet_tui.screens.unlock import UnlockPage


def desk(house, tmp_path: Path) -> Desk:
    made = house.desk()
    made._ledgers = tmp_path / "logboek"
    return made


async def older(house, tmp_path: Path, passphrase: str, *, ended: bool = False) -> None:
    """A copy from before one of two cases was withdrawn, or before the end, is put back."""
    first = await house.vault()
    for name in ("Fatima el Amrani", "Henk de Vries"):
        await house.case(first, name)
    await first.close()
    shutil.copytree(house.folder, tmp_path / "kopie")
    second = desk(house, tmp_path)
    await second.unlock(passphrase)
    if ended:
        await second.ask(
            lambda register: register.vault.refound([], "nieuw geheim woord", exports=[], finish=nothing)
        )
    else:
        case = (await second.cases())[1].id
        await second.ask(lambda register: register.withdraw(case))
    await second.close()
    shutil.rmtree(house.folder)
    shutil.copytree(tmp_path / "kopie", house.folder)


def nothing(*_: object) -> None:
    return None


async def test_nothing_of_the_copy_can_be_asked_before_the_answer(house, tmp_path, passphrase):
    await older(house, tmp_path, passphrase)
    again = desk(house, tmp_path)
    await again.unlock(passphrase)
    assert again.older_copy.cases == 1
    with pytest.raises(VaultClosed):
        await again.cases()
    await again.destroy_again()
    assert len(await again.cases()) == 1


async def test_typing_the_count_destroys_again_and_goes_on(house, tmp_path, passphrase, settle, seen):
    await older(house, tmp_path, passphrase)
    app = house.app(desk(house, tmp_path))
    async with app.run_test(size=(100, 32)) as pilot:
        await settle(pilot)
        await pilot.press(*["space" if letter == " " else letter for letter in passphrase], "enter")
        await settle(pilot)
        assert "1 casus" in seen(app)
        await pilot.press("2", "enter")
        assert "Typ 1" in seen(app)
        await pilot.press("backspace", "1", "enter")
        await settle(pilot)
        assert app.desk.older_copy is None
        assert len(await app.desk.cases()) == 1


async def test_escape_leaves_the_copy_shut(house, tmp_path, passphrase, settle):
    await older(house, tmp_path, passphrase)
    app = house.app(desk(house, tmp_path))
    async with app.run_test(size=(100, 32)) as pilot:
        await app.desk.unlock(passphrase)
        app.arrive()
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, UnlockPage)
        assert not app.desk.unlocked


async def test_a_copy_from_before_the_end_is_destroyed_whole(house, tmp_path, passphrase, settle, seen):
    await older(house, tmp_path, passphrase, ended=True)
    app = house.app(desk(house, tmp_path))
    async with app.run_test(size=(100, 32)) as pilot:
        await app.desk.unlock(passphrase)
        app.arrive()
        await settle(pilot)
        assert "2 casussen" in seen(app)
        await pilot.press("2", "enter")
        await settle(pilot)
        assert "helemaal vernietigd" in seen(app)
        assert not house.folder.exists()


async def test_control_without_a_ledger_the_copy_opens_at_once(house, tmp_path, passphrase, settle):
    await older(house, tmp_path, passphrase)
    app = house.app()
    async with app.run_test(size=(100, 32)) as pilot:
        await app.desk.unlock(passphrase)
        await app.desk.sit_down((await app.desk.evaluation()).names[0])
        app.arrive()
        await settle(pilot)
        assert isinstance(app.screen, OverviewPage)
