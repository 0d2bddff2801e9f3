"""The XLSForm: pyxform converts it without a warning, and what it asks when is what the engine asks."""

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from flows.events import Answered, Event
from flows.instrument import Instrument, QuestionKind, Rating, Source, load_instrument
from flows.interview import Interview
from storage.export.xlsform import xlsform
from tests.own_list import LIST

EVERY = [(name, source) for name in ("zet", "regie") for source in Source]
NESTED = (
    """
id = 'Genest & meer'
version = '1'
title = 'Genest'
citation = 'Zelf bedacht.'
themes = [{ id = 'a', title = 'A', rationale = 'Daarom.' }]
terms = [{ id = 'snel', title = 'Snel', question = 'Hoe snel?' }, { id = 'goed', title = 'Goed', meaning = 'Fijn.' }]
"""
    + LIST
    + """introduction = 'Ik ben <NAAM>. Dit kost ${veel}, en * en _ en # blijven staan.'
labels = { groen = 'g', mint = 'm', oranje = 'o', rood = 'r' }
questions = [
    { number = 1, kind = 'janee', theme = 'a', text = 'A?' },
    { number = 2, kind = 'janee', theme = 'a', text = 'B?', asked_if = { question = 1, is = 'ja' } },
    { number = 3, kind = 'waardering', theme = 'a', text = '=SOM(1)?', asked_if = { question = 2, is = 'ja' },
      not_asked_reason = 'Omdat "B" en \\'A\\' nee zijn', terms = [{ words = 'SOM', term = 'snel' }] },
    { number = 4, kind = 'waardering', theme = 'a', text = 'D?', asked_if = { any = [
        { question = 3, one_of = ['oranje', 'rood', 'nvt'] },
        { all = [{ question = 1, is = 'nee' }, { not = { question = 2, is = 'ja' } }] },
    ] } },
    { number = 5, kind = 'open', theme = 'a', text = 'Waarom?', footnote = 'Onder.' },
    { number = 6, kind = 'janee', theme = 'a', text = 'F?', asked_if = { question = 5, is = 'tekst' } },
    { id = 'lijn', kind = 'tijdlijn', theme = 'a', text = 'Tijdlijn?' },
    { number = 7, kind = 'janee', theme = 'a', text = 'G?', asked_if = { question = 'lijn', is = 'tijdlijn' } },
    { id = 'lijn!', kind = 'open', text = 'Nog iets?' },
]
""".replace("\n      not_asked", " not_asked")
    .replace("\n        {", " {")
    .replace("},\n    ] } },", "}] } },")
)


@pytest.fixture(scope="module")
def nested(tmp_path_factory: pytest.TempPathFactory) -> Instrument:
    file = tmp_path_factory.mktemp("eigen") / "genest.toml"
    file.write_text(
        NESTED.replace("""'Omdat "B" en \\'A\\' nee zijn'""", "'''Omdat \"B\" en 'A' nee zijn'''"), "utf-8"
    )
    return load_instrument(file)


def converted(form: bytes, folder: Path) -> Any:
    """What pyxform makes of it; its import is slow, so it waits for the first test that needs it."""
    from pyxform.xls2xform import convert

    file = folder / "vragenlijst.xlsx"
    file.write_bytes(form)
    return convert(xlsform=file, validate=False)


def sheet(form: bytes, title: str) -> list[dict[str, str]]:
    head, *rows = load_workbook(io.BytesIO(form))[title].iter_rows(values_only=True)
    return [{str(key): str(value) for key, value in zip(head, row, strict=True) if value} for row in rows]


@pytest.mark.parametrize(("name", "source"), EVERY)
def test_pyxform_converts_every_list_without_a_warning(tmp_path: Path, name: str, source: Source) -> None:
    made = converted(xlsform(load_instrument(name), source), tmp_path)
    assert made.warnings == []
    assert made.xform.startswith("<?xml")


def test_pyxform_converts_nested_conditions_and_odd_texts_too(tmp_path: Path, nested: Instrument) -> None:
    assert converted(xlsform(nested, Source.DOSSIER), tmp_path).warnings == []


@pytest.mark.parametrize(("name", "source"), EVERY)
def test_every_question_stands_in_the_form_once_in_its_order(name: str, source: Source) -> None:
    instrument = load_instrument(name)
    labels = [row.get("label", "") for row in sheet(xlsform(instrument, source), "survey")]
    places = []
    for question in instrument.questionnaire(source).questions:
        text = f"{question.printed}. {question.text}" if question.printed else question.text
        places.append(
            next(at for at, label in enumerate(labels) if label.endswith(text) and at not in places)
        )
    assert places == sorted(places)


