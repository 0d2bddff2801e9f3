"""A form: every fault named at its field, Enter to the next; what the values mean is the page's.

Dates are typed as "3-11-2026" or "vandaag".
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.types import CSSPathType
from textual.widgets import Button, Static

from zet_tui.screens.fields import Done
from zet_tui.screens.fields_text import Editor
from zet_tui.screens.page import Page, Place, T
from zet_tui.wording.keeping import NO_FOLDER, NO_TEMPLATE

DATE_HINT = "dag-maand-jaar, of vandaag"
NOT_A_DATE = "Deze datum kan ik niet lezen. Typ bijvoorbeeld 3-11-2026, of vandaag."


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled field of a form; its editor gets `key` as its id, `hint` is one quiet line under it.

    What is `settled` has a good answer already: Enter goes past it, so that what is typed next lands where it is asked;
    the arrows come to it.
    """

    key: str
    label: str
    editor: Editor
    hint: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that groups the rows under it."""

    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Some lines to read between the rows."""

    text: str
    id: str | None = None


Part = Row | Heading | Passage


class FieldRow(Horizontal):
    """Label, editor, hint and, when there is one, the fault."""

    def __init__(self, row: Row) -> None:
        super().__init__(id=f"row-{row.key}", classes="" if row.label else "-bare")
        self.row = row
        row.editor.id = row.key

    def compose(self) -> ComposeResult:
        yield Static(self.row.label, markup=False, classes="label")
        with Vertical(classes="side"):
            yield self.row.editor
            if self.row.hint:
                yield Static(self.row.hint, markup=False, classes="hint")
            yield Static("", markup=False, classes="fault")

    def show_fault(self, text: str) -> None:
        """Name what is wrong with this field, or nothing when `text` is empty."""
        fault = self.query_one(".fault", Static)
        fault.update(f"! {text}" if text else "")
        fault.display = bool(text)
        self.set_class(bool(text), "-faulty")


class Form(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields of one page with a button that keeps them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "vorig veld", show=False),
        Binding("down", "go(1)", "volgend veld", show=False),
        Binding("pageup", "page_up", "omhoog", show=False),
        Binding("pagedown", "page_down", "omlaag", show=False),
        Binding("f10", "submit", "klaar"),
    ]

    class Submitted(Message):
        """The person is ready with the form."""

        def __init__(self, form: "Form") -> None:
            super().__init__()
            self.form = form

        @property
        def control(self) -> "Form":
            return self.form

    def __init__(self, parts: Iterable[Part], *, button: str, id: str | None = None) -> None:  # noqa: A002 - textual's name
        super().__init__(id=id)
        self._parts = tuple(parts)
        self._button = button

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(part for part in self._parts if isinstance(part, Row))

    def compose(self) -> ComposeResult:
        for part in self._parts:
            match part:
                case Row():
                    yield FieldRow(part)
                case Heading(text):
                    yield Static(text, markup=False, classes="heading")
                case Passage(text, name):
                    yield Static(text, markup=False, classes="passage", id=name)
        yield Button(self._button, compact=True, id="submit")

    def on_mount(self) -> None:
        self.clear_faults()

    def values(self) -> dict[str, str]:
        """What is in every field now, trimmed, by key."""
        return {row.key: row.editor.value.strip() for row in self.rows}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values back into the fields that are still there."""
        for row in self.rows:
            if row.key in values:
                row.editor.value = values[row.key]

    def clear_faults(self) -> None:
        for row in self.query(FieldRow):
            row.show_fault("")

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Name every fault at its field and go to the first one."""
        self.clear_faults()
        first: Row | None = None
        for row in self.query(FieldRow):
            if text := faults.get(row.row.key):
                row.show_fault(text)
                first = first or row.row
        if first is not None:
            first.editor.focus()

    def action_go(self, by: int) -> None:
        if by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_submit(self) -> None:
        self.post_message(self.Submitted(self))

    @on(Done)
    def _next_field(self, event: Done) -> None:
        event.stop()
        settled = {row.editor for row in self.rows if row.settled}
        while self.screen.focus_next() in settled:
            pass

    def focus_first(self) -> None:
        """Go to the first field that waits for an answer."""
        waiting = (row for row in self.query(FieldRow) if row.display and not row.row.settled)
        next(waiting).row.editor.focus()

    @on(Button.Pressed, "#submit")
    def _submit(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_submit()


class FormPage(Page[T]):
    """A page that is a form: what was typed is part of its place, so that it comes back after the lock."""

    CSS_PATH: ClassVar[CSSPathType | None] = "form.tcss"

    @property
    def place(self) -> Place | None:
        """Where this page is, with what its form holds now."""
        if self._place is None:
            return None
        return replace(self._place, typed=tuple(self.query_one(Form).values().items()))

    def say_done(self, text: str, *, in_place: bool = False) -> None:
        """Say what came of it in the part "done": in the place of the form, or beside it."""
        done = self.query_one("#done", Static)
        done.update(Content(text))
        done.display = True
        self.query_one(Form).display = not in_place
        done.scroll_visible(animate=False)


def typed_folder(text: str) -> Path | None:
    """The folder that was typed; None when there is none of that name."""
    folder = typed_path(text)
    with suppress(OSError):  # it may not be looked into
        return folder if folder is not None and folder.is_dir() else None
    return None


def typed_file(text: str) -> Path | None:
    """The file that was typed; None when there is none of that name."""
    file = typed_path(text)
    with suppress(OSError):
        return file if file is not None and file.is_file() else None
    return None


def typed_path(text: str) -> Path | None:
    """What was typed as a path, without the quotes that "Als pad kopiëren" and a dragged file put around it.

    None for nothing, and for the home of somebody who is not here.
    """
    bare = text.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'":
        bare = bare[1:-1]
    with suppress(RuntimeError):
        return Path(bare).expanduser() if bare else None
    return None


def folder_and_template(
    values: Mapping[str, str],
) -> tuple[Path | None, Path | None, dict[str, str]]:
    """What the fields "folder" and "template" (which may be empty) name, and what is wrong with them by field."""
    folder, template = typed_folder(values["folder"]), typed_file(values["template"])
    faults = {}
    if folder is None:
        faults["folder"] = NO_FOLDER
    if values["template"] and template is None:
        faults["template"] = NO_TEMPLATE
    return folder, template, faults


def read_date(text: str, today: date) -> date | None:
    """The day that "3-11-2026", "3/11/2026", "3.11.2026" or "vandaag" means, or None when it cannot be read."""
    typed = text.strip().lower()
    if typed == "vandaag":
        return today
    parts = typed.replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.strip().isdecimal() for part in parts):
        return None
    day, month, year = (int(part) for part in parts)
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def write_date(day: date | None) -> str:
    """A day as it is typed in a form: 3-11-2026."""
    return "" if day is None else f"{day.day}-{day.month}-{day.year}"
