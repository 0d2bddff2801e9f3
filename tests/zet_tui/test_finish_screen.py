"""Anonimiseer en vernietig: what is missing, the typed confirmation, and the real end."""

import shutil
from datetime import date

import pytest

from flows.instrument import Source
from storage.destroy import Choice, Step
from tests.zet_tui.conftest import PASSPHRASE
from tests.zet_tui.waiting import until
from zet_tui.screens.certificate import CertificatePage
from zet_tui.screens.dialogs import SecondConfirms, TypeToConfirm
from zet_tui.screens.finish import FinishPage
from zet_tui.screens.finish_interrupted import InterruptedPage
from zet_tui.screens.finish_lines import bar, lines
from zet_tui.screens.form import Form
from zet_tui.screens.page import Place
from zet_tui.screens.privacy import PrivacyPage
from zet_tui.screens.review import ReviewPage

CERTIFICATE = [f"zet-verklaring-van-vernietiging{suffix}" for suffix in (".docx", ".json", ".txt")]
NAMES = ("Fatima el Amrani", "Jan Klaassen", "Mies Bouwman")
NEW = "groene stoel onder regen"


async def three_complete(house, *, read=True):
    desk = await house.vault()
    for name in NAMES:
        case = await house.case(desk, name)
        for source in Source:
            await house.talk(desk, case, source, reason="Het duurde lang.")
    if read:
        for text in await desk.review_texts():
            await desk.accept(text, text.suggested)
    return desk


async def at_finish(pilot, settle):
    await settle(pilot)
    await pilot.press("5")
    await settle(pilot)
    assert isinstance(pilot.app.screen, FinishPage)
    return pilot.app.screen


def own_passphrase(page, folder, present=PASSPHRASE, new=NEW):
    page.query_one(Form).fill(
        {"folder": str(folder), "present": present, "kind": "own", "own": new, "again": new}
    )


async def comes(pilot, *kinds):
    await until(pilot, lambda: isinstance(pilot.app.screen, kinds))
    await pilot.pause()  # it is on top before it is drawn


async def past_privacy(pilot):
    """The privacy check comes first; it is read to the end."""
    await comes(pilot, PrivacyPage, TypeToConfirm)
    if isinstance(pilot.app.screen, PrivacyPage):
        await pilot.press("enter")
    await comes(pilot, TypeToConfirm)


async def confirm(pilot, settle, typed):
    await past_privacy(pilot)
    await pilot.press(*typed, "enter")
    await settle(pilot)


async def destroy(pilot, settle, typed):
    """F10, and every question after it answered."""
    await pilot.press("f10")
    await confirm(pilot, settle, typed)
    await settle(pilot)


async def escape(pilot, settle):
    """Esc at a question: back on the page."""
    await pilot.press("escape")
    await settle(pilot)
    assert isinstance(pilot.app.screen, FinishPage)


async def test_the_whole_end_writes_destroys_and_shows_its_certificate(
    house, seen, text_of, settle, tmp_path
):
    folder = tmp_path / "uit"
    folder.mkdir()
    desk = await three_complete(house)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        assert "alle teksten zijn nagelezen" in text_of(pilot.app, "#state")
        own_passphrase(page, folder)
        await destroy(pilot, settle, "3")
        assert isinstance(pilot.app.screen, CertificatePage)
        assert sorted(path.name for path in folder.iterdir()) == [
            "zet-analysebestand.xlsx",
            "zet-sessiebestand.xlsx",
            *CERTIFICATE,
        ]
        shown = text_of(pilot.app, "#words")
        assert not any(part in shown for name in NAMES for part in name.split() if len(part) > 2)
        assert "De persoonsgegevens zijn vernietigd" in seen(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == "EvaluationPage"
    await desk.close()
    again = house.desk()
    await again.unlock(NEW)
    assert await again.evaluation() is None


@pytest.mark.parametrize("keys", [("escape",), ("enter",), ("4", "enter")])
async def test_without_the_typed_number_nothing_happens(house, settle, tmp_path, keys):
    desk = await three_complete(house)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path)
        await pilot.press("f10")
        await past_privacy(pilot)
        await pilot.press(*keys)
        await settle(pilot)
        assert isinstance(pilot.app.screen, TypeToConfirm if "enter" in keys else FinishPage)
        if "enter" in keys:
            await escape(pilot, settle)
        assert len(await desk.cases()) == 3
        assert not (tmp_path / "zet-analysebestand.xlsx").exists()


