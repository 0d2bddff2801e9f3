"""Each conversation from its first word to its last with keys alone, through everything that comes between.

What the vault holds afterwards, opened again, is what was said, no more and no less.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from flows.evaluation import Evaluation, TeamMember
from flows.instrument import Source, load_instrument
from flows.interview import Closure, Interview
from storage.cases import Register
from storage.vault import KdfPolicy, open_vault
from tests.journeys import story
from tests.journeys.talk import MARKER, MEANING, PERSON, Quick, Said, Talk
from zet_tui.app import ZetApp
from zet_tui.desk import Desk

WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
WALKS = [
    pytest.param(
        instrument,
        source,
        SIZES[size],
        id=f"{instrument}-{source}-{size}",
        marks=() if (instrument, size) == ("zet", "80x24") else pytest.mark.long,
    )
    for instrument in ("zet", "regie")
    for source in Source
    for size in SIZES
]
"""The smallest window always (six seconds of processor each), the rest in the long run."""


def fill(register: Register, instrument: str) -> None:
    """The team's agreements, and one resident who signed."""
    asked = load_instrument(instrument)
    register.define_evaluation(
        Evaluation(
            title="Proef",
            municipality="Oosterdam",
            organisation="wijkteam",
            instrument=instrument,
            themes=tuple(theme.id for theme in asked.themes),
            fg_name="Noor",
            fg_phone="088",
            fg_email="fg@oosterdam.voorbeeld",
            fg_informed_on=register.now().date() - timedelta(days=1),
            return_address="Postbus 1, Oosterdam",
            team=(TeamMember(name=PERSON, function="adviseur"), TeamMember(name=story.TEAM[1])),
            term_meanings={term.id: MEANING for term in asked.terms},
        ),
        asked,
    )
    register.sit_down(PERSON)
    today = register.now().astimezone().date()
    case = register.register_case("Fatima Ziyani", "per brief", "Karin Meerkoet", "wijkteam")
    told = dict.fromkeys(("told_in_easy_language", "told_back_in_own_words", "told_free_to_stop"), True)
    signed = {**told, "talked_through_on": today, "signed_on": today}
    register.record_consent(case, register.draft_consent(case).model_copy(update=signed))


def kept(folder: Path, source: Source) -> Interview:
    """What stands on disk: the vault opened again, by this person."""
    with open_vault(folder, policy=WEAK, force=True).unlock(story.PASSPHRASE) as vault:
        register = Register(vault)
        register.sit_down(PERSON)
        return register.open_interview(register.cases()[0].id, source)


@pytest.mark.parametrize(("instrument", "source", "size"), WALKS)
async def test_a_whole_conversation_leaves_exactly_what_was_said(tmp_path, instrument, source, size):
    folder = tmp_path / "kluis"
    desk = Desk(folder, policy=WEAK, force=True)
    await desk.create(story.PASSPHRASE)
    await desk.ask(lambda register: fill(register, instrument))
    app = ZetApp(desk)
    async with app.run_test(size=size) as pilot:
        walker = Quick(app, pilot, lambda _: None, tmp_path)
        await walker.becomes("OverviewPage")
        await walker.until(lambda: "begin met casus 1" in walker.picture(), "the list of cases")
        await walker.open_case((await desk.cases())[0])
        await walker.press(source.value[0])
        talk = Talk(walker, source)
        await talk.sits()
        await talk.in_full()
        await desk.close()

    interview = kept(folder, source)
    assert {
        view.question.id: Said(
            view.value or "",
            view.text,
            "-" if view.reason_declined else view.reason,
            view.remark,
            tuple(each.colour.value for each in view.spread),
        )
        for view in interview.views()
    } == talk.expected
    assert interview.closure is Closure.COMPLETED
    if interview.questionnaire.closing_question:
        assert interview.closing_remark == f"{MARKER} tot slot"
    told = ["aangemeld via zwaluwhuisarts", "eerste gesprek met tuinbeker"]
    has_timeline = any(question.kind == "tijdlijn" for question in interview.questionnaire.questions)
    assert [entry.text for entry in interview.timeline] == (told if has_timeline else [])
    assert interview.notes == ()
    for path in folder.iterdir():
        assert MARKER.encode() not in path.read_bytes(), path
