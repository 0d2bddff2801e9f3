"""The consent letter: complete, only about what is in scope, and never with a hole in it."""

import re
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.explanation import load_explanation
from flows.instrument import InstrumentError, Source, load_instrument, shipped_instruments
from flows.letter import (
    LETTER_FIELDS,
    BlockKind,
    LetterFieldMissing,
    LetterTemplate,
    LetterTopicMissing,
    check_letter,
    letter_blocks,
    letter_period,
    letter_text,
    load_letter,
)

FIELDS = {
    "municipality": "Waterstad",
    "organisation": "gemeente Waterstad",
    "interviewer": "Fatma Yilmaz",
    "viewers": "Fatma Yilmaz en Joris de Wit",
    "professional": "Sanne Bakker",
    "processor": "Joris de Wit",
    "controller": "het college van B&W",
    "fg_name": "Els Peeters",
    "fg_phone": "0123 456 789",
    "fg_email": "fg@waterstad.example",
    "return_name": "Fatma Yilmaz",
    "return_address": "Postbus 1, 1234 AB Waterstad",
    "sender": "Fatma Yilmaz",
    "feedback_term": "een jaar",
}
ALL_THEMES = tuple(theme.id for theme in load_instrument("zet").themes)
COMBINATIONS = [c for size in (1, 2, 3) for c in combinations(Source, size)]
WORDING = "9bcf671835742f3e7302a0f0b8bd1d6c78fc65bf0b45468f1823bfb0773d3017"


@pytest.fixture(scope="module")
def letter() -> LetterTemplate:
    return load_letter("zet")


def test_the_fields_here_are_the_fields_there_are() -> None:
    assert FIELDS.keys() == LETTER_FIELDS.keys()


def test_the_letter_names_all_it_must_name(letter: LetterTemplate) -> None:
    text = letter_text(letter, FIELDS, ALL_THEMES)
    for value in FIELDS.values():
        assert value in text
    assert text.startswith(
        "Toestemming voor het gebruiken van gegevens voor de evaluatie van gemeente Waterstad\n\n"
    )
    assert "{" not in text
    assert "<" not in text


def test_the_wording_is_untouched(letter: LetterTemplate) -> None:
    """Fails at any change of a word: compare with Bijlage 3 before the checksum is replaced."""
    blank = {name: f"<{name}>" for name in LETTER_FIELDS}
    texts = [letter_text(letter, blank, ALL_THEMES, sources) for sources in COMBINATIONS]
    assert sha256("\f".join(texts).encode()).hexdigest() == WORDING


def test_every_theme_of_the_instrument_has_a_line(letter: LetterTemplate) -> None:
    assert letter.themes == set(ALL_THEMES)


def test_safety_has_a_line_of_our_own_and_the_others_are_the_handbooks(letter: LetterTemplate) -> None:
    assert [topic.theme for topic in letter.topics if topic.addition] == ["veiligheid"]


@given(st.sets(st.sampled_from(ALL_THEMES), min_size=1))
def test_only_the_topics_in_scope_are_named_and_the_last_ends_the_sentence(themes: set[str]) -> None:
    letter = load_letter("zet")
    lines = [block.text for block in letter_blocks(letter, FIELDS, themes) if block.kind is BlockKind.BULLET]
    expected = [topic.text for topic in letter.topics if topic.theme in themes]
    assert len(lines) == len(expected)
    assert all(line.endswith(";") for line in lines[:-1])
    assert lines[-1].endswith(".")
    for line, topic in zip(lines, expected, strict=True):
        assert line[2:12] == topic[:10]


def test_a_theme_without_a_line_cannot_be_asked(letter: LetterTemplate) -> None:
    with pytest.raises(LetterTopicMissing) as refused:
        letter_text(letter, FIELDS, ["regie", "vervoer", "wonen"])
    assert refused.value.themes == ("vervoer", "wonen")


