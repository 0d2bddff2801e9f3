"""The threat table: every row has a test that exists, or a stated limit."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
TABLE = TESTS.parent / "docs" / "dreigingen.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| Threat"))
]


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:60] for row in ROWS])
def test_a_threat_has_a_test_that_exists_or_a_stated_limit(row):
    assert len(row) == 3
    named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", row[2])
    assert named or "imit" in row[2]
    for path, name in named:
        text = (TESTS / path).read_text(encoding="utf-8")
        assert not name or re.search(rf"^(async )?def {name}\(", text, re.MULTILINE)
