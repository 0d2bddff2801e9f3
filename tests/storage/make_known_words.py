"""Make the list of known Dutch words from OpenTaal's list (Debian's package `wdutch`).

    python tests/storage/make_known_words.py /usr/share/dict/dutch > storage/anonymise/known/words.bloom

The rule: entries in lower case only (a name begins with a capital), cut into words as the finder does and folded;
of what is written with a hyphen or apostrophe the parts of four letters or more count too.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from storage.anonymise.known_words import made_from
from storage.anonymise.words import TOKEN, fold


def words(lines: list[str]) -> Iterator[str]:
    for entry in lines:
        if entry == entry.lower():
            parts = [fold(match[0]) for match in TOKEN.finditer(entry)]
            yield from (part for part in parts if part.isalpha() and (len(parts) == 1 or len(part) > 3))


if __name__ == "__main__":
    sys.stdout.buffer.write(made_from(words(Path(sys.argv[1]).read_text(encoding="utf-8").split())))
