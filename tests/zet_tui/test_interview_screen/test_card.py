"""The answer card: turned to the person who answers, with nothing of anyone else on it."""

import pytest

from flows.instrument import Source
from flows.interview import Status
from zet_tui.screens.card import CardScreen, PauseScreen


def card(table) -> CardScreen:
    assert isinstance(table.room.screen, CardScreen)
    return table.room.screen


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_card_shows_the_question_four_blocks_and_nothing_else(sit, size):
    async with sit(Source.RESIDENT, size=size) as table:
        await table.begin("r")
        await table.send("Geheim over Karin.")
        await table.press("f5")
        card(table)
        shown = table.picture()
        for words in ("Werd u snel geholpen", "● groen", "◐ mint", "▲ oranje", "■ rood", "heel tevreden"):
            assert words in shown
        for words in ("weet ik niet", "sla over", "pauze", "• ", "╰───╯", "╭───╮"):
            assert words in shown
        for words in ("Karin", "Toegang", "Casus", "F1", "vraag 3"):
            assert words not in shown


@pytest.mark.parametrize(("key", "value"), [("g", "groen"), ("M", "mint"), ("w", "geen_antwoord")])
async def test_an_answer_on_the_card_is_saved_and_goes_on(sit, key, value):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g")
        await table.press("f5", key)
        assert table.interview.view("3").value == value
        assert table.room.screen is table.screen
        assert (table.step, table.asked) == ("ANSWER", "4")


async def test_a_low_answer_comes_back_to_the_reason(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g")
        await table.press("f5", "o")
        assert (table.step, table.asked) == ("REASON", "3")
        assert "Wat is de belangrijkste reden dat u ontevreden bent?" in table.picture()


async def test_in_two_steps_and_the_form_is_kept_for_the_next_question(sit):
    async with sit(Source.RESIDENT, size=(80, 24)) as table:
        await table.begin("g")
        await table.press("f5", "t")
        assert "goed" in table.picture()
        assert "heel tevreden" not in table.picture()
        await table.press("n")
        assert "ontevreden" in table.picture()
        assert table.interview.view("3").value is None
        await table.press("escape", "g")
        assert "Hoe goed?" in table.picture()
        await table.press("m")
        assert table.interview.view("3").value == "mint"
        await table.press("f5")
        assert card(table).look.two_steps


async def test_easy_words_stand_beside_the_official_ones(sit):
    async with sit(Source.RESIDENT, size=(80, 24)) as table:
        await table.begin("g")
        await table.press("f5", "e")
        shown = table.picture()
        assert "Werd u snel geholpen door de medewerker van de gemeente?" in shown
        assert "Kreeg u snel hulp?" in shown
        assert "niet uit de handleiding" in shown


async def test_for_a_professional_easy_words_are_not_offered_and_asked_for_they_say_why(sit):
    async with sit(Source.PROFESSIONAL, size=(80, 24)) as table:
        await table.press("enter", "f5", "f1")
        assert "makkelijke woorden" not in table.picture()
        await table.press("e")
        assert "alleen bij de vragen van ZET aan de inwoner" in table.picture()
        assert not card(table).look.easy
        await table.press("f1")
        assert "alleen bij de vragen" not in table.picture()


async def test_skipping_leaves_the_question_open(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g")
        await table.press("f5", "s")
        assert table.asked == "4"
        assert table.interview.status("3") is Status.OPEN
        assert table.said == "Vraag 3 is overgeslagen en blijft open."


async def test_pause_shows_nothing_until_enter(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g")
        await table.press("f5", "p")
        assert isinstance(table.room.screen, PauseScreen)
        assert "Werd u" not in table.picture()
        await table.press("g")
        assert isinstance(table.room.screen, PauseScreen)
        await table.press("enter")
        card(table)
        await table.press("escape", "f12")
        assert "Werd u" not in table.picture()
        await table.press("enter")
        assert (table.room.screen, table.asked) == (table.screen, "3")


async def test_nothing_of_another_source_opens_while_the_card_is_up(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g")
        await table.press("f5", "ctrl+d", "f4", "ctrl+g", "ctrl+r", "f10", "f2")
        card(table)
        assert "mager" not in table.picture()


async def test_the_arrows_choose_and_a_click_answers(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("g")
        await table.press("f5", "enter")
        card(table)
        await table.press("right", "right", "left", "enter")
        assert table.interview.view("3").value == "groen"
        await table.press("f5")
        await table.pilot.click(".block.-mint")
        await table.settle()
        assert table.interview.view("4").value == "mint"


async def test_the_safety_question_is_a_card_too_and_names_what_would_leave(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("ctrl+g")
        await table.write("24")
        await table.press("enter", "f5", "j", "g", "ctrl+g")
        await table.write("24")
        await table.press("enter", "f5", "n")
        assert "Deze vragen worden dan niet meer gesteld" in table.picture()
        assert table.interview.view("24").value == "ja"
        await table.press("j")
        assert table.interview.view("24").value == "nee"


async def test_a_key_that_repeats_answers_one_question(sit):
    async with sit(Source.RESIDENT, key_rest=0.25) as table:
        await table.press("enter")
        table.clock.now += 1
        await table.send("maart 2023 gebeld")
        table.clock.now += 1
        await table.press("enter")
        table.clock.now += 1
        await table.press("f5", "g", "g")
        assert table.interview.view("2").value == "groen"
        assert table.asked == "3"


async def test_there_is_no_card_for_a_file_or_an_open_question(sit):
    async with sit(Source.DOSSIER) as table:
        await table.press("f5")
        assert "niet voor het dossier" in table.said
    async with sit(Source.RESIDENT) as table:
        await table.press("f5")
        assert "kleuren of ja en nee" in table.said
        await table.begin("ctrl+g")
        await table.write("32")
        await table.press("enter", "f5")
        assert "kleuren of ja en nee" in table.said


@pytest.mark.parametrize(("source", "two_steps"), [(Source.RESIDENT, True), (Source.PROFESSIONAL, False)])
async def test_a_whole_interview_on_cards(sit, source, two_steps):
    async with sit(source, size=(80, 24)) as table:
        await table.press("enter")
        if source is Source.RESIDENT:
            await table.send("maart 2023 gebeld")
            await table.press("enter")
        first = True
        while (question := table.interview.next_open()) is not None:
            if question.kind == "open":
                await table.press("f8")
                continue
            await table.press("f5")
            if two_steps and first:
                await table.press("t")
            first = False
            answers = ("g", "m") if two_steps and question.kind == "waardering" else ("m",)
            await table.press(*(("j",) if question.kind == "janee" else answers))
        assert table.interview.open_questions() == ()
        values = {v.value for v in table.interview.views() if v.question.kind == "waardering"}
        assert values == {"mint"}


async def test_f1_on_the_card_shows_its_keys(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("f5")
        assert "in twee stappen" not in table.picture()
        await table.press("f1")
        assert "in twee stappen" in table.picture()
