"""Makes the pictures of README and docs from the real app, on the invented cases of `zet demo`.

Run: .venv/bin/python docs/pictures.py [folder]          what the documents show, beside this file or in the folder
     .venv/bin/python docs/pictures.py --alle folder     every one dark, light and in a window of 80 by 24, to look at
"""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from textual.pilot import Pilot

from zet_tui import theme
from zet_tui.app import ZetApp
from zet_tui.commands.open import DEMO_PASSPHRASE, prepare_demo
from zet_tui.desk import Desk

_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)


@dataclass(frozen=True)
class Look:
    """How a picture is taken: `suffix` is what its name ends with, `size` in columns and rows."""

    suffix: str = ""
    size: tuple[int, int] = (112, 36)
    colours: str = theme.DARK


DARK, LIGHT, SMALL = Look(), Look("-licht", colours=theme.LIGHT), Look("-80x24", (80, 24))

SAID: Final = tuple("space" if letter == " " else letter for letter in "Steeds een ander aan de lijn")
WORDS: Final = "lantaarn kompas otter zwaluw molen zadel"
"""The new passphrase in the picture: nobody's, and the same at every run."""

FIRST_START: Final = ((None, "rondleiding"),)
WALK: Final = (
    (None, "overzicht"),
    (("down", "down", "c"), "casus"),
    (("t",), "toestemming"),
    (("escape", "escape", "escape", "enter"), "gesprek"),
    (("f5",), "kaart"),
    (("escape", "f7", "f7"), "tijdlijn"),
    (("escape", "escape", "o", *SAID), "reden"),
    (
        ("enter", "escape", "4", *("right",) * 34),
        "nalezen",
    ),  # a text with something sure and something doubtful
    (("escape", "5"), "afronden"),
)
"""What is pressed, one key after another, and the name of the picture that is taken then."""

NAMES: Final = tuple(name for _, name in (*FIRST_START, *WALK))
SHOWN: Final = {DARK: NAMES, LIGHT: ("gesprek",), SMALL: ("reden",)}
"""What the documents show."""

Keep = Callable[[str, str], None]


class PictureDesk(Desk):
    """The real desk, with the same six words every time."""

    async def propose_words(self) -> str:
        return WORDS


async def settle(pilot: Pilot[None]) -> None:
    """Long enough for storage to answer and the screen to be drawn."""
    for _ in range(5):
        await pilot.pause(0.1)


@asynccontextmanager
async def running(look: Look, *, demo: bool) -> AsyncIterator[Pilot[None]]:
    """The app on the invented cases, or at its first start on an empty laptop."""
    with TemporaryDirectory(prefix="zet-plaatjes-") as place:
        folder = Path(place) / "kluis"
        desk = PictureDesk(folder, demo=DEMO_PASSPHRASE if demo else None, force=True)
        if demo:
            await prepare_demo(desk)
        app = ZetApp(desk, colours=look.colours, guide=not demo)
        async with app.run_test(size=look.size) as pilot:
            await settle(pilot)
            yield pilot
        await desk.close()


async def take(look: Look, wanted: Collection[str], keep: Keep) -> None:
    """Walk through the app as far as needed; every wanted picture is an SVG that fetches nothing from elsewhere."""
    for walk in (FIRST_START, WALK):
        left = {name for _, name in walk} & set(wanted)
        if not left:
            continue
        async with running(look, demo=walk is WALK) as pilot:
            for keys, name in walk:
                for key in keys or ():
                    await pilot.press(key)
                    await (settle(pilot) if len(key) > 1 and key not in {"right", "space"} else pilot.pause())
                await settle(pilot)
                if name in left:
                    keep(name + look.suffix, _FONT.sub("", pilot.app.export_screenshot(title="ZET")))
                    left.remove(name)
                if not left:
                    break


def main() -> None:
    """Write the pictures beside this file, or into the folder that is named."""
    given = [each for each in sys.argv[1:] if each != "--alle"]
    folder = Path(given[0]) if given else Path(__file__).parent
    wanted = dict.fromkeys(SHOWN, NAMES) if "--alle" in sys.argv else SHOWN
    os.environ["COLORTERM"] = "truecolor"  # whatever the terminal this is typed in
    os.environ["HOME"] = "/home/anouk"  # forms propose this person's own folder

    def keep(name: str, picture: str) -> None:
        (folder / f"{name}.svg").write_text(picture, encoding="utf-8")

    for look, names in wanted.items():
        asyncio.run(take(look, names, keep))


if __name__ == "__main__":
    main()
