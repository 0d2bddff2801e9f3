"""The app: which page is shown, the lock, the quiet time, leaving; what a page says and asks is its own business."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final
from weakref import WeakKeyDictionary

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen

from zet_tui import careful_paste, lasting_terminal, theme
from zet_tui.app_commands import CommandsApp
from zet_tui.crash import worker_fault
from zet_tui.idle import PAGE_MINUTES, Clocks, IdleWatch, Moment, system_clocks
from zet_tui.parsed_once import ParsedOnce
from zet_tui.screens.page import Page, Place
from zet_tui.screens.unlock import IdleWarning, LockedBlank, UnlockPage
from zet_tui.settings_file import DEFAULTS, Settings, write_settings
from zet_tui.sweeping import Sweeping

if TYPE_CHECKING:
    from storage.destroy import WithdrawalCertificate
    from zet_tui.desk import Desk

LOOK_SECONDS: Final = 1.0
OVERVIEW: Final = Place("overview")
PASSED: Final = Place("passed")
AFTER: Final = ("review", "finish", "term", "feedback", "receive", "withdrawals")
"""Where one may still be after the planned day."""


class ZetApp(CommandsApp, inherit_bindings=False):
    """One vault on one screen."""

    CSS_PATH = "app.tcss"
    TITLE = "ZET"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]  # noqa: RUF012 - textual's own declaration
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "hulp", id="app.help"),
        Binding("ctrl+p", "commands", "opdrachten", id="app.commands"),
        Binding("ctrl+l", "lock", "slot", id="app.lock", priority=True),
        Binding("ctrl+q", "leave", "sluiten", id="app.leave", priority=True),
        Binding("ctrl+c", "help_quit", "", show=False, system=True),
    ]

    def __init__(
        self,
        desk: Desk,
        *,
        clocks: Clocks | None = None,
        settings: Settings = DEFAULTS,
        settings_file: Path | None = None,
        colours: str | None = None,
        notice: str = "",
        guide: bool = False,
        report_folder: Path | None = None,
    ) -> None:
        """`settings_file` is where changed settings are kept, None for this run only; `colours` is a theme's name
        that goes before the settings; `notice` is said once, on the first page; `guide` opens the tour over a laptop
        without a vault.
        """
        super().__init__(report_folder, ansi_color=True if "NO_COLOR" in os.environ else None)
        self.desk = desk
        self.driver_class = lasting_terminal.lasting(self.driver_class)
        careful_paste.install()
        self.features, self.devtools = frozenset(), None  # no console listens along, whatever TEXTUAL says
        self.animation_level = "none"
        self._disable_tooltips = self._disable_notifications = True  # ZET has none: two widgets less a page
        self._idle, self._sweeping = IdleWatch(clocks or system_clocks()), Sweeping()
        self._places: WeakKeyDictionary[Screen[Any], Place] = WeakKeyDictionary()
        self._left: tuple[str | None, tuple[Place, ...]] = (None, ())
        self._locking = self._leaving = False
        self._changing, self._shutting = asyncio.Lock(), asyncio.Lock()
        for own in theme.THEMES:
            self.register_theme(own)
        self.settings = settings
        self._settings_file = settings_file
        self._notice = notice
        self._guide = guide
        self.wants_practice = False
        """Whether somebody asked for the invented cases; who started the app opens them when it has ended."""
        self.wear(colours or theme.BY_WORD[settings.colours])
        self.stylesheet = ParsedOnce(variables=self.get_css_variables())

    # -- starting ----------------------------------------------------------------------------------

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme.fallback_variables()

    def change_settings(self, settings: Settings) -> None:
        """Apply these settings now and keep them. Raises `SettingsNotKept` when they count for this run alone."""
        self.settings = settings
        self.wear(theme.BY_WORD[settings.colours])
        if self._settings_file is not None:
            write_settings(self._settings_file, settings)

    async def on_mount(self) -> None:
        """Show the first page; storage is imported behind it."""
        if self.desk.unlocked:
            self.arrive()
        elif self.desk.has_vault:
            await self.push_screen(UnlockPage())
        else:
            from zet_tui.screens.create import CreatePage

            await self.push_screen(CreatePage())
            if self._guide:
                await self.action_guide()
        self._say_notice()
        self.set_interval(LOOK_SECONDS, self._look)
        lasting_terminal.when_told_to_go(self._leave_soon)

    def _say_notice(self) -> None:
        if self._notice and isinstance(self.screen, Page):
            self.screen.tell(self._notice, wrong=self.desk.demo is None)
            self._notice = ""

    # -- going from page to page ---------------------------------------------------------------------

    async def go(self, place: Place) -> None:
        """Open the page of `place` on top of this one. Raises what storage raises when it may not be entered."""
        from zet_tui.places import make_screen

        screen = await make_screen(self.desk, place)
        self._places[screen] = place
        await self.push_screen(screen)

    async def only_case(self, case: str) -> None:
        """Back to the page of one case, with the overview under it and nothing else."""
        await self._only(OVERVIEW, Place("case", case))

    def arrive(self) -> None:
        """The vault is open: ask what is still to be asked, then go to where this person was."""
        self.run_worker(self._arrive())

    async def _arrive(self) -> None:
        from zet_tui.screens.person import PersonPage

        if self._locking:
            return  # whoever unlocks arrives again
        if self.desk.older_copy is not None:
            from zet_tui.screens.older_copy import OlderCopyPage

            await self._show_only(OlderCopyPage())
        elif self.desk.refound_pending:
            await self._only(Place("interrupted"))
        elif self.desk.outcome is not None and await self.desk.evaluation() is None:
            await self._only(Place("certificate"))
        elif await self.desk.evaluation() is None:
            places, self._left = self._left[1], (None, ())
            begun = bool(places) and places[0].page == "evaluation"  # with what was typed in it
            await self._only(*places if begun else (Place("evaluation"), *places))
        elif self.desk.person is None:
            await self._show_only(PersonPage())
        else:
            person, places = self._left
            self._left = (None, ())
            places = places if person == self.desk.person else ()
            home = await self._home()
            await self._only(home, *(place for place in places if home == OVERVIEW or place.page in AFTER))
            if self.desk.withdrawn:
                certificates, self.desk.withdrawn = self.desk.withdrawn, ()
                await self.show_withdrawn(certificates)
            elif isinstance(self.screen, Page) and self.desk.ledger_notice:
                self.screen.tell(self.desk.ledger_notice, wrong=True)
            else:
                self._say_notice()

    async def show_withdrawn(self, certificates: Sequence[WithdrawalCertificate]) -> None:
        """Each certificate of a withdrawal, one after the other."""
        from zet_tui.screens.withdrawn import WithdrawnPage

        for certificate in reversed(certificates):
            await self.push_screen(WithdrawnPage(certificate))

    async def _home(self) -> Place:
        """The page that everything else stands on: the overview, until the planned day is over."""
        return PASSED if await self.desk.term_passed() else OVERVIEW

    async def _only(self, *places: Place) -> None:
        """Put these pages on top of each other and nothing under them; one that is refused is left out."""
        from zet_tui.places import make_screen

        screens = []
        for place in places:
            try:
                screen = await make_screen(self.desk, place)
            except Exception as error:
                from zet_tui.messages import is_known

                if not is_known(error):
                    raise
                break
            self._places[screen] = place
            screens.append(screen)
        if self.desk.unlocked and not self._locking:  # the lock may have come meanwhile
            await self._show_only(*screens)

    async def _show_only(self, *screens: Screen[Any]) -> None:
        async with self._changing:
            with self.batch_update():
                gone = [self.pop_screen() for _ in range(len(self.screen_stack) - 1)]
                for screen in screens:
                    await self.push_screen(screen)
            for each in gone:
                await each

    async def on_interview_screen_withdraw_requested(self) -> None:
        """From the middle of a conversation: the same one question as on the page of the case."""
        place = self._places.get(self.screen)
        if place is not None and place.case is not None:
            self.withdraw(place.case)

    def withdraw(self, case: str) -> None:
        """The one question, and then it is done; afterwards its certificate is shown."""
        self.run_worker(self._withdraw(case), exclusive=True, group="withdraw")

    async def _withdraw(self, case: str) -> None:
        from zet_tui.screens.case import elsewhere_of, end_question
        from zet_tui.screens.interview import InterviewScreen
        from zet_tui.screens.withdrawn import WithdrawnPage

        under = [screen for screen in self.screen_stack if isinstance(screen, Page | InterviewScreen)]
        with under[-1].telling():
            elsewhere, known = await self.desk.ask(elsewhere_of, case), await self.desk.case(case)
            if await self.push_screen_wait(end_question(known, elsewhere=elsewhere)):
                if known.consent_on is None:
                    await self.desk.refused(case)
                    await self._only(await self._home())
                    return
                certificate = await self.desk.withdraw(case)
                await self._only(await self._home())
                await self.push_screen(WithdrawnPage(certificate))

    async def on_interview_screen_lock_requested(self) -> None:
        """Asked by name, from the list of commands; Ctrl+L comes here directly."""
        await self.action_lock()

    def closed_by_fault(self, said: str) -> None:
        """The vault was closed under the page by a failing disk: ask for the passphrase again and say why."""
        self.desk.fell = False
        self.run_worker(self._fell(said), exclusive=True, group="fault")

    async def _fell(self, said: str) -> None:
        pages = list(self.screen_stack[1:])
        places = [place for screen in pages if (place := self._place_of(screen)) is not None]
        await self._seal(pages)
        self._left = (self.desk.sat_last, tuple(place for place in places if place.page != OVERVIEW.page))
        await self._show_only(UnlockPage(said))

    # -- the lock ------------------------------------------------------------------------------------

    async def action_lock(self) -> None:
        """Blank at once; then put away what is being typed, wipe the keys and ask for the passphrase."""
        if self._locking or self._leaving or not self.desk.unlocked:
            return
        self._locking = True
        pages = list(self.screen_stack[1:])
        await self.push_screen(LockedBlank())
        self.run_worker(self._lock(pages), exit_on_error=True)

    async def _lock(self, pages: list[Screen[Any]]) -> None:
        try:
            async with self._shutting:
                if self._leaving:
                    return
                person = self.desk.person
                places = [place for screen in pages if (place := self._place_of(screen)) is not None]
                await self._seal(pages)
                await self.desk.lock()
                self._left = (person, tuple(place for place in places if place.page != OVERVIEW.page))
                self._clipboard = ""
                await self._show_only(UnlockPage())
                self._sweeping.search()  # what the pages held goes with them
        finally:
            self._locking = False

    def _place_of(self, screen: Screen[Any]) -> Place | None:
        return screen.place if isinstance(screen, Page) else self._places.get(screen)

    async def _seal(self, pages: Iterable[Screen[Any]]) -> None:
        """Let every page put its draft away; what could not be sealed is in memory with the desk."""
        for screen in pages:
            seal: Callable[[], Any] | None = getattr(screen, "seal", None)
            if seal is not None:
                with suppress(Exception):
                    await seal()

    async def _look(self) -> None:
        """Once a second: has it been quiet too long, or did the laptop sleep?"""
        if not self.screen_stack:
            return  # the app is on its way out
        self._sweeping.look(self._idle.quiet)
        if self.desk.fell and not self._locking:
            from storage.vault import MustReopen
            from zet_tui.messages import explain

            self.closed_by_fault(explain(MustReopen()))
        if not self.desk.unlocked or self._locking:
            self._idle.begin()
            return
        if getattr(self.screen, "busy", False):
            self._idle.touch()
        minutes = self.settings.minutes(getattr(self.screen, "idle_minutes", PAGE_MINUTES))
        match self._idle.look(minutes):
            case Moment.LOCK:
                await self.action_lock()
            case Moment.WARN if not self._warnings:
                await self.screen.mount(IdleWarning())
            case Moment.CALM:
                self._stop_warning()

    @property
    def _warnings(self) -> list[IdleWarning]:
        """They stand on the page itself; a search through a long conversation would slow every key."""
        return [child for child in self.screen.children if isinstance(child, IdleWarning)]

    def _stop_warning(self) -> None:
        for warning in self._warnings:
            warning.remove()

    async def on_event(self, event: events.Event) -> None:
        """Every key says that somebody is there; a key that stops the warning does nothing else."""
        if isinstance(event, events.Key | events.Paste | events.MouseDown | events.MouseScrollDown):
            self._idle.touch()
            if (
                isinstance(event, events.Key)
                and not event.is_forwarded
                and len(self.screen_stack)
                and self._warnings
            ):
                self._stop_warning()
                event.stop()
                return
        await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's signature
        """The lock is only offered while there is something to lock."""
        return self.desk.unlocked if action == "lock" else True

    # -- leaving -------------------------------------------------------------------------------------

    async def action_leave(self) -> None:
        """Close ZET; while something runs that must end, say so instead."""
        if getattr(self.screen, "busy", False) and isinstance(self.screen, Page):
            self.screen.tell("Even wachten: dit moet eerst klaar zijn.")
            return
        if not any(worker.group == "leave" and not worker.is_finished for worker in self.workers):
            self.run_worker(self._leave_when_kept(), group="leave")

    async def _leave_when_kept(self) -> None:
        """Ask first when a text that was typed cannot be put on the disk."""
        await self._seal(self.screen_stack[1:])
        if self.desk.unsealed:
            from zet_tui.screens.dialogs import close_with_unsealed

            if not await self.push_screen_wait(close_with_unsealed()):
                return
        await self._leave()

    def practise(self) -> None:
        """Close ZET, so that it can be opened on the invented cases."""
        self.wants_practice = True
        self._leave_soon()

    def _leave_soon(self) -> None:
        if not self._leaving:
            self._leaving = True
            self.run_worker(self._leave(), exclusive=True, group="leave")

    async def _leave(self) -> None:
        self._leaving = True
        async with self._shutting:
            await self._seal(self.screen_stack[1:])
            await self.desk.close()
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """A worker that asks a vault closed meanwhile is on its way out; anything else is a fault."""
        if self.desk.unlocked or type(worker_fault(error)).__name__ != "VaultClosed":
            super()._handle_exception(error)
