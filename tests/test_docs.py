"""What the program can do stands in its documents, and what stands there is so: commands, options, keys, links."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from inspect import isclass
from pathlib import Path
from pkgutil import walk_packages

import click
import pytest
from click.testing import CliRunner
from textual.binding import Binding
from textual.dom import DOMNode

import zet_tui
from zet_tui.actions import ACTIONS, key_name
from zet_tui.cli import zet
from zet_tui.keys_file import read_keys

REPOSITORY = Path(__file__).parents[1]
DOCS = REPOSITORY / "docs"
MANUAL = DOCS / "handleiding.md"
ADMIN = DOCS / "beheer.md"
PAGES = (*REPOSITORY.glob("*.md"), *DOCS.glob("*.md"), *(REPOSITORY / "packaging").glob("*.md"))

# -- commands --------------------------------------------------------------------------------------------------


def commands(command: click.Command = zet, path: str = "zet") -> Iterator[tuple[str, click.Command]]:
    """Every command by its whole name, groups included."""
    yield path, command
    if isinstance(command, click.Group):
        for name, below in sorted(command.commands.items()):
            yield from commands(below, f"{path} {name}")


COMMANDS = dict(commands())


def options(command: click.Command) -> set[str]:
    """The long names of a command's options, without --help."""
    found = {name for param in command.params if isinstance(param, click.Option) for name in param.opts}
    return {name for name in found if name.startswith("--")}


