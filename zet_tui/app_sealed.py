"""Nothing leaves the screen: no clipboard of the system, no picture, no log, and a crash that shows no values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zet_tui import crash
from zet_tui.small_window import CoveredApp


class SealedApp(CoveredApp, inherit_bindings=False):
    """The part of the app that keeps what is on the screen there."""

    def __init__(self, report_folder: Path | None = None, *, ansi_color: bool | None = None) -> None:
        """`report_folder` is where the redacted report of a crash is kept, None for nowhere."""
        super().__init__(ansi_color=ansi_color)  # read before any theme is
        self._report_folder = report_folder

    def _handle_exception(self, error: Exception) -> None:
        """A fault of the program: no local values on the terminal, a redacted report, a friendly panel, exit code 1."""
        from storage.version import program_version

        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        found = crash.report(error)
        saved = crash.save(found, self._report_folder, program_version()) if self._report_folder else None
        self._exit_renderables.append(crash.panel(found, saved))
        self._close_messages_no_wait()

    def copy_to_clipboard(self, text: str) -> None:
        """Cutting and pasting stays inside ZET: the system's clipboard outlives the lock."""
        self._clipboard = text

    def save_screenshot(self, *_args: Any, **_kwargs: Any) -> str:
        """Writes nothing: a picture of the screen is personal data on disk."""
        return ""

    def deliver_screenshot(self, *_args: Any, **_kwargs: Any) -> None:
        """Writes nothing."""
        return

    def _log(self, *_args: Any, **_kwargs: Any) -> None:
        """Keeps no log: Textual's own holds every key that is pressed."""
