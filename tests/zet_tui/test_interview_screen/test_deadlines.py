"""Deadlines of Regiestappen in the conversation: judged from what was told, with the reason and the room for one."""

from flows.instrument import Source
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.interview_sheets import ReadSheet
from zet_tui.screens.timeline_page import TimelinePage

TOLD = (
    "2 maart 2026 opdracht",
    "9 maart 2026 eerste contact met de sociaal werker",
    "20 maart 2026 eerste bezoek",
    "20 maart 2026 intake thuis",
    "begin mei 2026 ondersteuningsplan gestuurd",
)


async def tell(table, *steps):
    """The file has no introduction: the timeline is asked at once."""
    for step in steps:
        await table.send(step)


async def test_the_verdicts_stand_under_the_timeline_as_soon_as_something_is_told(sit, regie_port):
    async with sit(Source.DOSSIER, port=regie_port) as table:
        assert "op tijd" not in table.picture()
        await tell(table, *TOLD)
        shown = table.picture()
        assert "✓ op tijd: Contact binnen 10 werkdagen" in shown
        assert "! te laat: Ondersteuningsplan binnen twee weken na de intake" in shown
        assert "? niet te zeggen: Verslag zes weken voor het einde" in shown


async def test_a_question_about_a_deadline_says_why_and_where_a_reason_can_be_given(sit, regie_port):
    async with sit(Source.DOSSIER, port=regie_port) as table:
        await tell(table, *TOLD)
        await table.press("enter")
        await table.screen.go_to("6")
        await table.settle()
        note = next(view.note for view in table.screen.conversation.views if view.id == "6")
        assert note.endswith(
            "Termijn: op tijd. Uiterlijk 16 maart 2026 (10 werkdagen na opdracht) en 20 maart 2026 "
            "(eerste bezoek). Op de tijdlijn staat eerste contact: 9 maart 2026."
        )
        await table.screen.go_to("9")
        await table.settle()
        note = next(view.note for view in table.screen.conversation.views if view.id == "9")
        assert note.endswith(
            "Termijn: te laat. Uiterlijk 3 april 2026 (2 weken na intake). Op de tijdlijn staat "
            "ondersteuningsplan: 1–10 mei 2026. Later mag met een reden (“uiterlijk binnen twee weken, tenzij..”). "
            "Zet die met F6 bij vraag 9."
        )


async def test_what_was_said_about_being_late_takes_the_place_of_the_room_for_it(sit, regie_port):
    async with sit(Source.DOSSIER, port=regie_port) as table:
        await tell(table, *TOLD)
        await table.press("enter")
        await table.screen.go_to("9")
        await table.settle()
        await table.press("f6")
        await table.send("De begeleider was met verlof.")
        late = next(view for view in table.port.deadlines(table.interview) if view.questions == ("9",))
        assert late.room == "Reden: De begeleider was met verlof."


async def test_the_drawn_timeline_has_the_verdicts_and_their_days_behind_t(sit, regie_port):
    async with sit(Source.DOSSIER, port=regie_port, size=(80, 24)) as table:
        await tell(table, *TOLD)
        await table.press("f7")
        assert isinstance(table.room.screen, TimelinePage)
        assert "Termijnen: 1 op tijd, 1 te laat, 2 niet te zeggen" in table.picture()
        assert "t termijnen" in table.picture()
        await table.press("t")
        assert isinstance(table.room.screen, ReadSheet)
        assert "Uiterlijk 3 april 2026 (2 weken na intake)" in table.picture()
        await table.press("pagedown", "pagedown")  # a low window shows the last of them after scrolling
        assert "Zonder leesbare datum op de tijdlijn: verslag" in table.picture()


async def test_before_closing_every_deadline_is_named(sit, regie_port):
    async with sit(Source.DOSSIER, port=regie_port) as table:
        await tell(table, *TOLD)
        table.screen._finish_now()
        await table.settle()
        assert isinstance(table.room.screen, Confirm)
        assert "Termijnen, volgens de tijdlijn" in table.picture()
        assert "! te laat: Ondersteuningsplan binnen twee weken na de intake" in table.picture()


async def test_a_list_without_deadlines_says_nothing_of_them(sit):
    async with sit(Source.DOSSIER) as table:
        await tell(table, "maart 2023 aangemeld")
        await table.press("f7")
        assert "termijn" not in table.picture().lower()
        await table.press("t")
        assert isinstance(table.room.screen, TimelinePage)
