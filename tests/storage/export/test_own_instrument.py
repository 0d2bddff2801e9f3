"""A list of one's own may lack what ours have: criteria, themes, colours with a meaning, words at the end."""

import io

import docx
import openpyxl
import pptx
import pytest

from flows.instrument import Instrument, QuestionKind, Source, load_instrument
from flows.interview import Status
from flows.privacy import session_table
from flows.results import CaseResult, ResultAnswer, Results, SourceResult
from storage.export.analysis_reader import read_analysis
from storage.export.handout import handout
from storage.export.paper import paper_form
from storage.export.questionnaire import as_json, as_text
from storage.export.report import report
from storage.export.session import session_bytes
from storage.export.session_words import goes_badly, goes_well, session_content
from storage.export.slides import slides
from storage.export.workbook import analysis_bytes
from storage.export.workbook_plan import plan
from storage.export.xlsform import xlsform


def bare(*, themes: bool = True, rated: bool = True) -> Instrument:
    """Our lists without criteria and without what stands around the questions; without themes or colours, if asked."""
    zet = load_instrument("zet")
    gone = {"criterion": None, "row": None, **({} if themes else {"theme": None})}
    around = {"labels": {}, "closing": None, "closing_question": None}
    lists = tuple(
        one.model_copy(
            update={
                **around,
                "questions": tuple(
                    asked.model_copy(update=gone)
                    for asked in one.questions
                    if rated or asked.kind is not QuestionKind.RATING
                ),
            }
        )
        for one in zet.questionnaires
    )
    changed = {"id": "eigen", "title": "Eigen lijst", "criteria": (), "rows": (), "questionnaires": lists}
    return zet.model_copy(update={**changed, **({} if themes else {"themes": ()})})


def results(instrument: Instrument) -> Results:
    """Four cases: everything about the first theme is green, the rest red, and every open question has words."""

    def told(source: Source) -> SourceResult:
        first = instrument.themes[0].id if instrument.themes else ""
        answers = (
            ResultAnswer(
                question=question.id,
                status=Status.ANSWERED,
                value="tekst" if question.kind is QuestionKind.OPEN else colour,
                text="Zo ging het." if question.kind is QuestionKind.OPEN else None,
                reason=None if question.kind is QuestionKind.OPEN else "Om wat er was.",
            )
            for question in instrument.questionnaire(source).questions
            if question.kind in {QuestionKind.RATING, QuestionKind.OPEN} and question.asked_if is None
            for colour in ["groen" if question.theme == first else "rood"]
        )
        return SourceResult(source=source, closure="volledig", answers=tuple(answers))

    return Results(
        municipality="Oosterdam",
        evaluation_title="Eigen ronde",
        exported_on="2026-11-22",
        instrument_text=instrument.text(),
        term_meanings={"Wat wij zelf bedachten": "Alles samen."},
        cases=tuple(CaseResult(number=at, sources=tuple(map(told, Source))) for at in range(1, 5)),
    )


@pytest.fixture(scope="module", params=["themes", "no themes", "no colours"])
def own(request: pytest.FixtureRequest) -> Instrument:
    return bare(themes=request.param != "no themes", rated=request.param != "no colours")


def charts(own: Instrument) -> list[str]:
    """The charts to expect: one over the themes that are rated, and none of criteria."""
    rated = [
        question
        for one in own.questionnaires
        for question in one.questions
        if question.kind is QuestionKind.RATING and question.theme is not None
    ]
    return ["Alle thema’s"] if rated else []


def lines(data: bytes, tab: str) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[tab]
    return [str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0] is not None]


def test_the_analysis_compares_what_there_is_and_comes_back(own: Instrument, tmp_path) -> None:
    data = analysis_bytes(results(own))
    heads = [line for line in lines(data, "Grafiek") if line.startswith(("Alle", "Thema"))]
    assert heads == charts(own)
    assert "Wat wij zelf bedachten" in lines(data, "Lees mij")
    assert not [line for line in lines(data, "Lees mij") if line.startswith("De kleuren bij")]
    (tmp_path / "a.xlsx").write_bytes(data)
    found = read_analysis(tmp_path / "a.xlsx", [own])
    assert (found.known, found.left_out) == (True, ())
    assert plan(found.results).tabs == plan(results(own)).tabs


