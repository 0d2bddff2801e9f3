"""One question at a time: what a key does, what asks for a reason, and what is saved when."""

import asyncio

import pytest
from textual import events
from textual.worker import WorkerFailed

from flows.consent import Gap, Verdict
from flows.instrument import Source
from flows.interview import Status
from storage.cases import ConsentRefused
from tests.zet_tui.waiting import handled
from zet_tui.screens import interview_core

KEY_REST = interview_core.KEY_REST


class DiskFull(Exception):
    """Known to `messages` by its name."""


async def at_question_2(table):
    await table.press("enter")
    table.clock.now += 1
    await table.send("maart 2023 gebeld")
    table.clock.now += 1
    await table.press("enter")
    assert table.asked == "2"
    table.clock.now += 1


@pytest.mark.parametrize("key", ["j", "n"])
async def test_yes_and_no_answer_nothing_at_a_rated_question(sit, key):
    async with sit(Source.RESIDENT) as table:
        await at_question_2(table)
        await table.press(key)
        assert table.said == "Bedoelt u o of r? N.v.t. is x."
        assert table.interview.status("2") is Status.OPEN


async def test_a_rating_answers_nothing_at_yes_or_no(sit):
    async with sit(Source.DOSSIER) as table:
        await table.press("ctrl+g")
        await table.write("18")
        await table.press("enter", "g")
        assert table.said == "Hier is het j (ja), n (nee) of w (geen antwoord)."
        assert table.interview.status("18") is Status.OPEN


@pytest.mark.parametrize(
    ("source", "key", "asks"),
    [
        (Source.RESIDENT, "o", "Wat is de belangrijkste reden dat u ontevreden bent?"),
        (Source.RESIDENT, "r", "Wat is de belangrijkste reden dat u heel ontevreden bent?"),
        (Source.DOSSIER, "o", "In het dossier is dit mager. Wat mist u?"),
        (Source.DOSSIER, "r", "In het dossier is dit afwezig. Wat mist u?"),
        (Source.DOSSIER, "x", "Waarom past deze vraag niet bij de situatie?"),
    ],
)
async def test_the_reason_is_asked_at_once_in_fitting_words(sit, source, key, asks):
    async with sit(source) as table:
        await table.press("ctrl+g")
        await table.write("3")
        await table.press("enter", key)
        assert table.asked == "3"
        assert table.ask == asks
        await table.press("enter")
        assert table.said == "Typ eerst de reden. Geen reden gekregen? F9."
        await table.send("Omdat het zo was.")
        assert table.interview.view("3").reason == "Omdat het zo was."
        assert table.asked == "4"


async def test_no_reason_given_is_a_reason_but_never_throws_typed_text_away(sit):
    async with sit(Source.DOSSIER) as table:
        await table.press("ctrl+g")
        await table.write("2")
        await table.press("enter", "r")
        await table.write("half")
        await table.press("f9")
        assert "Er staat nog tekst" in table.said
        await table.press("ctrl+u", "f9")
        assert table.interview.view("2").reason_declined
        assert table.asked == "3"


async def test_w_is_no_answer_and_asks_no_reason(sit):
    async with sit(Source.RESIDENT) as table:
        await at_question_2(table)
        await table.press("w")
        assert table.interview.status("2") is Status.NO_ANSWER
        assert table.asked == "3"


async def test_capitals_answer_too(sit):
    async with sit(Source.RESIDENT) as table:
        await at_question_2(table)
        await table.press("M")
        assert table.interview.view("2").value == "mint"


async def test_two_quick_presses_answer_one_question(sit):
    async with sit(Source.RESIDENT, key_rest=0.25) as table:
        await at_question_2(table)
        await table.press("g", "g")
        assert table.interview.view("2").value == "groen"
        assert table.interview.status("3") is Status.OPEN
        assert "Eén toets per vraag" in table.said
        table.clock.now += 1
        await table.press("m")
        assert table.interview.view("3").value == "mint"


