"""`zet ontvangen` and `zet overdragen`: two laptops, files that go back and forth, and what is refused."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from flows.instrument import Source
from storage.cases import OutsideKind, Register
from storage.vault import create_vault, open_vault
from tests.zet_tui.shell import PASSPHRASE, WEAK, Said, call, make_demo_vault
from zet_tui.setting import Setting

PERSON = "Anouk de Wit"
DAY_REASON = "nog twee gesprekken"


class Told(Said):
    @property
    def path(self) -> str:
        """The file that was written."""
        return next(word for word in self.out.split() if word.endswith((".txt", ".zet")))


@dataclass
class Laptop:
    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> Told:
        """Runs one command; its files land beside the vault."""
        secret = self.folder.with_name("geheim")
        secret.write_text(PASSPHRASE)
        place = () if words[0] in {"status", "intrekken"} else ("--naar", str(self.folder.parent))
        setting = Setting(self.folder, force=True, policy=WEAK, ledgers=self.folder.with_name("logboek"))
        said = call([*words, *place, "--wachtwoord-bestand", str(secret)], setting, self.capsys)
        return Told(said.code, said.out, said.err)

    def cases(self) -> list[int]:
        return [case["nummer"] for case in json.loads(self("status", "--json").out)["casussen"]]

    def register(self, work: Callable[[Register], None]) -> None:
        with open_vault(self.folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
            work(Register(vault))


@pytest.fixture
def first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Laptop:
    folder = tmp_path / "een" / "kluis"
    make_demo_vault(folder)
    return Laptop(folder, capsys)


@pytest.fixture
def second(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Laptop:
    folder = tmp_path / "twee" / "kluis"
    create_vault(folder, PASSPHRASE, policy=WEAK, force=True)
    return Laptop(folder, capsys)


def hand_over(first: Laptop, second: Laptop, number: int, *more: str) -> Told:
    key = second("ontvangen", "--sleutel")
    assert key.code == 0, key.err
    given = first(
        "overdragen", str(number), "--aan", key.path, "--wie", PERSON, "--woorden", key.words, *more
    )
    assert given.code == 0, given.err
    return given


def take(laptop: Laptop, given: Told, *more: str) -> Told:
    return laptop("ontvangen", given.path, "--wie", PERSON, "--woorden", given.words, *more)


def test_a_case_moves_to_a_second_laptop_with_nothing_on_it(first, second):
    given = hand_over(first, second, 2)
    taken = take(second, given)
    assert taken.code == 0, taken.err
    assert second.cases() == [2]
    assert first.cases() == [1, 2, 3]
    assert first("ontvangen", taken.path).code == 1  # asks first
    back = first("ontvangen", taken.path, "--bevestig", "1")
    assert back.code == 0, back.err
    assert first.cases() == [1, 3]
    assert second("ontvangen", back.path).code == 0


def test_the_files_are_private_and_hold_no_name(first, second):
    given = hand_over(first, second, 2)
    taken = take(second, given)
    for path in map(Path, (given.path, taken.path)):
        assert path.stat().st_mode & 0o777 == 0o600
        assert not any(name in path.read_bytes() for name in (b"Fatima", b"Henk", b"Anouk", b"dossier"))
    assert not any(name in given.out + taken.out for name in ("Fatima", "Henk", "Sanne", "Anouk"))


def test_the_file_is_listed_among_what_stands_outside_the_vault(first, second):
    given = hand_over(first, second, 2)
    listed = []
    first.register(lambda register: listed.extend(register.outside.files()))
    assert [(file.kind, file.path) for file in listed] == [(OutsideKind.PACKAGE, given.path)]


def test_other_words_than_the_colleague_has_change_nothing(first, second):
    key = second("ontvangen", "--sleutel")
    wrong = first(
        "overdragen", "2", "--aan", key.path, "--wie", PERSON, "--woorden", "een twee drie vier vijf zes"
    )
    assert wrong.code == 1
    assert "niet gelijk" in wrong.err
    assert "--woorden" in first("overdragen", "2", "--aan", key.path, "--wie", PERSON).err
    given = hand_over(first, second, 2)
    assert second("ontvangen", given.path, "--wie", PERSON, "--woorden", "een twee").code == 1
    assert take(second, given).code == 0


def test_at_a_keyboard_the_words_are_shown_and_a_person_says_yes(first, second, monkeypatch):
    key = second("ontvangen", "--sleutel")
    shown = []

    def answer(question: str, **_: object) -> str:
        shown.append(question)
        return "ja"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", answer)
    given = first("overdragen", "2", "--aan", key.path, "--wie", PERSON)
    assert given.code == 0, given.err
    assert key.words in shown[0]
    assert second("ontvangen", given.path, "--wie", PERSON).code == 0
    assert given.words in shown[1]


def test_the_wrong_laptop_and_an_altered_file_are_told_apart(first, second):
    given = hand_over(first, second, 2)
    first("ontvangen", "--sleutel")
    assert "niet voor deze laptop" in take(first, given).err
    path = Path(given.path)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    from storage.transfer import check_words

    said = second("ontvangen", given.path, "--wie", PERSON, "--woorden", check_words(bytes(data)))
    assert said.code == 1
    assert "onderweg veranderd" in said.err


def test_who_may_not_see_the_case_neither_gives_nor_takes_it(first, second):
    key = second("ontvangen", "--sleutel")
    said = first("overdragen", "2", "--aan", key.path, "--wie", "Iemand", "--woorden", key.words)
    assert said.code == 1
    given = hand_over(first, second, 2)
    said = second("ontvangen", given.path, "--wie", "Iemand", "--woorden", given.words)
    assert said.code == 1
    assert "geen evaluatie" in second("status").err
    assert "--wie" in second("ontvangen", given.path, "--woorden", given.words).err


def test_a_withdrawal_names_the_other_laptop_and_reaches_it(first, second):
    taken = take(second, hand_over(first, second, 2, "--houden"))
    first("ontvangen", taken.path)
    said = first("intrekken", "2", "--bevestig", "1")
    assert said.code == 0, said.err
    assert "ging naar een andere laptop" in said.err
    assert "ontvangen." in said.err
    sent = first("overdragen", "--intrekkingen")
    assert sent.code == 0
    path = next(word for word in sent.out.split() if word.endswith(".txt"))
    assert second("ontvangen", path).code == 1
    assert second.cases() == [2]
    reply = second("ontvangen", path, "--bevestig", "1")
    assert reply.code == 0, reply.err
    assert second.cases() == []
    assert "VERKLARING: TOESTEMMING INGETROKKEN" in reply.err
    assert "als bericht van een andere laptop" in " ".join(reply.err.split())
    assert "VERKLARING" not in second("status").err  # each has one
    assert first("ontvangen", reply.path).code == 0
    assert "geen ingetrokken casussen" in first("overdragen", "--intrekkingen").out


def test_a_fork_asks_for_a_choice(first, second):
    take(second, hand_over(first, second, 3, "--houden"))

    def go_on(value: str) -> Callable[[Register], None]:
        def work(register: Register) -> None:
            register.sit_down(PERSON)
            case = register.case_numbered(3)
            interview = register.open_interview(case.id, Source.RESIDENT)
            question = interview.next_open()
            register.append(case.id, Source.RESIDENT, interview.answer(question.id, value))

        return work

    first.register(go_on("groen"))
    second.register(go_on("mint"))
    back = hand_over(second, first, 3)
    said = take(first, back)
    assert said.code == 1
    assert "inwoner" in said.err
    assert "--vertakking" in said.err
    assert take(first, back, "--vertakking", "bestand").code == 0


def test_a_key_is_no_case_and_a_case_is_no_key(first, second, tmp_path):
    key = second("ontvangen", "--sleutel")
    assert "zet overdragen" in first("ontvangen", key.path).err
    (tmp_path / "iets").write_bytes(b"\x00\xff")
    assert "niet van ZET" in first("ontvangen", str(tmp_path / "iets")).err
    said = first("overdragen", "2", "--aan", str(tmp_path / "iets"), "--wie", PERSON)
    assert "geen sleutel" in said.err
    assert first("ontvangen").code == 2
    assert first("overdragen", "2").code == 2


def test_a_day_that_was_moved_is_told_on_both_sides(first, second):
    take(second, hand_over(first, second, 2, "--houden"))
    day = {}

    def move(register):
        register.sit_down("Anouk de Wit")
        term = register.term.read()
        day["before"], day["after"] = term.until, term.until + timedelta(days=30)
        register.term.move(day["after"], DAY_REASON)

    second.register(move)
    taken = take(second, hand_over(first, second, 2, "--houden"))
    assert taken.code == 0, taken.err
    assert "De dag van vernietigen blijft hier" in taken.out
    assert "Uw collega hoort dat van het ontvangstbewijs." in taken.out
    back = first("ontvangen", taken.path)
    assert back.code == 0, back.err
    assert "De dag van vernietigen is nu" in back.out
    assert f"door Anouk de Wit, want: {DAY_REASON}" in back.out
    terms = []
    first.register(lambda register: terms.append(register.term.read()))
    assert terms[0].until == day["after"]
    again = first("ontvangen", taken.path)  # a second time there is nothing to tell
    assert "De dag van vernietigen" not in again.out


def test_a_file_that_is_not_ours_is_said_to_be_so_also_in_an_empty_vault(
    second: Laptop, tmp_path: Path
) -> None:
    odd = tmp_path / "vakantie.txt"
    odd.write_text("Morgen vrij.")
    said = second("ontvangen", str(odd))
    assert (said.code, said.out) == (1, "")
    assert "niet van ZET" in said.err
