"""Every fault of an instrument is told at once: none hides another, and none makes one that is not there."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.instrument import INSTRUMENTS, Fault, FaultCode, check_instrument
from flows.instrument_check import Part, check
from tests.nested import nested

SOUND = """
id = 'klein'
version = '1'
title = 'Klein'
citation = 'Zelf bedacht.'
themes = [
    { id = 'start', title = 'Start', rationale = 'Daarom start.' },
    { id = 'einde', title = 'Einde', rationale = 'Daarom einde.' },
]
criteria = [
    { number = 1, theme = 'start', text = 'Goed begonnen.', actors = ['wij'] },
    { number = 2, theme = 'einde', text = 'Goed geeindigd.' },
]
rows = [{ number = 11, criterion = 1 }, { number = 12, criterion = 2 }]
terms = [
    { id = 'snel', title = 'Snel', question = 'Wat is snel?' },
    { id = 'vast', title = 'Vast', meaning = 'Steeds dezelfde.' },
]
actors = [{ id = 'wij', title = 'Wij samen' }, { id = 'zij', title = 'Zij daar' }]
presets = [{ id = 'kort', title = 'Kort', explanation = 'Voor wie kort wil.', themes = ['start'], criteria = [1] }]
milestones = [
    { id = 'melding', title = 'Melding', words = ['Aanmelding'] },
    { id = 'bezoek', title = 'Eerste bezoek' },
    { id = 'slot', title = 'Slotgesprek' },
]

[[deadlines]]
id = 'gauw'
title = 'Gauw na de melding'
milestone = 'bezoek'
limits = [{ from = 'melding', weeks = 2 }, { halfway = ['melding', 'slot'], days = 3 }]
questions = [2, 'slotwoord']

[[questionnaires]]
source = 'inwoner'
title = 'Gesprek'
goal = 'Horen hoe het ging.'
preparation = 'Lees vooraf.'
filling_in = 'Kies een kleur.'
labels = { groen = 'g', mint = 'm', oranje = 'o', rood = 'r' }
respondents = [{ id = 'ik', title = 'Ikzelf' }]

[[questionnaires.questions]]
number = 1
kind = 'tijdlijn'
text = 'De lijn.'

[[questionnaires.questions]]
number = 2
kind = 'waardering'
text = 'Ging het snel?'
row = 11
respondent = 'ik'
terms = [{ words = 'snel', term = 'snel' }]
note = 'Met geduld.'

[[questionnaires.questions]]
number = 3
kind = 'janee'
text = 'Was er iemand?'
criterion = 2
actors = ['zij']

[[questionnaires.questions]]
number = 4
kind = 'open'
text = 'Wie was dat?'
theme = 'einde'
asked_if = { all = [{ question = 3, is = 'ja' }, { not = { question = 2, one_of = ['rood'] } }] }

[[questionnaires.questions]]
id = 'slotwoord'
kind = 'open'
optional = true
text = 'Nog iets?'

