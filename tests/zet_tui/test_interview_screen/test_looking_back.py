"""Looking back, changing, undoing, remarks, drafts and the sheets over a conversation."""

import pytest

from flows.instrument import Source
from flows.interview import Interview, Status
from tests.zet_tui.waiting import until
from zet_tui.actions import ACTIONS
from zet_tui.screens import interview_drafts
from zet_tui.screens.interview_help import help_content

EVERY_SECONDS = interview_drafts.EVERY_SECONDS


async def test_the_last_number_is_named_only_where_every_number_is_asked(sit, zet, resident_port):
    """A chosen part keeps the printed numbers: "1 van 33" would promise an hour of questions that never come."""
    async with sit(Source.RESIDENT) as table:
        await table.begin()
        assert "vraag 2 van 33" in table.header
    part = zet.questionnaire(Source.RESIDENT).scoped(None, frozenset({1, 9}))
    resident_port.interview = Interview(part, zet.themes)
    async with sit(Source.RESIDENT, port=resident_port) as table:
        await table.begin()
        assert "vraag 2 · " in table.header
        assert "van 33" not in table.header


async def test_up_chooses_an_earlier_answer_and_enter_changes_it(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g", "m", "g")
        assert table.asked == "5"
        await table.press("up", "up")
        assert table.screen.conversation.chosen == "3"
        assert "U bekijkt vraag 3" in table.said
        await table.press("g")
        assert "Enter wijzigt dit antwoord" in table.said
        assert table.interview.status("5") is Status.OPEN
        await table.press("enter")
        assert "U wijzigt vraag 3 · Esc = terug" in table.picture()
        assert "◐ mint ◂ nu" in table.picture()
        await table.press("o")
        await table.send("Pas na weken.")
        assert table.interview.view("3").value == "oranje"
        assert table.asked == "5"


async def test_escape_goes_one_step_back_and_at_the_end_to_the_overview(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g", "r")
        assert table.step == "REASON"
        await table.press("escape")
        assert (table.step, table.asked) == ("ANSWER", "3")
        await table.press("g")
        assert table.asked == "4"
        await table.press("up", "escape")
        assert table.screen.conversation.chosen is None
        assert table.room.left == []
        await table.press("escape")
        assert table.room.left == ["pauze"]


async def test_down_at_the_end_comes_back_to_the_question_that_is_asked(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g", "g")
        await table.press("up", "up", "down", "down")
        assert table.screen.conversation.chosen is None
        await table.press("m")
        assert table.interview.view("4").value == "mint"


async def test_a_reason_can_be_jumped_away_from_and_stays_visibly_open(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("r", "ctrl+g")
        await table.write("5")
        await table.press("enter")
        assert table.asked == "5"
        assert "reden nog nodig" in table.picture()
        assert "1 reden nodig" in table.picture()
        await table.press("ctrl+e")
        assert "bij 1 vraag mist de reden" in table.picture()
        await table.press("enter")
        assert (table.step, table.asked) == ("REASON", "2")


async def test_undo_takes_back_step_by_step_and_gives_the_text_back(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g", "o")
        await table.send("Het duurde lang.")
        await table.press("ctrl+z")
        assert (table.step, table.asked) == ("REASON", "3")
        assert table.screen.composer.area.text == "Het duurde lang."
        assert table.said == "Ongedaan gemaakt: vraag 3. Ctrl+Y zet het terug."
        await table.press("ctrl+z")
        assert (table.step, table.asked) == ("ANSWER", "3")
        await table.press("ctrl+y", "ctrl+y")
        assert table.interview.view("3").reason == "Het duurde lang."
        assert table.asked == "4"


async def test_undo_in_a_field_takes_back_the_typing_first(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g", "o")
        await table.write("verkeerd")
        await table.press("ctrl+z")
        assert table.screen.composer.area.text == ""
        assert table.interview.view("3").value == "oranje"


async def test_nothing_to_undo_is_said(sit):
    async with sit(Source.DOSSIER) as table:
        await table.press("ctrl+z")
        assert table.said == "Er is niets om ongedaan te maken."
        assert table.interview.events == ()


async def test_a_remark_on_the_question_or_on_a_chosen_one(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g", "f6")
        await table.send("Wijkteam groen, schuldhulp rood.")
        assert table.interview.view("3").remark == "Wijkteam groen, schuldhulp rood."
        assert table.asked == "3"
        await table.press("up", "f6")
        await table.send("Later gezegd.")
        assert table.interview.view("2").remark == "Later gezegd."
        assert "opmerking: Later gezegd." in table.picture()
        await table.press("up", "f6", "ctrl+u", "enter")
        assert table.interview.view("2").remark is None


async def test_a_half_typed_reason_lies_on_disk_beside_the_remark(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("r")
        await table.write("halve reden")
        await table.press("f6")
        await table.write("halve opmerking")
        await table.screen.seal()
        assert table.port.draft.text == "halve opmerking"
        assert [(d.question, d.field, d.text) for d in table.port.draft.beside] == [
            ("2", "reden", "halve reden")
        ]
        port = table.port
    async with sit(Source.RESIDENT, port=port) as table:
        await table.press("enter")
        assert table.screen.composer.area.text == "halve opmerking"
        await table.press("enter", "ctrl+g")
        await table.write("2")
        await table.press("enter")
        assert (table.step, table.screen.composer.area.text) == ("REASON", "halve reden")


async def test_throwing_a_draft_away_leaves_what_was_begun_beside_it(sit, note):
    found = note("2", "opmerking", "weg", (note("3", "opmerking", "blijft"),))
    async with sit(Source.RESIDENT, draft=found) as table:
        await table.press("w")
        assert (table.port.draft.text, table.port.draft.beside) == ("blijft", ())


async def test_a_half_typed_reason_survives_a_remark(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("r")
        await table.write("Niemand bel")
        await table.press("f6")
        await table.send("Emotioneel moment.")
        assert table.step == "REASON"
        assert table.screen.composer.area.text == "Niemand bel"
        assert table.port.draft is not None
        assert (table.port.draft.field, table.port.draft.text) == ("reden", "Niemand bel")


async def test_going_to_a_question_by_words(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("ctrl+g")
        await table.write("familie vrienden")
        await table.press("enter")
        assert table.asked == "14"
        assert "Vraagverheldering · 8–13" not in table.picture()
        assert "nog open · F4" in table.spoken
        await table.press("g")
        assert table.asked == "15"


async def test_all_open_questions_are_listed(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("f4")
        assert "Nog open" in table.picture()
        await table.press("down", "enter")
        assert table.asked == "3"


async def test_the_meaning_of_a_term_the_contact_and_the_file(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g", "f2")
        assert "Binnen twee weken een eerste gesprek." in table.picture()
        assert "nog geen betekenis" in table.picture()
        await table.press("escape", "f10")
        assert "Bel Sanne [b]nu[/b]" in table.picture()
        assert "0800-2000" in table.picture()
        await table.press("escape", "ctrl+d")
        assert "rij 3: mager [/b]" in table.picture()
        await table.press("escape")
        assert table.asked == "3"


async def test_help_names_every_key(sit):
    async with sit(Source.RESIDENT) as table:
        await table.press("f1")
        picture = table.picture()
        assert "Hulp bij het gesprek" in picture
        assert "Weet niet, wil niet zeggen" in picture
        lines = help_content(table.interview).plain.splitlines()
        for act in ACTIONS:
            assert any(line.startswith(f"  {act.key_name} ") and act.name in line for line in lines), act.id
        await table.press("escape")
        assert table.step == "INTRODUCTION"


async def test_what_is_typed_is_sealed_within_two_seconds_and_when_the_field_is_left(sit, monkeypatch):
    assert EVERY_SECONDS == 2.0
    async with sit(Source.RESIDENT) as table:
        await table.begin("r")
        with monkeypatch.context() as soon:
            soon.setattr(interview_drafts, "EVERY_SECONDS", 0.02)
            await table.write("Steeds een ander")
            await until(table.pilot, lambda: table.port.saved)
        await table.settle()
        assert table.port.saved[-1].text == "Steeds een ander"
        assert table.said == "bewaard als concept"
        await table.write(" aan de lijn")
        assert len(table.port.saved) == 1
        await table.press("up")
        assert table.port.saved[-1].text == "Steeds een ander aan de lijn"
        assert len(table.port.saved) == 2
        await table.press("escape", "enter")
        assert table.interview.view("2").reason == "Steeds een ander aan de lijn"
        assert table.port.draft is None


@pytest.mark.parametrize("key", ["enter", "w"])
async def test_a_draft_is_offered_and_taken_or_thrown_away(sit, note, key):
    async with sit(Source.DOSSIER, draft=note("2", "opmerking", "Nakijken [b]bij Karin")) as table:
        assert table.step == "DRAFT"
        assert "“Nakijken [b]bij Karin”" in table.picture()
        await table.press(key)
        if key == "enter":
            assert table.screen.composer.area.text == "Nakijken [b]bij Karin"
            await table.press("enter")
            assert table.interview.view("2").remark == "Nakijken [b]bij Karin"
        else:
            assert table.asked == "1"
        assert table.port.draft is None


async def test_leaving_with_unfinished_text_seals_it(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("r")
        await table.write("Halverwege")
        await table.screen.seal()
        assert table.port.draft is not None
        assert table.port.draft.text == "Halverwege"


async def test_withdrawing_is_asked_of_the_app(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("ctrl+t")
        await table.press("down", "down", "down", "enter")
        assert table.room.withdrawals == 1


# -- going on after a pause -----------------------------------------------------------------------------------


@pytest.mark.parametrize("undone", [False, True], ids=["remark", "undo"])
async def test_going_on_asks_the_question_that_was_asked_whatever_was_done_with_it_last(sit, undone):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g")
        if undone:
            await table.press("g", "ctrl+z")
        else:
            await table.press("f6")
            await table.send("let op")
        assert (table.step, table.asked) == ("ANSWER", "3")
    async with sit(Source.RESIDENT, port=table.port) as table:
        assert (table.step, table.asked) == ("ANSWER", "3")


async def test_a_half_reason_that_is_thrown_away_is_asked_for_again(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("r")
        await table.write("half")
        await table.screen.seal()
    async with sit(Source.RESIDENT, port=table.port) as table:
        assert table.step == "DRAFT"
        await table.press("w")
        assert (table.step, table.asked) == ("REASON", "2")
        assert table.screen.composer.area.text == ""
