"""Every typed error has a plain Dutch sentence that says what to do, and no error's own text is shown."""

import ast
import importlib
import inspect
import pkgutil
import re

import pytest

import flows
import storage
from flows.consent import Gap, Verdict
from flows.instrument import Fault, InstrumentError
from flows.interview_errors import AnswerRefused, NotComplete
from storage.cases import ConsentRefused, EntryIncomplete, EvaluationIncomplete, NameTaken
from storage.vault import UnsafeLocation, UnsafeReason, WeakPassphrase, WeakReason
from zet_tui import messages
from zet_tui.wording import consent_gaps, error_sentences, errors, instrument_faults


def every_error():
    found = {}
    for floor in (flows, storage):
        for module in pkgutil.walk_packages(floor.__path__, f"{floor.__name__}."):
            for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if issubclass(kind, BaseException) and kind.__module__.startswith(("flows", "storage")):
                    found[f"{kind.__module__}.{name}"] = kind
    return found


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, id=name) for name, kind in sorted(every_error().items())]
)
def test_every_error_of_flows_and_storage_has_a_sentence_of_its_own(kind):
    assert kind.__name__ in error_sentences.SENTENCES


def every_sentence():
    tables = (errors.PLAIN, errors.LOCATIONS, errors.WEAK, errors.CODES, consent_gaps.GAPS)
    return [pytest.param(text, id=name) for table in tables for name, text in table.items()]


@pytest.mark.parametrize("text", every_sentence())
def test_a_sentence_is_plain_and_calm(text):
    assert text.endswith(".")
    assert "!" not in text
    assert text[0].isupper() or text.startswith("{detail}")
    assert len(text) < 260


def test_an_unknown_error_is_told_without_its_text():
    said = messages.explain(ValueError("Fatima el Amrani, Dorpsstraat 1"))
    assert said == error_sentences.UNKNOWN
    assert not messages.is_known(ValueError("x"))


def test_a_consent_that_is_refused_names_every_gap():
    verdict = Verdict(
        (Gap("not_signed"), Gap("not_named", "Anne Visser"), Gap("source_not_signed", "inwoner"))
    )
    said = messages.explain(ConsentRefused("case-id", verdict))
    assert "ondertekend" in said
    assert "Anne Visser staat niet in de brief" in said
    assert "bron inwoner" in said
    assert "case-id" not in said


def test_every_gap_that_flows_can_find_has_a_sentence():
    from flows import consent

    written = {node.value for node in ast.walk(ast.parse(inspect.getsource(consent))) if _is_text(node)}
    codes = {word for word in written if re.fullmatch(r"[a-z]+(_[a-z]+)+", word)}
    assert codes - set(consent.Signer) == set(consent_gaps.GAPS)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_fault_of_an_instrument_has_words():
    from flows.instrument_faults import FaultCode

    assert {code.value for code in FaultCode} <= set(instrument_faults.FAULTS)


def test_a_fault_is_named_with_its_file_and_question():
    fault = Fault("inwoner.toml", "inwoner", "12", "unknown_row", "99")
    said = messages.explain(InstrumentError((fault,)))
    assert "inwoner.toml, inwoner, vraag 12: rij 99 bestaat niet." in said


@pytest.mark.parametrize(
    ("question", "code", "detail", "said"),
    [
        (
            "12",
            "unknown_value",
            "kind=keuze",
            "vraag 12: deze waarde mag hier niet: kind=keuze. Kies uit: tijdlijn,",
        ),
        ("#2", "wrong_type", "number", "de 2e vraag in de lijst: in het veld ‘number’ staat een verkeerd"),
        (
            "1",
            "wrong_type",
            "number",
            "verkeerd soort waarde. Hier hoort een heel getal, zonder aanhalingstekens.",
        ),
        (
            "1",
            "wrong_type",
            "terms.1.words",
            "vraag 1: in het veld ‘terms.1.words’ staat een verkeerd soort waarde.",
        ),
        (None, "toml_syntax", "21:24", "de schrijfwijze klopt niet in regel 21, bij teken 24."),
        (None, "toml_syntax", "end", "de schrijfwijze klopt niet aan het einde van het bestand."),
        (None, "unknown_theme", "a\x1b]0;b\u202ec", "het thema ‘a]0;bc’ bestaat niet."),
        (
            None,
            "toml_syntax",
            "deep",
            "de schrijfwijze klopt niet doordat er te veel haakjes in elkaar staan.",
        ),
        (None, "unknown_value", "letter.blocks.2.kind=x", "Kies uit: titel, kop, alinea,"),
        (None, "wrong_type", "deadlines.1.limits.2.weeks", "Hier hoort een heel getal,"),
    ],
)
def test_a_fault_says_what_to_do(question, code, detail, said):
    fault = Fault("eigen.toml", "dossier" if question else None, question, code, detail)
    assert said in instrument_faults.sentence(fault)


@pytest.mark.parametrize("reason", UnsafeReason)
def test_every_unsafe_place_is_named(reason):
    assert messages.explain(UnsafeLocation(reason)) == errors.LOCATIONS[reason.value]


@pytest.mark.parametrize("reason", WeakReason)
def test_every_weakness_is_named(reason):
    assert messages.explain(WeakPassphrase(reason)) == errors.WEAK[reason.value]


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (AnswerRefused("12", "empty_reason"), "Vraag 12: er staat nog geen reden"),
        (AnswerRefused("", "no_entries"), "De tijdlijn is nog leeg"),
        (NotComplete((("7", "open"), ("12", "open"))), "Nog 2 vragen staan open: 7, 12"),
        (NotComplete((("7", "open"),)), "Nog 1 vraag"),
        (EntryIncomplete(("contact",)), "hoe u de inwoner bereikt"),
        (EvaluationIncomplete(("team_too_small",)), "minstens twee mensen"),
        (NameTaken(3), "Casus 3"),
        (OSError(28, "No space left on device"), "De schijf is vol"),
        (PermissionError(13, "Permission denied"), "mag in deze map niet schrijven"),
        (FileNotFoundError(2, "No such file"), "bestaat niet"),
    ],
)
def test_what_an_error_carries_ends_in_its_sentence(error, part):
    assert part in messages.explain(error)


def test_importing_the_sentences_imports_no_storage():
    import subprocess
    import sys

    code = (
        "import sys, zet_tui.wording.error_sentences; print('storage' in sys.modules, 'flows' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "False"]