[[questionnaires]]
source = 'dossier'
title = 'Dossier lezen'
goal = 'Zien wat er staat.'
preparation = 'Open het dossier.'
filling_in = 'Vul in.'
questions = [{ number = 1, kind = 'open', text = 'Wat staat er?' }]
"""


@dataclass(frozen=True)
class Slip:
    """Words that stand once in the sound instrument, what somebody wrote instead, and what is to be said of it."""

    words: str
    instead: str
    code: str
    detail: str
    place: tuple[str | None, str | None] = (None, None)  # source of the list, question


RESIDENT = "inwoner"
SLIPS = (
    Slip("version = '1'", "version = 1", "wrong_type", "version"),
    Slip("citation = ", "citatie = 'x'\ncitation = ", "unknown_field", "citatie"),
    Slip("'Daarom start.'", "' '", "empty_text", "themes.1.rationale"),
    Slip("{ id = 'einde', title = 'Einde',", "{ id = 'einde',", "missing_field", "themes.2.title"),
    Slip("theme = 'start', text", "theme = 'stat', text", "unknown_theme", "stat"),
    Slip("'Goed begonnen.'", "''", "empty_text", "criteria.1.text"),
    Slip("actors = ['wij']", "actors = ['niemand']", "unknown_actor", "niemand"),
    Slip("text = 'Goed geeindigd.'", "tekst = 'x', text = 'y'", "unknown_field", "criteria.2.tekst"),
    Slip("{ number = 11, criterion = 1 }", "{ number = 11, criterion = 1, x = 1 }", "unknown_field", "rows.1.x"),
    Slip("number = 12, criterion = 2", "number = 12, criterion = 7", "unknown_criterion", "7"),
    Slip("title = 'Snel',", "", "missing_field", "terms.1.title"),
    Slip("meaning = 'Steeds dezelfde.'", "meaning = 'a', question = 'b'", "term_shape", "vast"),
    Slip("'Wij samen'", "''", "empty_text", "actors.1.title"),
    Slip("title = 'Zij daar'", "title = 4", "wrong_type", "actors.2.title"),
    Slip("themes = ['start']", "themes = ['begin']", "unknown_theme", "begin"),
    Slip("criteria = [1]", "criteria = [8]", "unknown_criterion", "8"),
    Slip("title = 'Melding'", "title = 5", "wrong_type", "milestones.1.title"),
    Slip("'Aanmelding'", "'Eerste bezoek!'", "duplicate_milestone", "eerste bezoek"),
    Slip(", title = 'Slotgesprek'", "", "missing_field", "milestones.3.title"),
    Slip("id = 'gauw'", "id = 'gauw'\nals = 'x'", "unknown_field", "deadlines.1.als"),
    Slip("title = 'Gauw na de melding'", "", "missing_field", "deadlines.1.title"),
    Slip("milestone = 'bezoek'", "milestone = 'visite'", "unknown_milestone", "gauw=visite"),
    Slip("from = 'melding'", "from = 'tip'", "unknown_milestone", "gauw=tip"),
    Slip("weeks = 2", "weeks = 'twee'", "wrong_type", "deadlines.1.limits.1.weeks"),
    Slip("['melding', 'slot'], ", "['melding', 'uit'], ", "unknown_milestone", "gauw=uit"),
    Slip("days = 3", "days = 2.5, weeks = 1", "wrong_type", "deadlines.1.limits.2.days"),
    Slip("questions = [2,", "questions = [9,", "unknown_deadline_question", "gauw=9"),
    Slip("goal = 'Horen hoe het ging.'", "", "missing_field", "goal", (RESIDENT, None)),
    Slip("rood = 'r' }", "paars = 'p' }", "unknown_value", "labels.paars=paars", (RESIDENT, None)),
    Slip("'Ikzelf'", "''", "empty_text", "respondents.1.title", (RESIDENT, None)),
    Slip("'De lijn.'", "''", "empty_text", "text", (RESIDENT, "1")),
    Slip("row = 11", "row = 19", "unknown_row", "19", (RESIDENT, "2")),
    Slip("respondent = 'ik'", "respondent = 'wie'", "unknown_respondent", "wie", (RESIDENT, "2")),
    Slip("words = 'snel'", "words = 'traag'", "term_words_absent", "traag", (RESIDENT, "2")),
    Slip("term = 'snel'", "term = 'gauw'", "unknown_term", "gauw", (RESIDENT, "2")),
    Slip("'Voor wie kort wil.'", '"Kort\\u001b[2J"', "steering_character", "presets.1.explanation"),
    Slip("goal = 'Zien wat er staat.'", 'goal = "a\\u202eb"', "steering_character", "goal", ("dossier", None)),
    Slip("'Nog iets?'", '"Nog iets\\u0007?"', "steering_character", "text", (RESIDENT, "slotwoord")),
    Slip("'Met geduld.'", "6", "wrong_type", "note", (RESIDENT, "2")),
    Slip("text = 'Was er iemand?'", "", "missing_field", "text", (RESIDENT, "3")),
    Slip("criterion = 2\nactors", "criterion = 6\nactors", "unknown_criterion", "6", (RESIDENT, "3")),
    Slip("actors = ['zij']", "actors = ['hunnie']", "unknown_actor", "hunnie", (RESIDENT, "3")),
    Slip("theme = 'einde'\n", "theme = 'eind'\n", "unknown_theme", "eind", (RESIDENT, "4")),
    Slip("'Wie was dat?'", "''", "empty_text", "text", (RESIDENT, "4")),
    Slip("question = 3, is = 'ja'", "question = 3, is = 'soms'", "impossible_value", "3=soms", (RESIDENT, "4")),
    Slip("question = 2, one_of", "question = 5, one_of", "unknown_question", "5", (RESIDENT, "4")),
    Slip("{ not = {", "{ any = [], not = {", "condition_shape", "asked_if.all.2", (RESIDENT, "4")),
    Slip("optional = true", "optional = 'ja'", "wrong_type", "optional", (RESIDENT, "slotwoord")),
    Slip("preparation = 'Open het dossier.'", "", "missing_field", "preparation", ("dossier", None)),
    Slip("kind = 'open', text = 'Wat", "kind = 'vrij', text = 'Wat", "unknown_value", "kind=vrij", ("dossier", "1")),
)  # fmt: skip
ALONG = {
    "rood = 'r' }": [("missing_label", "rood", (RESIDENT, None))],
    "days = 3": [("limit_shape", "deadlines.1.limits.2", (None, None))],
    "{ not = {": [("empty_text", "asked_if.all.2.any", (RESIDENT, "4"))],
}
"""The slips that are two faults at once."""

Said = tuple[str, str, tuple[str | None, str | None]]


def said_of(file: Path, *slips: Slip) -> "Counter[Said]":
    """Write the instrument with these slips and give what is said of it, each fault as often as it is said."""
    text = SOUND
    for slip in slips:
        assert text.count(slip.words) == 1, slip.words
        text = text.replace(slip.words, slip.instead)
    file.write_text(text, encoding="utf-8")
    faults = check_instrument(file)
    return Counter(
        (fault.code.value, fault.detail, (fault.questionnaire, fault.question)) for fault in faults
    )


def expected_of(*slips: Slip) -> "Counter[Said]":
    alone = ((slip.code, slip.detail, slip.place) for slip in slips)
    return Counter([*alone, *(fault for slip in slips for fault in ALONG.get(slip.words, ()))])


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("alle") / "eigen.toml"


def test_without_a_slip_nothing_is_said(file: Path) -> None:
    assert said_of(file) == Counter()


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.detail)
def test_each_slip_by_itself_is_said_once_and_nothing_else(file: Path, slip: Slip) -> None:
    assert said_of(file, slip) == expected_of(slip)


def test_all_slips_at_once_are_all_said(file: Path) -> None:
    assert len(SLIPS) >= 45
    assert said_of(file, *SLIPS) == expected_of(*SLIPS)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(slips=st.lists(st.sampled_from(SLIPS), unique=True, min_size=2))
def test_slips_in_any_number_of_places_are_said_as_each_by_itself(file: Path, slips: list[Slip]) -> None:
    assert said_of(file, *slips) == expected_of(*slips)


def test_a_file_that_cannot_be_read_hides_nothing_of_the_others(tmp_path: Path) -> None:
    """Nor is a question said to be missing that may well stand in the file that was not read."""
    for name in ("instrument.toml", "professional.toml"):
        text = (INSTRUMENTS / "regie" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("version = ", "versie = ", 1), encoding="utf-8")
    (tmp_path / "inwoner.toml").write_text("source = ", encoding="utf-8")
    (tmp_path / "dossier.toml").write_bytes(b"\xff")
    assert check_instrument(tmp_path) == (
        Fault("dossier.toml", None, None, FaultCode.UNREADABLE_FILE, "utf-8"),
        Fault("inwoner.toml", None, None, FaultCode.TOML_SYNTAX, "end"),
        Fault("instrument.toml", None, None, FaultCode.MISSING_FIELD, "version"),
        Fault("instrument.toml", None, None, FaultCode.UNKNOWN_FIELD, "versie"),
    )


def test_without_its_first_file_the_lists_are_still_checked_as_far_as_they_can_be(tmp_path: Path) -> None:
    (tmp_path / "instrument.toml").write_text("id = ", encoding="utf-8")
    text = (INSTRUMENTS / "zet" / "dossier.toml").read_text(encoding="utf-8")
    (tmp_path / "dossier.toml").write_text(text.replace("kind = ", "soort = ", 1), encoding="utf-8")
    assert check_instrument(tmp_path) == (
        Fault("instrument.toml", None, None, FaultCode.TOML_SYNTAX, "end"),
        Fault("dossier.toml", "dossier", "1", FaultCode.MISSING_FIELD, "kind"),
        Fault("dossier.toml", "dossier", "1", FaultCode.UNKNOWN_FIELD, "soort"),
    )


def test_tables_that_nest_too_deeply_are_a_fault_of_writing(file: Path) -> None:
    file.write_text("id = " + "[" * 5000, encoding="utf-8")
    assert [(fault.code.value, fault.detail) for fault in check_instrument(file)] == [("toml_syntax", "deep")]


def test_a_second_list_for_a_source_is_said_whatever_else_is_wrong_with_either(file: Path) -> None:
    text = SOUND.replace("source = 'dossier'", "source = 'inwoner'").replace(
        "goal = 'Zien wat er staat.'", ""
    )
    file.write_text(text, encoding="utf-8")
    assert [(fault.code.value, fault.detail) for fault in check_instrument(file)] == [
        ("duplicate_source", "inwoner"),
        ("missing_field", "goal"),
    ]


def test_lists_that_are_tables_are_checked_beside_one_that_is_none(file: Path) -> None:
    lists = "questionnaires = ['los', { source = 'dossier', title = 'T', goal = 'D', questions = 3 }]"
    file.write_text(f"{lists}\n{SOUND.partition('[[deadlines]]')[0]}", encoding="utf-8")
    assert [(fault.code.value, fault.detail) for fault in check_instrument(file)] == [
        ("wrong_type", "questionnaires"),
        ("wrong_type", "questions"),
        ("missing_field", "preparation"),
        ("missing_field", "filling_in"),
    ]


anything = nested(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5))
NAMES = [
    "id",
    "number",
    "theme",
    "criterion",
    "title",
    "words",
    "milestone",
    "limits",
    "from",
    "halfway",
    "days",
]
TABLES = ["themes", "criteria", "rows", "terms", "actors", "presets", "milestones", "deadlines"]


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(TABLES),
        anything
        | st.lists(st.dictionaries(st.sampled_from(NAMES), anything | st.lists(anything, max_size=2))),
    )
)
def test_whatever_stands_beside_the_lists_the_check_lists_faults_and_never_breaks(
    head: dict[str, object],
) -> None:
    """And when it finds no fault there is an instrument."""
    question = {"number": 1, "kind": "open", "text": "Vraag?"}
    words = dict.fromkeys(("title", "goal", "preparation", "filling_in"), "x")
    names = {"id": "x", "version": "1", "title": "X", "citation": "X", "themes": []}
    parts = [Part("a.toml", names | head, ({"source": "dossier", **words, "questions": [question]},))]
    instrument, found = check(parts)
    assert (instrument is None) == bool(found)