def test_every_missing_field_is_named_at_once(letter: LetterTemplate) -> None:
    with pytest.raises(LetterFieldMissing) as refused:
        letter_text(letter, {"municipality": "Waterstad", "sender": "  "}, ALL_THEMES)
    assert set(refused.value.fields) == LETTER_FIELDS.keys() - {"municipality"}
    assert refused.value.fields[0] == "organisation"


@pytest.mark.parametrize("name", LETTER_FIELDS)
def test_no_field_may_be_blank(letter: LetterTemplate, name: str) -> None:
    with pytest.raises(LetterFieldMissing) as refused:
        letter_text(letter, FIELDS | {name: " \n"}, ALL_THEMES)
    assert refused.value.fields == (name,)


@pytest.mark.parametrize("sources", COMBINATIONS)
def test_the_letter_asks_only_for_the_sources_in_scope(
    letter: LetterTemplate, sources: tuple[Source, ...]
) -> None:
    text = letter_text(letter, FIELDS, ALL_THEMES, sources)
    assert ("dossier" in text) is (Source.DOSSIER in sources)
    assert ("interview met u" in text) is (Source.RESIDENT in sources)
    assert ("Sanne Bakker" in text) is (Source.PROFESSIONAL in sources)
    assert "Fatma Yilmaz en Joris de Wit" in text
    assert text.count("uitsluitend ingezien") == 1
    assert text.count("Om een goed beeld te krijgen") == 1


def test_a_professional_who_is_not_interviewed_need_not_be_known(letter: LetterTemplate) -> None:
    text = letter_text(letter, FIELDS | {"professional": ""}, ALL_THEMES, [Source.DOSSIER, Source.RESIDENT])
    assert "die het interview met u doet." in text


@pytest.mark.parametrize(
    ("organisation", "expected"),
    [
        ("gemeente Waterstad", "bij de gemeente Waterstad"),
        ("wijkteam Oost", "bij het wijkteam Oost"),
        ("Sociaal Wijkteam Oost", "bij het Sociaal Wijkteam Oost"),
        ("het loket Zorg", "bij het loket Zorg"),
        ("Zorgloket", "bij het Zorgloket"),
        ("de Stadsbank", "bij de Stadsbank"),
        ("Stadsbank", "bij de Stadsbank"),
    ],
)
def test_the_article_fits_the_organisation(letter: LetterTemplate, organisation: str, expected: str) -> None:
    text = letter_text(letter, FIELDS | {"organisation": organisation}, ALL_THEMES)
    assert f"hulp gevraagd {expected}." in text
    assert f"de hulp {expected} werd afgerond." in text


def test_the_word_gemeente_is_not_said_twice(letter: LetterTemplate) -> None:
    text = letter_text(letter, FIELDS | {"municipality": "gemeente Waterstad"}, ALL_THEMES)
    assert "gemeente gemeente" not in text
    assert "De gemeente Waterstad wil graag weten" in text


def test_a_value_is_filled_in_once_and_never_read_as_a_field(letter: LetterTemplate) -> None:
    text = letter_text(letter, FIELDS | {"sender": "{fg_name}\n {x}"}, ALL_THEMES)
    assert "\n\n{fg_name} {x}\n\n" in text


def test_the_period_is_the_sentence_of_the_letter(letter: LetterTemplate) -> None:
    period = letter_period(letter, FIELDS)
    assert period in letter_text(letter, FIELDS, ALL_THEMES)
    with pytest.raises(LetterFieldMissing) as refused:
        letter_period(letter, {})
    assert refused.value.fields == ("organisation",)


def test_what_is_ours_is_marked_and_leaving_it_out_leaves_the_printed_letter(letter: LetterTemplate) -> None:
    blocks = letter_blocks(letter, FIELDS, ALL_THEMES)
    ours = [block.text for block in blocks if block.addition]
    assert "- Of er aandacht was voor uw veiligheid en die van de mensen om u heen;" in ours
    assert "Voor akkoord" in ours
    assert [block.text for block in blocks if not block.addition][-1] == "Handtekening"


