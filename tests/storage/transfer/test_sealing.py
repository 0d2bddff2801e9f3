"""Receiving keys, check words and the merge rules by themselves."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.instrument import Source
from storage.transfer import (
    JournalsFork,
    KeyUnreadable,
    Side,
    TransferTooNew,
    check_words,
    key_text,
    read_key,
    same_words,
)
from storage.transfer.merge import merge
from storage.transfer.sealing import ReceivingKey, seal

KEY = ReceivingKey.make()


@given(plain=st.binary(max_size=300))
def test_what_is_sealed_for_a_key_opens_with_it(plain):
    assert KEY.open(seal(plain, KEY.public)) == plain


def test_a_key_survives_its_text_file_and_what_mail_does_to_it():
    text = key_text(KEY.public)
    assert read_key(text) == KEY.public
    assert read_key("\r\n" + text.replace("\n", "\r\n") + "\n\n") == KEY.public


@pytest.mark.parametrize("at", [0, 30, 700, 1600, -3])
def test_a_changed_key_file_is_refused(at):
    text = key_text(KEY.public)
    changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
    with pytest.raises((KeyUnreadable, TransferTooNew)):
        read_key(changed)


@given(text=st.text(max_size=80))
def test_no_text_makes_reading_a_key_crash(text):
    with pytest.raises((KeyUnreadable, TransferTooNew)):
        read_key(text)


def test_the_words_are_six_the_same_at_both_ends_and_others_for_another_key():
    words = check_words(KEY.public)
    assert len(words.split()) == 6
    assert same_words(f"  {words.upper()} ", KEY.public)
    assert not same_words(words, ReceivingKey.make().public)


LISTS = st.lists(st.sampled_from([b"a", b"b", b"c"]), max_size=4)


@given(ours=LISTS, theirs=LISTS, side=st.sampled_from(Side))
def test_no_answer_of_either_conversation_is_ever_lost(ours, theirs, side):
    merged = merge({"journal/inwoner": ours}, {"journal/inwoner": theirs}, {Source.RESIDENT: side})
    kept = [merged.get("journal/inwoner", ()), merged.get("history/inwoner/1", ())]
    for whole in (tuple(ours), tuple(theirs)):
        assert any(found[: len(whole)] == whole for found in kept)


@given(ours=LISTS, more=LISTS)
def test_a_beginning_never_asks_anything(ours, more):
    longer = [*ours, *more]
    for here, file in ((ours, longer), (longer, ours)):
        merged = merge({"journal/dossier": here}, {"journal/dossier": file}, {})
        assert list(merged.get("journal/dossier", ())) == longer


def test_forked_sources_are_all_named_at_once():
    with pytest.raises(JournalsFork) as refused:
        merge(
            {"journal/inwoner": [b"a"], "journal/dossier": [b"a"]},
            {"journal/inwoner": [b"b"], "journal/dossier": [b"b"]},
            {},
        )
    assert refused.value.sources == ("dossier", "inwoner")


def test_consents_are_united_by_their_moment_and_decisions_by_theirs():
    early, late = (json.dumps({"recorded_at": f"2026-03-0{day}"}).encode() for day in (1, 2))
    here = {
        "consents": [late],
        "review": [json.dumps({"decisions": {"x": {"at": "2"}, "y": {"at": "1"}}}).encode()],
    }
    file = {
        "consents": [early],
        "review": [json.dumps({"decisions": {"x": {"at": "1"}, "z": {"at": "1"}}}).encode()],
    }
    merged = merge(here, file, {})
    assert merged["consents"] == (early, late)
    decisions = json.loads(merged["review"][0])["decisions"]
    assert (decisions["x"]["at"], set(decisions)) == ("2", {"x", "y", "z"})


def test_taking_in_the_same_again_changes_nothing():
    streams = {"journal/inwoner": (b"a", b"b"), "consents": (b'{"recorded_at": "1"}',), "entry": (b"e",)}
    assert merge(streams, streams, {}) == streams
