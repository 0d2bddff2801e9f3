"""When the lock should close by itself: quiet time, its warning, a laptop that slept; closing it is the app's."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

WARNING_SECONDS: Final = 30.0
PAGE_MINUTES: Final = 5.0
CONVERSATION_MINUTES: Final = 15.0
SUSPEND_SECONDS: Final = 5.0  # more than this between the two clocks is sleep, not rounding

Clock = Callable[[], float]


class Moment(Enum):
    """What the quiet time asks for now."""

    CALM = "calm"
    WARN = "warn"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Clocks:
    """Two clocks in seconds: `awake` stands still while the laptop sleeps, `boot` goes on."""

    awake: Clock
    boot: Clock


def system_clocks() -> Clocks:
    """The clocks of this platform (VAULT section 8)."""
    if sys.platform == "win32":
        return Clocks(awake=_windows_awake, boot=time.monotonic)
    if sys.platform == "darwin":  # time.monotonic is mach_absolute_time, which sleeps along
        return Clocks(awake=time.monotonic, boot=lambda: time.clock_gettime(time.CLOCK_MONOTONIC))
    boot = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return Clocks(awake=time.monotonic, boot=lambda: time.clock_gettime(boot))


def _windows_awake() -> float:
    import ctypes

    ticks = ctypes.c_ulonglong()
    windows = getattr(ctypes, "windll")  # noqa: B009 - the attribute exists on Windows alone
    windows.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
    return ticks.value / 1e7


class IdleWatch:
    """Counts quiet seconds; the app calls `touch` at every key and `look` about once a second."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self.begin()

    def begin(self) -> None:
        """There is nothing to lock: whatever was slept until now asks for nothing any more."""
        self._last = self._clocks.awake()
        self._ahead = self._clocks.boot() - self._clocks.awake()

    def touch(self) -> None:
        """Somebody is there: count from zero."""
        self._last = self._clocks.awake()

    @property
    def quiet(self) -> float:
        """Seconds since somebody was there last."""
        return self._clocks.awake() - self._last

    def look(self, minutes: float) -> Moment:
        """What to do now, when `minutes` of quiet are allowed."""
        ahead = self._clocks.boot() - self._clocks.awake()
        slept = ahead - self._ahead > SUSPEND_SECONDS
        self._ahead = ahead
        if slept:
            return Moment.LOCK
        left = minutes * 60 - self.quiet
        if left <= 0:
            return Moment.LOCK
        return Moment.WARN if left <= WARNING_SECONDS else Moment.CALM
