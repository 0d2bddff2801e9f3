"""Makes the pictures of README and docs from the real app, on the invented cases of `zet demo`.

Run: .venv/bin/python docs/pictures.py [folder]
"""

import asyncio
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from zet_tui.app import ZetApp
from zet_tui.commands.open import DEMO_PASSPHRASE, prepare_demo
from zet_tui.desk import Desk

SIZE = (112, 36)
_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)

WALK = (
    (None, "overzicht"),
    (("down", "down", "c"), "casus"),
    (("t",), "toestemming"),
    (("escape", "escape", "escape", "enter"), "gesprek"),
    (("f5",), "kaart"),
    (("escape", "f7", "f7"), "tijdlijn"),
    (("escape", "escape", "o"), "reden"),
    (("f9", "escape", "4", *("right",) * 34), "nalezen"),  # a text with something sure and something doubtful
    (("escape", "5"), "afronden"),
)
"""What is pressed, one key after another, and the name of the picture that is taken then."""


async def settle(pilot: Pilot[None]) -> None:
    """Long enough for storage to answer and the screen to be drawn."""
    for _ in range(5):
        await pilot.pause(0.1)


async def take(keep: Callable[[str, str], None]) -> None:
    """Walk through the app and give every picture, as an SVG that fetches nothing from elsewhere."""
    os.environ["HOME"] = "/home/anouk"  # forms propose this person's own folder
    with TemporaryDirectory(prefix="zet-plaatjes-") as place:
        desk = Desk(Path(place) / "kluis", demo=DEMO_PASSPHRASE, force=True)
        await prepare_demo(desk)
        app = ZetApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            for keys, name in WALK:
                for key in keys or ():
                    await pilot.press(key)
                    await (pilot.pause() if key == "right" else settle(pilot))
                await settle(pilot)
                keep(name, _FONT.sub("", app.export_screenshot(title="ZET")))
        await desk.close()


def main() -> None:
    """Write the pictures beside this file, or into the folder that is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent

    def keep(name: str, picture: str) -> None:
        (folder / f"{name}.svg").write_text(picture, encoding="utf-8")

    asyncio.run(take(keep))


if __name__ == "__main__":
    main()
