"""In the app: another passphrase, a recovery sheet, and opening with it."""

import re

import pytest

from storage.vault import WrongPassphrase
from tests.zet_tui.conftest import PASSPHRASE
from zet_tui.screens.fields import Line
from zet_tui.screens.form import Form
from zet_tui.screens.overview import OverviewPage
from zet_tui.screens.page import Place
from zet_tui.screens.person import PersonPage
from zet_tui.screens.recovery_sheet import NAME, RecoverPage, SheetPage
from zet_tui.screens.unlock import UnlockPage
from zet_tui.wording import keeping

OWN = "onze kat ligt graag op de vensterbank"


async def sheet(house, settle, text_of, present=PASSPHRASE, **values) -> str:
    """Make one on the page; what the page says afterwards."""
    values["present"] = present
    desk = await house.vault()
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("h")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SheetPage)
        pilot.app.screen.query_one(Form).fill(values)
        await pilot.press("f10")
        await settle(pilot)
        said = text_of(pilot.app, "#done")
        faults = [str(fault.content) for fault in pilot.app.screen.query(".fault")]
    await desk.close()
    return said or "".join(faults)


def code_in(text: str) -> str:
    return " ".join(re.findall(r"^ {4}([0-9A-Z ]+)$", text, re.MULTILINE))


async def test_a_new_passphrase_is_chosen_typed_twice_and_holds(house, settle, seen, passphrase):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("w")
        await settle(pilot)
        assert "Raakt u het nieuwe kwijt, dan zijn de gegevens weg" in " ".join(seen(pilot.app).split())
        form = pilot.app.screen.query_one(Form)
        await pilot.press("down", "right")
        form.fill({"own": OWN, "again": "iets anders"})
        await pilot.press("f10")
        await settle(pilot)
        assert "niet hetzelfde" in seen(pilot.app)
        assert keeping.PRESENT_NEEDED in seen(pilot.app)
        form.fill({"present": passphrase, "own": "welkom2024gemeente!", "again": "welkom2024gemeente!"})
        await pilot.press("f10")
        await settle(pilot)
        assert "nog te raden" in seen(pilot.app)
        form.fill({"present": passphrase, "own": OWN, "again": OWN})
        await pilot.press("f10")
        await settle(pilot)
        assert "Het nieuwe wachtwoord geldt" in seen(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, OverviewPage)
    await desk.close()
    again = house.desk()
    with pytest.raises(WrongPassphrase):
        await again.unlock(passphrase)
    await again.unlock(OWN)
    assert again.unlocked


async def test_who_does_not_know_the_passphrase_of_now_locks_nobody_out(house, settle, seen, passphrase):
    desk = await house.vault()
    epoch = await desk.ask(lambda register: register.vault.epoch)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("w")
        await settle(pilot)
        form = pilot.app.screen.query_one(Form)
        assert form.query_one("#present", Line).has_focus
        assert form.query_one("#present", Line).password
        form.fill({"present": f"{passphrase} niet", "kind": "own", "own": OWN, "again": OWN})
        await pilot.press("f10")
        await settle(pilot)
        assert "past niet op deze kluis" in " ".join(seen(pilot.app).split())
        assert form.query_one("#present", Line).has_focus
        assert form.values()["present"] == ""
        assert form.display
    assert await desk.ask(lambda register: register.vault.epoch) == epoch
    await desk.close()
    again = house.desk()
    with pytest.raises(WrongPassphrase):
        await again.unlock(OWN)
    await again.unlock(passphrase)


@pytest.mark.parametrize(
    ("typed", "said"), [("", keeping.PRESENT_NEEDED), ("iets heel anders", "past niet op deze kluis")]
)
async def test_who_does_not_know_the_passphrase_of_now_makes_no_sheet(
    house, settle, text_of, tmp_path, passphrase, typed, said
):
    assert said in await sheet(house, settle, text_of, present=typed, folder=str(tmp_path))
    assert not (tmp_path / NAME).exists()
    desk = house.desk()
    await desk.unlock(passphrase)
    assert not await desk.ask(lambda register: register.vault.has_recovery_sheet)