async def test_what_is_missing_is_named_and_enter_goes_there(house, seen, settle):
    desk = await three_complete(house, read=False)
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await at_finish(pilot, settle)
        assert "teksten nalezen" in seen(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ReviewPage)
        for text in await desk.review_texts():
            await desk.accept(text, text.suggested)
        await pilot.press("escape")
        await settle(pilot)
        assert "alle teksten zijn nagelezen" in seen(pilot.app)


async def test_unread_texts_stop_it_before_any_question(house, seen, settle, tmp_path):
    desk = await three_complete(house, read=False)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path)
        await pilot.press("f10")
        await settle(pilot)
        assert "Eerst wat hierboven staat" in seen(pilot.app)
        assert len(await desk.cases()) == 3


async def test_an_incomplete_case_may_be_destroyed_unexported(house, seen, settle):
    desk = await three_complete(house)
    fourth = await house.case(desk, "Noor Smit")
    await house.talk(desk, fourth, Source.RESIDENT, until=6)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        assert "casus 4 is niet compleet" in seen(pilot.app)
        assert "wordt verwerkt met wat er is" in " ".join(seen(pilot.app).split())
        await pilot.press("k")
        await settle(pilot)
        assert "wordt vernietigd zonder verwerking" in " ".join(seen(pilot.app).split())
        assert page._choices == {4: Choice.DESTROY}
        await pilot.press("enter")
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == "InterviewScreen"


async def test_a_folder_that_is_not_there_and_a_weak_passphrase_are_named(house, settle, tmp_path):
    desk = await three_complete(house)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path / "weg")
        await pilot.press("f10")
        await settle(pilot)
        assert {row.row.key for row in page.query("FieldRow.-faulty")} == {"folder"}
        page.query_one(Form).fill({"folder": str(tmp_path), "own": "kort", "again": "kort"})
        await pilot.press("f10")
        await settle(pilot)
        assert {row.row.key for row in page.query("FieldRow.-faulty")} == {"own"}


async def test_a_workbook_that_is_there_already_is_left_alone(house, seen, settle, tmp_path):
    desk = await three_complete(house)
    (tmp_path / "zet-analysebestand.xlsx").write_text("van vorig jaar")
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path)
        await pilot.press("f10")
        await confirm(pilot, settle, "3")
        assert "staat al een bestand met deze naam" in " ".join(seen(pilot.app).split())
        assert len(await desk.cases()) == 3
        assert (tmp_path / "zet-analysebestand.xlsx").read_text() == "van vorig jaar"
        assert page.query_one(Form).display


async def test_a_name_left_in_the_workbook_is_shown_with_its_place(house, seen, settle, tmp_path):
    desk = await three_complete(house, read=False)
    for number, text in enumerate(await desk.review_texts()):
        await desk.accept(text, "Klaassen zei niets." if number == 0 else "Het duurde lang.")
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path)
        await pilot.press("f10")
        await confirm(pilot, settle, "3")
        assert "iets dat lijkt op" in seen(pilot.app)
        assert len(await desk.cases()) == 3
        assert "g geen persoon" in seen(
            pilot.app
        )  # what stopped it is at hand: no walk back through the form
        while page._line is not None and page._line.hit is not None:
            await pilot.press("g")
            await pilot.pause()
        await destroy(pilot, settle, "3")
        assert isinstance(pilot.app.screen, CertificatePage)


async def test_the_lock_during_the_end_waits_and_the_certificate_comes_after(house, settle, tmp_path):
    desk = await three_complete(house)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path)
        await pilot.press("f10")
        await past_privacy(pilot)
        await pilot.press("3", "enter")
        await pilot.press("ctrl+l")
        await settle(pilot)
        await settle(pilot)
        assert (tmp_path / "zet-verklaring-van-vernietiging.txt").exists()
        pilot.app.screen.query_one("#passphrase").value = NEW
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CertificatePage)


async def test_without_enough_cases_the_team_may_still_destroy(house, settle, tmp_path):
    desk = await house.vault()
    await house.case(desk)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path)
        page.query_one(Form).fill({"without": "ja"})
        await destroy(pilot, settle, "1")
        assert isinstance(pilot.app.screen, CertificatePage)
        assert sorted(path.name for path in tmp_path.glob("zet-*")) == CERTIFICATE


