"""The consent gate: every public door of storage to the content of a case, with and without a valid consent.

The list of doors is read from the classes themselves: a new public method fails here until it is sorted.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import storage
from flows.events import Answered
from flows.instrument import Source
from storage import transfer
from storage.anonymise import NameSuggestions, SuggestedName, case_results, names_of
from storage.anonymise.review import Review, ReviewText
from storage.cases import CaseFacts, ConsentRefused, Draft, Register, UnknownCase, WrittenLetter
from storage.cases.case_names import CaseNames
from storage.cases.facts import Facts
from storage.cases.feedback import FeedbackList
from storage.cases.letters import Letters
from storage.cases.outside import OutsideFiles
from storage.cases.places import Places
from storage.cases.preparing import Preparing
from storage.cases.safeguards import Safeguards
from storage.cases.term import Retention
from storage.destroy import Readiness, anonymise_and_destroy, preview, readiness
from storage.destroy.exports import names_of_all, results_of
from storage.export.letter_file import write_letter
from storage.transfer import hand_over
from storage.transfer.sealing import ReceivingKey

ANSWER = Answered(question="3", value="groen")
LETTER = WrittenLetter(
    text="x",
    sha256="x",
    dated=date(2026, 3, 1),
    themes=(),
    sources=(),
    period="x",
    viewers=("Anouk",),
    professional="Karin",
    interviewer="Anouk",
)
DOORS = (
    Register,
    Review,
    FeedbackList,
    Letters,
    OutsideFiles,
    Preparing,
    Facts,
    Places,
    Retention,
    Safeguards,
    CaseNames,
    NameSuggestions,
)
SAMIRA = SuggestedName("samira", "Samira", "Samira (kind)", 1)
DRAFT = Draft(question="3", field="reden", text="na drie maa")


def whole(register: Register, case: str) -> dict[str, tuple[bytes, ...]]:
    """All of a case, as a file would bring it."""
    return register.places._content(case) if case in register._store.cases() else {}


def text_of(case: str) -> ReviewText:
    return ReviewText(case, 1, Source.RESIDENT, "inwoner/3/reden", "reden", "3", "rood", "x", "x", (), None)


# Every public door that opens, reads, writes or reviews what a case holds after consent.
GATED: dict[str, Callable[[Register, str], object]] = {
    "Register.open_interview": lambda r, case: r.open_interview(case, Source.RESIDENT),
    "Register.read_interview": lambda r, case: r.read_interview(case, Source.RESIDENT),
    "Register.append": lambda r, case: r.append(case, Source.RESIDENT, ANSWER),
    "Register.save_draft": lambda r, case: r.save_draft(case, Source.RESIDENT, DRAFT),
    "Register.draft": lambda r, case: r.draft(case, Source.RESIDENT),
    "Register.discard_draft": lambda r, case: r.discard_draft(case, Source.RESIDENT),
    "Register.names": lambda r, case: r.names(case),
    "Register.set_names": lambda r, case: r.set_names(case, ("Samira",)),
    "CaseNames.read": lambda r, case: r.case_names.read(case),
    "CaseNames.write": lambda r, case: r.case_names.write(case, ("Samira",)),
    "CaseNames.add": lambda r, case: r.case_names.add(case, "Samira"),
    "CaseNames.declined": lambda r, case: r.case_names.declined(case),
    "CaseNames.decline": lambda r, case: r.case_names.decline(case, "fietsbel"),
    "NameSuggestions.yes": lambda r, case: NameSuggestions(r).yes(case, SAMIRA),
    "NameSuggestions.no": lambda r, case: NameSuggestions(r).no(case, SAMIRA),
    "Register.review_record": lambda r, case: r.review_record(case),
    "Register.keep_review_record": lambda r, case: r.keep_review_record(case, b"{}"),
    "Facts.read": lambda r, case: r.facts.read(case),
    "Facts.keep": lambda r, case: r.facts.keep(case, CaseFacts(household="twee kinderen")),
    "Places.content": lambda r, case: r.places.content(case),
    "Places.keep": lambda r, case: r.places.keep(case, whole(r, case)),
    "transfer.hand_over": lambda r, case: hand_over(r, case, ReceivingKey.make().public),
    "Review.accept": lambda r, case: Review(r).accept(text_of(case), "woorden"),
    "Review.leave_out": lambda r, case: Review(r).leave_out(text_of(case)),
    "Review.of_case": lambda r, case: Review(r).of_case(r.case(case)),
}
# Gated once a consent is on record; before it they do what must be possible before consent.
GATED_AFTER_CONSENT: dict[str, Callable[[Register, str], object]] = {
    "Register.consent": lambda r, case: r.consent(case),
    "Register.draft_consent": lambda r, case: r.draft_consent(case),
    "Letters.compose": lambda r, case: r.letters.compose(case),
    "Letters.keep": lambda r, case: r.letters.keep(case, LETTER),
    "Letters.last": lambda r, case: r.letters.last(case),
    "Letters.for_consent": lambda r, case: r.letters.for_consent(case, None, fresh=False),
    "Register.change_case": lambda r, case: r.change_case(case, r._entries.read(case)),
    "NameSuggestions.of_case": lambda r, case: NameSuggestions(r).of_case(r.case(case)),
    "NameSuggestions.numbers": lambda r, _: NameSuggestions(r).numbers(Review(r).texts()),
    "Review.texts": lambda r, _: Review(r).texts(),
}
# Counts, agreements, the entry before consent, recording and withdrawing: no conversation passes here.
WITHOUT_CONTENT = {
    "Register.person",
    "Register.sit_down",
    "Register.author",
    "Register.now",
    "Register.today",
    "Register.evaluation",
    "Register.require_evaluation",
    "Register.define_evaluation",
    "Register.change_evaluation",
    "Register.instrument",
    "Register.questionnaire",
    "Register.cases",
    "Register.case",
    "Register.case_numbered",
    "Register.register_case",
    "Register.set_approach",
    "Register.refused",
    "Register.refused_count",
    "Register.withdrawn_count",
    "Register.record_consent",
    "Register.verdict",
    "Register.withdraw",
    "Register.was_withdrawn",
    "Register.keep_withdrawal",
    "Register.withdrawal_records",
    "Register.lacks_certificate",
    "Register.withdrawn_months",
    "Register.without_answer",
    "Register.let_go",
    "Register.no_reply_count",
    "Facts.selection",
    "OutsideFiles.add",
    "OutsideFiles.files",
    "OutsideFiles.take_back",
    "OutsideFiles.counts",
    "OutsideFiles.covered",
    "OutsideFiles.as_kept",
    "Preparing.read",
    "Preparing.keep",
    "Preparing.tick",
    "Preparing.untick",
    "Preparing.checklist",
    "Preparing.plan",
    "Retention.read",
    "Retention.standing",
    "Retention.begin",
    "Retention.look",
    "Retention.move",
    "Retention.require",
    "Retention.agree",
    "Safeguards.lifted",
    "Safeguards.lift",
    "Places.digest",
    "Places.moved",
    "Places.agreements",
    "Places.begin",
    "Places.sit_down",
    "Places.forget",
    "Places.origin",
    "Places.here",
    "Places.add",
    "Places.links",
    "Places.hear",
    "Places.known",
    "Places.of_case",
    "Places.gone",
    "Places.say_gone",
    "Places.never_again",
    "Places.remember",
    "Places.heard",
    "transfer.make_key",
    "transfer.understand",
    "transfer.act_on",
    "transfer.withdrawals",
    "FeedbackList.overdue",
    "FeedbackList.waiting",
    "FeedbackList.told",
    "FeedbackList.survivors",
    "FeedbackList.kept",
    "FeedbackList.term_days",
    "FeedbackList.end_overdue",
}

# The gate of the receiving end: tests/storage/transfer/test_transfer.py.
TESTED_WITH_TWO_VAULTS = {"transfer.take_in"}


def test_every_public_door_is_sorted():
    doors = {
        f"{kind.__name__}.{name}"
        for kind in DOORS
        for name, _ in inspect.getmembers(kind)
        if not name.startswith("_")
    }
    doors |= {
        f"transfer.{name}"
        for name, door in inspect.getmembers(transfer, inspect.isfunction)
        if next(iter(inspect.signature(door).parameters)) in {"register", "vault"}
    }
    assert doors == {*GATED, *GATED_AFTER_CONSENT, *WITHOUT_CONTENT, *TESTED_WITH_TWO_VAULTS}


@pytest.mark.parametrize("door", GATED)
def test_without_a_consent_no_door_opens_and_nothing_is_written(register, door):
    case = register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    with pytest.raises(ConsentRefused) as refused:
        GATED[door](register, case)
    assert [gap.code for gap in refused.value.verdict.gaps] == ["no_consent"]
    assert register.vault.streams(case) == ("entry",)


@pytest.mark.parametrize("door", [*GATED, *GATED_AFTER_CONSENT])
def test_someone_who_is_not_named_finds_every_door_shut(register, case, door):
    register.open_interview(case, Source.RESIDENT)
    before = {stream: register.vault.count(case, stream) for stream in register.vault.streams(case)}
    register.sit_down("Cem")
    with pytest.raises(ConsentRefused) as refused:
        {**GATED, **GATED_AFTER_CONSENT}[door](register, case)
    assert "not_named" in [gap.code for gap in refused.value.verdict.gaps]
    assert {stream: register.vault.count(case, stream) for stream in register.vault.streams(case)} == before


@pytest.mark.parametrize("door", GATED)
def test_nobody_at_the_laptop_opens_nothing(register, open_register, case, door):
    register.open_interview(case, Source.RESIDENT)
    again = open_register()
    with pytest.raises(ConsentRefused):
        GATED[door](again, case)


@pytest.mark.parametrize("door", [*GATED, *GATED_AFTER_CONSENT])
def test_control_with_a_valid_consent_every_door_opens(register, case, door):
    register.open_interview(case, Source.RESIDENT)
    {**GATED, **GATED_AFTER_CONSENT}[door](register, case)


def test_a_source_that_the_signed_letter_does_not_name_stays_shut(register, signed):
    case = register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    consent = signed(register, case, sources=(Source.DOSSIER, Source.RESIDENT), professional="")
    register.record_consent(case, consent)
    register.open_interview(case, Source.RESIDENT)
    with pytest.raises(ConsentRefused) as refused:
        register.open_interview(case, Source.PROFESSIONAL)
    assert [(gap.code, gap.detail) for gap in refused.value.verdict.gaps] == [
        ("source_not_signed", "professional")
    ]


def test_a_theme_that_the_signed_letter_does_not_name_stays_shut(register, signed):
    case = register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    consent = signed(register, case)
    themes = tuple(theme for theme in consent.themes if theme != "veiligheid")
    register.record_consent(case, consent.model_copy(update={"themes": themes}))
    assert ("theme_not_signed", "veiligheid") in [
        (gap.code, gap.detail) for gap in register.verdict(case, Source.RESIDENT).gaps
    ]


def test_a_new_consent_decides_and_the_old_one_stays_in_the_history(register, case, signed):
    newer = signed(register, case, viewers=("Anouk", "Cem"), letter_dated=date(2026, 3, 1))
    register.record_consent(case, newer)
    register.sit_down("Bas")
    assert not register.verdict(case).allowed
    register.sit_down("Cem")
    assert register.verdict(case).allowed
    assert register.vault.count(case, "consents") == 2


@pytest.mark.parametrize("door", GATED)
def test_after_withdrawing_nothing_of_the_case_is_left_to_open(register, case, door):
    register.open_interview(case, Source.RESIDENT)
    register.withdraw(case)
    with pytest.raises(UnknownCase):
        GATED[door](register, case)


# --- functions beside the classes --------------------------------------------------------------------

# Functions that open, write or export what cases hold; each refuses without a valid consent.
GATED_FUNCTIONS: dict[str, Callable[[Register, str, Path], object]] = {
    "anonymise.results.case_results": lambda r, case, _: case_results(r, [case]),
    "destroy.exports.results_of": lambda r, case, _: results_of(r, Readiness(1, 1, 0, (), (), (case,))),
    "anonymise.review.names_of": lambda r, case, _: names_of(r, r.case(case)),
    "transfer.giving.hand_over": lambda r, case, _: hand_over(r, case, bytes(1216)),
}
# Gated as soon as a consent is on record, because before it there is nothing to guard or a letter to write.
GATED_FUNCTIONS_AFTER_CONSENT: dict[str, Callable[[Register, str, Path], object]] = {
    "destroy.exports.names_of_all": lambda r, *_: names_of_all(r),
    "destroy.purge.anonymise_and_destroy": lambda r, _, folder: anonymise_and_destroy(
        r, folder=folder, new_passphrase="daarna een heel ander geheim"
    ),
    "destroy.preview.preview": lambda r, *_: preview(r),
    "destroy.readiness.readiness": lambda r, *_: readiness(r),
    "export.letter_file.write_letter": write_letter,
}
# Taking back, counts, planning, and what another laptop says about a case that was handed over: no content passes.
# `take_in` judges the consent in the file itself, for the person who takes it in (tests/storage/transfer).
FUNCTIONS_WITHOUT_CONTENT = {
    "destroy.certificate_places.folders_outside",
    "destroy.withdrawal.withdraw",
    "destroy.withdrawal.certify_missing",
    "destroy.withdrawal.withdrawals",
    "export.calendar_file.write_calendar",
    "export.listed_file.check_folder",
    "export.listed_file.clear_interrupted",
    "export.listed_file.listed_first",
    "export.listed_file.put_listed",
    "export.outcome_letter.outcome_start",
    "export.outcome_letter.points_in_worksheet",
    "export.outcome_letter.write_outcome_letter",
    "transfer.giving.act_on",
    "transfer.giving.refuse_withdrawn",
    "transfer.giving.understand",
    "transfer.giving.withdrawals",
    "transfer.taking.take_in",
}


def functions_on_a_register() -> set[str]:
    """Every public function of storage that is given a register."""
    found = set()
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            kinds = {str(p.annotation) for p in inspect.signature(function).parameters.values()}
            public = function.__module__ == module.name and not name.startswith("_")
            if public and any("Register" in kind for kind in kinds):
                found.add(f"{module.name.removeprefix('storage.')}.{name}")
    return found


def test_every_public_function_on_a_register_is_sorted():
    assert functions_on_a_register() == {
        *GATED_FUNCTIONS,
        *GATED_FUNCTIONS_AFTER_CONSENT,
        *FUNCTIONS_WITHOUT_CONTENT,
    }


def streams_of(register: Register, case: str) -> dict[str, int]:
    return {stream: register.vault.count(case, stream) for stream in register.vault.streams(case)}


@pytest.mark.parametrize("name", GATED_FUNCTIONS)
def test_without_a_consent_no_function_passes_the_gate(register, tmp_path, name):
    case = register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    folder = tmp_path / "uit"
    folder.mkdir()
    with pytest.raises(ConsentRefused):
        GATED_FUNCTIONS[name](register, case, folder)
    assert streams_of(register, case) == {"entry": 1}
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", [*GATED_FUNCTIONS, *GATED_FUNCTIONS_AFTER_CONSENT])
def test_someone_who_is_not_named_gets_nothing_from_any_function(register, case, tmp_path, name):
    interview = register.open_interview(case, Source.RESIDENT)
    register.append(case, Source.RESIDENT, interview.answer("3", "groen"))
    folder = tmp_path / "uit"
    folder.mkdir()
    before = streams_of(register, case)
    register.sit_down("Cem")
    with pytest.raises(ConsentRefused):
        {**GATED_FUNCTIONS, **GATED_FUNCTIONS_AFTER_CONSENT}[name](register, case, folder)
    assert streams_of(register, case) == before
    assert list(folder.iterdir()) == []
