"""Makes the pictures of README and docs from the real app, on the invented cases of `zet demo`.

Run: .venv/bin/python docs/pictures.py
"""

import asyncio
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from zet_tui.app import ZetApp
from zet_tui.commands.open import DEMO_PASSPHRASE, prepare_demo
from zet_tui.desk import Desk

HERE = Path(__file__).parent
SIZE = (112, 36)
_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def keep(app: ZetApp, name: str) -> None:
    """The screen as an SVG that fetches nothing from elsewhere."""
    picture = _FONT.sub("", app.export_screenshot(title="ZET"))
    (HERE / f"{name}.svg").write_text(picture, encoding="utf-8")


async def settle(pilot: Pilot[None]) -> None:
    for _ in range(5):
        await pilot.pause(0.1)


async def main() -> None:
    with TemporaryDirectory(prefix="zet-plaatjes-") as place:
        desk = Desk(Path(place) / "kluis", demo=DEMO_PASSPHRASE, force=True)
        await prepare_demo(desk)
        app = ZetApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            keep(app, "overzicht")
            await pilot.press("enter")
            await settle(pilot)
            keep(app, "gesprek")
            await pilot.press("o")
            await settle(pilot)
            keep(app, "reden")
            await pilot.press("f9")
            await settle(pilot)
            await pilot.press("escape")
            await settle(pilot)
            await pilot.press("4")
            await settle(pilot)
            keep(app, "nalezen")
        await desk.close()


if __name__ == "__main__":
    asyncio.run(main())
