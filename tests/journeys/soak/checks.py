"""What must be true of a laptop at any time, whatever happened: one look at everything."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.events import event_from_bytes
from flows.instrument import Source
from flows.interview import Interview
from storage.cases import ConsentRefused, Register, TermPassed
from storage.destroy.certificate import unbroken
from storage.destroy.purge import CERTIFICATE, certificates
from storage.vault.files import NEW_DB
from tests.journeys.soak import model as m
from tests.journeys.soak.laptop import PLAIN, Laptop, difference

FILES = {"vault.key", "vault.db", "vault.db-wal", "vault.db-shm"}


def check(laptop: Laptop) -> None:
    """Everything at once; opens nothing that is closed. What nobody touched since the last look is as it was."""
    if laptop.looked != laptop.stands():
        _check(laptop)
        laptop.looked = laptop.stands()


def _check(laptop: Laptop) -> None:
    _nothing_in_plain_sight(laptop)
    if laptop.register is None:
        return
    found = m.seen(laptop.register)
    assert m.same(laptop.model, found), difference(laptop.model, found)
    assert laptop.register.vault.check().whole, "a sealed manifest does not agree"
    strange = {path.name for path in laptop.folder.iterdir()} - FILES
    assert {name for name in strange if not (laptop.half_made and name.startswith(NEW_DB))} == set()
    _gate_and_replay(laptop, laptop.register)
    _certificates(laptop, laptop.register)


def _nothing_in_plain_sight(laptop: Laptop) -> None:
    if laptop.register is not None:
        laptop.here = set(m.ids(laptop.register).values())
    gone = set(laptop.needles.values()) - laptop.here
    needles = [piece for piece, case in laptop.needles.items() if case in gone]
    for path in (path for path in laptop.root.rglob("*") if path.is_file()):
        for part in contents(path):
            for word in PLAIN:
                assert word not in part, f"{word!r} in {path.name}"
            for piece in needles:
                assert piece not in part, f"a piece of a destroyed case in {path.name}"


def _gate_and_replay(laptop: Laptop, register: Register) -> None:
    for name, case in m.ids(register).items():
        told = laptop.model["cases"][name]
        overview = register.case(case)
        assert overview.number == told["number"]
        open_to_me = m.may_read(told, laptop.person, laptop.clock.today)
        assert register.verdict(case).allowed is open_to_me
        for source in Source:
            if not open_to_me:
                for door in (register.read_interview, register.open_interview, register.draft):
                    with pytest.raises((ConsentRefused, TermPassed)):
                        door(case, source)
                continue
            events = [event_from_bytes(_bytes(event)) for event in told["journals"][source.value]]
            questions = register.questionnaire(source)
            expected = Interview.replay(questions, events, register.instrument().themes)
            stands = register.read_interview(case, source)
            assert stands.views() == expected.views()
            assert (stands.timeline, stands.closure) == (expected.timeline, expected.closure)
            (counted,) = [one for one in overview.sources if one.source is source]
            if events:
                assert (counted.answered, counted.asked) == (
                    expected.answered_count,
                    expected.asked_count,
                )
        if not open_to_me:
            for read in (register.names, register.review_record, register.places.content):
                with pytest.raises(ConsentRefused):
                    read(case)


def _certificates(laptop: Laptop, register: Register) -> None:
    kept = certificates(register.vault)
    assert unbroken(kept), "the chain of certificates is broken"
    for folder in laptop.out.iterdir():
        for text in folder.glob(f"{CERTIFICATE}*.txt"):
            said = text.read_text(encoding="utf-8")
            (certificate,) = [one for one in kept if one.number in said]
            for export in certificate.exports:
                whole = hashlib.sha256((folder / export.name).read_bytes()).hexdigest()
                assert whole == export.sha256, "a certificate without its export"


def contents(path: Path) -> Iterator[bytes]:
    """A file's bytes; of an office file those of its parts."""
    data = path.read_bytes()
    if path.suffix in {".xlsx", ".docx"} and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    yield data


def _bytes(event: dict[str, Any]) -> bytes:
    return json.dumps(event).encode()
