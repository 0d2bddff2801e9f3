"""Nothing leaves by the side door: no memory on disk, no words in what a crash prints, a notice about the ledger."""

import shutil
import subprocess
import sys

import pytest

from storage.vault import create_vault
from tests.zet_tui.shell import WEAK, call
from zet_tui.commands import state
from zet_tui.setting import Setting


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_command_that_unlocks_leaves_no_core_dump(tmp_path):
    code = (
        "import resource, pathlib; from zet_tui.commands.unlocked import locked_vault; "
        "from zet_tui.setting import Setting; from zet_tui.refusal import Refused\n"
        f"try:\n with locked_vault(Setting(pathlib.Path({str(tmp_path)!r}))): pass\n"
        "except Refused: print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "(0, 0)"


def test_a_fault_of_the_program_prints_no_value(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "kluis"
    create_vault(folder, "een gewoon lang geheim", policy=WEAK, force=True)

    def broken(*_: object, **__: object) -> None:
        raise ValueError("Fatima el Amrani, 06 12345678")

    monkeypatch.setattr(state, "register_of", broken)
    setting = Setting(folder, force=True, policy=WEAK, ledgers=tmp_path / "logboek")
    said = call(["status"], setting, capsys)
    assert said.code == 1
    assert "Fatima" not in said.err + said.out
    assert "ValueError" in said.err


async def test_an_older_copy_without_destroyed_people_is_told_on_the_screen(
    house, tmp_path, settle, seen, passphrase
):
    first = await house.vault()
    await house.case(first)
    await first.close()
    shutil.copytree(house.folder, tmp_path / "kopie")
    second = house.desk()
    second._ledgers = tmp_path / "logboek"
    await second.unlock(passphrase)
    await second.ask(lambda register: register.vault.change_passphrase("een ander lang geheim"))
    await second.close()
    third = house.desk()
    third._ledgers = tmp_path / "logboek"
    await third.unlock("een ander lang geheim")
    assert third.ledger_notice == ""
    await third.close()
    shutil.rmtree(house.folder)
    shutil.copytree(tmp_path / "kopie", house.folder)
    again = house.desk()
    again._ledgers = tmp_path / "logboek"
    await again.unlock(passphrase)
    await again.sit_down((await again.evaluation()).names[0])
    app = house.app(again)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "oudere kopie" in seen(app)