@pytest.mark.parametrize(("name", "source"), EVERY)
def test_a_low_colour_and_nvt_demand_a_reason(name: str, source: Source) -> None:
    instrument = load_instrument(name)
    survey = sheet(xlsform(instrument, source), "survey")
    rows = {row["name"]: row for row in survey if "name" in row}
    rated = [row["name"] for row in survey if row["type"] == "select_one waardering"]
    questions = instrument.questionnaire(source).questions
    assert len(rated) == sum(question.kind is QuestionKind.RATING for question in questions)
    for field in rated:
        reason = rows[f"{field}_reden"]
        assert reason["required"] == "yes"
        assert (
            reason["relevant"] == f"${{{field}}} = 'oranje' or ${{{field}}} = 'rood' or ${{{field}}} = 'nvt'"
        )
        assert reason["constraint"] == "normalize-space(.) != ''"
        assert reason["constraint_message"]
        assert rows[field]["required"] == "yes"


def test_the_choices_are_the_labels_of_that_list_with_nvt_and_geen_antwoord() -> None:
    choices = sheet(xlsform(load_instrument("zet"), Source.DOSSIER), "choices")
    assert [(row["name"], row["label"]) for row in choices if row["list_name"] == "waardering"] == [
        ("groen", "groen: volledig"),
        ("mint", "mint: redelijk volledig"),
        ("oranje", "oranje: mager"),
        ("rood", "rood: afwezig"),
        ("nvt", "n.v.t."),
        ("geen_antwoord", "geen antwoord"),
    ]


def test_milestones_are_a_choice_on_the_timeline() -> None:
    regie = load_instrument("regie")
    choices = sheet(xlsform(regie, Source.DOSSIER), "choices")
    names = [row["name"] for row in choices if row["list_name"] == "mijlpaal"]
    assert names == [*(milestone.id for milestone in regie.milestones), "anders"]
    assert not any(
        row["list_name"] == "mijlpaal" for row in sheet(xlsform(regie, Source.RESIDENT), "choices")
    )


def test_the_form_begins_with_the_signed_consent_and_asks_no_name() -> None:
    survey = sheet(xlsform(load_instrument("zet"), Source.RESIDENT), "survey")
    assert [row["name"] for row in survey[:3]] == ["casus", "toestemming", "geen_toestemming"]
    groups = [row for row in survey if row["type"] == "begin_group" and not row["name"].endswith("_blok")]
    assert {row["relevant"] for row in groups} == {"${toestemming} = 'ja'"}


def test_the_version_follows_the_content() -> None:
    zet = load_instrument("zet")
    other = zet.model_copy(update={"citation": "Anders."})
    versions = [sheet(xlsform(one, Source.DOSSIER), "settings")[0]["version"] for one in (zet, other)]
    assert versions[0].startswith("2.0-")
    assert versions[0] != versions[1]


def test_texts_are_never_formulas_markup_or_references(nested: Instrument) -> None:
    form = xlsform(nested, Source.DOSSIER)
    labels = {row.get("label", "") for row in sheet(form, "survey")}
    assert "3. =SOM(1)?" in labels
    spoken = next(label for label in labels if "Ik ben" in label)
    assert spoken.endswith("Ik ben [NAAM]. Dit kost $ {veel}, en \\* en \\_ en \\# blijven staan.")
    assert {cell.data_type for row in load_workbook(io.BytesIO(form))["survey"].iter_rows() for cell in row} == {
        "s", "n",
    }  # fmt: skip


def test_the_same_instrument_gives_the_same_bytes_and_no_trace_of_who_made_it() -> None:
    zet = load_instrument("zet")
    assert xlsform(zet, Source.DOSSIER) == xlsform(zet, Source.DOSSIER)
    about = load_workbook(io.BytesIO(xlsform(zet, Source.DOSSIER))).properties
    assert (about.creator, about.lastModifiedBy) in {("", ""), (None, None)}


def test_a_source_without_a_list_is_a_key_error(nested: Instrument) -> None:
    with pytest.raises(KeyError):
        xlsform(nested, Source.RESIDENT)


# --- the same route as the engine ------------------------------------------------------------------


