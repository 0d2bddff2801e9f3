"""Regiestappen from an empty vault to its averages, and an instrument of one's own: no Python but the engine's."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from flows.consent import Consent
from flows.deadlines import Verdict, judge_interview
from flows.evaluation import Evaluation, TeamMember
from flows.events import Body
from flows.instrument import (
    INSTRUMENTS,
    NO,
    TEXT,
    TIMELINE_DONE,
    YES,
    Instrument,
    InstrumentError,
    QuestionKind,
    Source,
    load_instrument,
)
from flows.interview import Closure, Interview, Status
from flows.interview_state import needs_reason
from flows.letter import LetterTopicMissing
from flows.results import Results
from flows.scores import overview
from flows.timeline import said_on
from flows.workdays import dutch_workdays
from storage.anonymise import Review, case_results
from storage.cases import Register
from storage.export.workbook import analysis_bytes
from storage.vault import KdfPolicy, create_vault, open_vault

PASSPHRASE = "vier verzonnen woorden samen"
WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
MILESTONES = (
    ("Opdracht via de backoffice", "2 maart 2026"),
    ("Eerste contact", "een week later"),
    ("Eerste bezoek", "20 maart 2026"),
    ("Intake", "20 maart 2026"),
    ("Ondersteuningsplan gestuurd", "begin mei 2026"),
    ("Einde indicatie", "1 september 2026"),
)
ANSWERS = {"2.1": YES, "7.1": NO, "11.1": YES, "9": "oranje", "9.3": "rood", "6": "mint"}
REASON = "De begeleider was met verlof."


@pytest.fixture
def open_register(tmp_path: Path) -> Iterator[Callable[[], Register]]:
    """Opens the vault anew, as a restart would; the one before is closed first."""
    folder = tmp_path / "kluis"
    create_vault(folder, PASSPHRASE, policy=WEAK, force=True)
    held: list[Register] = []
    moment = START

    def now() -> datetime:
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    def open_it() -> Register:
        while held:
            held.pop().vault.close()
        held.append(Register(open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE), now=now))
        return held[-1]

    yield open_it
    for register in held:
        register.vault.close()


def agreements(instrument: str, themes: tuple[str, ...] | None = None) -> Evaluation:
    return Evaluation(
        title="Regie in Oosterdam",
        municipality="Oosterdam",
        organisation="wijkteam De Schakel",
        fg_name="Noor Jansen",
        fg_phone="088 000 00 00",
        fg_email="fg@oosterdam.voorbeeld",
        fg_informed_on=date(2026, 1, 12),
        return_address="Postbus 1, 0000 AA Oosterdam",
        team=(TeamMember(name="Anouk"), TeamMember(name="Bas")),
        instrument=instrument,
        themes=themes,
    )


def signed(register: Register, case: str) -> Consent:
    return register.draft_consent(case).model_copy(
        update={
            "talked_through_on": date(2026, 6, 1),
            "signed_on": date(2026, 6, 1),
            "told_in_easy_language": True,
            "told_back_in_own_words": True,
            "told_free_to_stop": True,
        }
    )


def walk(register: Register, case: str, source: Source, answers: dict[str, str]) -> Interview:
    """Answer everything that is asked, in the order in which it is asked, and complete the source."""
    interview = register.open_interview(case, source)

    def happens(body: Body) -> None:
        nonlocal interview
        interview = interview.apply(register.append(case, source, body))

    while (question := interview.next_open()) is not None:
        if question.kind is QuestionKind.TIMELINE:
            for number, (text, when) in enumerate(MILESTONES):
                happens(interview.add_entry(text, when, f"{number}"))
        usual = {
            QuestionKind.TIMELINE: TIMELINE_DONE,
            QuestionKind.OPEN: TEXT,
            QuestionKind.YES_NO: YES,
            QuestionKind.RATING: "groen",
        }[question.kind]
        value = answers.get(question.id, answers.get(question.printed, usual))
        happens(interview.answer(question.id, value, "Het liep goed." if value == TEXT else None))
        if needs_reason(value):
            happens(interview.give_reason(question.id, REASON))
    happens(interview.complete())
    return interview


def test_regiestappen_from_the_letter_to_the_averages(open_register: Callable[[], Register]) -> None:
    register, regie = open_register(), load_instrument("regie")
    register.define_evaluation(agreements("regie"), regie)
    register.sit_down("Anouk")
    case = register.register_case(
        "Henk Visser", "per brief", "Karin Postma en Youssef Aydin", "wijkteam De Schakel"
    )
    register.record_consent(case, signed(register, case))

    consent = register.consent(case)
    assert consent is not None
    assert consent.themes == ("voorbereiding", "startfase", "plan_van_aanpak", "voortgang", "afronding")
    assert "- Hoe de begeleiding is afgesloten of verlengd." in consent.letter_text
    assert "Karin Postma en Youssef Aydin" in consent.letter_text
    assert consent.period.startswith(
        "Dit gaat over de tijd tussen het moment dat het plan met u werd gemaakt"
    )

    interviews = {source: walk(register, case, source, ANSWERS) for source in Source}
    register = open_register()
    register.sit_down("Bas")
    for source, interview in interviews.items():
        again = register.read_interview(case, source)
        assert again.closure is Closure.COMPLETED
        assert again.views() == interview.views()

    dossier = interviews[Source.DOSSIER]
    assert dossier.status("3") is Status.ANSWERED  # the resident limited what was shared
    assert dossier.status("7.2") is Status.OFF_ROUTE  # the intake did not differ
    assert dossier.status("12.1") is Status.ANSWERED  # it was extended
    verdicts = {
        judgement.deadline.id: (judgement.verdict, judgement.excused)
        for judgement in judge_interview(regie, dossier, said_on(dossier.events), dutch_workdays())
    }
    assert verdicts == {
        "eerste_contact": (Verdict.IN_TIME, False),
        "ondersteuningsplan": (Verdict.TOO_LATE, True),  # step 9 has a reason: "tenzij"
        "tussenevaluatie": (Verdict.UNKNOWN, False),
        "verslag": (Verdict.UNKNOWN, False),
    }

    review = Review(register)
    for text in review.texts():
        review.accept(text, text.suggested)
    results = case_results(register, (case,))
    judged = {source.source: source.deadlines for source in results[0].sources}
    assert {each.deadline: (each.verdict, each.excused) for each in judged[Source.DOSSIER]} == verdicts
    assert judged[Source.RESIDENT] == ()
    means = overview(register.instrument(), results)
    assert {theme: mean.value for theme, mean in means.of(Source.DOSSIER).themes.items()} == {
        "voorbereiding": 4.0,
        "startfase": 3.5,
        "plan_van_aanpak": (4 * 7 + 2 + 1) / 9,
        "voortgang": 4.0,
        "afronding": 4.0,
    }
    professional = means.of(Source.PROFESSIONAL)
    assert professional.row(6).n == 2  # sociaal werker and begeleider both rated the first contact
    assert professional.question("b.9").value == professional.question("sw.9").value == 2.0
    assert means.all.total.n == sum(means.of(source).total.n for source in Source)
    made = Results(
        municipality="Oosterdam",
        evaluation_title="Regie in Oosterdam",
        exported_on="2026-06-01",
        instrument_text=register.instrument().text(),
        cases=results,
    )
    assert analysis_bytes(made).startswith(b"PK")


def test_the_pilots_scope_leaves_the_closing_steps_out_of_letter_and_lists(
    open_register: Callable[[], Register],
) -> None:
    register, regie = open_register(), load_instrument("regie")
    register.define_evaluation(agreements("regie", regie.preset("pilot").themes), regie)
    register.sit_down("Anouk")
    case = register.register_case("Henk Visser", "per brief", "Karin Postma", "wijkteam De Schakel")
    register.record_consent(case, signed(register, case))
    consent = register.consent(case)
    assert consent is not None
    assert "afgesloten of verlengd" not in consent.letter_text
    interview = walk(register, case, Source.PROFESSIONAL, {**ANSWERS, "b": NO})
    assert {question.number for question in interview.route() if question.number} == set(range(1, 11))
    assert interview.status("b.6") is Status.OFF_ROUTE
    assert interview.status("sw.6") is Status.ANSWERED


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "eigen"
    copytree(INSTRUMENTS / "regie", folder)
    head = folder / "instrument.toml"
    text = head.read_text(encoding="utf-8").replace("id = 'regie'", "id = 'onze_regie'", 1)
    head.write_text(text, encoding="utf-8")
    return folder


def test_an_own_instrument_is_chosen_by_its_path_and_its_file_may_go_after_that(
    open_register: Callable[[], Register], own: Path
) -> None:
    register = open_register()
    register.define_evaluation(agreements(str(own)), load_instrument(own))
    rmtree(own)
    register = open_register()
    register.sit_down("Anouk")
    assert register.instrument().id == "onze_regie"
    case = register.register_case("Henk Visser", "per brief", "Karin Postma", "wijkteam De Schakel")
    register.record_consent(case, signed(register, case))
    assert walk(register, case, Source.RESIDENT, {}).closure is Closure.COMPLETED


def test_an_own_instrument_without_a_letter_cannot_be_chosen(
    open_register: Callable[[], Register], own: Path
) -> None:
    (own / "brief.toml").unlink()
    register, instrument = open_register(), load_instrument(own)
    with pytest.raises(InstrumentError):
        register.define_evaluation(agreements(str(own)), instrument)
    assert register.evaluation() is None


def test_a_letter_without_a_line_for_a_theme_cannot_ask_about_it(
    open_register: Callable[[], Register], own: Path
) -> None:
    letter = own / "brief.toml"
    letter.write_text(letter.read_text(encoding="utf-8").replace("'afronding'", "'einde'"), encoding="utf-8")
    register, instrument = open_register(), load_instrument(own)
    with pytest.raises(LetterTopicMissing) as refused:
        register.define_evaluation(agreements(str(own)), instrument)
    assert refused.value.themes == ("afronding",)
    pilot = load_instrument("regie").preset("pilot").themes
    register.define_evaluation(agreements(str(own), pilot), instrument)
    with pytest.raises(LetterTopicMissing):
        register.change_evaluation(agreements(str(own)))


def test_sources_that_an_instrument_has_no_list_for_are_not_in_scope(
    open_register: Callable[[], Register], own: Path
) -> None:
    (own / "professional.toml").unlink()
    head = own / "instrument.toml"
    text = head.read_text(encoding="utf-8")
    for prefix in ("sw", "b"):
        for number in (6, 9, 10, 11):
            text = text.replace(f", '{prefix}.{number}'", "")
    head.write_text(text, encoding="utf-8")
    register = open_register()
    instrument: Instrument = load_instrument(own)
    register.define_evaluation(agreements(str(own)), instrument)
    evaluation = register.evaluation()
    assert evaluation is not None
    assert evaluation.sources == (Source.DOSSIER, Source.RESIDENT)
