"""Whole conversations, from the first word to the closing."""

from flows.instrument import Source
from flows.interview import Closure, Status


async def rate_until(table, question="", key="g"):
    """Rate with `key` (yes or no: nee) until this question is asked, or one that wants text."""
    for _ in range(40):
        if table.asked == question or not table.screen.composer.choices.display or not table.asked:
            return
        kind = table.interview.questionnaire.question(table.asked).kind
        await table.press(key if kind == "waardering" else "n")
    raise AssertionError(f"still at {table.asked}: {table.said}")


async def test_a_whole_file_is_read_and_finished(sit):
    async with sit(Source.DOSSIER) as table:
        assert table.asked == "1"
        await table.send("voorjaar 2023 aangemeld bij het wijkteam")
        await table.press("enter")
        assert table.asked == "2"
        await rate_until(table)
        await table.send("Veel wisselingen van contactpersoon.")
        await table.press("f8")
        assert table.step == "DONE"
        assert table.interview.answered_count == table.interview.asked_count == 23
        await table.press("ctrl+e")
        await table.press("j")
        assert table.interview.closure is Closure.COMPLETED
        assert "afgerond" in table.ask
        await table.press("enter")
        assert table.room.left == ["gesloten"]


async def test_a_whole_conversation_with_a_resident_with_the_safety_answer_changed_both_ways(sit):
    async with sit(Source.RESIDENT) as table:
        assert table.step == "INTRODUCTION"
        assert "Ik ben Anouk [b]Bakker en werk als beleidsmedewerker" in table.picture()
        await table.press("enter")
        assert "We gaan nu dieper in op het allereerste contact." in table.picture()
        await table.send("maart 2023 gebeld met de gemeente")
        await table.press("enter")
        await rate_until(table, "24", "m")
        await table.press("j")
        assert table.asked == "25"
        await table.press("r")
        assert table.ask == "Wat is de belangrijkste reden dat u heel ontevreden bent?"
        await table.send("Er kwam niemand.")
        await table.press("g", "g")
        assert table.asked == "28"

        await table.press("ctrl+g")
        await table.write("24")
        await table.press("enter")
        assert "U wijzigt vraag 24" in table.screen.composer.head.left.plain
        await table.press("n")
        assert "vraag 25" in table.picture()
        assert "vraag 27" in table.picture()
        assert table.interview.view("24").value == "ja"
        await table.press("j")
        assert table.interview.status("25") is Status.OFF_ROUTE
        assert "25" not in table.shown
        assert "Veiligheid · 25–27  niet van toepassing: bij vraag 24 is 'nee' geantwoord" in table.picture()
        assert table.asked == "28"

        await table.press("up", "enter")
        assert table.asked == "24"
        await table.press("j")
        assert table.interview.view("25").reason == "Er kwam niemand."
        assert "25" in table.shown
        assert table.asked == "28"

        await rate_until(table)
        await table.send("Eerder naar de kinderen kijken.")
        await table.send("Nee, dit was het.")
        assert table.step == "CLOSING"
        assert "Heel erg bedankt voor uw deelname." in table.spoken
        await table.send("Fijn dat er geluisterd werd.")
        assert table.interview.closing_remark == "Fijn dat er geluisterd werd."
        await table.press("enter", "j")
        assert table.interview.closure is Closure.COMPLETED


async def test_a_professional_has_no_timeline_and_the_key_line_does_not_offer_one(sit):
    async with sit(Source.PROFESSIONAL) as table:
        await table.press("enter")
        assert table.asked == "1"
        assert "tijdlijn" not in table.keys
        await table.press("f7")
        assert table.said == "Deze vragenlijst heeft geen tijdlijn."


async def test_stopping_early_asks_why_and_says_that_it_is_not_withdrawing(sit):
    async with sit(Source.PROFESSIONAL) as table:
        await table.press("enter", "g", "ctrl+t")
        assert "Stoppen is niet hetzelfde als intrekken." in table.picture()
        await table.press("down", "enter")
        await table.press("enter")
        assert table.interview.closure is None
        await table.send("De tijd was om.")
        assert table.interview.closure is Closure.STOPPED
        assert "eerder gestopt" in table.ask
        await table.press("h")
        await table.send("Tweede afspraak.")
        assert table.interview.closure is None
        assert table.asked == "2"
