"""Through the real app: the end, the analysis, an action, the session, and a year later the round about that action."""

from pathlib import Path

from flows.instrument import Source
from storage.export.kept_results import kept_results
from tests.zet_tui.test_finish_screen import (
    NAMES,
    NEW,
    PASSPHRASE,
    at_finish,
    destroy,
    own_passphrase,
    three_complete,
)
from zet_tui.screens.analysis import AnalysisPage
from zet_tui.screens.certificate import CertificatePage
from zet_tui.screens.evaluation import EvaluationPage
from zet_tui.screens.form import Form
from zet_tui.screens.improvement import ImprovementPage
from zet_tui.screens.overview import OverviewPage

TEAM = {
    "organisation": "wijkteam Noord", "fg_name": "Noor", "fg_phone": "088", "fg_email": "fg@x.voorbeeld",
    "fg_informed_on": "1-9-2026",    "return_address": "Postbus 1", "name-0": "Sam de Boer", "name-1": "Anne Visser",
}  # fmt: skip

NEXT = "blauwe lamp boven tafel"


async def fill(pilot, settle, values: dict[str, str]) -> None:
    pilot.app.screen.query_one(Form).fill(values)
    await pilot.pause()
    await pilot.press("f10")
    await settle(pilot)


async def the_end(pilot, settle, folder: Path, present: str, new: str) -> None:
    page = await at_finish(pilot, settle)
    own_passphrase(page, folder, present, new)
    await destroy(pilot, settle, "3")
    assert isinstance(pilot.app.screen, CertificatePage)


async def test_from_the_end_of_one_round_to_the_difference_with_the_next(
    house, settle, text_of, tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("een", "sessie", "twee")]
    for folder in folders:
        folder.mkdir()
    desk = await three_complete(house)
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        # given: a round that ended; from its certificate straight to the analysis
        await the_end(pilot, settle, folders[0], PASSPHRASE, NEW)
        await pilot.press("a")
        await settle(pilot)
        assert isinstance(pilot.app.screen, AnalysisPage)

        # when: the team concludes something, agrees on an action, and holds its session
        await pilot.press("right", "c")
        await settle(pilot)
        await fill(pilot, settle, {"verdict": "kan beter", "text": "Plannen zijn te algemeen."})
        await pilot.press("v", "v")
        await settle(pilot)
        await pilot.press("tab", *"criterium 6", "enter")
        await fill(
            pilot, settle, {"what": "Elk plan krijgt doelen.", "owner": "teamleider", "by": "1-3-2027"}
        )
        assert isinstance(pilot.app.screen, ImprovementPage)
        await pilot.press("s")
        await settle(pilot)
        await fill(pilot, settle, {"folder": str(folders[1]), "day": "30-11-2026"})
        assert (folders[1] / "Eindverslag.docx").exists()
        assert (folders[1] / "Terugkijken.ics").exists()
        await pilot.press("f5")
        await settle(pilot)
        await pilot.press("j", "a", "enter")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)

        # and: a year later begins the round about what was agreed, with one key
        await pilot.press("f")
        await settle(pilot)
        assert isinstance(pilot.app.screen, EvaluationPage)
        await fill(pilot, settle, TEAM)
        await settle(pilot)
        evaluation = await desk.evaluation()
        assert evaluation is not None
        assert evaluation.criteria == (6,)
        await desk.sit_down("Sam de Boer")
        for name in NAMES:
            case = await house.case(desk, name)
            for source in Source:
                await house.talk(desk, case, source)
        for text in await desk.review_texts():
            await desk.accept(text, text.suggested)
        pilot.app.arrive()
        await settle(pilot)
        assert isinstance(pilot.app.screen, OverviewPage)
        await the_end(pilot, settle, folders[2], NEW, NEXT)

        # then: the difference with the first round is told, with n, and nothing is claimed of three cases
        await pilot.press("a")
        await settle(pilot)
        await pilot.press(*["right"] * 20)
        said = text_of(pilot.app, "#lines")
        assert "Vergeleken met Evaluatie Oosterdam 2026" in text_of(pilot.app, "#question")
        assert "te weinig casussen om iets te zeggen" in said
        assert "criterium 6" in said
        assert "criterium 5" not in said
        assert "hoger" not in said
        newer, older = await desk.ask(lambda register: kept_results(register.vault))
        assert (len(newer.results.cases), older.results.cases) == (3, ())
        assert [one.action.what for one in older.improvement.actions] == ["Elk plan krijgt doelen."]
