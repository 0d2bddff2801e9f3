"""The port on a real vault: what the conversation gets from storage, behind the gate."""

from pathlib import Path

import pytest

from flows.instrument import Source, load_instrument
from storage.anonymise import Review
from storage.cases import ConsentRefused, Register
from tests.zet_tui.shell import PASSPHRASE, WEAK
from zet_tui import conversation_port
from zet_tui.conversation_port import CasePort, open_port
from zet_tui.demo import fill
from zet_tui.desk import Desk


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(conversation_port, "keys_path", lambda: tmp_path / "toetsen.toml")
    desk = Desk(tmp_path / "kluis", policy=WEAK, force=True)
    await desk.create(PASSPHRASE)
    await desk.ask(lambda register: fill(register, load_instrument("zet")))
    yield desk
    await desk.close()


async def sit(desk: Desk, number: int, source: Source = Source.RESIDENT) -> CasePort:
    case = await desk.ask(lambda register: register.case_numbered(number).id)
    return await open_port(desk, case, source)


async def test_it_brings_suggestions_and_easy_words_of_the_shipped_instrument(desk):
    port = await sit(desk, 3)
    assert port.suggestions["3"]
    assert port.easy_wording["3"]
    assert (await sit(desk, 3, Source.DOSSIER)).easy_wording == {}


async def test_the_transcript_holds_what_would_leave_in_the_order_of_the_timeline(desk):
    port = await sit(desk, 1)

    def leave_one_out(register: Register) -> None:
        review = Review(register)
        first = next(
            t for t in review.texts() if t.case_id == port.case and t.source is port.source and t.question
        )
        review.leave_out(first)

    await desk.ask(leave_one_out)
    readings = await port.transcript()
    steps = [reading.shown.split(":")[0] for reading in readings if reading.kind == "tijdlijn"]
    assert steps
    assert set(steps) <= {
        "dag 0",
        "< 1 week",
        "1-4 weken",
        "1-3 maanden",
        "3-6 maanden",
        "6-12 maanden",
        "> 12 maanden",
    }
    assert any(reading.shown is None and reading.read for reading in readings)
    name = await desk.ask(lambda register: register.case(port.case).entry.name)
    assert all(name not in (reading.shown or "") for reading in readings)


async def test_drafts_of_every_field_come_back_together(desk):
    port = await sit(desk, 3)
    await port.save_draft("12", "opmerking", "halve opmerking", [("12", "reden", "halve reden")])
    again = await sit(desk, 3)
    assert again.draft.text == "halve opmerking"
    assert [(each.question, each.field, each.text) for each in again.draft.beside] == [
        ("12", "reden", "halve reden")
    ]


async def test_own_keys_are_read_when_a_conversation_opens(desk, tmp_path):
    (tmp_path / "toetsen.toml").write_text('[toetsen]\ndoorvragen = "f11"\n')
    assert (await sit(desk, 3)).keys.own == {"probe": "f11"}
    (tmp_path / "toetsen.toml").write_text("[toetsen")
    port = await sit(desk, 3)
    assert port.keys.own == {}
    assert port.notice.endswith("De gewone toetsen gelden.")


async def test_without_consent_nothing_opens(desk):
    case = await desk.ask(lambda register: register.register_case("Nieuw Iemand", "tel", "Kim", "Wijkteam"))
    with pytest.raises(ConsentRefused):
        await open_port(desk, case, Source.RESIDENT)
