"""Loose notes, a colour per organisation in a remark, and the place of a step without a date."""

from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import given

from flows import events as ev
from flows.events import Event, event_from_bytes, event_to_bytes
from flows.instrument import Rating
from flows.interview import Interview
from flows.interview_errors import AnswerRefused, InterviewClosed
from flows.interview_notes import add_note, attach_note, drop_note, move_entry
from flows.spread import ORGANISATION_KINDS, OrganisationColour, read_spread
from flows.timeline import placed


def notes(interview: Interview) -> list[str]:
    return [note.text for note in interview.notes]


def spread(interview: Interview, question: str) -> list[tuple[str, str]]:
    return [(part.organisation, part.colour.value) for part in interview.view(question).spread]


def test_a_loose_note_is_attached_under_the_remark_that_stood_there(talk):
    t = talk("1*", "2*")
    t.happens(t.interview.set_remark("2", "Eerder gezegd."))
    t.happens(add_note(t.interview, " schuldhulp rood ", "n1")).happens(add_note(t.interview, "bellen", "n2"))
    assert notes(t.interview) == ["schuldhulp rood", "bellen"]
    t.happens(attach_note(t.interview, "n1", "2"))
    assert t.interview.view("2").remark == "Eerder gezegd.\nschuldhulp rood"
    assert spread(t.interview, "2") == [("schuldhulp", "rood")]
    assert notes(t.interview) == ["bellen"]
    t.happens(drop_note(t.interview, "n2"))
    assert notes(t.interview) == []


def test_everything_with_a_note_can_be_undone_and_redone(talk):
    t = talk("1*")
    t.happens(add_note(t.interview, "later vragen", "n1"))
    t.happens(attach_note(t.interview, "n1", "1"))
    t.happens(t.interview.undo())
    assert (notes(t.interview), t.interview.view("1").remark) == (["later vragen"], None)
    t.happens(t.interview.undo())
    assert notes(t.interview) == []
    t.happens(t.interview.redo()).happens(t.interview.redo())
    assert (notes(t.interview), t.interview.view("1").remark) == ([], "later vragen")


def test_a_note_changes_nothing_that_counts(talk):
    t = talk("1*")
    before = t.interview
    t.happens(add_note(t.interview, "iets", "n1"))
    assert t.interview.views() == before.views()
    assert t.interview.progress() == before.progress()
    assert t.interview.open_questions() == before.open_questions()


def test_a_note_is_not_attached_to_a_question_that_is_not_asked_or_after_closing(talk, condition):
    t = talk("1?", "2*", vraag_2=condition("1", "ja"))
    t.happens(add_note(t.interview, "iets", "n1"))
    with pytest.raises(AnswerRefused) as refused:
        attach_note(t.interview, "n1", "2")
    assert refused.value.code == "off_route"
    t.happens(t.interview.stop("moe"))
    with pytest.raises(InterviewClosed):
        add_note(t.interview, "nog iets", "n2")


def test_a_remark_is_read_for_a_colour_per_organisation(talk):
    t = talk("1*")
    t.say("1", "oranje", reason="wisselend")
    t.happens(t.interview.set_remark("1", "Wijkteam groen, schuldhulpverlening was ROOD; school: mint."))
    assert spread(t.interview, "1") == [("wijkteam", "groen"), ("schuldhulp", "rood"), ("school", "mint")]
    assert t.interview.view("1").value == "oranje"
    t.happens(t.interview.set_remark("1", "Alles ging goed."))
    assert spread(t.interview, "1") == []


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("wijkteam groen, later wijkteam rood", [("wijkteam", "rood")]),
        ("sociaal wijkteam – mint", [("wijkteam", "mint")]),
        ("De wijkteams groen", []),
        ("het wijkteam had groene muren", []),
        ("groen wijkteam", []),
        ("Jansen groen", []),
    ],
)
def test_only_a_kind_from_the_list_beside_a_colour_is_read(said, read):
    assert [(part.organisation, part.colour.value) for part in read_spread(said)] == read


@given(st.dictionaries(st.sampled_from(sorted(ORGANISATION_KINDS)), st.sampled_from(Rating)))
def test_a_spread_reads_back_from_its_own_words(colours):
    words = ", ".join(f"{kind} {colour.value}" for kind, colour in colours.items())
    assert {part.organisation: part.colour for part in read_spread(words)} == colours


def test_a_step_without_a_date_is_put_elsewhere_and_a_date_stays(talk):
    t = talk("1~")
    for text, when, entry in (("a", "maart 2023", "a"), ("b", "mei 2023", "b"), ("c", "", "c")):
        t.happens(t.interview.add_entry(text, when, entry))

    def order() -> str:
        return "".join(p.entry.id for p in placed(t.interview.timeline, {}, date(2026, 1, 1)))

    assert order() == "abc"
    t.happens(move_entry(t.interview, "c", "a"))
    assert order() == "acb"
    t.happens(move_entry(t.interview, "c", None))
    assert order() == "cab"
    t.happens(move_entry(t.interview, "b", None))
    assert order().index("a") < order().index("b")
    t.happens(t.interview.undo()).happens(t.interview.undo())
    assert order() == "acb"


def test_moving_behind_a_step_that_was_taken_back_changes_nothing(talk):
    t = talk("1~")
    t.happens(t.interview.add_entry("a", "", "a")).happens(t.interview.add_entry("b", "", "b"))
    t.happens(ev.EntryMoved(entry="a", after="weg"))
    assert [entry.id for entry in t.interview.timeline] == ["a", "b"]


def test_a_remark_from_before_there_was_a_spread_still_reads():
    old = '{"version":1,"id":"0","author":"A","at":"2026-03-02T10:00:00Z","body":BODY}'
    old = old.replace("BODY", '{"kind":"remark","question":"1","text":"x"}')
    assert event_from_bytes(old.encode()).body == ev.RemarkSet(question="1", text="x")


@given(
    st.one_of(
        st.builds(ev.EntryMoved, entry=st.text(), after=st.none() | st.text()),
        st.builds(ev.NoteAdded, note=st.text(), text=st.text()),
        st.builds(ev.NoteDropped, note=st.text()),
        st.builds(
            ev.NoteAttached,
            note=st.text(),
            question=st.text(),
            remark=st.text(),
            spread=st.tuples(
                st.builds(OrganisationColour, organisation=st.text(), colour=st.sampled_from(Rating))
            ),
        ),
    ),
    st.datetimes(timezones=st.timezones()),
)
def test_the_new_events_come_back_from_their_bytes(body, at):
    event = Event(id="0" * 32, author="Anouk", at=at, body=body)
    assert event_from_bytes(event_to_bytes(event)).body == body
