"""The parts of the conversation screen on their own, with view models and no interview."""

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widget import Widget

from zet_tui import theme
from zet_tui.actions import on_key_line
from zet_tui.screens.fields import Several
from zet_tui.widgets.area import visible
from zet_tui.widgets.bars import ActionLine, TwoEnds
from zet_tui.widgets.choices import Choice, Choices
from zet_tui.widgets.conversation import Conversation
from zet_tui.widgets.pair import PairView, answer_content, question_content
from zet_tui.widgets.rail import Rail, RailTheme, RailView
from zet_tui.widgets.symbols import MARKS
from zet_tui.widgets.timeline import EntryLine, EntryList


class Frame(App[None]):
    """One widget in ZET's colours."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        for each in theme.THEMES:
            self.register_theme(each)
        self.theme = theme.DARK

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme.fallback_variables()

    def compose(self) -> ComposeResult:
        yield self.widget


def pair(number: int, kind: str = "answered", **more: object) -> PairView:
    return PairView(str(number), kind, f"Toegang · {number}", f"Vraag {number}?", **more)


def test_every_mark_says_the_same_in_symbol_and_word():
    assert len({mark.symbol for mark in MARKS.values()}) == len(MARKS)
    assert all(mark.word for mark in MARKS.values())
    assert [
        MARKS[value].symbol for value in ("groen", "mint", "oranje", "rood", "nvt", "geen_antwoord")
    ] == list("●◐▲■✕?")


def test_a_pair_shows_words_as_they_are():
    view = pair(3, mark=MARKS["rood"], label="heel ontevreden", said="[b]“nee”[/b]", remark="[/x]")
    assert answer_content(view).plain == "■ rood · heel ontevreden\n[b]“nee”[/b]\n[/x]"
    strong = question_content(pair(1, strong=("Vraag",)))
    assert strong.plain == "Toegang · 1\nVraag 1?"
    assert any(span.style == "bold" for span in strong.spans)


def test_control_characters_never_reach_the_field():
    assert visible("a\x1b[31mb\r\nc\rd\x00\te") == "a[31mb\nc\nd    e"
    assert visible("👩‍👧 é") == "👩‍👧 é"
    assert visible("שלום \u202eomgekeerd\u202c\u2066 goed\u2028") == "שלום omgekeerd goed"


async def test_a_conversation_mounts_only_what_differs():
    conversation = Conversation()
    async with Frame(conversation).run_test() as pilot:
        await conversation.show([pair(1), pair(2, "asked")], at="2")
        await pilot.pause()
        first = conversation.children[0]
        await conversation.show([pair(1), pair(2), pair(4), pair(3, "asked")], at="3")
        await pilot.pause()
        assert conversation.children[0] is first
        assert [child.view.id for child in conversation.children] == ["1", "2", "4", "3"]
        await conversation.show([pair(1), pair(5), pair(3, "asked")], at="3")
        await pilot.pause()
        assert [child.view.id for child in conversation.children] == ["1", "5", "3"]


async def test_choosing_starts_at_the_question_that_is_asked():
    conversation = Conversation()
    async with Frame(conversation).run_test():
        await conversation.show([pair(1), pair(9, "aside"), pair(2), pair(3, "asked")], at="3")
        assert conversation.choose(-1) == "2"
        assert conversation.choose(-1) == "1"
        assert conversation.choose(-1) == "1"
        assert conversation.choose(1) == "2"
        assert conversation.choose(1) is None
        assert conversation.choose(1) is None


async def test_two_ends_give_the_right_one_room():
    bar = TwoEnds()
    async with Frame(bar).run_test(size=(30, 3)) as pilot:
        bar.styles.height = 1
        bar.show("Een heel lange titel met [b]haken[/b]", "12 van 33")
        await pilot.pause()
        assert len(bar.render().plain) == 30
        assert bar.render().plain.endswith("… 12 van 33")


@pytest.mark.parametrize("width", [40, 80, 120])
async def test_the_key_line_lets_the_least_needed_go(width: int):
    line = ActionLine()
    async with Frame(line).run_test(size=(width, 5)) as pilot:
        line.show(on_key_line())
        await pilot.pause()
        shown = line.render().plain
        assert len(shown) <= width
        assert "F1 hulp" in shown
        assert "^Z ongedaan" in shown


async def test_the_rail_shows_dots_or_numbers():
    rail = Rail()
    async with Frame(rail).run_test(size=(34, 10)) as pilot:
        rail.show(RailView((RailTheme("Toegang", 2, 3, now=True), RailTheme("Alles", 20, 40)), ("3 open",)))
        await pilot.pause()
        assert rail.render().plain.splitlines() == ["Toegang  ●●○", "Alles    20/40", "", "3 open"]


async def test_choices_stand_in_columns_and_narrow_ones_in_more_rows():
    choices = Choices()
    rated = tuple(
        Choice(v, v[0], (v[0],), MARKS[v], "heel ontevreden") for v in ("groen", "mint", "oranje", "rood")
    )
    aside = tuple(Choice(v, v[0], (v[0],), MARKS[v], aside=True) for v in ("nvt", "geen_antwoord"))
    async with Frame(choices).run_test(size=(120, 8)) as pilot:
        choices.offer(rated + aside, "mint", {})
        await pilot.pause()
        wide = choices.render()
        assert isinstance(wide, Content)
        assert wide.plain.count("\n") == 1
        assert "◐ mint ◂ nu" in wide.plain
        await pilot.resize_terminal(80, 8)
        await pilot.pause()
        assert choices.render().plain.count("\n") == 2
        assert max(len(line) for line in choices.render().plain.splitlines()) <= 80


async def test_the_steps_of_a_timeline_are_walked_and_the_rest_is_counted():
    steps = EntryList()
    async with Frame(steps).run_test(size=(80, 40)) as pilot:
        steps.show([EntryLine(str(i), f"stap {i}", "mei", "mei 2023") for i in range(12)])
        await pilot.pause()
        assert steps.render().plain.splitlines()[0] == "  ↑ nog 4 eerder"
        assert steps.choose(-1)
        assert steps.chosen_entry is not None
        assert steps.chosen_entry.id == "11"
        for _ in range(11):
            assert steps.choose(-1)
        assert not steps.choose(-1)
        assert "▸ mei 2023  stap 0" in steps.render().plain
        assert steps.render().plain.splitlines()[0] == "  ↓ nog 4 later"
        for _ in range(6):
            steps.choose(1)
        assert steps.render().plain.splitlines()[0] == "  ↑ nog 2 eerder · ↓ nog 2 later"


async def test_a_tick_never_stands_on_another_line_than_its_word():
    words = ("gesprekken", "dossieronderzoek", "invoer", "analyse", "sessie")
    several = Several({word: word for word in words})
    async with Frame(several).run_test(size=(70, 8)) as pilot:
        for width in (120, 70, 40, 22):
            await pilot.resize_terminal(width, 8)
            await pilot.pause()
            lines = [strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips()]
            shown = " ".join(line for line in lines if line)
            assert all(f"[ ] {word}" in shown for word in words)
            assert not any(line.endswith("]") for line in lines)