class Filled:
    """A form being filled in: the XForm's own expressions, worked out by lxml."""

    def __init__(self, xform: str) -> None:
        root = etree.fromstring(xform.encode())
        for element in root.iter():
            if isinstance(element.tag, str):
                element.tag = etree.QName(element).localname
        self._data = etree.ElementTree(root.find(".//instance/data"))
        self._binds = {bind.get("nodeset"): bind for bind in root.iter("bind")}
        self._paths = {element.tag: self._data.getpath(element) for element in self._data.getroot().iter()}

    def put(self, values: Mapping[str, str]) -> None:
        for element in self._data.getroot().iter():
            if len(element) == 0:
                element.text = values.get(element.tag)

    def _works_out(self, expression: str) -> Any:
        def choose(_context: object, test: object, yes: object, no: object) -> object:
            return yes if test else no

        return self._data.xpath(expression, extensions={(None, "if"): choose})

    def asks(self, field: str) -> bool:
        parts = self._paths[field].split("/")
        above = ["/".join(parts[:depth]) for depth in range(2, len(parts) + 1)]
        rules = [self._binds[path].get("relevant") for path in above if path in self._binds]
        return all(self._works_out(f"boolean({rule})") for rule in rules if rule)

    def calculates(self, field: str) -> str:
        return str(self._works_out(f"string({self._binds[self._paths[field]].get('calculate')})"))

    def __contains__(self, field: str) -> bool:
        return field in self._paths


@pytest.fixture(scope="module")
def forms(nested: Instrument, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Source], Any]:
    made: dict[tuple[str, Source], tuple[Filled, Instrument]] = {}

    def form(name: str, source: Source) -> tuple[Filled, Instrument]:
        if (name, source) not in made:
            instrument = nested if name == "genest" else load_instrument(name)
            xform = converted(xlsform(instrument, source), tmp_path_factory.mktemp("form")).xform
            made[name, source] = Filled(xform), instrument
        return made[name, source]

    return form


def field_of(question: str) -> str:
    return "v_" + question.replace(".", "_").rstrip("!") + ("_" if question.endswith("!") else "")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*EVERY, ("genest", Source.DOSSIER)]), st.data())
def test_the_form_asks_what_the_engine_asks_and_fills_in_the_automatic_nvt(
    forms: Callable[[str, Source], tuple[Filled, Instrument]], which: tuple[str, Source], data: st.DataObject
) -> None:
    form, instrument = forms(*which)
    questionnaire = instrument.questionnaire(which[1])
    values = {
        question.id: data.draw(st.sampled_from(question.values), label=question.id)
        for question in questionnaire.questions
        if question.kind in (QuestionKind.YES_NO, QuestionKind.RATING) and data.draw(st.booleans())
    }
    written = data.draw(st.booleans())
    values |= {q.id: "tekst" for q in questionnaire.questions if q.kind is QuestionKind.OPEN and written}
    start = datetime(2026, 1, 1, tzinfo=UTC)
    answers = [
        Event(
            id=f"{n:032x}",
            author="A",
            at=start + timedelta(seconds=n),
            body=Answered(question=question, value=value, text="Zo." if value == "tekst" else None),
        )
        for n, (question, value) in enumerate(values.items())
    ]
    interview = Interview.replay(questionnaire, answers)
    asked = {question.id for question in interview.route()}
    fields = {field_of(question): value for question, value in values.items()}
    form.put({"toestemming": "ja", **fields})
    for question in questionnaire.questions:
        field = field_of(question.id)
        if question.kind is QuestionKind.TIMELINE or question.asked_if is None:
            continue
        if "lijn" in question.asked_if.questions():
            continue  # an empty repeat still has its template in the file
        assert form.asks(field) == (question.id in asked), question.id
        counts = question.kind in (QuestionKind.YES_NO, QuestionKind.RATING)
        assert (f"{field}_uitkomst" in form) is counts
        if not counts:
            continue
        expected = values.get(question.id, "") if question.id in asked else "nvt"
        assert form.calculates(f"{field}_uitkomst") == expected
        if question.id not in asked:
            reason = question.not_asked_reason or "niet van toepassing"
            assert form.calculates(f"{field}_uitkomst_reden") == reason
    form.put({"toestemming": "nee", **fields})
    assert not any(
        form.asks(field_of(question.id)) for question in questionnaire.questions if question.number
    )


def test_every_colour_is_a_choice() -> None:
    choices = sheet(xlsform(load_instrument("regie"), Source.RESIDENT), "choices")
    assert {rating.value for rating in Rating} <= {row["name"] for row in choices}
