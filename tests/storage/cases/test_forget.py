"""Nobody whose case goes stays behind by name: not in the places of files outside, not in the reason of a moved day."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.consent import Consent
from storage.cases import OutsideKind, Register
from storage.cases.forget import FOLDER, People, covered_path, covered_reason
from storage.cases.records import Approach, CaseFacts, FeedbackWish
from storage.cases.store import FEEDBACK
from storage.destroy.withdrawal import withdraw
from storage.vault import Fault, RecordDamaged

NAMES = ("Fatima El Amrani", "Karin Postma", "Lobke", "Gijsbert", "Wiebrig", "Tjitske", "Oud")
"""Resident, professional, list, representative, contact, household, and the professional of before."""
LETTER = "toestemmingsbrief-casus-1.docx"


@pytest.fixture
def named(register: Register, signed: Callable[..., Consent], tmp_path: Path) -> str:
    """A case with everybody around it, a folder called after each of them and a reason that names them all."""
    case = register.register_case("Fatima El Amrani", "via dochter Wiebrig", "Meneer Oud", "wijkteam")
    register.record_consent(case, signed(register, case, letter_dated=date(2026, 3, 1)))
    entry = register.case(case).entry
    assert entry is not None
    register.change_case(case, entry.model_copy(update={"professional": "Karin Postma"}))
    register.record_consent(case, signed(register, case, representative="Gijsbert"))
    register.set_names(case, ("dochter Lobke", "Voorst (dorp)"))
    register.facts.keep(case, CaseFacts(household="woont met nicht Tjitske"))
    surround(register, tmp_path)
    return case


def surround(register: Register, folder: Path) -> None:
    for name in NAMES:
        register.outside.add(OutsideKind.LETTER, folder / "Voorst" / f"map {name}" / "brieven" / LETTER)
    register.outside.add(OutsideKind.SESSION, folder / "Voorst" / "sessie" / "zet-agenda.docx")
    register.term.move(date(2026, 9, 1), f"Wij wachten in Voorst nog op {', '.join(NAMES)}.")


def kept(register: Register) -> str:
    """Everything that stands besides the cases."""
    vault = register.vault
    texts = [
        data.decode()
        for home in vault.compartments()
        if home not in {case.id for case in register.cases()}
        for stream in ("outside", "term")
        for data in vault.read(home, stream)
    ]
    return "\n".join(texts)


def left(register: Register) -> list[str]:
    said = kept(register).casefold()
    return [word for name in NAMES for word in name.casefold().split() if len(word) > 2 and word in said]


@pytest.mark.usefixtures("named")
def test_the_control_nothing_is_covered_while_the_case_is_there(register: Register) -> None:
    assert len(left(register)) == len(" ".join(NAMES).split()) - 1  # all but "El"
    assert FOLDER not in kept(register)


def test_after_a_withdrawal_nobody_is_named_and_the_folder_can_still_be_found(
    register: Register, named: str, tmp_path: Path, open_register: Callable[[], Register]
) -> None:
    withdraw(register, named)
    again = open_register()
    assert left(again) == []
    assert {file.path for file in again.outside.files()} == {
        str(tmp_path / "Voorst" / FOLDER / LETTER),
        str(tmp_path / "Voorst" / "sessie" / "zet-agenda.docx"),
    }
    assert again.outside.counts() == {OutsideKind.LETTER: len(NAMES), OutsideKind.SESSION: 1}
    term = again.term.read()
    assert term is not None
    (move,) = term.moves
    assert move.reason.startswith("Wij wachten in Voorst nog op [naam] [naam] [naam] [naam]")
    assert (move.by, move.after) == ("Anouk", date(2026, 9, 1))


@pytest.mark.parametrize("way", ["refused", "let_go", "moved"])
def test_whichever_way_a_case_goes_nobody_of_it_is_named(
    register: Register, tmp_path: Path, way: str
) -> None:
    case = register.register_case("Fatima El Amrani", "via dochter Wiebrig", "Karin Postma", "wijkteam")
    register.outside.add(OutsideKind.LETTER, tmp_path / "FamElAmrani" / LETTER)
    register.outside.add(OutsideKind.LETTER, tmp_path / "mw. POSTMA" / LETTER)
    register.term.move(date(2026, 9, 1), "Fatima's dochter Wiebrig belt nog.")
    assert left(register) == ["fatima", "amrani", "postma", "wiebrig"]
    if way == "let_go":
        register.set_approach(case, Approach.APPROACHED)
        late = Register(register.vault, now=lambda: datetime(2026, 8, 1, 10, 30, tzinfo=UTC))
        late.let_go(case)
    elif way == "moved":
        register.places.moved(case)
    else:
        register.refused(case)
    assert register.cases() == ()
    assert left(register) == []


def test_who_heard_the_outcome_is_named_no_more(register: Register, tmp_path: Path) -> None:
    vault = register.vault
    waiting = vault.new_compartment(FEEDBACK)
    wish = FeedbackWish(name="Fatima El Amrani", channel="via dochter Wiebrig")
    vault.append(waiting, "wish", wish.model_dump_json().encode())
    register.outside.add(OutsideKind.OUTCOME, tmp_path / "Amrani" / "brief-uitkomst.docx")
    register.outside.add(OutsideKind.OUTCOME, tmp_path / "Wiebrig" / "brief-uitkomst.docx")
    register.feedback.told(waiting)
    assert left(register) == []
    assert FOLDER in kept(register)


def test_the_names_of_who_stays_are_left_as_they_are(register: Register, named: str, tmp_path: Path) -> None:
    other = register.register_case("Henk Visser", "06 1", "Sandra Pinas", "wijkteam")
    register.outside.add(OutsideKind.LETTER, tmp_path / "Visser" / LETTER)
    withdraw(register, named)
    assert str(tmp_path / "Visser" / LETTER) in {file.path for file in register.outside.files()}
    register.refused(other)
    assert "Visser" not in kept(register)


def test_what_is_cut_off_covers_and_counts_or_does_neither(
    register: Register, named: str, open_register: Callable[[], Register], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_given: object) -> None:
        raise KeyboardInterrupt

    before = kept(register)
    with monkeypatch.context() as patch:
        patch.setattr(register._store, "count", cut)
        with pytest.raises(KeyboardInterrupt):
            register.withdraw(named)
    again = open_register()
    again.sit_down("Anouk")
    assert kept(again) == before
    assert not again.was_withdrawn(named)
    with monkeypatch.context() as patch:
        patch.setattr(again.vault, "drop_compartment", cut)
        with pytest.raises(KeyboardInterrupt):
            again.withdraw(named)
    last = open_register()
    assert left(last) == []
    assert last.was_withdrawn(named)
    assert [case.id for case in last.cases()] == [named]  # nothing is destroyed with a name left behind


@pytest.mark.parametrize("damaged", ["names", "entry", "outside", "term"])
def test_what_cannot_be_read_stops_nobody_from_destroying(
    register: Register, named: str, monkeypatch: pytest.MonkeyPatch, damaged: str
) -> None:
    read = register.vault.read

    def partly(compartment: str, stream: str) -> list[bytes]:
        if stream == damaged:
            raise RecordDamaged(compartment, None, None, Fault.UNREADABLE)
        return read(compartment, stream)

    with monkeypatch.context() as patch:
        patch.setattr(register.vault, "read", partly)
        register.withdraw(named)
    assert register.cases() == ()
    if damaged not in {"outside", "term"}:
        assert "karin" not in left(register)


@pytest.mark.parametrize(
    ("names", "path", "shown"),
    [
        (("Bo de Wit",), "/x/de brieven/b.docx", None),
        (("Bo de Wit",), "/x/Wit, de/b.docx", f"/x/{FOLDER}/b.docx"),
        (("Li Wu",), "/x/wu/b.docx", f"/x/{FOLDER}/b.docx"),
        (("Daniël Güneş",), "/x/Gunes/y/b.docx", f"/x/{FOLDER}/b.docx"),
        (("jan bakker",), "/x/jan-bakker/b.docx", f"/x/{FOLDER}/b.docx"),
        (("Jan",), "/x/januari/b.docx", None),
        (("",), "/x/y/b.docx", None),
    ],
)
def test_a_folder_is_somebody_s_by_a_word_of_the_name(
    names: tuple[str, ...], path: str, shown: str | None
) -> None:
    assert covered_path(str(Path(path)), People(names)) == str(Path(shown or path))


def test_what_stands_inside_a_name_is_covered_with_it_and_other_small_words_are_not() -> None:
    people = People(["Anna van der Berg"])
    assert covered_reason("nog van Anna van der Berg in het dorp", people) == (
        "nog van [naam] [naam] [naam] [naam] in het dorp"
    )


def test_people_show_no_name_when_they_are_printed() -> None:
    assert "fatima" not in repr(People(["Fatima"])).casefold()


def test_a_name_that_waits_and_can_be_read_no_more_is_destroyed_all_the_same(register: Register) -> None:
    waiting = register.vault.new_compartment(FEEDBACK)
    register.feedback.told(waiting)
    assert waiting not in register.vault.compartments(FEEDBACK)