# --- letters of own instruments --------------------------------------------------------------------

OWN = """
[letter]
title = 'Toestemming voor {municipality}'
period = 'Dit gaat over het laatste jaar.'
topics = [{ theme = 'a', text = 'Hoe het ging' }]
blocks = [{ kind = 'onderwerpen' }, { kind = 'periode' }]
"""


def test_an_own_instrument_in_one_file_brings_its_letter_along(tmp_path: Path) -> None:
    file = tmp_path / "eigen.toml"
    file.write_text(OWN, encoding="utf-8")
    text = letter_text(load_letter(file), {"municipality": "Waterstad"}, ["a"])
    assert text == "Toestemming voor Waterstad\n\n- Hoe het ging.\n\nDit gaat over het laatste jaar.\n"


@pytest.mark.parametrize(
    ("content", "code", "detail"),
    [
        ("id = 'x'", "missing_field", "letter"),
        (OWN.replace("period", "periode"), "missing_field", "letter.period"),
        ("[letter", "toml_syntax", "end"),
        (OWN.replace("{municipality}", "{gemeente}"), "unknown_field", "gemeente"),
    ],
)
def test_a_letter_at_fault_is_refused(tmp_path: Path, content: str, code: str, detail: str) -> None:
    file = tmp_path / "eigen.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InstrumentError) as refused:
        load_letter(file)
    assert ("eigen.toml", code, detail) in [
        (fault.file, fault.code, fault.detail) for fault in refused.value.faults
    ]


def test_a_letter_on_a_base_takes_over_everything_but_the_topics(tmp_path: Path) -> None:
    file = tmp_path / "eigen.toml"
    own = (
        "[letter]\nbased_on = 'zet'\ntitle = 'Meedoen?'\ntopics = [{ theme = 'a', text = 'Hoe het ging' }]\n"
    )
    file.write_text(own, encoding="utf-8")
    text = letter_text(load_letter(file), FIELDS, ["a"])
    assert text.startswith("Meedoen?\n")
    assert "- Hoe het ging.\n" in text
    assert "Voor akkoord" in text


@pytest.mark.parametrize("base", ["nergens", "regie"])
def test_a_letter_on_a_base_that_stands_not_by_itself_is_refused(tmp_path: Path, base: str) -> None:
    file = tmp_path / "eigen.toml"
    file.write_text(f"[letter]\nbased_on = '{base}'\n", encoding="utf-8")
    with pytest.raises(InstrumentError) as refused:
        load_letter(file)
    assert [(f.code, f.detail) for f in refused.value.faults] == [
        ("unknown_value", f"letter.based_on={base}"),
        ("missing_field", "letter.topics"),
    ]


def test_every_fault_of_a_letter_is_told_at_once(tmp_path: Path) -> None:
    """A word that is no field, a part of no kind, a base that is none and a theme without a line: side by side."""
    file = tmp_path / "eigen.toml"
    themes = "themes = [{ id = 'a', title = 'A' }, { id = 'b', title = 'Het begin' }, 'c', { title = 'Naamloos' }]\n"
    letter = (
        OWN.replace("title =", "based_on = 'nergens'\ntitle =")
        .replace("{municipality}", "{gemeente} en {wijk}")
        .replace("kind = 'periode'", "kind = 'tijd', addition = 'ja'")
    )
    file.write_text(themes + letter, encoding="utf-8")
    assert [(fault.file, fault.code, fault.detail) for fault in check_letter(file)] == [
        ("eigen.toml", "unknown_value", "letter.based_on=nergens"),
        ("eigen.toml", "unknown_value", "letter.blocks.2.kind=tijd"),
        ("eigen.toml", "wrong_type", "letter.blocks.2.addition"),
        ("eigen.toml", "unknown_field", "gemeente"),
        ("eigen.toml", "unknown_field", "wijk"),
        ("eigen.toml", "missing_topic", "Het begin"),
    ]


