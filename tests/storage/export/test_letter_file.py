"""The consent letter as a Word file: the very text that a consent fixes, whole or not at all."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from flows.checklist import Item
from flows.consent import letter_hash
from flows.explanation import NOT_TRIED
from flows.instrument import Source
from flows.letter import LetterFieldMissing
from storage.cases import ConsentRefused, OutsideKind
from storage.export.letter_document import text_of
from storage.export.letter_errors import FolderInVault
from storage.export.letter_file import write_letter
from storage.export.listed_file import clear_interrupted
from storage.export.safe_file import DestinationExists, DestinationFull, DestinationMissing, temporary_of
from storage.vault import Disk
from tests.storage.export.letters import nothing_happened

# --- our own style -----------------------------------------------------------------------------------


def test_the_file_says_exactly_what_the_consent_fixes(register, henk, folder, signed):
    files = write_letter(register, henk, folder)
    assert files.letter.name == "toestemmingsbrief-casus-1.docx"
    text = text_of(files.letter.read_bytes())
    draft = register.draft_consent(henk)
    assert text == draft.letter_text
    assert letter_hash(text) == draft.letter_sha256
    register.record_consent(henk, signed(register, henk))
    assert register.consent(henk).letter_sha256 == letter_hash(text)


@pytest.mark.parametrize(
    "sources",
    [tuple(Source), (Source.RESIDENT,), (Source.DOSSIER,), (Source.DOSSIER, Source.PROFESSIONAL)],
)
def test_no_placeholder_is_left_in_any_document(register, evaluation, henk, folder, sources):
    register.change_evaluation(evaluation.model_copy(update={"sources": sources, "themes": ("regie",)}))
    files = write_letter(register, henk, folder)
    for path in (files.letter, files.explanation):
        with zipfile.ZipFile(path) as parts:
            whole = "".join(
                text_of(path.read_bytes())
                + "".join(parts.read(name).decode() for name in parts.namelist() if "foot" in name)
            )
        for sign in ("<NAAM", "{", "}", "INVULLEN", "None", "...."):
            assert sign not in text_of(path.read_bytes())
        assert "{{" not in whole
    assert "veilig" not in text_of(files.letter.read_bytes())


def test_a_screen_reader_finds_headings_lists_and_the_language(register, henk, folder):
    document = docx.Document(str(write_letter(register, henk, folder).letter))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == 3
    assert styles.count("List Number") == 2
    assert styles.count("List Bullet") == 6
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"}
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


def test_the_files_say_nothing_about_who_made_them_or_when(register, henk, folder):
    files = write_letter(register, henk, folder)
    for path in (files.letter, files.explanation):
        about = docx.Document(str(path)).core_properties
        assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
        assert about.created.year == 1980
        with zipfile.ZipFile(path) as parts:
            assert {info.date_time[0] for info in parts.infolist()} == {1980}
        assert "Henk" not in about.title
        assert "Henk" not in path.name


def test_the_explanation_is_marked_until_the_team_ticks_it(register, henk, folder, tmp_path):
    first = text_of(write_letter(register, henk, folder).explanation.read_bytes())
    assert NOT_TRIED in first
    assert "Youssef Amari" in first
    register.preparing.tick(Item.EXPLANATION_TRIED)
    other = tmp_path / "later"
    other.mkdir()
    assert NOT_TRIED not in text_of(write_letter(register, henk, other).explanation.read_bytes())


def test_both_files_are_listed_with_their_kind(register, henk, folder, open_register):
    files = write_letter(register, henk, folder)
    again = open_register()
    assert again.outside.counts() == {OutsideKind.LETTER: 1, OutsideKind.EXPLANATION: 1}
    assert again.outside.files()[0].path == str(files.letter)
    register = again
    register.sit_down("Bas")
    register.withdraw(henk)
    assert register.outside.counts()[OutsideKind.LETTER] == 1


# --- refusing, with nothing half written ---------------------------------------------------------------


def test_a_missing_field_is_named(register, evaluation, henk, folder):
    register.change_evaluation(evaluation.model_copy(update={"fg_phone": "", "return_address": " "}))
    with pytest.raises(LetterFieldMissing) as refused:
        write_letter(register, henk, folder)
    assert refused.value.fields == ("fg_phone", "return_address")
    assert nothing_happened(register, henk, folder)


@pytest.mark.parametrize("name", ["toestemmingsbrief-casus-1.docx", "uitleg-casus-1.docx"])
def test_an_existing_file_is_left_as_it_is(register, henk, folder, name):
    (folder / name).write_text("van mij")
    with pytest.raises(DestinationExists):
        write_letter(register, henk, folder)
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_text() == "van mij"
    assert register.letters.last(henk) is None
    assert register.outside.files() == ()


def test_a_folder_that_is_not_there_or_in_the_vault_is_refused(register, henk, folder):
    with pytest.raises(DestinationMissing):
        write_letter(register, henk, folder / "nergens")
    with pytest.raises(FolderInVault):
        write_letter(register, henk, register.vault.folder)
    assert nothing_happened(register, henk, folder)


class FullAt(Disk):
    """A disk that fails at the so manieth call of one kind."""

    def __init__(self, call: str, time: int) -> None:
        self.call, self.left = call, time

    def _count(self, call: str) -> None:
        if call == self.call:
            self.left -= 1
            if self.left == 0:
                raise OSError(28, "vol")

    def create(self, path, data):
        self._count("create")
        super().create(path, data)

    def replace(self, source, target):
        self._count("replace")
        super().replace(source, target)

    def sync_folder(self, folder):
        self._count("sync_folder")
        super().sync_folder(folder)


@pytest.mark.parametrize("call", ["create", "replace", "sync_folder"])
@pytest.mark.parametrize("time", [1, 2])
def test_a_full_disk_leaves_no_half_letter_and_no_list(register, henk, folder, call, time):
    with pytest.raises(DestinationFull):
        write_letter(register, henk, folder, disk=FullAt(call, time))
    assert nothing_happened(register, henk, folder)
    write_letter(register, henk, folder)


def test_a_letter_that_cannot_be_written_leaves_the_one_before_as_the_last(register, henk, folder, tmp_path):
    files = write_letter(register, henk, folder)
    listed = register.outside.files()
    other = tmp_path / "later"
    other.mkdir()
    with pytest.raises(DestinationFull):
        write_letter(register, henk, other, viewers=("Anouk",), disk=FullAt("replace", 2))
    assert register.letters.last(henk) == files.written
    assert register.outside.files() == listed
    assert list(other.iterdir()) == []


def test_what_was_left_unfinished_goes_at_the_next_opening_and_no_closed_folder_stops_that(
    register, henk, folder, tmp_path
):
    closed, other = tmp_path / "dicht", tmp_path / "later"
    closed.mkdir()
    other.mkdir()
    write_letter(register, henk, closed)
    write_letter(register, henk, folder)
    kept = write_letter(register, henk, other)
    for path in (*folder.iterdir(), kept.letter):
        path.rename(temporary_of(path))
    kept.letter.touch()  # the name was reserved, then the power went
    whole = {path: path.read_bytes() for path in closed.iterdir()}

    class Closed(Disk):
        def exists(self, path: Path) -> bool:
            if closed in (path, *path.parents):
                raise PermissionError
            return super().exists(path)

    clear_interrupted(register, Closed())
    assert list(folder.iterdir()) == []
    assert list(other.iterdir()) == [kept.explanation]
    assert {path: path.read_bytes() for path in closed.iterdir()} == whole


def test_a_file_that_comes_in_between_is_somebody_else_s_and_stays(register, henk, folder):
    class Intruder(Disk):
        def sync(self, path: Path) -> None:
            super().sync(path)
            (folder / "uitleg-casus-1.docx").write_text("van een ander")

    with pytest.raises(DestinationExists):
        write_letter(register, henk, folder, disk=Intruder())
    assert [path.name for path in folder.iterdir()] == ["uitleg-casus-1.docx"]
    assert (folder / "uitleg-casus-1.docx").read_text() == "van een ander"
    assert register.letters.last(henk) is None
    assert register.outside.files() == ()


def test_after_a_consent_only_who_is_named_writes_a_letter(register, case, folder):
    register.sit_down("Cem")
    with pytest.raises(ConsentRefused):
        write_letter(register, case, folder)
    assert list(folder.iterdir()) == []
