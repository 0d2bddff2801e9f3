"""What is typed becomes data by one rule, and a day is written as a letter has it."""

from datetime import date

import pytest

from flows.text import clean_text, long_date


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Jan\r\nen Piet\r ", "Jan\nen Piet"),
        ("a\tb", "a\tb"),
        ("\u202eomgedraaid\u202c", "omgedraaid"),
        ("nul\x00 bel\x07", "nul bel"),
        ("e\u0301\u00e9n", "\u00e9\u00e9n"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("regel\u2028regel", "regelregel"),
        ("[b]{x}[/b]", "[b]{x}[/b]"),
    ],
)
def test_control_characters_go_and_every_printable_one_stays(typed, kept):
    assert clean_text(typed) == kept
    assert clean_text(clean_text(typed)) == kept


def test_a_day_is_written_in_full():
    assert long_date(date(2026, 3, 2)) == "2 maart 2026"
