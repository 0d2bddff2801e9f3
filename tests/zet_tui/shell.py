"""What every test of the shell commands shares: a vault of invented people, and running `zet` on it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from flows.instrument import Source, load_instrument
from flows.interview_state import needs_reason
from storage.anonymise import Review
from storage.cases import Register
from storage.vault import KdfPolicy, create_vault, open_vault
from zet_tui.cli import main
from zet_tui.demo import fill
from zet_tui.setting import Setting

PASSPHRASE: Final = "oefenen met verzonnen mensen"
NEW: Final = "daarna een heel ander geheim"
WEAK: Final = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
FILES: Final = {"OUD", "NIEUW", "BLAD", "CODE"}
"""Words that stand for a file in the test's own folder; the first two hold the passphrases."""


@dataclass
class Said:
    """How a command ended: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        return six_words(self.out)


Run = Callable[..., Said]


def six_words(said: str) -> str:
    """The words for over the telephone, that stand apart."""
    return next(line.strip() for line in said.splitlines() if line.startswith("    "))


def make_demo_vault(folder: Path) -> None:
    """A vault with the three invented cases of `zet demo`."""
    create_vault(folder, PASSPHRASE, policy=WEAK, force=True)
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        fill(Register(vault), load_instrument("zet"))


def complete_everything(
    folder: Path,
    answer: str = "Sanne belde Karin Postma.",
    reason: str = "Het duurde lang, zei Sanne.",
) -> None:
    """Case 3 of such a vault to its end, with these words at every open question and every red, and every text read."""
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        register = Register(vault)
        register.sit_down("Anouk de Wit")
        case = register.cases()[2].id
        interview = register.open_interview(case, Source.RESIDENT)
        while (question := interview.next_open()) is not None:
            value = {"open": "tekst", "janee": "ja"}.get(question.kind.value, "rood")
            text = answer if value == "tekst" else None
            interview = interview.apply(
                register.append(case, Source.RESIDENT, interview.answer(question.id, value, text))
            )
            if needs_reason(value):
                body = interview.give_reason(question.id, reason)
                interview = interview.apply(register.append(case, Source.RESIDENT, body))
        register.append(case, Source.RESIDENT, interview.complete())
        review = Review(register)
        for text in review.texts():
            if text.decision is None:
                review.accept(text, text.suggested)


def call(words: list[str], setting: Setting | None, capsys: pytest.CaptureFixture[str]) -> Said:
    """One command, as a shell runs it."""
    with pytest.raises(SystemExit) as left:
        main(words, obj=setting)
    code = left.value.code
    said = capsys.readouterr()
    return Said(code if isinstance(code, int) else 0, said.out, said.err)


def runner(folder: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run commands on the vault in `folder`; the files of `FILES` and the ledgers stand in `place`."""
    (place / "OUD").write_text(PASSPHRASE + "\n")
    (place / "NIEUW").write_text(NEW + "\n")

    def run_it(*arguments: object, vault: Path | None = None) -> Said:
        words = [str(place / str(word)) if word in FILES else str(word) for word in arguments]
        setting = Setting(vault or folder, force=True, policy=WEAK, ledgers=place / "logboek")
        return call(words, setting, capsys)

    return run_it
