"""In plain lines the verdicts are said before closing, without a date: what is written there stays in the window."""

from datetime import date

from flows.instrument import TEXT, TIMELINE_DONE, QuestionKind, Source, load_instrument
from flows.interview import Closure, Interview
from flows.workdays import dutch_workdays
from tests.zet_tui.test_line_mode_numbers import Port
from zet_tui.line_mode import LineTalk, World
from zet_tui.screens.interview_deadlines import DeadlineView, deadline_views

REGIE = load_instrument("regie")
USUAL = {
    QuestionKind.TIMELINE: TIMELINE_DONE,
    QuestionKind.OPEN: TEXT,
    QuestionKind.YES_NO: "ja",
    QuestionKind.RATING: "groen",
}


class Judged(Port):
    """One conversation in memory, with the deadlines of its list."""

    def deadlines(self, interview: Interview) -> tuple[DeadlineView, ...]:
        return deadline_views(REGIE, interview, dutch_workdays())


def answered() -> Port:
    port = Judged(Interview(REGIE.questionnaire(Source.DOSSIER), REGIE.themes))
    port.commit(port.interview.add_entry("intake", "20 maart 2026", "a"))
    port.commit(port.interview.add_entry("ondersteuningsplan", "1 mei 2026", "b"))
    while (question := port.interview.next_open()) is not None:
        text = "goed" if question.kind is QuestionKind.OPEN else None
        port.commit(port.interview.answer(question.id, USUAL[question.kind], text))
    return port


def test_every_verdict_is_said_before_closing_and_no_date_with_it() -> None:
    port, lines, written = answered(), iter(["afronden", "stop"]), []
    world = World(lambda: next(lines, None), written.append, lambda: date(2026, 6, 1), lambda: "n")
    LineTalk(port, world).run()
    assert port.interview.closure is Closure.COMPLETED
    said = written.index("! te laat: Ondersteuningsplan binnen twee weken na de intake")
    assert said < written.index("Het gesprek is afgerond.")
    assert not [line for line in written if "maart" in line or "2026" in line]
