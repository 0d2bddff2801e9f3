"""Small windows, hostile text, long text, and what must never reach the screen's machinery."""

import pytest

from flows.instrument import Source
from flows.interview import Status

HOSTILE = "boos [/b] weg [@click=app.quit]klik[/] \x1b[2J\x07 👩‍👧 é € \u202eomgekeerd [geen idee]"


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24), (60, 16)])
async def test_the_question_the_choices_and_the_keys_fit(sit, size):
    async with sit(Source.RESIDENT, size=size) as table:
        await table.begin("o")
        await table.send("Het duurde lang voordat er iemand kwam, en steeds een ander.")
        picture = table.picture()
        assert "Werd u snel geholpen" in picture
        for words in (
            "groen",
            "mint",
            "oranje",
            "rood",
            "n.v.t.",
            "geen antwoord",
            "heel ontevreden",
            "F1 hulp",
        ):
            assert words in picture
        assert ("Vraagverheldering" in picture) == (size[0] >= 90)
        assert "bewaard" in picture


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 16)])
async def test_a_reason_can_be_typed_and_seen(sit, size):
    async with sit(Source.RESIDENT, size=size) as table:
        await table.begin("r")
        await table.write("Steeds een ander")
        picture = table.picture()
        assert "Steeds een ander" in picture
        assert "Wat is de belangrijkste reden" in picture
        assert "F9 geen reden gegeven" in picture
        assert "Hoe heeft u dit ervaren?" in picture


async def test_a_long_timeline_and_its_field_fit_a_small_window(sit):
    async with sit(Source.RESIDENT, size=(80, 24)) as table:
        await table.press("enter")
        await table.send(
            "\n".join(f"{month} 2023 stap {month}" for month in ("maart", "mei", "juni", "juli", "mei"))
        )
        await table.write("en toen")
        assert "en toen" in table.picture()
        assert "Hoe bent u bij de gemeente gekomen" in table.picture()


async def test_a_key_before_the_introduction_was_drawn_still_ends_at_the_question(sit):
    async with sit(Source.PROFESSIONAL, size=(80, 24)) as table:
        await table.press("enter")
        asked = table.interview.questionnaire.question(table.asked).text[:15]
        assert asked in table.picture()
        conversation = table.screen.conversation
        await conversation.show(conversation.views, at=None, at_top=True)
        await table.settle()
        assert asked not in table.picture()
        for first in ({"at": None, "at_top": True}, {"at": conversation.views[0].id}):
            await conversation.show(conversation.views, **first)
            await conversation.show(conversation.views, at=None)
            await table.settle()
            assert asked in table.picture()


async def test_hostile_text_is_kept_and_shown_as_it_is(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("r")
        await table.send(HOSTILE)
        reason = table.interview.view("2").reason
        assert reason is not None
        assert "\x1b" not in reason
        assert "\x07" not in reason
        assert "boos [/b] weg [@click=app.quit]klik[/]" in reason
        assert "👩‍👧" in reason
        assert "boos [/b] weg [@click=app.quit]klik[/]" in table.picture()
        await table.press("f6")
        await table.send(HOSTILE)
        await table.press("up", "enter")
        await table.press("escape", "ctrl+g")
        await table.write("[/b]")
        await table.press("escape")
        assert table.asked == "3"


async def test_twenty_thousand_characters_are_kept_and_shown_in_short(sit):
    async with sit(Source.DOSSIER) as table:
        last = table.interview.questionnaire.questions[-1]
        await table.screen.go_to(last.id)
        long = "Een heel lang verhaal. " * 870
        await table.send(long)
        assert table.interview.view(last.id).text == long.strip()
        assert "tekens" in " ".join(view.said for view in table.screen.conversation.views)
        assert len(table.screen.conversation.views) < 40


async def test_every_line_of_a_paste_is_kept(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("r")
        await table.send("eerste regel\r\ntweede regel\rderde\tregel")
        assert table.interview.view("2").reason == "eerste regel\ntweede regel\nderde    regel"


async def test_ctrl_j_makes_a_new_line_and_enter_keeps(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("r")
        await table.write("een")
        await table.press("ctrl+j")
        await table.write("twee")
        await table.press("enter")
        assert table.interview.view("2").reason == "een\ntwee"


async def test_copying_never_reaches_the_clipboard_of_the_computer(sit):
    async with sit(Source.RESIDENT) as table:
        await table.begin("r")
        await table.write("geheim")
        await table.press("shift+home", "ctrl+c", "ctrl+x", "ctrl+v", "ctrl+v")
        assert table.screen.composer.area.text == "geheimgeheim"
        assert table.room.clipboard == ""


async def test_an_unnumbered_field_may_stay_empty_with_f8(sit):
    async with sit(Source.DOSSIER) as table:
        question = table.interview.questionnaire.questions[-1]
        await table.screen.go_to(question.id)
        await table.settle()
        await table.press("enter")
        assert table.said == "Typ eerst een antwoord. Geen antwoord? F8."
        await table.press("f8")
        assert table.interview.status(question.id) is Status.NO_ANSWER


@pytest.mark.parametrize("colours", ["zet-licht", "zet-contrast", "zet-terminal"])
async def test_every_theme_shows_symbol_and_word(sit, colours):
    async with sit(Source.RESIDENT, size=(80, 24)) as table:
        table.room.theme = colours
        await table.begin("m")
        assert "◐ mint · tevreden" in table.picture()
        await table.press("up")
        assert "U bekijkt vraag 2" in table.picture()
