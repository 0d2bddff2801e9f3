"""Nalezen: every free text is read once more by a person; finding is storage's, how it looks is `review_wording`'s."""

from dataclasses import replace
from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from storage.anonymise import ReviewText
from storage.anonymise.deduce_extra import DeduceFinder
from storage.anonymise.find import beside
from storage.anonymise.finding import Finding
from zet_tui.desk import Desk
from zet_tui.screens.fields import Done
from zet_tui.screens.fields_text import Lines
from zet_tui.screens.page import Page, Place
from zet_tui.screens.review_extra import NOT_INSTALLED, ExtraSearch, unread
from zet_tui.screens.review_wording import (
    decided,
    doubtful,
    finding_lines,
    next_unread,
    place_line,
    progress,
    shown,
    wording,
)

QUESTION = "Zou een collega, buur of familielid hieraan zien om wie het gaat?"
NOTHING = "Er zijn nog geen teksten om na te lezen."
ALL_READ = "Alle teksten zijn nagelezen. U kunt afronden."
YOURS_READ = "U las alles. Wat er nog staat, is voor een tweede lezer."
READ_BEFORE = "U las deze tekst al. Wisselen met de tweede lezer: ^L, het slot."
ACCEPTED = "Deze tekst is al geaccepteerd."


class ReviewPage(Page[None]):
    """One text at a time, with what was found in it and the one fixed question."""

    CSS_PATH = "review.tcss"
    AUTO_FOCUS = ""  # the hidden editor would take every letter for text
    HEADING = "Nalezen"
    HELP_TEXT = (
        "Een tekst die niet is geaccepteerd, komt niet in het Analysebestand.\n\n"
        "Zeker: dit is al vervangen. Twijfel: u beslist; v vervangt, nog eens v zet het terug.\n\n"
        "z laat een tweede programma (deduce) meezoeken naar namen, als het is geïnstalleerd.\n\n"
        "Let ook op verhalen die iemand herkent zonder naam: een ongeval, een beroep, een bijzonder gezin."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "nee, accepteren"),
        Binding("v", "replace", "vervangen"),
        Binding("e", "edit", "bewerken"),
        Binding("w", "leave_out", "weglaten"),
        Binding("z", "extra", "extra naamzoeker", show=False),
        Binding("left", "go(-1)", "vorige"),
        Binding("right", "go(1)", "volgende"),
        Binding("up", "choose(-1)", "vorige vondst", show=False),
        Binding("down", "choose(1)", "volgende vondst", show=False),
    ]

    def __init__(self, place: Place, texts: tuple[ReviewText, ...], person: str | None) -> None:
        super().__init__(place)
        self._texts = list(texts)
        self._person = person
        self._at = next_unread(texts, -1, person) or 0
        self._replaced: set[Finding] = set()
        self._chosen = 0
        self._edited: str | None = None
        self._named = False
        self._extra = ExtraSearch()

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `ConsentRefused` when there is a case that this person may not read."""
        return cls(place, await desk.review_texts(), desk.person)

    @property
    def place(self) -> Place | None:
        """Where one is, with the text that was being edited."""
        held = self.query_one(Lines).value if self.query_one(Lines).display else self._edited
        typed = (("key", self._key(self._text)), ("edited", held)) if self._texts and held is not None else ()
        return Place("review", typed=typed)

    @staticmethod
    def _key(text: ReviewText) -> str:
        return f"{text.case_id}/{text.key}"

    @property
    def _text(self) -> ReviewText:
        return self._texts[self._at]

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False, id="reading"):
            yield Static("", markup=False, id="where")
            yield Static("", markup=False, id="text")
            yield Lines(id="editor")
            yield Static("", markup=False, id="findings")
            yield Static("", markup=False, id="decided")
            yield Static(QUESTION, markup=False, id="question")
        yield Static("", markup=False, id="extra")

    def on_mount(self) -> None:
        self.query_one("#editor").display = False
        self.query_one("#extra").display = False
        typed = self.typed
        for index, text in enumerate(self._texts):
            if self._key(text) == typed.get("key"):
                self._at = index
                self._show()
                self._edited = typed.get("edited")
        self._show()

    def _show(self) -> None:
        if not self._texts:
            self.query_one("#question").display = False
            self.query_one("#text", Static).update(NOTHING)
            return
        text, waiting = self._text, doubtful(self._text)
        at = waiting[self._chosen] if self._chosen < len(waiting) else None
        self.top("Nalezen", progress(self._texts, self._at, self._person))
        self.query_one("#where", Static).update(Content(place_line(text)))
        words = Content(self._edited) if self._edited is not None else shown(text, self._replaced, at)
        settled = text.decision or text.first
        if settled is not None and self._edited is None:
            words = Content(settled.accepted if settled.accepted is not None else text.suggested)
        self.query_one("#text", Static).update(words)
        open_for_findings = self._edited is None and settled is None
        self.query_one("#findings", Static).update(
            finding_lines(text, self._replaced, at) if open_for_findings else Content("")
        )
        self.query_one("#findings").display = open_for_findings and bool(text.findings)
        self.query_one("#decided", Static).update(Content(decided(text, edited=self._edited is not None)))
        self.query_one("#decided").display = settled is not None or self._edited is not None
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's signature
        """While a text is being edited its keys are letters."""
        if action == "replace":
            return (
                bool(self._texts)
                and self._edited is None
                and (self._text.decision or self._text.first) is None
                and bool(doubtful(self._text))
            )
        if action in ("accept", "edit", "leave_out", "go", "choose", "extra"):
            return bool(self._texts)
        return True

    # -- walking -------------------------------------------------------------------------------------

    def action_go(self, by: int) -> None:
        self._go_to((self._at + by) % len(self._texts))

    def _go_to(self, index: int) -> None:
        self._at = index
        self._replaced = set()
        self._chosen = 0
        self._edited = None
        self._named = False
        self.tell("")
        self._show()
        self.query_one("#reading", VerticalScroll).scroll_home(animate=False)

    def action_choose(self, by: int) -> None:
        """Another doubtful finding; where there is none the page scrolls."""
        waiting = doubtful(self._text)
        if waiting:
            self._chosen = max(0, min(self._chosen + by, len(waiting) - 1))
            self._show()
        else:
            self.query_one("#reading", VerticalScroll).scroll_relative(y=by, animate=False)

    # -- deciding ------------------------------------------------------------------------------------

    def action_replace(self) -> None:
        """Replace the chosen doubtful finding, or put it back; then on to the next one."""
        waiting = doubtful(self._text)
        chosen = waiting[self._chosen]
        self._replaced ^= {chosen}
        if chosen in self._replaced and self._chosen + 1 < len(waiting):
            self._chosen += 1
        self._show()

    def action_accept(self) -> None:
        """Accept the wording; doubts that were left alone are named once first, so that each gets its yes or no."""
        settled = self._text.decision or self._text.first
        if self._edited is None and not self._text.waits_for(self._person) and self._text.first is not None:
            self.tell(READ_BEFORE)
            return
        decision = self._text.decision
        if decision is not None and decision.accepted and self._edited is None and not self._replaced:
            self.tell(ACCEPTED)  # once more would make one reading of two
            return
        left = [finding for finding in doubtful(self._text) if finding not in self._replaced]
        if left and not self._named and self._edited is None and settled is None:
            self._named = True
            one = "Er blijft 1 twijfel" if len(left) == 1 else f"Er blijven {len(left)} twijfels"
            self.tell(f"{one} zo in de tekst staan. Mag dat? Druk dan nog een keer op a.")
        elif not self.busy:
            words = self._edited if self._edited is not None else wording(self._text, self._replaced)
            if settled is not None and self._edited is None and not self._replaced:
                words = settled.accepted or words
            self.run_worker(self._decide(words))

    def action_leave_out(self) -> None:
        if not self.busy:
            self.run_worker(self._decide(None))

    async def _decide(self, words: str | None) -> None:
        at = self._at
        done = False
        with self.telling(), self.working("Bewaren …"):
            text = self._texts[at]
            self._texts[at] = await (
                self.desk.leave_out(text) if words is None else self.desk.accept(text, words)
            )
            following = next_unread(self._texts, at, self._person)
            self._go_to(at if following is None else following)
            done = following is None
        if done:
            others = any(each.decision is None for each in self._texts)
            self.tell(YOURS_READ if others else ALL_READ)

    # -- the extra finder ----------------------------------------------------------------------------

    def action_extra(self) -> None:
        """Let deduce look along, or stop it."""
        if self._extra.running:
            self._extra.stop()
        elif (finder := self.desk.finder()) is None:
            self.tell(NOT_INSTALLED)
        else:
            self.run_worker(self._look_along(finder), group="extra")

    async def _look_along(self, finder: DeduceFinder) -> None:
        with self.telling():
            await self._extra.run(finder, list(unread(self._texts)), self._tell_extra, self._found_more)

    def _tell_extra(self, words: str) -> None:
        """A line of its own, so that what is said about a text stays."""
        for line in self.query("#extra").results(Static):
            line.update(Content(words))
            line.display = True

    def _found_more(self, text: ReviewText, more: tuple[Finding, ...]) -> None:
        """What was decided meanwhile stays as it is."""
        key = self._key(text)
        for index, known in enumerate(self._texts):
            if self._key(known) == key and known.decision is None and known.first is None and more:
                self._texts[index] = replace(known, findings=beside(known.original, known.findings, more))
                if index == self._at:
                    self._named = False
                    self._show()

    def on_unmount(self) -> None:
        """Nothing goes on behind a page that is gone."""
        self._extra.stop()

    # -- editing -------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        """Change the words by hand; Enter keeps them on this page, a accepts them."""
        editor = self.query_one("#editor", Lines)
        settled = self._text.decision or self._text.first
        accepted = settled.accepted if settled is not None else None
        editor.value = self._edited or accepted or wording(self._text, self._replaced)
        editor.display = True
        self.query_one("#text").display = False
        editor.focus()
        self.tell("Enter klaar · Ctrl+J nieuwe regel · Esc niet wijzigen")

    @on(Done, "#editor")
    def _edited_enough(self, event: Done) -> None:
        event.stop()
        self._edited = self.query_one("#editor", Lines).value.strip()
        self._close_editor()

    def _close_editor(self) -> None:
        self.query_one("#editor").display = False
        self.query_one("#text").display = True
        self.set_focus(None)
        self.tell("")
        self._show()

    def action_back(self) -> None:
        """Out of the editor first, then out of the page."""
        if self.query_one("#editor").display:
            self._close_editor()
        else:
            self.dismiss()
