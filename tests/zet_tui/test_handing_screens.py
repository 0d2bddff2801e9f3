"""In the app: a case goes to a colleague's laptop and is destroyed here; a withdrawal follows it."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import OptionList

from flows.instrument import Source
from tests.wall import on_the_wall
from tests.zet_tui.conftest import SAM
from tests.zet_tui.waiting import until
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.form import Form
from zet_tui.screens.overview import OverviewPage
from zet_tui.screens.page import Place
from zet_tui.screens.passed import PassedPage
from zet_tui.screens.receive import ChooseSide, ReceivePage


@pytest.fixture
def other(house, tmp_path):
    """The colleague's laptop."""
    there = type(house)(tmp_path / "collega", house.policy)
    yield there
    house.desks += there.desks


def found(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


async def on_page(house, desk, place, settle, *keys, **values):
    """Fill in the form of a page, press keys; what is said at the end."""
    app = house.app(desk)
    async with app.run_test(size=(110, 45)) as pilot:
        await settle(pilot)
        await app.go(place)
        await settle(pilot)
        app.screen.query_one(Form).fill(values)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        faults = [str(fault.content) for fault in app.screen.query(".fault")]
        notice = [str(notice.content) for notice in app.screen.query("#notice")]
        done = [str(done.content) for done in app.screen.query("#done")]
        papers = [str(words.content) for words in app.screen.query("#words")]
        return " ".join((*faults, *notice, *done, *papers))


async def moved(house, other, settle, tmp_path, *, keep="", until=4):
    """A case of this laptop, taken in by the other one, which was empty."""
    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.RESIDENT, until=until)
    there = await other.vault(evaluation=False)
    folder = {"folder": str(tmp_path)}
    said = await on_page(other, there, Place("receive"), settle, "f6", **folder)
    key = found(tmp_path, "zet-sleutel-*.txt")
    assert str(key) in said
    said = await on_page(
        house, desk, Place("give", case), settle, "f10", "j", key=str(key), keep=keep, **folder
    )
    parcel = found(tmp_path, "zet-casus-*.zet")
    assert str(parcel) in said
    said = await on_page(
        other, there, Place("receive"), settle, "f10", "j", file=str(parcel), person="Anne Visser", **folder
    )
    assert "is ontvangen" in said
    return desk, case, there, parcel


async def test_a_case_moves_and_its_old_copy_goes_on_the_receipt(house, other, settle, tmp_path):
    desk, _, there, _ = await moved(house, other, settle, tmp_path)
    assert len(await there.cases()) == 1
    assert len(await desk.cases()) == 1
    receipt = found(tmp_path, "zet-ontvangst-*.txt")
    place, values = Place("receive"), {"file": str(receipt), "folder": str(tmp_path)}
    await on_page(house, desk, place, settle, "f10", "n", **values)
    assert len(await desk.cases()) == 1
    said = await on_page(house, desk, place, settle, "f10", "j", **values)
    assert "verwerkt" in said
    assert await desk.cases() == ()


async def test_a_withdrawal_follows_the_case_and_is_confirmed(house, other, settle, tmp_path):
    desk, case, there, parcel = await moved(house, other, settle, tmp_path, keep="ja")
    await desk.withdraw(case)
    folder = {"folder": str(tmp_path)}
    await on_page(house, desk, Place("receive"), settle, "f7", **folder)
    message = found(tmp_path, "zet-intrekking-*.txt")
    await there.sit_down("Anne Visser")
    said = await on_page(other, there, Place("receive"), settle, "f10", "j", file=str(message), **folder)
    assert "VERKLARING: TOESTEMMING INGETROKKEN" in said
    assert await there.cases() == ()
    assert not await there.ask(lambda register: register.lacks_certificate)
    said = await on_page(other, there, Place("receive"), settle, "f10", "j", file=str(parcel), **folder)
    assert "is ontvangen" not in said
    assert await there.cases() == ()
    answer = found(tmp_path, "zet-vernietigd-*.txt")
    said = await on_page(house, desk, Place("receive"), settle, "f10", file=str(answer), **folder)
    assert "De andere laptop heeft de casus vernietigd" in said


