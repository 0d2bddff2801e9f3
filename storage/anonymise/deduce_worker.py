"""The other end of `deduce_extra`: reads texts on standard input and answers with what deduce finds; run as a file.

deduce writes its log to standard output, so the answers go over a copy of it and everything else goes nowhere. No
text is kept, logged or put in an error: a text that deduce stumbles over is answered with null.
"""

import importlib
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any


def _start(cache: Path) -> Any:
    """Deduce with its lists; a cache that was left half written, by stopping while it was made, is made anew."""
    make = importlib.import_module("deduce").Deduce
    cache.mkdir(parents=True, exist_ok=True)
    try:
        return make(cache_path=cache)
    except Exception:  # noqa: BLE001 - whatever a broken file raises
        shutil.rmtree(cache)
        cache.mkdir()
        return make(cache_path=cache)


def main() -> None:
    """Answer until standard input ends; the one argument is the folder of deduce's own cache."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    deduce = _start(Path(sys.argv[1]))
    answers.write(json.dumps("ready") + "\n")
    answers.flush()
    for line in sys.stdin:
        try:
            found = deduce.deidentify(json.loads(line)).annotations
            answer = json.dumps([[int(one.start_char), int(one.end_char), str(one.tag)] for one in found])
        except Exception:  # noqa: BLE001 - whatever goes wrong inside deduce, its text must not reach a traceback
            answer = "null"
        answers.write(answer + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
