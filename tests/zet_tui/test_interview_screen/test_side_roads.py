"""Probing, loose notes, a colour per organisation, the drawn timeline, the transcript; undo names what goes."""

import pytest
from textual.widgets import Static

from flows.instrument import Source
from flows.interview import Status
from flows.suggestions import suggestions
from zet_tui.screens.interview_port import Reading
from zet_tui.screens.interview_text import DRAWN_REMOVED
from zet_tui.screens.timeline_page import TimelinePage
from zet_tui.screens.transcript import TranscriptScreen

# -- probing --------------------------------------------------------------------------------------------------


async def test_suggestions_stand_in_the_rail_of_a_wide_window(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin()
        first = suggestions(Source.RESIDENT)["2"][0]
        assert "Doorvragen  F3" in table.picture()
        assert f"· {first[:20]}" in table.picture()
        await table.press("g")
        assert f"· {first[:20]}" not in table.picture()


async def test_suggestions_open_as_a_sheet_in_a_narrow_window(sit):
    async with sit(Source.RESIDENT, size=(80, 24)) as table:
        await table.begin()
        assert "F3 doorvragen" in table.keys
        await table.press("f3")
        shown = table.picture()
        assert all(tip[:30] in shown for tip in suggestions(Source.RESIDENT)["2"])
        assert "niet uit de handleiding" in shown
        await table.press("escape")
        assert table.asked == "2"


async def test_without_suggestions_f3_says_so(sit):
    async with sit(Source.RESIDENT) as table:
        table.port.suggestions = {}
        await table.begin("g", "f3")
        assert table.said == "Bij deze vraag zijn geen suggesties."
        assert "Doorvragen" not in table.picture()


# -- loose notes ----------------------------------------------------------------------------------------------


async def test_a_loose_note_is_one_key_away_and_comes_back_to_the_same_spot(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("r")
        await table.write("half getypte reden")
        await table.press("ctrl+n")
        await table.send("Wie is Karin?")
        assert (table.step, table.asked) == ("REASON", "2")
        assert table.screen.composer.area.text == "half getypte reden"
        assert [note.text for note in table.interview.notes] == ["Wie is Karin?"]
        assert "1 kladnotitie" in table.picture()


async def test_a_note_is_put_with_a_question_or_thrown_away(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g", "ctrl+n")
        await table.send("schuldhulp rood")
        await table.press("ctrl+n")
        await table.send("weg hiermee")
        await table.press("ctrl+o", "enter", "enter")
        assert table.interview.view("3").remark == "schuldhulp rood"
        assert table.said == "De notitie staat nu bij vraag 3, als opmerking."
        assert "schuldhulp ■ rood" in table.picture()
        await table.press("ctrl+o", "enter", "down", "down", "enter")
        assert table.interview.notes == ()
        await table.press("ctrl+z")
        assert [note.text for note in table.interview.notes] == ["weg hiermee"]
        await table.press("ctrl+o", "enter", "down", "enter")
        await table.write("12")
        await table.press("enter")
        assert table.interview.view("12").remark == "weg hiermee"


async def test_an_empty_note_is_none_and_without_notes_it_says_so(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g", "ctrl+n", "enter")
        assert table.asked == "3"
        assert table.interview.notes == ()
        await table.press("ctrl+o")
        assert "Er zijn geen kladnotities" in table.said


async def test_half_a_note_is_a_draft_like_any_other(sit, note):
    async with sit(Source.RESIDENT, draft=note("", "klad", "half genoteerd")) as table:
        assert "kladnotitie" in table.picture()
        await table.press("enter")
        assert table.step == "NOTE"
        assert table.screen.composer.area.text == "half genoteerd"


async def test_closing_names_the_notes_that_belong_to_no_question(sit):
    async with sit(Source.PROFESSIONAL) as table:
        interview = table.interview
        for question in interview.questionnaire.questions:
            value = {"janee": "ja", "open": "geen_antwoord"}.get(question.kind.value, "groen")
            table.port.put(table.interview.answer(question.id, value))
        table.screen.interview = table.interview
        await table.press("ctrl+n")
        await table.send("nog navragen")
        await table.press("ctrl+e")
        assert "1 kladnotitie staat nog bij geen vraag en gaat niet mee." in table.picture()
        assert "nog navragen" in table.picture()
        await table.press("down", "enter", "j")
        assert table.interview.closure is not None


async def test_closing_says_what_was_not_asked(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g")
        table.screen.interview = table.port.put(table.interview.answer("24", "nee"))
        await table.press("ctrl+e")
        intro = str(table.room.screen.query_one(".sheet-intro", Static).content)
        assert "3 vragen zijn niet gesteld, door een eerder antwoord." in intro


async def test_what_is_open_and_what_is_loose_stand_in_one_list(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g", "ctrl+n")
        await table.send("nog navragen")
        await table.press("ctrl+e", "up", "enter")
        assert "Wat doet u met deze notitie?" in table.picture()


# -- a colour per organisation --------------------------------------------------------------------------------


async def test_a_remark_shows_the_colours_it_names(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("o")
        await table.send("Wisselend.")
        await table.press("up", "f6")
        await table.send("Wijkteam groen, schuldhulp rood.")
        assert "wijkteam ● groen · schuldhulp ■ rood" in table.picture()
        assert table.interview.view("2").value == "oranje"


# -- undo -----------------------------------------------------------------------------------------------------


async def test_undo_names_the_answers_that_would_leave(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin()
        for question, value in (("24", "ja"), ("25", "groen"), ("24", "nee"), ("24", "ja")):
            table.screen.interview = table.port.put(table.interview.answer(question, value))
        await table.press("ctrl+z")
        shown = table.picture()
        assert "Dit haalt ook andere antwoorden uit het gesprek" in shown
        assert "vraag 25" in shown
        await table.press("n")
        assert table.interview.view("24").value == "ja"
        await table.press("ctrl+z", "j")
        assert table.interview.view("24").value == "nee"
        assert table.interview.status("25") is Status.OFF_ROUTE
        await table.press("ctrl+y")
        assert table.interview.view("25").value == "groen"


async def test_taking_back_the_last_step_of_the_timeline_names_nothing_that_stays(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g")
        await table.press("f7", "up", "delete")
        assert table.interview.timeline == ()
        assert table.interview.status("1") is Status.OPEN


# -- the timeline, drawn --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_timeline_is_drawn_with_its_uncertainty_and_durations(sit, size):
    async with sit(Source.RESIDENT, size=size) as table:
        await table.press("enter")
        for line in ("voorjaar 2023 aangemeld", "12-03-2024 eerste gesprek", "ergens kwam er een brief"):
            await table.send(line)
        await table.press("f7")
        assert isinstance(table.room.screen, TimelinePage)
        shown = table.picture()
        for words in ("├", "┤", "●", "○ zonder datum", "maanden", "Van de eerste tot de laatste stap"):
            assert words in shown


async def test_a_step_without_a_date_moves_and_one_with_a_date_says_why_not(sit):
    async with sit(Source.RESIDENT) as table:
        await table.press("enter")
        for line in ("maart 2023 aangemeld", "mei 2023 gesprek", "een brief"):
            await table.send(line)
        await table.press("f7", "h")
        assert "heeft een datum" in table.picture()
        await table.press("down", "down", "h")
        page = table.room.screen
        assert [step.text for step in page.drawn.steps] == ["aangemeld", "een brief", "gesprek"]
        await table.press("h", "h")
        assert [s.text for s in table.room.screen.drawn.steps] == ["een brief", "aangemeld", "gesprek"]
        assert "al helemaal aan het einde" in table.picture()
        await table.press("l", "delete")
        assert [s.text for s in table.room.screen.drawn.steps] == ["aangemeld", "gesprek"]
        assert DRAWN_REMOVED in table.picture()
        await table.press("up")
        assert DRAWN_REMOVED not in table.picture()
        await table.press("down", "enter")
        assert table.screen.asking.entry is not None
        assert "gesprek" in table.screen.composer.area.text


async def test_half_a_line_never_takes_the_place_of_a_step(sit):
    async with sit(Source.RESIDENT) as table:
        await table.press("enter")
        await table.send("maart 2023 aangemeld")
        await table.write("halve regel")
        await table.press("f7", "enter")
        assert "Er staat nog tekst" in table.said
        assert table.screen.composer.area.text == "halve regel"
        await table.press("enter")
        assert [entry.text for entry in table.interview.timeline] == ["aangemeld", "halve regel"]


async def test_an_empty_timeline_has_no_drawing(sit):
    async with sit(Source.RESIDENT) as table:
        await table.press("enter", "f7")
        assert table.said == "Er staat nog niets op de tijdlijn."


# -- the transcript -------------------------------------------------------------------------------------------


async def test_the_transcript_shows_readings_and_never_what_was_typed(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("r")
        await table.send("Karin Postma belde nooit terug.")
        table.port.readings = (
            Reading(None, "tijdlijn", "dag 0: gebeld", True),
            Reading("2", "reden", "[professional] belde nooit terug.", False),
            Reading("2", "toelichting", None, True),
        )
        await table.press("ctrl+r")
        assert isinstance(table.room.screen, TranscriptScreen)
        shown = table.picture()
        for words in (
            "dag 0: gebeld",
            "[professional] belde nooit terug.",
            "nog na te lezen",
            "gaat niet mee",
        ):
            assert words in shown
        assert "Karin" not in shown
        await table.press("escape")
        assert table.asked == "3"