async def test_the_privacy_check_is_read_first_and_escape_leaves_everything(house, seen, settle, tmp_path):
    desk = await three_complete(house)
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        page = await at_finish(pilot, settle)
        await pilot.press("f4")
        await comes(pilot, PrivacyPage)
        shown = " ".join(seen(pilot.app).split())
        assert "3 casussen, zonder naam" in shown
        assert "met 3 casussen herkent wie een casus kent" in shown
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, FinishPage)
        own_passphrase(page, tmp_path)
        await pilot.press("f10")
        await comes(pilot, PrivacyPage)
        await escape(pilot, settle)
        assert len(await desk.cases()) == 3
        assert list(tmp_path.glob("zet-*")) == []


async def test_the_table_comes_when_asked_and_the_session_file_stays_away_when_not(house, settle, tmp_path):
    desk = await three_complete(house)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path)
        page.query_one(Form).fill({"session": "", "table": "ja", "keep_until": "1-2-2027"})
        await destroy(pilot, settle, "3")
        assert isinstance(pilot.app.screen, CertificatePage)
        assert {path.name for path in tmp_path.iterdir()} >= {"zet-analysebestand.xlsx", "resultaten.csv"}
        assert not (tmp_path / "zet-sessiebestand.xlsx").exists()
        certificate = desk.outcome.certificate
        assert [file.name for file in certificate.exports] == ["zet-analysebestand.xlsx", "resultaten.csv"]
        assert certificate.workbooks_until == date(2027, 2, 1)


async def test_a_day_to_keep_files_until_lies_in_the_future(house, settle, tmp_path):
    desk = await three_complete(house)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path)
        page.query_one(Form).fill({"keep_until": "vandaag"})
        await pilot.press("f10")
        await settle(pilot)
        assert {row.row.key for row in page.query("FieldRow.-faulty")} == {"keep_until"}


async def two_confirm(house):
    """A team in which two people confirm, one command away from the end."""
    desk = await three_complete(house)
    evaluation = await desk.evaluation()
    await desk.define_evaluation(evaluation.model_copy(update={"two_confirm": True}))
    return desk


async def at_second(pilot, settle, folder):
    """One person confirmed; the second is asked for."""
    own_passphrase(await at_finish(pilot, settle), folder)
    await pilot.press("f10")
    await confirm(pilot, settle, "3")
    await comes(pilot, SecondConfirms)


async def test_two_people_confirm_when_the_evaluation_asks_for_it(house, seen, settle, tmp_path):
    desk = await two_confirm(house)
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await at_second(pilot, settle, tmp_path)
        await pilot.press(*"sam de boer", "enter")  # who confirmed already does not count twice
        assert "maar niet die van wie al bevestigde" in " ".join(seen(pilot.app).split())
        pilot.app.screen.query_one("#second").value = "anne visser"
        await pilot.press("enter", "2", "enter")
        assert "Typ 3 om verder te gaan" in seen(pilot.app)
        assert len(await desk.cases()) == 3
        pilot.app.screen.query_one("#confirmation").value = "3"
        await pilot.press("enter")
        await settle(pilot)
        await settle(pilot)
        assert isinstance(pilot.app.screen, CertificatePage)
        assert len(desk.outcome.certificate.confirmed_by) == 2


async def test_without_the_second_person_nothing_is_destroyed(house, settle, tmp_path):
    desk = await two_confirm(house)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await at_second(pilot, settle, tmp_path)
        await escape(pilot, settle)
        assert len(await desk.cases()) == 3
        assert list(tmp_path.glob("zet-*")) == []


async def test_a_folder_that_goes_away_half_way_is_asked_for_again(house, settle, tmp_path):
    desk = await three_complete(house)
    folder, other = tmp_path / "uit", tmp_path / "anders"
    folder.mkdir()
    other.mkdir()

    def gone_when_it_begins(step, _part):
        if step is Step.VERIFY:
            shutil.rmtree(folder, ignore_errors=True)

    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, folder)
        page._teller = lambda: gone_when_it_begins
        await destroy(pilot, settle, "3")
        await settle(pilot)
        assert isinstance(pilot.app.screen, InterruptedPage)
        pilot.app.screen.query_one(Form).fill({"folder": str(other)})
        await pilot.press("f10")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CertificatePage)
        assert sorted(path.name for path in other.iterdir()) == CERTIFICATE


def test_the_bar_is_as_long_as_it_says():
    assert bar(0.0, 10).startswith("░" * 10)
    assert bar(0.5, 10) == "█████░░░░░  50 %"
    assert bar(1.7, 10).startswith("█" * 10)


async def test_a_place_in_the_list_goes_to_the_open_source(house):
    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.DOSSIER)
    found = lines(await desk.readiness({}), {}, (), ())
    assert found[0].place == Place("interview", case, "inwoner")
