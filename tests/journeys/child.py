"""The real app in a process of its own, walking the story and saying aloud what it showed as saved; made to be killed.

Run: python -m tests.journeys.child VAULT EXPORTS
"""

import asyncio
import sys
from pathlib import Path

from storage.vault import KdfPolicy
from tests.journeys.walker import Walker
from zet_tui.app import ZetApp
from zet_tui.desk import Desk


def tell(line: str) -> None:
    sys.__stdout__.write(line + "\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]


async def main(folder: Path, exports: Path) -> None:
    weak = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
    app = ZetApp(Desk(folder, policy=weak, force=True))
    async with app.run_test(size=(100, 30)) as pilot:
        await Walker(app, pilot, tell, exports).walk()
        await app.desk.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