async def test_the_rest_between_keys_is_that_of_the_house_where_none_is_given(sit, monkeypatch):
    monkeypatch.setattr(interview_core, "KEY_REST", KEY_REST)
    async with sit(Source.RESIDENT) as table:
        await table.press("enter")
        table.clock.now += KEY_REST
        await table.press("f8")
        table.clock.now += KEY_REST
        await table.press("g")
        table.clock.now += KEY_REST / 2
        await table.press("g")
        assert table.interview.answered_count == 2
        table.clock.now += KEY_REST
        await table.press("g")
        assert table.interview.answered_count == 3


async def test_a_key_that_repeats_never_runs_through_the_questions(sit):
    async with sit(Source.RESIDENT, key_rest=0.25) as table:
        await table.press("enter")
        table.clock.now += 1
        await table.press("f8")
        for _ in range(10):
            table.clock.now += 0.03
            await table.press("g")
        assert table.interview.answered_count == 2


async def test_keys_wait_while_an_answer_is_being_saved(sit):
    async with sit(Source.RESIDENT) as table:
        await at_question_2(table)
        table.port.gate = asyncio.Event()
        await table.pilot.press("g", "g", "m")
        await table.pilot.pause()
        assert table.asked == "2"
        assert table.interview.status("2") is Status.OPEN
        table.port.gate.set()
        await table.settle()
        assert table.interview.view("2").value == "groen"
        assert table.asked == "3"
        assert table.interview.status("3") is Status.OPEN


async def test_a_key_while_the_next_question_is_drawn_answers_neither(sit, monkeypatch):
    """The disk took long, so the key rest is over; the answer is saved but the screen still shows the old question."""
    async with sit(Source.RESIDENT) as table:
        await at_question_2(table)
        drawn, shown = asyncio.Event(), table.screen.conversation.show

        async def slowly(*args, **more):
            await drawn.wait()
            await shown(*args, **more)

        monkeypatch.setattr(table.screen.conversation, "show", slowly)
        await table.pilot.press("g")
        await table.pilot.pause()
        assert table.interview.view("2").value == "groen"
        await table.pilot.press("m")
        await table.pilot.pause()
        drawn.set()
        await table.settle()
        assert table.interview.view("2").value == "groen"
        assert table.interview.status("3") is Status.OPEN


async def test_letters_typed_while_a_step_of_the_timeline_is_saved_come_into_the_field(sit):
    async with sit(Source.RESIDENT) as table:
        await table.press("enter")
        table.port.gate = asyncio.Event()
        await table.write("maart 2023 gebeld")
        await table.pilot.press("enter")
        await table.pilot.press(*"mei")
        await table.pilot.pause()
        assert table.interview.timeline == ()
        table.port.gate.set()
        await table.settle()
        assert [entry.text for entry in table.interview.timeline] == ["gebeld"]
        assert table.screen.composer.area.text.endswith("mei")


async def test_what_could_not_be_saved_is_said_and_stays_in_the_field(sit):
    async with sit(Source.RESIDENT) as table:
        await at_question_2(table)
        await table.press("r")
        table.port.broken = DiskFull()
        await table.send("Niemand belde terug.")
        assert "schijf" in table.said.lower()
        assert "niet bewaard" in table.header
        assert table.screen.composer.area.text == "Niemand belde terug."
        table.port.broken = None
        await table.press("enter")
        assert table.interview.view("2").reason == "Niemand belde terug."
        assert table.header.rstrip().endswith("· bewaard")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_wrong_is_not_cut_and_goes_when_it_is_right_again(sit, size):
    """The clock of the laptop jumped back to before the signature."""
    async with sit(Source.RESIDENT, size=size) as table:
        await at_question_2(table)
        await table.press("r")
        table.port.broken = ConsentRefused("c", Verdict((Gap("talked_in_future"), Gap("signed_in_future"))))
        await table.send("Niemand belde terug.")
        shown = " ".join(table.picture().split())
        assert "– De dag van het doorspreken ligt in de toekomst." in shown
        assert (
            "– De dag van ondertekenen ligt in de toekomst. Kijk de datum na, en die van de laptop." in shown
        )
        assert "Niemand belde terug." in shown
        assert "F9 geen reden gegeven" in shown
        table.port.broken = None
        await table.press("enter")
        assert table.interview.view("2").reason == "Niemand belde terug."
        assert "toekomst" not in table.picture()


