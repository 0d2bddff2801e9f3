"""Where something stands in a file of the session, in words that its reader can follow."""

import pytest

from zet_tui.wording.session_places import place_in_file


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("Handout.docx!word/document.xml", "Handout.docx in de tekst"),
        ("Handout.docx!word/header2.xml", "Handout.docx in de koptekst"),
        ("Handout.docx!word/footer1.xml", "Handout.docx in de voettekst"),
        ("Eindverslag.docx!word/footnotes.xml", "Eindverslag.docx in een voetnoot"),
        ("Eindverslag.docx!word/comments.xml", "Eindverslag.docx in een opmerking"),
        ("Eindverslag.docx!word/media/foto.bin", "Eindverslag.docx in een ander deel van het bestand"),
        ("Eindverslag.docx!docProps/custom.xml", "Eindverslag.docx in de eigenschappen"),
        ("Presentatie.pptx!ppt/slides/slide4.xml", "Presentatie.pptx op dia 4"),
        ("Presentatie.pptx!ppt/notesSlides/notesSlide2.xml", "Presentatie.pptx in de notities bij dia 2"),
        ("Presentatie.pptx!ppt/charts/chart1.xml", "Presentatie.pptx in een grafiek"),
        ("Presentatie.pptx!ppt/embeddings/Microsoft_Excel_Sheet1.xlsx", "Presentatie.pptx in een grafiek"),
        ("Conclusies!C5", "Sessiebestand.xlsx bij Conclusies!C5"),
    ],
)
def test_a_place_is_told_in_words(place: str, words: str) -> None:
    assert place_in_file(place) == words
