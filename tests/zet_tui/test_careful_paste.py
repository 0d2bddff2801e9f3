"""What is pasted arrives as text, whatever is in it and in whatever pieces it comes."""

import sys

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from zet_tui.careful_paste import END, START, CarefulParser, PasteFilter

HOSTILE = "een\x07 twee\x1b[2J\x1b]0;x\x07 g\x1bg\x00 drie\r\n\x9bvier"
CLEAN = "een twee[2J]0;x gg drie\r\nvier"


def heard(parser, *pieces):
    return [event for piece in pieces for event in parser.feed(piece)]


def test_control_characters_in_a_paste_are_no_keys():
    found = heard(CarefulParser(), f"a{START}{HOSTILE}{END}b")
    assert [type(event) for event in found] == [events.Key, events.Paste, events.Key]
    assert found[1].text == CLEAN


def test_control_without_the_filter_they_are():
    found = heard(XTermParser(), f"{START}{HOSTILE}{END}")
    assert any(isinstance(event, events.Key) for event in found)


@given(st.integers(1, 80))
def test_in_whatever_pieces_it_comes(size):
    stream = f"ab{START}{HOSTILE}{END}c{START}x{END}"
    marks = [stream.index(START), stream.rindex(START)]
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    whole = "".join(map(PasteFilter(), pieces))
    cut = {at + n for at in marks for n in range(1, 4)}  # a first half this short may be Escape itself
    if not cut & set(range(size, len(stream), size)):
        assert whole == f"ab{START}{CLEAN}{END}c{START}x{END}"


@given(st.text(alphabet="ab\x1b[O201~;ABCDMm<0\r\x07", max_size=40).filter(lambda keys: START not in keys))
def test_keys_outside_a_paste_pass_as_they_are(keys):
    filter_ = PasteFilter()
    passed = filter_(keys)
    assert keys.startswith(passed)
    assert passed + filter_("q") == keys + "q"


def test_a_piece_that_is_held_back_is_not_the_end():
    parser = CarefulParser()
    assert heard(parser, f"{START}een\x1b") == []
    assert heard(parser, "[2", "01~") != []


def test_the_app_reads_its_terminal_through_it(house):
    house.app()
    drivers = [sys.modules.get(f"textual.drivers.{name}") for name in ("linux_driver", "win32")]
    assert {driver.XTermParser for driver in drivers if driver is not None} == {CarefulParser}