async def test_other_words_change_nothing(house, other, settle, tmp_path):
    desk = await house.vault()
    case = await house.case(desk)
    there = await other.vault(evaluation=False)
    await on_page(other, there, Place("receive"), settle, "f6", folder=str(tmp_path))
    key = found(tmp_path, "zet-sleutel-*.txt")
    said = await on_page(
        house, desk, Place("give", case), settle, "f10", "n", key=str(key), folder=str(tmp_path)
    )
    assert "woorden" in said
    assert not list(tmp_path.glob("zet-casus-*"))
    assert await desk.ask(lambda register: register.places.known()) == ()


@pytest.mark.parametrize("shut", [True, False])
async def test_a_folder_that_cannot_hold_the_files_is_refused_before_anything_is_noted(
    house, other, settle, tmp_path, monkeypatch, shut
):
    desk = await house.vault()
    case = await house.case(desk)
    there = await other.vault(evaluation=False)
    await on_page(other, there, Place("receive"), settle, "f6", folder=str(tmp_path))
    key = found(tmp_path, "zet-sleutel-*.txt")
    folder = tmp_path if shut else desk.folder
    monkeypatch.setattr("zet_tui.handing.os.access", lambda path, _mode: not shut or path != tmp_path)
    values = {"key": str(key), "folder": str(folder)}
    said = await on_page(house, desk, Place("give", case), settle, "f10", **values)  # before the telephone
    assert ("niet schrijven" if shut else "Kies een andere map dan") in said
    await on_page(house, desk, Place("receive"), settle, "f6", folder=str(folder))
    assert not list(folder.glob("zet-casus-*"))
    assert list(tmp_path.rglob("zet-sleutel-*")) == [key]
    assert await desk.ask(lambda register: (register.places.known(), register.outside.files())) == ((), ())


async def test_faults_are_told_at_their_field(house, settle, tmp_path):
    desk = await house.vault()
    case = await house.case(desk)
    nowhere = {"key": str(tmp_path / "a"), "file": str(tmp_path / "a"), "folder": str(tmp_path / "b")}
    for place in (Place("give", case), Place("receive")):
        said = await on_page(house, desk, place, settle, "f10", **nowhere)
        assert "bestand bestaat niet" in said
    junk = tmp_path / "brief.txt"
    junk.write_text("beste collega")
    for place, name, fault in (
        (Place("give", case), "key", "geen sleutel van ZET"),
        (Place("receive"), "file", "niet van ZET"),
    ):
        said = await on_page(house, desk, place, settle, "f10", **{name: str(junk)}, folder=str(tmp_path))
        assert fault in said
    await on_page(house, desk, Place("receive"), settle, "f6", folder=str(tmp_path))
    key = found(tmp_path, "zet-sleutel-*.txt")
    said = await on_page(house, desk, Place("receive"), settle, "f10", file=str(key), folder=str(tmp_path))
    assert "Dit is een sleutel" in said


async def test_two_laptops_that_both_went_on_ask_which_goes_on(house, other, settle, tmp_path):
    desk, case, there, parcel = await moved(house, other, settle, tmp_path, keep="ja")
    await there.sit_down("Anne Visser")
    (taken,) = await there.cases()
    await other.talk(there, taken.id, Source.RESIDENT, until=8)
    await house.talk(desk, case, Source.RESIDENT, until=6)
    parcel.unlink()
    for key in tmp_path.glob("zet-sleutel-*"):
        key.unlink()
    folder = {"folder": str(tmp_path)}
    await on_page(other, there, Place("receive"), settle, "f6", **folder)
    key = found(tmp_path, "zet-sleutel-*.txt")
    await on_page(house, desk, Place("give", case), settle, "f10", "j", key=str(key), keep="ja", **folder)
    again = found(tmp_path, "zet-casus-*.zet")
    app = other.app(there)
    async with app.run_test(size=(110, 45)) as pilot:
        await settle(pilot)
        await app.go(Place("receive"))
        await settle(pilot)
        app.screen.query_one(Form).fill({"file": str(again), **folder})
        await pilot.press("f10")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("j")
        await settle(pilot)
        assert isinstance(app.screen, ChooseSide)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ReceivePage)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("j")
        await until(pilot, lambda: isinstance(app.screen, ChooseSide))
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, ReceivePage))
        await until(pilot, lambda: "samengevoegd" in str(app.screen.query_one("#done").content))


