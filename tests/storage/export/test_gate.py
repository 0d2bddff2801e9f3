"""The gate stops a file with a name or number in it, wherever that stands, and lets a clean one through."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment

from flows.instrument import Source
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, ResultEvent, Results, SourceResult
from storage.export import workbook_text
from storage.export.gate import Hit, WorkbookUnreadable, check_file
from storage.export.workbook import prepare_analysis
from tests.storage.export.books import write_analysis

NAMES = (
    "Fatima el Yousfi",
    "Karin de Wit",
    "Noor (dochter)",
    "Voorst (dorp)",
    "De Regenboog (school)",
    "Jan Groen",
)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Results], Path]:
    def write(results: Results) -> Path:
        path = tmp_path / "Analysebestand.xlsx"
        write_analysis(results, path)
        return path

    return write


def kinds(hits: tuple[Hit, ...]) -> set[str]:
    return {hit.kind for hit in hits}


def test_a_clean_file_passes(written: Callable[[Results], Path], invented: Callable[[int], Results]) -> None:
    results = invented(10)
    assert (
        check_file(written(results), results, ("Fatima el Yousfi", "Noor (dochter)", "Voorst (dorp)")) == ()
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("toen belde Fatima weer", "naam"),
        ("toen belde fátima weer", "naam"),
        ("mevrouw YOUSFI", "naam"),
        ("Karins collega", "naam"),
        ("elyousfi", "naam"),
        ("Noor is blij", "naam"),
        ("woont in voorst", "plaats"),
        ("op de Regenboog", "organisatie"),
        ("bel 06-12345678", "telefoon"),
        ("a@voorbeeld.nl", "e-mail"),
        ("123456782", "bsn"),
        ("NL91ABNA0417164300", "rekeningnummer"),
        ("7411 AB", "postcode"),
        ("Kerkstraat 12", "adres"),
        ("op 12 maart 2023", "datum"),
        ("elke maandag", "datum"),
        ("=Fatima", "naam"),
        ("FATIMA", "naam"),
    ],
)
def test_what_points_to_a_person_stops_the_file(
    text: str, kind: str, written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    results = one(reason=text)
    hits = check_file(written(results), results, NAMES)
    assert kinds(hits) == {kind}
    assert {hit.place for hit in hits} == {"Dossier!K6"}


def test_typing_errors_are_left_to_the_reading_step(
    written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    results = one(reason="Fatma belde, en de fatimabank ook")
    assert check_file(written(results), results, NAMES) == ()


def test_every_free_text_is_looked_at(
    written: Callable[[Results], Path], results_of: Callable[..., Results]
) -> None:
    source = SourceResult(
        source=Source.RESIDENT,
        closure="gestopt",
        closure_reason="Fatima wilde niet verder",
        answers=(
            ResultAnswer(
                question="2", status=Status.ANSWERED, value="rood", reason="Fatima", remark="Fatima"
            ),
            ResultAnswer(question="32", status=Status.ANSWERED, value="tekst", text="Fatima"),
        ),
        timeline=(ResultEvent(text="Fatima belde", after="dag 0"),),
        closing_remark="Fatima",
    )
    results = results_of(CaseResult(number=1, sources=(source,)))
    places = {hit.place for hit in check_file(written(results), results, NAMES)}
    assert places == {"Inwoner!K6", "Inwoner!L6", "Inwoner!K36", "Inwoner!K38", "Inwoner!K39", "Tijdlijn!D5"}


def test_the_rest_of_a_long_text_is_looked_at_too(
    written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    results = one(reason="lang " * 10_000 + "Fatima")
    assert {hit.place for hit in check_file(written(results), results, NAMES)} == {"Vervolg!C5"}


@pytest.mark.parametrize("gap", [" ", ",", "\n", "; ", "-"])
@pytest.mark.parametrize("before", [2, 5, 300])
def test_a_name_where_a_long_text_is_cut_is_seen_whole(
    written: Callable[[Results], Path], one: Callable[..., Results], gap: str, before: int
) -> None:
    """Also without one blank; the control is the same text with the name well before the cut."""
    filler = (f"ja{gap}" * workbook_text.LIMIT)[: workbook_text._PART - before - len(gap)]
    results = one(reason=f"{filler}{gap}Yousfi{gap}" + f"en{gap}zo{gap}" * 100)
    assert "naam" in kinds(check_file(written(results), results, NAMES))


@pytest.mark.parametrize("before", [4, 8, 300])
def test_a_number_where_a_long_text_is_cut_is_seen_with_its_sentence(
    written: Callable[[Results], Path], one: Callable[..., Results], before: int
) -> None:
    filler = ("ja en " * workbook_text.LIMIT)[: workbook_text._PART - before - len("nee. Bel ")]
    results = one(reason=f"{filler}nee. Bel 06 12 34 56 78 maar. " + "zo en " * 100)
    assert "telefoon" in kinds(check_file(written(results), results, NAMES))


def test_names_in_the_texts_about_the_evaluation_count_but_its_dates_do_not(
    tmp_path: Path, one: Callable[..., Results]
) -> None:
    for title, kinds_found in (("Evaluatie 2 maart 2026", set()), ("Evaluatie van Fatima", {"naam"})):
        results = one().model_copy(update={"evaluation_title": title})
        path = tmp_path / f"{len(title)}.xlsx"
        write_analysis(results, path)
        assert kinds(check_file(path, results, NAMES)) == kinds_found


def test_a_name_in_the_meaning_of_a_term_counts(
    written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    results = one().model_copy(update={"term_meanings": {"toegang": "Vraag het Karin."}})
    (hit,) = check_file(written(results), results, NAMES)
    assert (hit.kind, hit.place.partition("!")[0]) == ("naam", "Lees mij")


def test_a_resident_called_groen_does_not_block_the_colours(
    written: Callable[[Results], Path], invented: Callable[[int], Results]
) -> None:
    results = invented(3)
    path = written(results)
    cells = load_workbook(path)
    for hit in check_file(path, results, ("Jan Groen",)):
        tab, _, cell = hit.place.partition("!")
        assert "schuldhulp rood" in str(cells[tab][cell].value)


def test_an_occurrence_judged_no_person_passes_and_only_that_one(
    written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    results = one(reason="het licht stond op groen", remark="Groen belde")
    path = written(results)
    first, second = sorted(check_file(path, results, NAMES), key=lambda hit: hit.place)
    assert (first.place, second.place) == ("Dossier!K6", "Dossier!L6")
    assert check_file(path, results, NAMES, judged={first.mark}) == (second,)
    assert check_file(path, results, NAMES, judged={first.mark, second.mark}) == ()


def test_a_judgement_holds_for_that_text_wherever_it_stands_and_no_longer_when_it_changes(
    tmp_path: Path, one: Callable[..., Results]
) -> None:
    first = one(reason="het licht stond op groen")
    changed = one(reason="Het licht stond nooit op groen")
    write_analysis(first, tmp_path / "a.xlsx")
    write_analysis(changed, tmp_path / "b.xlsx")
    marks = {hit.mark for hit in check_file(tmp_path / "a.xlsx", first, NAMES)}
    assert len(check_file(tmp_path / "b.xlsx", changed, NAMES, judged=marks)) == 1


def test_a_hit_shows_its_place_and_not_the_text(
    written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    results = one(reason="Fatima belde 06-12345678")
    shown = repr(check_file(written(results), results, NAMES)).lower()
    assert "fatima" not in shown
    assert "12345678" not in shown


def test_it_looks_at_the_file_before_it_has_its_name(tmp_path: Path, one: Callable[..., Results]) -> None:
    results = one(reason="Fatima belde")
    prepared = prepare_analysis(results, tmp_path / "Fatima.xlsx")
    places = {
        hit.place for hit in check_file(prepared.temporary, results, NAMES, file_name=prepared.path.name)
    }
    assert places == {"Dossier!K6", "bestandsnaam"}
    prepared.discard()


# -- files that were changed after writing ------------------------------------------------------------


def rewritten(path: Path, change: Callable[[str, bytes], bytes], **extra: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, change(name, archive.read(name)))
        for name, content in extra.items():
            changed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    path.write_bytes(out.getvalue())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<dc:creator></dc:creator>", b"<dc:creator>Karin</dc:creator>"),
        (b"<Application>", b"<Company>De Regenboog</Company><Application>"),
    ],
)
def test_a_property_that_says_something_else_stops_the_file(
    old: bytes, new: bytes, written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    path = written(one())
    rewritten(path, lambda _, content: content.replace(old, new))
    assert "eigenschap" in kinds(check_file(path, one(), NAMES))


def test_sheet_names_and_defined_names_are_looked_at(
    written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    path = written(one())
    rewritten(path, lambda _, content: content.replace(b'name="Grafiek"', b'name="Fatima"'))
    assert "naam" in kinds(check_file(path, one(), NAMES))
    rewritten(
        path,
        lambda _, content: content.replace(
            b"</definedNames>", b'<definedName name="Yousfi">1</definedName></definedNames>'
        ),
    )
    assert any(hit.place == "xl/workbook.xml" for hit in check_file(path, one(), NAMES))


def test_a_comment_stops_the_file(written: Callable[[Results], Path], one: Callable[..., Results]) -> None:
    path = written(one())
    book = load_workbook(path)
    book["Dossier"]["A5"].comment = Comment("Fatima", "Karin")
    book.save(path)
    assert {"onderdeel", "naam"} <= kinds(check_file(path, one(), NAMES))


def test_an_extra_part_stops_the_file(
    written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    path = written(one())
    rewritten(path, lambda _, content: content, xl__custom_xml=b"<a/>")
    assert kinds(check_file(path, one(), NAMES)) == {"onderdeel"}


@pytest.mark.parametrize("number", [b"123456782", b"612345678", b"1985", b"-3", b"2.5"])
def test_a_number_that_cannot_be_there_stops_the_file(
    number: bytes, written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    path = written(one())
    rewritten(
        path, lambda _, content: content.replace(b'<v>2</v></c><c r="B6"', b'<v>%s</v></c><c r="B6"' % number)
    )
    assert kinds(check_file(path, one(), NAMES)) == {"getal"}


def test_words_between_the_elements_of_a_part_are_looked_at(
    written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    path = written(one())
    rewritten(path, lambda _, content: content.replace(b"</sheetData>", b"</sheetData>Fatima"))
    assert "naam" in kinds(check_file(path, one(), NAMES))


def test_a_name_inside_a_formula_is_found(
    written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    path = written(one())
    rewritten(path, lambda _, content: content.replace(b'"rood",1,""', b'"rood",1,"Fatima"'))
    assert "naam" in kinds(check_file(path, one(), NAMES))


@pytest.mark.parametrize(
    "break_it",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-200]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"geen werkboek"),
        lambda path: path.unlink(),
        lambda path: rewritten(path, lambda name, old: b"<a>" if name.endswith("sheet5.xml") else old),
        lambda path: rewritten(path, lambda name, old: b"\xff\xfe" if name == "xl/styles.xml" else old),
        lambda path: rewritten(path, lambda name, old: b"" if name == "xl/workbook.xml" else old),
        lambda path: rewritten(path, lambda _, old: old.replace(b"<worksheet", b"<!DOCTYPE x><worksheet")),
        lambda path: rewritten(path, lambda _, old: old.replace(b't="n"', b't="vreemd"')),
    ],
)
def test_what_cannot_be_read_never_passes(
    break_it: Callable[[Path], None], written: Callable[[Results], Path], one: Callable[..., Results]
) -> None:
    path = written(one())
    break_it(path)
    with pytest.raises(WorkbookUnreadable):
        check_file(path, one(), NAMES)


@settings(max_examples=25, deadline=None)
@given(
    before=st.text(st.characters(codec="utf-8", exclude_categories=("L", "N", "M", "C")), max_size=5),
    after=st.text(st.characters(codec="utf-8", exclude_categories=("L", "N", "M", "C")), max_size=5),
    name=st.sampled_from(["Fatima", "YOUSFI", "karin"]),
)
def test_a_name_is_found_between_any_signs(
    before: str, after: str, name: str, one: Callable[..., Results], tmp_path_factory: pytest.TempPathFactory
) -> None:
    results = one(reason=before + name + after)
    path = tmp_path_factory.mktemp("gate") / "a.xlsx"
    write_analysis(results, path)
    assert "naam" in kinds(check_file(path, results, NAMES))