def sections() -> Mapping[str, str]:
    """Per command that has a heading of its own in the manual or the page for IT: what stands under it."""
    found: dict[str, str] = {}
    for page in (MANUAL, ADMIN):
        parts = re.split(r"^#+ `(zet[^`]*)`.*$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for name, text in zip(parts[1::2], parts[2::2], strict=True):
            assert name not in found, f"{name} has two headings"
            found[name] = re.split(r"^#+ ", text, flags=re.MULTILINE)[0]
    return found


SECTIONS = sections()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_its_place_in_the_manual_or_the_page_for_it(name: str) -> None:
    assert name in SECTIONS, f"no heading for {name}"
    missing = {option for option in options(COMMANDS[name]) if f"`{option}" not in SECTIONS[name]}
    assert not missing


@pytest.mark.parametrize("name", SECTIONS)
def test_every_documented_command_and_option_exists(name: str) -> None:
    assert name in COMMANDS
    told = set(re.findall(r"`(--[a-z-]+)", SECTIONS[name]))
    assert told <= options(COMMANDS[name]) | {"--help", "--version"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_page_is_dutch_with_an_example(name: str) -> None:
    command = COMMANDS[name]
    with click.Context(command, info_name=name) as context:
        said = command.get_help(context)
    assert "Voorbeeld" in said
    english = re.findall(
        r"\b(the|and|show|this|with|options|required|default|usage|commands)\b", said.lower()
    )
    assert not english
    for param in command.params:
        assert not isinstance(param, click.Option) or param.help, f"{param.name} has no help"


def examples(name: str) -> list[str]:
    """What a command's help tells to type; tests/test_docs_sentences.py runs it."""
    told = (COMMANDS[name].help or "").split("Voorbeeld")[-1]
    return re.findall(r"^ +(zet\b.*?)(?:  .*)?$", told, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_in_a_help_page_is_a_command_line_that_parses(name: str) -> None:
    assert examples(name)
    for line in examples(name):
        parse(line)


# -- command lines in documents ----------------------------------------------------------------------------------

CALL = re.compile(r"(?:^|[;&|(] *|[/\\]|run |\$ )zet(?:\.exe)?(?= |$)(?P<rest>[^;&|)]*)")
PLACEHOLDERS = {"CASUS": "2", "BRON": "inwoner", "AANTAL": "3", "MAP": "map", "NAAM": "Anouk", "PAD": "pad"}


@dataclass(frozen=True)
class Line:
    """One call of `zet` in a document."""

    page: str
    words: str


def alternatives(line: str) -> Iterator[str]:
    """`a|b` in a line gives a line with each; a pipe between spaces is the shell's own."""
    choice = re.search(r"(?<=\s)\w+(?:\|\w+)+", line)
    if choice is None:
        yield line
    else:
        for word in choice[0].split("|"):
            yield from alternatives(line.replace(choice[0], word))


def calls() -> Iterator[Line]:
    """Every `zet` in a code block or between backticks, without optional parts, comments and bare names."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
        prose = re.sub(r"^```\w*\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines()]
        lines += [
            code for code in re.findall(r"`([^`\n]+)`", prose) if re.match(r"(\.venv/bin/)?zet( |$)", code)
        ]
        for line in lines:
            bare = re.sub(r"\[[^]]*\]", "", line.split("  #")[0].split(" #")[0])
            for found in (found for each in alternatives(bare.strip()) for found in CALL.finditer(each)):
                words = "zet" + found["rest"].split("   ")[0].rstrip()
                if words == "zet" or words not in COMMANDS:
                    yield Line(page.name, words)


LINES = sorted(set(calls()), key=repr)


def parse(line: str) -> None:
    """Read a command line as click does, and do nothing. Raises click.UsageError."""
    words = [PLACEHOLDERS.get(word, word) for word in shlex.split(line)[1:]]
    command: click.Command = zet
    parent: click.Context | None = None
    while True:
        try:
            context = command.make_context(command.name, words, parent=parent)
        except click.exceptions.Exit:  # --help and --version; a wrong line raises UsageError
            return
        words = [*context._protected_args, *context.args]
        if not isinstance(command, click.Group) or not words:
            return
        _name, found, words = command.resolve_command(context, words)
        assert found is not None
        command, parent = found, context


def test_there_are_command_lines_to_look_at() -> None:
    assert {line.page for line in LINES} >= {"README.md", "handleiding.md", "beheer.md", "architecture.md"}
    assert len(LINES) > 30


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.page}: {line.words}")
def test_every_command_line_in_a_document_parses(line: Line) -> None:
    parse(line.words)


def test_the_control_a_command_line_that_is_not_so_is_noticed() -> None:
    for wrong in ("zet vragenlijst buurman", "zet status --jsn", "zet kluis weg", "zet intrekken"):
        with pytest.raises(click.UsageError):
            parse(wrong)


@pytest.mark.parametrize(
    "line",
    [
        line
        for line in LINES
        if re.match(r"zet (vragenlijst (?!.*(naar|docx|xlsform|BRON))|.*--help|--version)", line.words)
    ],
    ids=lambda line: f"{line.page}: {line.words}",
)
def test_a_command_line_that_only_prints_does_so(line: Line) -> None:
    done = CliRunner().invoke(zet, shlex.split(line.words)[1:])
    assert done.exit_code == 0
    assert done.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands_and_values(shell: str) -> None:
    assert f"{shell}_source" in ADMIN.read_text(encoding="utf-8").replace("`", "")
    for words, at, expected in (("zet kl", "1", "kluis"), ("zet vragenlijst ", "2", "inwoner")):
        ends = {"COMP_WORDS": words, "COMP_CWORD": words.split(" ")[-1] if shell == "fish" else at}
        done = subprocess.run(
            [sys.executable, "-c", "from zet_tui.cli import main; main()"],
            env={**os.environ, "_ZET_COMPLETE": f"{shell}_complete", **ends},
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
        assert expected in re.split(r"[,\t\n]", done.stdout)


# -- keys ----------------------------------------------------------------------------------------------------------

KEY_NAMES = {
    "left": "←",
    "right": "→",
    "space": "spatie",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
}


def shown(key: str) -> str:
    """A key as the manual writes it."""
    return KEY_NAMES.get(key) or key_name(key)


def bindings() -> Iterator[tuple[str, str, str]]:
    """(owner, key, name) of every binding with a name, of the app, its pages and their fields."""
    for module in walk_packages(zet_tui.__path__, "zet_tui."):
        if module.name.endswith("__main__"):
            continue
        for found in vars(import_module(module.name)).values():
            if isclass(found) and issubclass(found, DOMNode) and found.__module__ == module.name:
                for binding in found.__dict__.get("BINDINGS", ()):
                    assert isinstance(binding, Binding)
                    for key in binding.key.split(",") if binding.description else ():
                        if key == key.lower():
                            yield found.__name__, shown(key), binding.description


def key_rows() -> set[tuple[str, str]]:
    """(key, name) of every row of the manual's tables that begin with "Toets" and "Naam"."""
    rows, inside = set(), False
    for line in MANUAL.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif cells[:2] == ["Toets", "Naam"]:
            inside = True
        elif inside and not set(cells[0]) <= set("-: "):
            for key in re.findall(r"`([^`]+)`", cells[0]):
                rows.add((key, cells[1].casefold()))
    return rows


ROWS = key_rows()
ACTION_KEYS = {
    (key_name(key), action.name.casefold()) for action in ACTIONS for key in action.keys if key == key.lower()
}
PAGE_KEYS = {(key, name.casefold()): owner for owner, key, name in bindings()}


def test_every_action_of_a_conversation_is_in_the_manual() -> None:
    assert ROWS >= ACTION_KEYS


def test_every_named_key_of_every_page_is_in_the_manual() -> None:
    missing = {pair: owner for pair, owner in PAGE_KEYS.items() if pair not in ROWS}
    assert missing == {}


def test_every_key_in_the_manual_exists() -> None:
    assert ROWS - ACTION_KEYS - set(PAGE_KEYS) == set()


def test_the_example_of_own_keys_may_be_used_as_it_stands(tmp_path: Path) -> None:
    (example,) = re.findall(
        r"^```toml\n(.*?)^```", MANUAL.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    path = tmp_path / "toetsen.toml"
    path.write_text(example, encoding="utf-8")
    assert read_keys(path).own


# -- the documents themselves ----------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors that a forge makes of a page's headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", page.read_text(encoding="utf-8")):
        if not re.match(r"https?:|mailto:", target):
            other = page.parent / target if target else page
            assert other.exists(), target
            assert not anchor or anchor in anchors(other), f"{target}#{anchor}"


@pytest.mark.parametrize("page", [MANUAL, ADMIN], ids=lambda page: page.name)
def test_the_list_at_the_top_names_every_chapter(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    chapters = re.findall(r"^## (.*)$", text, flags=re.MULTILINE)
    listed = re.findall(r"^- \[([^]]*)\]\(#", text.split("\n## ")[0], flags=re.MULTILINE)
    assert [chapter.split(" (")[0] for chapter in chapters] == listed


def test_every_picture_is_used() -> None:
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    unused = [picture.name for picture in DOCS.glob("*.svg") if picture.name not in told]
    assert not unused


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_document_names_no_place_of_one_machine(page: Path) -> None:
    found = re.findall(
        r"(?:^|[\s`(])/(?:work|tmp|root|home)/\S+|https?://(?:localhost|127\.|10\.)\S*",
        page.read_text("utf-8"),
    )
    assert not found


@pytest.mark.long
def test_the_pictures_are_made_from_the_app_as_it_is(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(DOCS / "pictures.py"), str(tmp_path)], cwd=REPOSITORY, check=True)
    made = {picture.name: picture.read_text(encoding="utf-8") for picture in tmp_path.glob("*.svg")}
    assert set(made) == {picture.name for picture in DOCS.glob("*.svg")}
    assert len({re.sub(r"terminal-\d+", "", picture) for picture in made.values()}) == len(made)
    assert not [name for name, picture in made.items() if str(Path.home()) + "<" in picture]
