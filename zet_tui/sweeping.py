"""Python's search for rubbish, while the program starts: none, because what is read in then stays.

Looking through it over and over takes a tenth of the time until the first page stands there.
"""

import gc


def put_off() -> None:
    """Search no more, until `take_up`."""
    gc.disable()


def take_up() -> None:
    """Search again if it was put off, but never through what is there by now: it stays as long as the program."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
