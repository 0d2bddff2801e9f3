"""The extra finder's search by itself: stopping it holds at whatever moment it comes."""

import sys
from dataclasses import dataclass

from storage.anonymise.deduce_extra import DeduceFinder
from zet_tui.screens.review_extra import STOPPED, ExtraSearch

SEES_NOTHING = """
import sys
with open(sys.argv[1] + "/starts", "a") as starts: starts.write("x")
print('"ready"', flush=True)
for line in sys.stdin: print("[]", flush=True)
"""


@dataclass
class Text:
    original: str


async def test_stopped_between_two_texts_it_does_not_begin_again(tmp_path):
    search, said, seen = ExtraSearch(), [], []

    def found(text, _more):
        seen.append(text.original)
        search.stop()

    finder = DeduceFinder(tmp_path, command=(sys.executable, "-c", SEES_NOTHING))
    await search.run(finder, [Text("een"), Text("twee"), Text("drie")], said.append, found)
    assert (seen, said[-1], (tmp_path / "starts").read_text()) == (["een"], STOPPED, "x")
    assert not search.running