@pytest.mark.parametrize("page", ["passphrase", "sheet"])
async def test_what_was_typed_as_passphrase_is_not_kept_over_the_lock(house, page):
    desk = await house.vault()
    async with house.at(desk, Place(page), size=(100, 40)) as pilot:
        app = pilot.app
        app.screen.query_one(Form).fill({"present": OWN, "own": OWN})
        assert OWN not in repr(app.screen.place)
        assert app.screen.place.page == page


async def test_a_sheet_as_a_file_opens_the_vault_with_a_new_passphrase(
    house, settle, text_of, seen, tmp_path, passphrase
):
    said = await sheet(house, settle, text_of, folder=str(tmp_path))
    file = tmp_path / NAME
    assert str(file) in said
    assert file.stat().st_mode & 0o777 == 0o600
    code = code_in(file.read_text())
    assert len(code.split()) == 8
    assert not set(code.split()) & set(said.split())
    desk = house.desk()
    desk.demo = passphrase
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f9")
        await settle(pilot)
        page = pilot.app.screen
        assert isinstance(page, RecoverPage)
        page.query_one(Form).fill({"code": code[:-1] + "!", "kind": "own", "own": OWN, "again": OWN})
        await pilot.press("f10")
        await settle(pilot)
        assert "klopt niet" in seen(pilot.app)
        page.query_one("#code", Line).value = code.lower()
        await pilot.press("f10")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PersonPage)
        assert desk.demo == ""  # a vault to practise with shows no passphrase that does not open it
    await desk.close()
    again = house.desk()
    with pytest.raises(WrongPassphrase):
        await again.unlock(passphrase)
    await again.unlock(OWN)


async def test_a_sheet_of_another_vault_opens_nothing(house, settle, seen, passphrase):
    await (await house.vault()).close()
    desk = house.desk()
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f9")
        await settle(pilot)
        from storage.vault.recovery import new_code, written

        filled = {"code": written(new_code()), "kind": "own", "own": OWN, "again": OWN}
        pilot.app.screen.query_one(Form).fill(filled)
        await pilot.press("f10")
        await settle(pilot)
        assert isinstance(pilot.app.screen, RecoverPage)
        assert "herstelblad" in seen(pilot.app).lower()
        assert not desk.unlocked
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, UnlockPage)
    await desk.unlock(passphrase)


async def test_a_sheet_on_the_screen_writes_no_file(house, settle, text_of, tmp_path):
    said = await sheet(house, settle, text_of, way="screen", folder=str(tmp_path))
    assert len(code_in(said).split()) == 8
    assert keeping.SHEET_SHOWN in said
    assert not (tmp_path / NAME).exists()


@pytest.mark.parametrize("where", ["bestaat-niet", "kluis", "vol"])
async def test_a_place_where_the_sheet_cannot_be_changes_nothing(house, settle, text_of, tmp_path, where):
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / NAME).write_text("van mij")
    said = await sheet(house, settle, text_of, folder=str(tmp_path / where))
    expected = {
        "bestaat-niet": keeping.NO_FOLDER,
        "kluis": keeping.SHEET_IN_VAULT,
        "vol": keeping.SHEET_STANDS,
    }[where]
    assert expected in said
    desk = house.desk()
    await desk.unlock(PASSPHRASE)
    assert not await desk.ask(lambda register: register.vault.has_recovery_sheet)


async def test_a_sheet_that_cannot_be_written_is_shown_instead(house, settle, text_of, tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(28, "full")

    monkeypatch.setattr("zet_tui.screens.recovery_sheet.write_new", refuse)
    said = await sheet(house, settle, text_of, folder=str(tmp_path))
    assert keeping.SHEET_NOT_WRITTEN in said
    assert len(code_in(said).split()) == 8