async def test_an_empty_vault_goes_on_with_the_case_that_came(house, other, settle, tmp_path):
    desk, _, there, _ = await moved(house, other, settle, tmp_path)
    app = other.app(there)
    async with app.run_test(size=(110, 45)) as pilot:
        await settle(pilot)
        assert type(app.screen).__name__ == "OverviewPage"
    assert (await there.evaluation()).title == (await desk.evaluation()).title


@pytest.mark.parametrize(
    ("key", "page"), [("o", "ReceivePage"), ("w", "NewPassphrasePage"), ("h", "SheetPage")]
)
async def test_the_overview_and_its_list_of_commands_lead_there(house, settle, key, page):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(110, 45)) as pilot:
        await settle(pilot)
        await pilot.press(key)
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == page
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("ctrl+p")
        await settle(pilot)
        names = {command.name for command in pilot.app.screen.matching("")}
        assert {"casus ontvangen", "nieuw wachtwoord", "herstelblad"} <= names


# -- the planned day ---------------------------------------------------------------------------------------

REASON = "nog twee gesprekken"


async def test_in_the_app_a_file_with_a_later_day_leads_back_to_the_overview(
    house,
    other,
    passphrase,
    seen,
    settle,
    tmp_path,
):
    desk, case, there, parcel = await moved(house, other, settle, tmp_path, keep="ja")
    for path in (parcel, *tmp_path.glob("zet-*.txt")):
        path.unlink()
    before = (await desk.ask(lambda register: register.term.read())).until
    after = before + timedelta(days=60)
    await desk.ask(lambda register: register.term.move(after, REASON))
    await there.close()
    late = other.desk()
    over = on_the_wall(before + timedelta(days=1))
    late.now = lambda: over
    await late.unlock(passphrase)
    await late.sit_down("Anne Visser")
    folder = {"folder": str(tmp_path)}
    async with other.app(late).run_test(size=(110, 45)) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, PassedPage)
        ways = pilot.app.screen.query_one(OptionList)
        ways.highlighted = next(
            at for at in range(ways.option_count) if "collega" in str(ways.get_option_at_index(at).prompt)
        )
        await pilot.press("enter")
        await settle(pilot)
        page = pilot.app.screen
        page.query_one(Form).fill(folder)
        await pilot.press("f6")
        await settle(pilot)
        key = found(tmp_path, "zet-sleutel-*.txt")
        await on_page(house, desk, Place("give", case), settle, "f10", "j", key=str(key), keep="ja", **folder)
        page.query_one(Form).fill({"file": str(found(tmp_path, "zet-casus-*.zet"))})
        await pilot.press("f10")
        await settle(pilot)
        await pilot.press("j")
        await settle(pilot)
        said = " ".join(seen(pilot.app).split())
        assert "De dag van vernietigen is nu" in said
        assert f"door {SAM}, want: {REASON}" in said
        assert "Uw collega hoort dat" not in said
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, OverviewPage)


async def test_the_page_of_the_day_says_that_another_laptop_does_not_know_yet(
    house,
    other,
    seen,
    settle,
    tmp_path,
):
    desk, *_ = await moved(house, other, settle, tmp_path, keep="ja")
    async with house.app(desk).run_test(size=(110, 45)) as pilot:
        await settle(pilot)
        await pilot.press("d")
        await settle(pilot)
        assert "casussen op een andere laptop" in " ".join(seen(pilot.app).split())
