"""The `zet` command on textual's driver for Windows, over a console that is played by the terminal it is started in.

Played: the console's functions in kernel32, `msvcrt`, a loop without signals, and what the POSIX names stand for is
not there. Run as a program; `tests/journeys/test_windows_console.py` tells stories with it.
"""

import asyncio
import ctypes
import os
import select
import signal
import sys
import tty
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

KEY_EVENT, KEYBOARD, SCREEN, NOTHING = 1, 7, 8, 0x102
"""The kind of record, two handles, and what waiting says when nothing came."""


def handle_of(which: int) -> int:
    return {-10: KEYBOARD, -11: SCREEN}[which]


def mode_of(_handle: int, pointer: Any) -> bool:
    pointer._obj.value = 0x1F7
    return True


def wait(_count: int, _handles: Any, _all: Any, milliseconds: Any) -> int:
    return 0 if select.select([0], [], [], milliseconds.value / 1000)[0] else NOTHING


def read_records(_handle: int, records: Any, _size: int, count: Any) -> bool:
    """Every character as Windows gives it: a key that goes down, and comes up again."""
    pressed = os.read(0, 256).decode()
    count._obj.value = 2 * len(pressed)
    for place in range(2 * len(pressed)):
        record = records._obj[place]
        record.EventType = KEY_EVENT
        record.Event.KeyEvent.bKeyDown = place % 2 == 0
        record.Event.KeyEvent.wVirtualKeyCode = 65
        record.Event.KeyEvent.dwControlKeyState = 0
        record.Event.KeyEvent.uChar.UnicodeChar = pressed[place // 2]
    return True


def no_such_thing(*_: Any, **__: Any) -> None:
    raise NotImplementedError  # what the loop of Windows says


def play() -> None:
    """Take away what Windows has not, and put its console in the place."""
    kernel = SimpleNamespace(
        GetStdHandle=handle_of,
        GetConsoleMode=mode_of,
        SetConsoleMode=lambda _handle, _mode: True,
        WaitForMultipleObjects=wait,
        ReadConsoleInputW=read_records,
    )
    vars(ctypes)["WinDLL"] = lambda *_, **__: kernel
    sys.modules["msvcrt"] = ModuleType("msvcrt")
    vars(sys.modules["msvcrt"])["get_osfhandle"] = lambda number: number
    for module, name in ((os, "ttyname"), (select, "poll"), (signal, "SIGHUP"), (signal, "SIGTSTP")):
        delattr(module, name)
    for name in ("add_signal_handler", "add_reader", "add_writer"):
        setattr(asyncio.SelectorEventLoop, name, no_such_thing)

    from textual.app import App
    from textual.drivers.windows_driver import WindowsDriver

    setattr(App, "get_driver_class", lambda _app: WindowsDriver)  # noqa: B010 - a method, to a type checker


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])  # beside this file stand tests with the names of the house
    tty.setraw(0)
    play()
    from zet_tui.cli import main

    main()
