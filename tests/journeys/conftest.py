"""Stories on the real screens wait for the app, as those in `tests/zet_tui` do."""

from tests.zet_tui.waiting import still_screens

__all__ = ["still_screens"]
