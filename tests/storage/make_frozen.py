"""How tests/storage/data/1 was made: a vault, a second one that waits for a case, and that case in its file.

Not run by the tests; the point of these files is that they stay as they are. A later format gets a folder of its
own: `python tests/storage/make_frozen.py tests/storage/data/2`.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from flows.evaluation import Evaluation, TeamMember
from flows.instrument import Source, load_instrument
from storage.cases import Register
from storage.transfer import hand_over, make_key
from storage.vault import KdfPolicy, create_vault, open_vault
from storage.vault.recovery import written

PASSPHRASE = "bevroren kluis voor de test"
WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def main(target: Path) -> None:
    """Makes everything anew in a folder that is not there yet."""
    target.mkdir(parents=True)
    for name in ("kluis", "ontvanger"):
        create_vault(target / name, PASSPHRASE, policy=WEAK, force=True)
    with open_vault(target / "ontvanger", policy=WEAK, force=True).unlock(PASSPHRASE) as receiver:
        key = make_key(receiver)
    with open_vault(target / "kluis", policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        register = Register(vault, now=lambda: NOW)
        gone = fill(register)
        vault.drop_compartment(gone)
        case = register.cases()[0].id
        (target / "overdracht.zet").write_bytes(hand_over(register, case, key, keep=True).data)
        (target / "herstelcode.txt").write_text(written(vault.make_recovery_sheet()) + "\n")


def fill(register: Register) -> str:
    """An evaluation, a case with answers, and a second case; gives the second one's id."""
    evaluation = Evaluation(
        title="Bevroren evaluatie",
        municipality="Oosterdam",
        organisation="wijkteam De Schakel",
        fg_name="Noor Jansen",
        fg_phone="088 000 00 00",
        fg_email="fg@oosterdam.voorbeeld",
        fg_informed_on=date(2026, 1, 12),
        return_address="Postbus 1, 0000 AA Oosterdam",
        team=(TeamMember(name="Anouk"), TeamMember(name="Bas")),
        urgent_contact="Bel het wijkteam, en bij direct gevaar 112.",
    )
    register.define_evaluation(evaluation, load_instrument("zet"))
    register.sit_down("Anouk")
    case = register.register_case("Fatima El Amrani", "06 12345678", "Karin Postma", "wijkteam De Schakel")
    consent = register.draft_consent(case).model_copy(
        update={
            "letter_dated": date(2026, 2, 27),
            "talked_through_on": date(2026, 3, 1),
            "signed_on": date(2026, 3, 2),
            "told_in_easy_language": True,
            "told_back_in_own_words": True,
            "told_free_to_stop": True,
            "viewers": ("Anouk", "Bas"),
        }
    )
    register.record_consent(case, consent)
    interview = register.open_interview(case, Source.RESIDENT)
    for question, value in (("3", "groen"), ("4", "rood")):
        interview = interview.apply(register.append(case, Source.RESIDENT, interview.answer(question, value)))
    register.append(case, Source.RESIDENT, interview.give_reason("4", "Het duurde lang."))
    return register.register_case("Henk", "per brief", "Youssef", "wijkteam De Schakel")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