def test_the_session_shows_themes_where_there_are_no_criteria(own: Instrument) -> None:
    heads = [
        line for line in lines(session_bytes(results(own)), "Grafiek") if line.startswith(("Alle", "Thema"))
    ]
    assert heads == charts(own)
    table = session_table(own, results(own).cases)
    first = [theme.title for theme in own.themes][: len(charts(own))]
    assert [level.title for level, _ in goes_well(table)] == first
    badly = [level.title for level, _ in goes_badly(table)]
    assert bool(badly) is bool(first)
    assert not set(badly) & set(first)


def test_every_document_of_the_session_is_made(own: Instrument) -> None:
    content = session_content(results(own))
    show = pptx.Presentation(io.BytesIO(slides(content)))
    titles = [slide.shapes.title.text_frame.text for slide in show.slides]
    assert "Gemiddelden per thema" in titles
    assert not [title for title in titles if title.startswith("Thema ")]
    for made in (handout(content), report(content)):
        assert "Oosterdam" in "".join(one.text for one in docx.Document(io.BytesIO(made)).paragraphs)


def test_the_lists_on_paper_have_no_empty_heads(own: Instrument) -> None:
    text = as_text(own, Source.RESIDENT)
    form = docx.Document(io.BytesIO(paper_form(own, Source.RESIDENT)))
    heads = {one.text for one in form.paragraphs if one.style.name == "Heading 1"}
    assert not {"Kleuren", "Afsluiting"} & (heads | set(text.splitlines()))
    assert {one["criterium"] for one in as_json(own, Source.RESIDENT)["vragen"]} == {None}


def names_in(form: bytes, tab: str, column: str) -> list[str]:
    rows = list(openpyxl.load_workbook(io.BytesIO(form))[tab].iter_rows(values_only=True))
    return [str(row[rows[0].index(column)] or "") for row in rows[1:]]


@pytest.mark.parametrize(
    ("closing", "asked", "expected"),
    [
        (None, None, []),
        ("Dank u wel.", None, ["afsluiting_tekst"]),
        (None, "Nog iets?", ["afsluiting_opmerking"]),
        ("Dank u wel.", "Nog iets?", ["afsluiting_tekst", "afsluiting_opmerking"]),
    ],
)
def test_the_form_ends_with_what_there_is_to_say(
    closing: str | None, asked: str | None, expected: list[str]
) -> None:
    own = bare()
    (first, *others) = own.questionnaires
    ended = first.model_copy(update={"closing": closing, "closing_question": asked})
    own = own.model_copy(update={"questionnaires": (ended, *others)})
    form = xlsform(own, first.source)
    assert [name for name in names_in(form, "survey", "name") if name.startswith("afsluiting_")] == expected
    assert "waardering" not in names_in(form, "choices", "list_name")
    assert "janee" in names_in(form, "choices", "list_name")
    paper = docx.Document(io.BytesIO(paper_form(own, first.source)))
    texts = [one.text for one in paper.paragraphs]
    assert ("Afsluiting" in texts) is bool(expected)
    if expected:
        told = texts[texts.index("Afsluiting") + 1 :]
        assert told[: len(expected)] == [words for words in (closing, asked) if words]
        assert (told[len(expected)].strip() == "") is (
            asked is not None
        )  # lines to write on, after a question only


def test_a_term_with_a_meaning_is_told_and_one_without_is_to_be_agreed_on_paper() -> None:
    zet = load_instrument("zet")
    meant = zet.model_copy(
        update={
            "terms": tuple(term.model_copy(update={"meaning": f"Dit is {term.id}."}) for term in zet.terms)
        }
    )
    for own, agreed in ((zet, True), (meant, False)):
        texts = [one.text for one in docx.Document(io.BytesIO(paper_form(own, Source.RESIDENT))).paragraphs]
        explained = texts[texts.index("Begrippen") :]
        assert any(text.startswith("Samen te duiden: ") for text in explained) is agreed
        assert any(text.startswith("Dit is ") for text in explained) is not agreed
