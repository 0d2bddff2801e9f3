"""Improvement actions, when to look back, what a follow-up asks, and texts that repeat what somebody said."""

from datetime import date

import pytest
from pydantic import ValidationError

from flows.actions import ImprovementAction, Progress, aims_of, look_backs, name_of, subjects
from flows.casuistry import CasuistryFound, Repetition
from flows.evaluation import Aim, Evaluation, TeamMember
from flows.handbook import handbook
from flows.instrument import Instrument, Source, load_instrument
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, ResultEvent, SourceResult


@pytest.fixture(scope="module")
def zet() -> Instrument:
    return load_instrument("zet")


def test_looking_back_is_after_three_months_a_year_and_three_years() -> None:
    book = handbook("zet")
    assert book is not None
    assert [one.day for one in look_backs(date(2026, 11, 30), book.session.follow_up)] == [
        date(2027, 2, 28),
        date(2027, 11, 30),
        date(2029, 11, 30),
    ]


def test_a_follow_up_asks_about_what_was_agreed_and_not_dropped(zet: Instrument) -> None:
    actions = (
        ImprovementAction(what="a", about=Aim(criterion=6)),
        ImprovementAction(what="b", about=Aim(criterion=6), progress=Progress.DONE),
        ImprovementAction(what="c", about=Aim(theme="regie"), progress=Progress.DROPPED),
        ImprovementAction(what="d", about=Aim(source=Source.RESIDENT, question="5")),
        ImprovementAction(what="e"),
    )
    evaluation = Evaluation(
        title="Ronde 1",
        municipality="Oosterdam",
        organisation="wijkteam",
        team=(TeamMember(name="Anouk"), TeamMember(name="Bas")),
    )
    follow_up = evaluation.follow_up(zet, "Ronde 2", aims_of(actions))
    assert aims_of(actions) == (Aim(criterion=6), Aim(source=Source.RESIDENT, question="5"))
    assert follow_up.criteria == (2, 6)


def test_an_action_knows_what_it_lacks_and_when_it_is_late() -> None:
    bare = ImprovementAction(what="Iets doen", owner=" ")
    assert bare.gaps == ("about", "owner", "by", "success")
    dated = bare.model_copy(update={"by": date(2026, 5, 1)})
    assert dated.late(date(2026, 5, 2))
    assert not dated.late(date(2026, 5, 1))
    assert not dated.model_copy(update={"progress": Progress.DONE}).late(date(2027, 1, 1))
    with pytest.raises(ValidationError):
        ImprovementAction(what="")


@pytest.mark.parametrize("ref", ["zet", "regie"])
def test_every_subject_has_a_name_of_its_own(ref: str) -> None:
    instrument = load_instrument(ref)
    named = subjects(instrument)
    expected = 1 + len(instrument.themes) + len(instrument.criteria)
    expected += sum(q.theme is not None for one in instrument.questionnaires for q in one.questions)
    assert len(named) == expected
    assert all(name_of(aim, instrument) == name for name, aim in named.items())


def repetition(*texts: str, allowed: tuple[str, ...] = ()) -> Repetition:
    answer = ResultAnswer(question="2", status=Status.ANSWERED, value="rood", reason=texts[0])
    steps = tuple(ResultEvent(text=text) for text in texts[1:])
    source = SourceResult(source=Source.DOSSIER, answers=(answer,), timeline=steps)
    return Repetition((CaseResult(number=1, sources=(source,)),), allowed)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Drie maanden geen antwoord gekregen van niemand", True),
        ("Iemand zei: ‘drie maanden GEEN antwoord gekregen’.", True),
        ("Ze stond op straat", True),
        ("Er werd lang gewacht op antwoord", False),
        ("geen antwoord gekregen", False),
        ("", False),
    ],
)
def test_five_words_in_a_row_or_a_whole_short_text_are_a_repetition(text: str, found: bool) -> None:
    looked = repetition("[inwoner] heeft drie maanden geen antwoord gekregen.", "Stond op straat.")
    assert looked.found(text) is found


def test_words_of_the_instrument_itself_are_no_repetition(zet: Instrument) -> None:
    question = zet.questionnaire(Source.DOSSIER).question("3").text
    looked = repetition(f"Bij de vraag {question}", allowed=(question,))
    assert not looked.found(question)


def test_a_repetition_is_told_by_its_place_only() -> None:
    looked = repetition("[inwoner] heeft drie maanden geen antwoord gekregen.")
    with pytest.raises(CasuistryFound) as caught:
        looked.check(
            [("Conclusies!C5", "Goed."), ("Conclusies!C6", "heeft drie maanden geen antwoord gekregen")]
        )
    assert caught.value.places == ("Conclusies!C6",)
    assert "maanden" not in str(caught.value)


def test_own_words_pass() -> None:
    said = "[inwoner] heeft drie maanden geen antwoord gekregen."
    repetition(said).check([("Conclusies!C5", "Sneller antwoord geven."), ("Conclusies!C6", "")])
    with pytest.raises(CasuistryFound):
        repetition(said).check([("Conclusies!C5", said)])