async def test_a_fault_of_the_program_is_not_swallowed(sit):
    async def meet_a_fault():
        async with sit(Source.RESIDENT) as table:
            await at_question_2(table)
            table.port.broken = ZeroDivisionError()
            await table.pilot.press("g")

    with pytest.raises(WorkerFailed):
        await meet_a_fault()


async def test_the_timeline_is_told_changed_ordered_and_removed(sit):
    async with sit(Source.RESIDENT) as table:
        await table.press("enter")
        await table.press("enter")
        assert table.said == "Typ eerst een gebeurtenis. Geen antwoord? F8."
        await table.send("najaar 2023 gesprek aan huis\nvoorjaar 2023 aangemeld bij wijkteam")
        lines = table.screen.composer.entries.entries
        assert [(line.reading, line.text) for line in lines] == [
            ("maart–mei 2023", "aangemeld bij wijkteam"),
            ("september–november 2023", "gesprek aan huis"),
        ]
        assert table.screen.composer.area.text == ""
        await table.press("up", "up", "enter")
        assert table.screen.composer.area.text == "voorjaar 2023 aangemeld bij wijkteam"
        await table.write(" Noord")
        await table.press("enter")
        assert table.interview.timeline[1].text == "aangemeld bij wijkteam Noord"
        await table.press("up", "delete")
        assert [entry.when for entry in table.interview.timeline] == ["voorjaar 2023"]
        await table.press("enter")
        assert table.interview.status("1") is Status.ANSWERED
        assert "maart–mei 2023  aangemeld bij wijkteam Noord" in table.picture()


async def test_of_several_lines_what_could_not_be_saved_still_stands_in_the_field(sit):
    async with sit(Source.RESIDENT) as table:
        await table.press("enter")
        kept = table.port.put

        def break_after_one(body):
            table.port.broken = DiskFull()
            return kept(body)

        table.port.put = break_after_one
        await table.send("maart 2023 gebeld\nmei 2023 intake\njuni 2023 gestart")
        assert [entry.text for entry in table.interview.timeline] == ["gebeld"]
        assert table.screen.composer.area.text == "mei 2023 intake\njuni 2023 gestart"
        assert "schijf" in table.said.lower()


async def test_a_date_that_cannot_be_read_is_kept_and_marked(sit):
    async with sit(Source.RESIDENT) as table:
        await table.press("enter")
        await table.send("30 februari 2024 gebeld")
        assert table.interview.timeline[0].when == "30 februari 2024"
        assert "30 februari 2024 (niet gelezen)" in table.picture()


async def test_the_drawing_of_a_choice_can_be_clicked(sit):
    async with sit(Source.RESIDENT) as table:
        await at_question_2(table)
        choices = table.screen.composer.choices
        row, start, _end, value = next(place for place in choices._places if place[3] == "mint")
        await table.pilot.click(choices, offset=(start + 1, row))
        await table.settle()
        assert table.interview.view("2").value == value


async def test_a_second_press_while_the_first_is_saved_is_not_taken_and_is_told_below_the_next_question(sit):
    async with sit(Source.RESIDENT, key_rest=0.25) as table:
        await at_question_2(table)
        table.port.gate = asyncio.Event()
        for _ in range(2):
            table.room.post_message(events.Key("g", "g"))
            await handled(table.room)
        assert table.asked == "2"
        table.port.gate.set()
        await table.settle()
        assert table.interview.view("2").value == "groen"
        assert table.asked == "3"
        assert "Eén toets per vraag" in table.said
        table.clock.now += 1
        await table.press("m")
        assert table.interview.view("3").value == "mint"
        assert table.said == ""


async def test_a_key_that_was_pressed_before_the_question_was_seen_answers_nothing_however_late_it_comes(sit):
    async with sit(Source.RESIDENT, key_rest=0.25) as table:
        await at_question_2(table)
        impatient = events.Key(
            "g", "g"
        )  # the machine is behind: it comes only when the next question is there
        await table.press("g")
        assert table.asked == "3"
        table.clock.now += 1
        table.room.post_message(impatient)
        await table.settle()
        assert table.interview.status("3") is Status.OPEN
        assert "Eén toets per vraag" in table.said
        table.clock.now += 1
        await table.press("g")
        assert table.interview.view("3").value == "groen"
