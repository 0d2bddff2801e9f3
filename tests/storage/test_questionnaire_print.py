"""A questionnaire for paper and for other programs."""

import json
from pathlib import Path

import pytest

from flows.instrument import Instrument, QuestionKind, Source, load_instrument
from storage.export.questionnaire import as_json, as_text
from tests.own_list import LABELS, LIST


@pytest.fixture(scope="module")
def zet() -> Instrument:
    return load_instrument("zet")


def words(text: str) -> str:
    return " ".join(text.split())


# --- JSON ------------------------------------------------------------------------------------------


def test_json_has_the_promised_shape(zet: Instrument) -> None:
    content = as_json(zet, Source.DOSSIER)
    assert list(content) == ["instrument", "bron", "vragen"]
    assert (content["instrument"], content["bron"]) == ("zet", "dossier")
    for question in content["vragen"]:
        assert list(question) == [
            "nummer",
            "soort",
            "thema",
            "criterium",
            "rij",
            "tekst",
            "noot",
            "alleen_als",
        ]


@pytest.mark.parametrize("source", Source)
def test_json_tells_every_question_in_order_and_survives_being_written(
    zet: Instrument, source: Source
) -> None:
    content = json.loads(json.dumps(as_json(zet, source)))
    questions = zet.questionnaire(source).questions
    assert [question["tekst"] for question in content["vragen"]] == [question.text for question in questions]
    assert {question["soort"] for question in content["vragen"]} <= {kind.value for kind in QuestionKind}


def test_json_places_a_question_in_the_framework(zet: Instrument) -> None:
    question = as_json(zet, Source.PROFESSIONAL)["vragen"][2]
    assert (question["nummer"], question["thema"], question["criterium"], question["rij"]) == (
        3, "Vraagverheldering", 3, 8,
    )  # fmt: skip


def test_json_gives_a_note_or_a_footnote_as_noot(zet: Instrument) -> None:
    notes = {question["nummer"]: question["noot"] for question in as_json(zet, Source.DOSSIER)["vragen"]}
    assert notes[17].startswith("N.B Zijn er kinderen in het gezin?")
    assert notes[21].startswith("Melding gemaakt en/of opgeschaald naar: Veilig Thuis")
    assert notes[16] is None


def test_json_says_in_dutch_when_a_question_is_asked(zet: Instrument) -> None:
    questions = {question["nummer"]: question for question in as_json(zet, Source.RESIDENT)["vragen"]}
    assert questions[24]["alleen_als"] is None
    for number in (25, 26, 27):
        assert questions[number]["alleen_als"] == {"niet": {"vraag": 24, "is": "nee"}}


OWN = (
    """
id = 'klein'
version = '1'
title = 'Klein'
citation = 'Zelf bedacht.'
themes = [{ id = 'a', title = 'A', rationale = 'Daarom.' }]
"""
    + LIST
    + LABELS
    + """questions = [
    { number = 1, kind = 'waardering', theme = 'a', text = 'Hoe?' },
    { id = 'slot', kind = 'janee', text = 'Klaar?', note = 'Let op.', footnote = 'Zie boven.' },
    { number = 2, kind = 'open', text = 'Waarom?', asked_if = { any = [
        { question = 1, one_of = ['oranje', 'rood'] },
        { all = [{ question = 'slot', is = 'ja' }, { not = { question = 1, is = 'nvt' } }] },
    ] } },
]
"""
)


@pytest.fixture
def own(tmp_path: Path) -> Instrument:
    (tmp_path / "klein.toml").write_text(OWN, encoding="utf-8")
    return load_instrument(tmp_path / "klein.toml")


def test_json_tells_a_nested_condition(own: Instrument) -> None:
    *_, last = as_json(own, Source.DOSSIER)["vragen"]
    assert last["alleen_als"] == {
        "minstens_een": [
            {"vraag": 1, "een_van": ["oranje", "rood"]},
            {"alle": [{"vraag": "slot", "is": "ja"}, {"niet": {"vraag": 1, "is": "nvt"}}]},
        ]
    }


def test_json_keeps_a_note_and_a_footnote_together(own: Instrument) -> None:
    assert as_json(own, Source.DOSSIER)["vragen"][1]["noot"] == "Let op.\n\nZie boven."


def test_a_source_without_a_list_is_a_key_error(own: Instrument) -> None:
    for write in (as_json, as_text):
        with pytest.raises(KeyError):
            write(own, Source.RESIDENT)


# --- text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", Source)
def test_the_print_fits_78_columns_and_ends_without_loose_space(zet: Instrument, source: Source) -> None:
    text = as_text(zet, source)
    assert max(len(line) for line in text.splitlines()) <= 78
    assert all(line == line.rstrip() for line in text.splitlines())
    assert text.endswith(".\n")
    assert "\n\n\n" not in text


@pytest.mark.parametrize("source", Source)
def test_the_print_holds_every_word_of_the_list(zet: Instrument, source: Source) -> None:
    printed, questionnaire = words(as_text(zet, source)), zet.questionnaire(source)
    around = ("goal", "preparation", "filling_in", "contact", "introduction", "closing", "closing_question")
    for name in around:
        assert words(getattr(questionnaire, name) or "") in printed
    for question in questionnaire.questions:
        number = f"{question.number}. " if question.number else ""
        assert number + question.text in printed
        for text in (question.note, question.footnote, question.routing, question.lead, question.label):
            assert words(text or "") in printed
    for rating, label in questionnaire.labels.items():
        assert f"{rating.value} {label}" in printed


def test_the_print_follows_the_order_of_the_list(zet: Instrument) -> None:
    printed = as_text(zet, Source.PROFESSIONAL)
    places = [printed.index(f"\n{number:<4}"[:4]) for number in (f"{n}." for n in range(1, 34))]
    assert places == sorted(places)
    titles = [
        printed.index(f"\n{title}\n---") for title in (*(theme.title for theme in zet.themes), "Tot slot")
    ]
    assert titles == sorted(titles)


def test_the_printed_routing_makes_a_condition_in_words_needless(zet: Instrument, own: Instrument) -> None:
    assert "Alleen als" not in as_text(zet, Source.DOSSIER)
    assert (
        "Alleen als: (vraag 1 is oranje of rood) of ((vraag slot is ja) en (niet (vraag 1 is nvt)))."
        in words(as_text(own, Source.DOSSIER))
    )


def test_the_print_gives_room_for_the_answer_of_each_kind(zet: Instrument) -> None:
    printed = as_text(zet, Source.DOSSIER)
    assert printed.count("[ ] groen   [ ] mint   [ ] oranje   [ ] rood   [ ] n.v.t.") == 25
    assert printed.count("[ ] ja   [ ] nee") == 1
    assert printed.count("Reden: ....") == 25
    assert "Tijdlijn: ...." in printed


def test_the_print_explains_the_terms_of_that_list_only(zet: Instrument) -> None:
    printed = as_text(zet, Source.PROFESSIONAL)
    assert "Gemakkelijk bij de juiste zorg" in printed
    assert "Regelmatig bespreken" not in printed
    assert "Begrippen" in printed