def test_a_letter_beside_an_instrument_that_cannot_be_read_is_still_checked(tmp_path: Path) -> None:
    (tmp_path / "instrument.toml").write_text("[", encoding="utf-8")
    (tmp_path / "brief.toml").write_text("based_on = 'zet'\n", encoding="utf-8")
    assert [(fault.code, fault.detail) for fault in check_letter(tmp_path)] == [("missing_field", "topics")]
    topics = "topics = [{ theme = 'a', text = 'Hoe het ging {wat}' }]\n"
    (tmp_path / "brief.toml").write_text(f"based_on = 'zet'\n{topics}", encoding="utf-8")
    assert [(fault.code, fault.detail) for fault in check_letter(tmp_path)] == [("unknown_field", "wat")]


def test_a_letter_that_is_no_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "eigen.toml"
    file.write_text("letter = 'x'\n", encoding="utf-8")
    with pytest.raises(InstrumentError) as refused:
        load_letter(file)
    assert [(fault.code, fault.detail) for fault in refused.value.faults] == [("wrong_type", "letter")]


def test_an_instrument_without_a_letter_cannot_ask_consent(tmp_path: Path) -> None:
    with pytest.raises(InstrumentError) as refused:
        load_letter(tmp_path)
    assert [(fault.code, fault.detail) for fault in refused.value.faults] == [("missing_file", "brief.toml")]


# --- the page in easy words ------------------------------------------------------------------------


@pytest.mark.parametrize("instrument", shipped_instruments())
def test_every_shipped_instrument_has_a_page_in_easy_words_for_every_theme(instrument: str) -> None:
    page = load_explanation(instrument)
    assert page is not None
    themes = [theme.id for theme in load_instrument(instrument).themes]
    assert page.themes == set(themes)
    text = letter_text(page, FIELDS, themes)
    assert "{" not in text
    assert FIELDS["fg_phone"] in text
    assert FIELDS["viewers"] in text


@pytest.mark.parametrize("instrument", shipped_instruments())
def test_the_page_stays_within_two_pages_and_its_sentences_within_fifteen_words(instrument: str) -> None:
    """Two pages of A4 in our style hold about 640 words with these headings; measured with LibreOffice."""
    page = load_explanation(instrument)
    assert page is not None
    text = letter_text(page, FIELDS, [theme.id for theme in load_instrument(instrument).themes])
    assert len(text.split()) < 450
    for block in page.blocks:
        words = block.text.replace("{", "").replace("}", "")
        for sentence in re.split(r"[.?!] |[.?!]$|: ", words):
            assert len(sentence.split()) <= 15, sentence


def test_an_own_instrument_brings_no_page() -> None:
    assert load_explanation("") is None
    assert load_explanation("eigen") is None


@pytest.mark.parametrize("base", ["kat", "regie", ""])
def test_a_letter_stands_only_on_a_shipped_one_that_stands_by_itself(tmp_path: Path, base: str) -> None:
    """Regiestappen's own letter leans on that of ZET: what leans cannot be leaned on."""
    file = tmp_path / "brief.toml"
    topics = "topics = [{ theme = 'a', text = 'Hoe het begon' }]\n"
    file.write_text(f"based_on = '{base}'\n{topics}", encoding="utf-8")
    (tmp_path / "instrument.toml").write_text("", encoding="utf-8")
    with pytest.raises(InstrumentError) as refused:
        load_letter(tmp_path)
    assert [(fault.code, fault.detail) for fault in refused.value.faults] == [
        ("unknown_value", f"based_on={base}")
    ]
    file.write_text(f"based_on = 'zet'\n{topics}", encoding="utf-8")
    assert load_letter(tmp_path).blocks == load_letter("zet").blocks
