"""Ctrl+P: every command that works here, by its Dutch name; doing it is the page's or the app's business."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from zet_tui.letters import plain
from zet_tui.screens.fields import Done, Line
from zet_tui.screens.form import Form

NOT_OFFERED: Final = ("app.focus_next", "app.focus_previous", "screen.copy_text", "commands")


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, the key that does the same, and the action with the node it belongs to."""

    name: str
    key: str
    action: str
    node: DOMNode


def commands_here(screen: Screen[Any], key_display: Callable[[Binding], str]) -> list[Command]:
    """What can be done on this screen now, each action once."""
    found: dict[str, Command] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        named = binding.description and active.enabled and binding.action not in NOT_OFFERED
        if named and binding.action not in found and not _is_library(active.node):
            found[binding.action] = Command(
                binding.description, key_display(binding), binding.action, active.node
            )
    return list(found.values())


def _is_library(node: DOMNode) -> bool:
    """Whether the node's keys are textual's own, with English names: moving in a field, scrolling."""
    return isinstance(node, Input | TextArea | OptionList | Button | VerticalScroll) and not isinstance(
        node, Form
    )


class Palette(ModalScreen[Command | None]):
    """Type some letters, choose with the arrows, Enter does it."""

    CSS_PATH = "palette.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+p", "cancel", "sluiten"),
        Binding("up", "move(-1)", "omhoog", show=False),
        Binding("down", "move(1)", "omlaag", show=False),
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = tuple(commands)
        self._shown: tuple[Command, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="palette"):
            yield Line(placeholder="Zoek een opdracht", id="search")
            yield OptionList(markup=False, compact=True)
            yield Static("Geen opdracht met deze letters.", markup=False, id="nothing")

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._show("")

    def matching(self, typed: str) -> tuple[Command, ...]:
        """The commands whose name holds every word that was typed, in any order."""
        words = plain(typed).split()
        return tuple(c for c in self._commands if all(word in plain(c.name) for word in words))

    def _show(self, typed: str) -> None:
        self._shown = self.matching(typed)
        options = self.query_one(OptionList)
        options.set_options(
            [
                Option(Content.assemble(_capital(command.name), "  ", (command.key, "$quiet")))
                for command in self._shown
            ]
        )
        options.highlighted = 0 if self._shown else None
        options.display = bool(self._shown)
        self.query_one("#nothing").display = not self._shown

    @on(Input.Changed, "#search")
    def _search(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Done)
    def _choose(self, event: Done) -> None:
        event.stop()
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(self._shown[at])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[event.option_index])

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_cancel(self) -> None:
        self.dismiss(None)


def _capital(name: str) -> str:
    """The names of one list alike: those of a conversation open with a capital, those of the pages do not."""
    return f"{name[:1].upper()}{name[1:]}"
