"""What is told about the planned day of two laptops."""

from datetime import date

import pytest

from flows.retention import first_term
from zet_tui.wording.term import other_laptop_lines


@pytest.mark.parametrize("missing", range(3))
def test_without_a_day_on_one_side_there_is_nothing_to_tell(missing):
    terms = [first_term(date(2026, 3, day)) for day in (1, 2, 3)]
    assert other_laptop_lines(*terms)
    terms[missing] = None
    assert other_laptop_lines(*terms) == ()


def test_where_nobody_moved_the_day_the_reason_is_the_first_case():
    early, late = first_term(date(2026, 3, 1)), first_term(date(2026, 4, 1))
    (line,) = other_laptop_lines(late, early, early)
    assert line == (
        "De dag van vernietigen is nu 1 juli 2026. Hier stond 1 augustus 2026. "
        "Dat is vier maanden na de eerste casus van beide laptops."
    )
