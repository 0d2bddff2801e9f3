"""How often a deadline was met: counted per source, in the instrument's order."""

from flows.deadline_counts import DeadlineCount, deadline_counts
from flows.deadlines import Verdict
from flows.instrument import Source, load_instrument
from flows.results import CaseResult, ResultDeadline, SourceResult

REGIE = load_instrument("regie")
PLAN = "ondersteuningsplan"
TITLE = "Ondersteuningsplan binnen twee weken na de intake"


def case(number: int, *judged: ResultDeadline, source: Source = Source.DOSSIER) -> CaseResult:
    return CaseResult(number=number, sources=(SourceResult(source=source, deadlines=judged),))


CASES = (
    case(1, ResultDeadline(deadline=PLAN, verdict=Verdict.IN_TIME)),
    case(2, ResultDeadline(deadline=PLAN, verdict=Verdict.TOO_LATE, excused=True)),
    case(3, ResultDeadline(deadline=PLAN, verdict=Verdict.TOO_LATE)),
    case(4, ResultDeadline(deadline=PLAN, verdict=Verdict.UNKNOWN)),
)


def test_verdicts_are_counted_per_source():
    told = case(5, ResultDeadline(deadline=PLAN, verdict=Verdict.IN_TIME), source=Source.RESIDENT)
    assert deadline_counts(REGIE, (told, *CASES)) == (
        DeadlineCount(PLAN, TITLE, Source.DOSSIER, in_time=1, late=2, excused=1, unknown=1),
        DeadlineCount(PLAN, TITLE, Source.RESIDENT, in_time=1, late=0, excused=0, unknown=0),
    )
    assert deadline_counts(REGIE, ()) == ()


def test_a_deadline_that_the_instrument_does_not_have_goes_by_its_id_behind_the_others():
    strange = case(1, ResultDeadline(deadline="eigen", verdict=Verdict.IN_TIME))
    counted = deadline_counts(REGIE, (strange, *CASES))
    assert [(one.deadline, one.title) for one in counted] == [(PLAN, TITLE), ("eigen", "eigen")]
