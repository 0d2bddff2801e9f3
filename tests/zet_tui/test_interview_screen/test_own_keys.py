"""Own keys: a small file that is checked, and one table that feeds keys, key line, help and sentences."""

import re
from pathlib import Path

import pytest

from flows.instrument import Source
from zet_tui.actions import ACTIONS, DEFAULT_KEYS, KeyTable, may_be_key, setting_name
from zet_tui.keys_file import KeysFileError, keys_path, read_keys
from zet_tui.screens.interview_help import help_content
from zet_tui.widgets.area import AnswerArea
from zet_tui.wording.keys import sentence


def written(folder: Path, words: str) -> Path:
    path = folder / "toetsen.toml"
    path.write_text(words, encoding="utf-8")
    return path


def test_without_a_file_the_usual_keys_count(tmp_path):
    assert read_keys(tmp_path / "toetsen.toml") is DEFAULT_KEYS
    assert keys_path().name == "toetsen.toml"


def test_every_action_that_may_move_has_one_plain_name():
    names = [setting_name(act) for act in ACTIONS if act.rebindable]
    assert len(set(names)) == len(names) > 12
    assert {"doorvragen", "open-vragen", "iemand-is-nu-onveilig", "kladnotitie"} <= set(names)
    assert not {"hulp", "slot", "groen"} & set(names)


def test_no_key_that_may_be_given_is_needed_by_the_text_field():
    needed = {key for binding in AnswerArea.BINDINGS for key in binding.key.split(",")}
    assert not [key for key in needed if may_be_key(key)]


def test_two_keys_can_change_places(tmp_path):
    keys = read_keys(written(tmp_path, '[toetsen]\ndoorvragen = "F4"\nopen-vragen = "f3"\n'))
    assert keys.own == {"probe": "f4", "list_open": "f3"}
    assert keys.action("probe").short_key == "F4"
    assert keys.said("F3 of F4, Ctrl+Z, F33") == "F4 of F3, Ctrl+Z, F33"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("[toetsen\n", "is geen goed TOML-bestand"),
        ("doorvragen = 'f4'\n", "heeft geen kopje [toetsen]"),
        ("[toetsen]\nsnoepen = 'f4'\n", "noemt ‘snoepen’, en die opdracht is er niet"),
        ("[toetsen]\nslot = 'f4'\n", "noemt ‘slot’"),
        ("[toetsen]\ndoorvragen = 'q'\n", "noemt de toets ‘q’; kies een F-toets"),
        ("[toetsen]\ndoorvragen = 3\n", "noemt de toets ‘3’"),
        ("[toetsen]\ndoorvragen = 'ctrl+j'\n", "noemt de toets ‘ctrl+j’"),
        ("[toetsen]\ndoorvragen = 'f6'\n", "geeft F6 aan twee opdrachten"),
        ("[toetsen]\ndoorvragen = 'ctrl+l'\n", "geeft Ctrl+L aan twee opdrachten"),
    ],
)
def test_a_file_that_is_wrong_is_said_in_one_sentence(tmp_path, words, said):
    with pytest.raises(KeysFileError) as refused:
        read_keys(written(tmp_path, words))
    shown = sentence(refused.value)
    assert said in shown
    assert shown.startswith("Het bestand toetsen.toml ")
    assert shown.endswith("De gewone toetsen gelden.")


def test_a_file_that_windows_saved_with_a_mark_in_front_is_read(tmp_path):
    path = tmp_path / "toetsen.toml"
    path.write_text('[toetsen]\ndoorvragen = "f4"\nopen-vragen = "f3"\n', encoding="utf-8-sig")
    assert dict(read_keys(path).own)["probe"] == "f4"


def test_a_folder_in_its_place_cannot_be_read(tmp_path):
    (tmp_path / "toetsen.toml").mkdir()
    with pytest.raises(KeysFileError) as refused:
        read_keys(tmp_path / "toetsen.toml")
    assert "kan niet worden gelezen" in sentence(refused.value)


async def test_the_conversation_listens_to_own_keys_and_names_them(sit, resident_port):
    resident_port.keys = KeyTable(
        {"probe": "f4", "list_open": "f3", "undo": "ctrl+r", "transcript": "ctrl+z"}
    )
    async with sit(Source.RESIDENT, port=resident_port) as table:
        await table.press("enter")
        await table.send("maart 2023 gebeld")
        await table.press("enter", "g")
        assert "F4 doorvragen" in table.keys
        assert "Doorvragen  F4" in table.picture()
        listed = help_content(table.interview, resident_port.keys).plain
        assert re.search(r"F4 +Doorvragen", listed)
        await table.press("f4")
        assert "niet uit de handleiding" in table.picture()
        await table.press("escape", "ctrl+r")
        assert table.asked == "2"
        await table.press("f3")
        assert "Nog open" in table.picture()


async def test_a_wrong_file_is_said_when_the_conversation_opens(sit, resident_port):
    resident_port.notice = "Het bestand toetsen.toml heeft geen kopje [toetsen]. De gewone toetsen gelden."
    async with sit(Source.RESIDENT, port=resident_port) as table:
        assert table.said == resident_port.notice
        await table.press("enter")
        assert table.said == ""
