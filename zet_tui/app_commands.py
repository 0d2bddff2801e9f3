"""What the app's commands do, and what their keys are called: help, the list of commands, colours.

Which commands there are on a page, `palette` finds; the lock, the pages and leaving are the app's.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import ModalScreen, Screen

from zet_tui import theme
from zet_tui.app_sealed import SealedApp
from zet_tui.screens.page import Page, Place
from zet_tui.wording.settings import FEW_COLOURS, NO_COLOUR

if TYPE_CHECKING:
    from zet_tui.palette import Command


SETTINGS: Final = "app.settings"
GUIDE: Final = "app.guide"
WITHDRAW: Final = "app.withdraw_here"


class CommandsApp(SealedApp, inherit_bindings=False):
    """The part of the app that answers F1, Ctrl+P and Ctrl+C."""

    def action_help(self) -> None:
        """F1: the help of this page."""
        from zet_tui.screens.help import HelpScreen

        if not isinstance(self.screen, ModalScreen):
            title = getattr(self.screen, "HEADING", "") or "Hulp"
            keys = tuple((command.key, command.name) for command in self._commands())
            self.push_screen(HelpScreen(title, getattr(self.screen, "HELP_TEXT", ""), keys))

    def action_commands(self) -> None:
        """Ctrl+P: everything that can be done here, by name."""
        from zet_tui.palette import Command, Palette

        async def run(command: Command | None) -> None:
            if command is not None:
                await self.run_action(command.action, command.node)

        if not isinstance(self.screen, ModalScreen):
            colours = [
                Command(f"kleuren: {name}", "", f"colours('{key}')", self)
                for key, name in theme.NAMES.items()
            ]
            here = self._commands()
            if all(command.action != SETTINGS for command in here):
                here.append(Command("instellingen", "", SETTINGS, self))
            if isinstance(self.screen, Page):
                here.append(Command("rondleiding", "", GUIDE, self))
            if self.case_here and all("withdraw" not in command.action for command in here):
                here.append(Command("toestemming intrekken", "", WITHDRAW, self))
            self.push_screen(Palette([*here, *colours]), run)

    def _commands(self) -> list[Command]:
        """What the keys do here and now, each once."""
        from zet_tui.palette import commands_here

        return commands_here(self.screen, self.get_key_display)

    def action_colours(self, name: str) -> None:
        """Change the colours until ZET is closed."""
        self.wear(name)
        if self.theme != name and isinstance(self.screen, Page):
            self.screen.tell(self.why_own_colours)

    def wear(self, name: str) -> None:
        """Show the theme `name`, or the terminal's own colours where others would be taken away or turn grey."""
        self.theme = theme.TERMINAL if self.why_own_colours else name

    @property
    def why_own_colours(self) -> str:
        """Why only the terminal's own colours are shown, in a sentence; "" when every theme can be."""
        if self.no_color:
            return NO_COLOUR
        return "" if self.console.color_system in theme.ENOUGH_COLOURS else FEW_COLOURS

    async def action_settings(self) -> None:
        """The page with the settings of this laptop, on top of this one; a conversation waits as it stands."""
        page = self.screen
        if isinstance(page, ModalScreen) or (
            isinstance(page, Page) and page.place is not None and page.place.page == "settings"
        ):
            return
        if isinstance(page, Page) and page.busy:
            page.tell("Even wachten: dit moet eerst klaar zijn.")
        else:
            await self.go(Place("settings"))

    async def action_guide(self) -> None:
        """The tour, on top of this page."""
        from zet_tui.screens.guide import GuidePage

        page = self.screen
        if isinstance(page, Page) and not page.busy and not isinstance(page, GuidePage):
            await self.push_screen(GuidePage())

    async def action_withdraw_here(self) -> None:
        """Take the consent of this page's case back, from wherever one is in it."""
        if (case := self.case_here) is not None:
            self.withdraw(case)

    @abstractmethod
    def withdraw(self, case: str) -> None:
        """The one question, and then it is done."""

    @property
    def case_here(self) -> str | None:
        """The case that this page is about; None on a page about something else, and while it is busy."""
        page = self.screen
        about = page.place if isinstance(page, Page) and not page.busy else None
        return None if about is None else about.case

    @abstractmethod
    async def go(self, place: Place) -> None:
        """Open the page of `place` on top of this one."""

    def action_help_quit(self) -> None:
        """Ctrl+C closes nothing; say what does."""
        if isinstance(self.screen, Page):
            self.screen.tell("Ctrl+Q sluit ZET. Ctrl+L doet het slot erop.")

    def get_key_display(self, binding: Binding) -> str:
        names = {
            "escape": "Esc",
            "enter": "Enter",
            "space": "spatie",
            "left": "←",
            "right": "→",
            "up": "↑",
            "down": "↓",
            "pageup": "PgUp",
            "pagedown": "PgDn",
            "delete": "Del",
            "home": "Home",
            "end": "End",
            "tab": "Tab",
        }
        key = binding.key.split(",")[0]
        if binding.key_display:
            return binding.key_display
        if key.startswith("ctrl+"):
            return f"^{key.removeprefix('ctrl+').upper()}"
        return names.get(key, key.upper() if len(key) in (2, 3) and key.startswith("f") else key)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002 - textual's signature
        """None of Textual's own: a screenshot is a plain copy of what is on the screen."""
        return ()
