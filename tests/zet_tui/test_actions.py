"""The one table of actions: nothing without a name, no key twice in one place, and the screen can do all of it."""

import re
from collections import Counter

import pytest

from zet_tui.actions import ACTIONS, Action, Where, action, bindings, choice_action, key_name, on_key_line
from zet_tui.palette import Command, Palette
from zet_tui.screens.interview import InterviewScreen


@pytest.mark.parametrize("act", ACTIONS, ids=lambda act: act.id)
def test_every_action_has_a_dutch_name_a_key_and_a_sentence(act: Action):
    assert act.name
    assert act.name[0].isupper()
    assert act.help.endswith(".")
    assert "!" not in act.help
    assert act.keys


@pytest.mark.parametrize("where", Where)
def test_no_key_means_two_things_in_one_place(where: Where):
    keys = Counter(key for act in ACTIONS if act.where is where for key in act.keys)
    assert {key for key, count in keys.items() if count > 1} == set()


def test_the_screen_does_what_the_table_says():
    by_others = {"keep_text", "new_line", "lock", "commands"}  # the text field's and the app's
    for act in ACTIONS:
        if act.id not in by_others:
            assert hasattr(InterviewScreen, "action_" + re.match(r"\w+", act.id)[0]), act.id


def test_what_is_not_bound_here_is_still_explained():
    bound = {binding.action for binding in bindings(*Where)}
    assert "lock" not in bound
    assert action("lock").footer == "slot"


def test_no_key_is_the_only_road_that_a_terminal_eats():
    """tmux, editors and terminals take these; Ctrl+J has Enter beside it (research/terminal-apps.md section 3)."""
    eaten = {"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+s", "ctrl+q", "ctrl+b"}
    assert not eaten & {key for act in ACTIONS for key in act.keys}


def test_keys_are_named_as_on_the_keyboard():
    assert key_name("ctrl+z") == "Ctrl+Z"
    assert key_name("f10") == "F10"
    assert key_name("escape") == "Esc"
    assert choice_action("nvt").key_name == "x"
    assert [act.short_key for act in on_key_line()][:2] == ["↑", "F1"]


def test_an_unknown_action_is_a_key_error():
    with pytest.raises(KeyError):
        action("nothing")


@pytest.mark.parametrize("typed", ["nu onveilig", "NÚ ONV", "onveilig iemand"])
def test_an_action_is_found_in_the_list_without_its_accents_and_capitals(typed: str):
    listed = Palette([Command(act.name, act.key_name, act.id, None) for act in ACTIONS if act.named])
    assert [command.action for command in listed.matching(typed)] == ["urgent"]
