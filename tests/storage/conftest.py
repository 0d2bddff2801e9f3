"""A register on a real vault with a weak key derivation, and invented people."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flows.consent import Consent
from flows.evaluation import Evaluation, TeamMember
from flows.instrument import Instrument, Source, load_instrument
from storage.anonymise import Review
from storage.cases import Register
from storage.vault import KdfPolicy, create_vault, open_vault

PASSPHRASE = "zes gewone woorden voor de test"
START = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)  # the same day on laptops from Honolulu to Auckland


class Clock:
    """A clock that moves one second at every look."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture(scope="session")
def zet() -> Instrument:
    return load_instrument("zet")


@pytest.fixture
def weak_policy() -> KdfPolicy:
    return KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)


@pytest.fixture
def vault_folder(tmp_path: Path, weak_policy: KdfPolicy) -> Path:
    folder = tmp_path / "kluis"
    create_vault(folder, PASSPHRASE, policy=weak_policy, force=True)
    return folder


@pytest.fixture
def open_register(vault_folder: Path, weak_policy: KdfPolicy) -> Iterator[Callable[[], Register]]:
    """Opens the vault anew, as a restart would; the one before is closed first."""
    held: list[Register] = []
    clock = Clock()

    def open_it() -> Register:
        while held:
            held.pop().vault.close()
        vault = open_vault(vault_folder, policy=weak_policy, force=True).unlock(PASSPHRASE)
        held.append(Register(vault, now=clock))
        return held[-1]

    yield open_it
    for register in held:
        register.vault.close()


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation(
        title="Evaluatie Oosterdam 2026",
        municipality="Oosterdam",
        organisation="wijkteam De Schakel",
        fg_name="Noor Jansen",
        fg_phone="088 000 00 00",
        fg_email="fg@oosterdam.voorbeeld",
        fg_informed_on=date(2026, 1, 12),
        return_address="Postbus 1, 0000 AA Oosterdam",
        team=(TeamMember(name="Anouk"), TeamMember(name="Bas"), TeamMember(name="Cem")),
        urgent_contact="Bel het wijkteam, en bij direct gevaar 112.",
    )


@pytest.fixture
def register(open_register: Callable[[], Register], evaluation: Evaluation, zet: Instrument) -> Register:
    """A register with an evaluation and Anouk at the laptop."""
    made = open_register()
    made.define_evaluation(evaluation, zet)
    made.sit_down("Anouk")
    return made


@pytest.fixture
def signed() -> Callable[..., Consent]:
    """A consent as it looks when everything of Bijlage 2 was done."""

    def sign(register: Register, case: str, **changes: object) -> Consent:
        given = {
            "talked_through_on": date(2026, 3, 1),
            "signed_on": date(2026, 3, 2),
            "told_in_easy_language": True,
            "told_back_in_own_words": True,
            "told_free_to_stop": True,
            "viewers": ("Anouk", "Bas"),
        }
        consent = register.draft_consent(case)
        return consent.model_copy(update={**given, "letter_dated": date(2026, 2, 27), **changes})

    return sign


@pytest.fixture
def case(register: Register, signed: Callable[..., Consent]) -> str:
    """A case with a signed consent that names Anouk and Bas, not Cem."""
    made = register.register_case("Fatima El Amrani", "06 12345678", "Karin Postma", "wijkteam De Schakel")
    register.record_consent(made, signed(register, made))
    return made


# -- one command away from the end -------------------------------------------------------------------

PEOPLE = (
    ("Fatima El Amrani", "Karin Postma"),
    ("Henk Visser", "Sandra Pinas"),
    ("Joris ten Kate", "Wietse Dijkstra"),
)


@pytest.fixture
def people() -> tuple[str, ...]:
    """Every resident and professional, by name."""
    return tuple(name for pair in PEOPLE for name in pair)


@pytest.fixture
def three_cases(signed: Callable[..., Consent]) -> Callable[[Register], None]:
    """Three complete cases: one source without answers, the others not available; somebody read the reasons."""

    def fill(register: Register) -> None:
        for name, professional in PEOPLE:
            case = register.register_case(name, "06 12345678", professional, "wijkteam De Schakel")
            register.record_consent(case, signed(register, case))
            for source in (Source.DOSSIER, Source.RESIDENT):
                interview = register.open_interview(case, source)
                register.append(case, source, interview.unavailable("Er was niemand bereikbaar."))
            interview = register.open_interview(case, Source.PROFESSIONAL)
            while question := interview.next_open(None):
                event = register.append(
                    case, Source.PROFESSIONAL, interview.answer(question.id, "geen_antwoord")
                )
                interview = interview.apply(event)
            register.append(case, Source.PROFESSIONAL, interview.complete())
        review = Review(register)
        for text in review.texts():
            review.accept(text, text.original)

    return fill


@pytest.fixture
def three(register: Register, three_cases: Callable[[Register], None]) -> Register:
    """The same, in the first evaluation of a vault."""
    three_cases(register)
    return register
