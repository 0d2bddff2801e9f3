"""The old console of Windows heeds colours and clearing only for a program that asks; click does not ask (8.5)."""

import sys
from typing import Final

_OUTPUT: Final = -11  # STD_OUTPUT_HANDLE
_ESCAPES: Final = 0x4  # ENABLE_VIRTUAL_TERMINAL_PROCESSING


def heed_escapes() -> None:
    """Ask it; nothing happens on another system, or where standard output is no console."""
    if sys.platform != "win32":
        return
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute exists on Windows alone
    output, mode = kernel.GetStdHandle(_OUTPUT), ctypes.c_uint32()
    if kernel.GetConsoleMode(output, ctypes.byref(mode)):
        kernel.SetConsoleMode(output, mode.value | _ESCAPES)
