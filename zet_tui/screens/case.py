"""One case: who it is about, how far the approach is, its consent and its three sources; and the form for a new one."""

from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from flows.consent import Consent, Verdict
from flows.instrument import Source
from storage.cases import Approach, CaseEntry, CaseOverview, Register, UnknownCase
from zet_tui.desk import Desk
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.fields import Line
from zet_tui.screens.form import Form, FormPage, Passage, Row
from zet_tui.screens.overview_steps import case_next, short_date, source_cell
from zet_tui.screens.page import Page, Place
from zet_tui.screens.withdrawn import WithdrawnPage
from zet_tui.wording import terms
from zet_tui.wording.consent_gaps import sentences
from zet_tui.wording.counting import answers, counted
from zet_tui.wording.errors import ENTRY_FIELDS
from zet_tui.wording.transfer import TELL_OTHERS, places_lines

FIELDS = ("name", "contact", "professional", "organisation")
HIDDEN_FROM_OTHERS = (
    "next", "consent", "source", "edit", "names", "suggested", "facts", "letter", "let_go", "give",
)  # fmt: skip
OVERDUE = "Er kwam geen antwoord binnen de tijd die u afsprak. Met v vernietigt u deze casus."
SOURCE_KEYS = {"dossier": "d", "inwoner": "i", "professional": "p"}


class NewCasePage(FormPage[None]):
    """The form of a case; before consent it asks only what the letter needs."""

    HEADING = "Casus"
    HELP_TEXT = (
        "Vul alleen in wat de brief nodig heeft. Meer mag pas nadat de inwoner heeft getekend.\n\n"
        "Wil de inwoner niet meedoen? Dan verwijdert u de casus met x op de bladzijde van de casus."
    )

    def __init__(self, place: Place, known: CaseEntry | None) -> None:
        super().__init__(place)
        self._known = known

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """An empty form, or the entry of an existing case. Raises `UnknownCase`, `ConsentRefused`."""
        known = (await desk.case(place.case)).entry if place.case else None
        return cls(place, known)

    def body(self) -> ComposeResult:
        known = {name: getattr(self._known, name) if self._known else "" for name in FIELDS}
        hints = {"contact": "telefoon, e-mail of adres", "organisation": "waar de professional werkt"}
        yield Form(
            (
                Passage("Alleen wat de brief nodig heeft."),
                *(
                    Row(name, ENTRY_FIELDS[name].capitalize(), Line(known[name]), hints.get(name, ""))
                    for name in FIELDS
                ),
            ),
            button="Bewaren",
        )

    def on_mount(self) -> None:
        self.top("Nieuwe casus" if self._known is None else f"Casus {self._known.number} › wijzigen")
        self.query_one(Form).fill(self.typed)

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        values = event.form.values()
        event.form.show_faults(
            {name: f"Vul in: {ENTRY_FIELDS[name]}." for name in FIELDS if not values[name]}
        )
        if all(values[name] for name in FIELDS) and not self.busy:
            self.run_worker(self._keep(values))

    async def _keep(self, values: dict[str, str]) -> None:
        with self.telling(), self.working("De casus wordt bewaard."):
            if self._known is None or self._place is None or self._place.case is None:
                await self.desk.register_case(*(values[name] for name in FIELDS))
            else:
                await self.desk.change_case(self._place.case, self._known.model_copy(update=values))
            self.dismiss()


class CasePage(Page[None]):
    """What is known of one case and what can be done with it."""

    CSS_PATH = "case.tcss"
    HELP_TEXT = (
        "Zonder ondertekende toestemming kan geen enkel gesprek beginnen.\n\n"
        "Een inwoner mag op elk moment stoppen, zonder reden. Met x trekt u de toestemming in: "
        "alles van deze casus wordt dan meteen vernietigd."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "verder"),
        Binding("t", "consent", "toestemming"),
        Binding("d", "source('dossier')", "dossieronderzoek", show=False),
        Binding("i", "source('inwoner')", "gesprek met inwoner", show=False),
        Binding("p", "source('professional')", "gesprek met professional", show=False),
        Binding("s", "approach", "status"),
        Binding("b", "edit", "wijzigen"),
        Binding("n", "names", "namenlijst", show=False),
        Binding("w", "suggested", "woorden die op een naam lijken", show=False),
        Binding("l", "letter", "brief maken", show=False),
        Binding("h", "facts", "huishouden en levensdomeinen", show=False),
        Binding("o", "give", "overdragen aan een collega", show=False),
        Binding("v", "let_go", "geen antwoord: vernietigen"),
        Binding("x", "refuse", "wil niet"),
        Binding("x", "withdraw", "intrekken"),
    ]

    def __init__(
        self,
        place: Place,
        case: CaseOverview,
        consent: Consent | None,
        verdict: Verdict,
        overdue: bool = False,
        asked: int = 0,
    ) -> None:
        super().__init__(place)
        self._asked = asked
        self._case = case
        self._consent = consent
        self._verdict = verdict
        self._overdue = overdue

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `UnknownCase`."""
        return cls(place, *await _facts(desk, place.case or ""))

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False, id="facts"):
            yield Static("", markup=False, id="about")
            yield Static("", markup=False, id="gaps")
            yield Static("", markup=False, id="sources")
            yield Static("", markup=False, id="more")

    def on_mount(self) -> None:
        self._show()

    def on_screen_resume(self) -> None:
        """Show how things stand now, also after coming back from another page."""
        self.run_worker(self._load(), exclusive=True, group="load")

    async def _load(self) -> None:
        with self.telling():
            try:
                found = await _facts(self.desk, self._case.id)
            except UnknownCase:
                if self.app.screen is self:
                    raise
                return  # it was destroyed from here, and whoever asked for that is already on another page
            self._case, self._consent, self._verdict, self._overdue, self._asked = found
            self._show()
            self.refresh_bindings()

    def _show(self) -> None:
        case = self._case
        self.top(
            f"Casus {case.number}",
            "" if case.consent_on is None else f"getekend {short_date(case.consent_on)}",
        )
        self.query_one("#about", Static).update(_about(case, self._consent))
        gaps = sentences(self._verdict.gaps)
        if self._overdue:
            gaps = (*gaps, OVERDUE)
        self.query_one("#gaps", Static).update(Content("\n").join(Content(f"– {gap}") for gap in gaps))
        self.query_one("#gaps").display = bool(gaps)
        lines = [
            Content.assemble(
                (f"{SOURCE_KEYS[s.source.value]}  ", "b $accent"),
                terms.SOURCE_TASKS[s.source.value].capitalize().ljust(30),
                source_cell(s),
                f"  {counted(s.reasons_missing, 'reden', 'redenen')} nodig" if s.reasons_missing else "",
            )
            for s in case.sources
        ]
        self.query_one("#sources", Static).update(Content("\n").join(lines))
        self.query_one("#sources").display = case.consent_on is not None
        more = [("l", "Brief en uitleg maken")]
        if case.consent_on is not None:
            more += [("n", "Namenlijst"), ("h", "Huishouden en levensdomeinen")]
            more += [("o", "Overdragen aan een collega")]
        if self._asked:
            more.append(("w", f"Horen deze woorden bij deze casus? ({self._asked})"))
        self.query_one("#more", Static).update(
            Content("\n").join(Content.assemble((f"{key}  ", "b $accent"), words) for key, words in more)
        )
        self.query_one("#more").display = case.entry is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's signature
        """Only what this case allows is offered."""
        signed = self._case.consent_on is not None
        if self._case.entry is None and action in HIDDEN_FROM_OTHERS:
            return False
        if action in ("source", "names", "suggested", "facts", "give", "withdraw"):
            return signed
        if action == "let_go":
            return self._overdue
        if action in ("approach", "refuse"):
            return not signed
        return True

    def action_next(self) -> None:
        following = case_next(self._case)
        if following is None:
            self.tell("Alles van deze casus is afgesloten.")
        elif following.place.page == "case":
            self.action_consent()
        else:
            self.go(following.place)

    def action_consent(self) -> None:
        self.go(Place("consent", self._case.id))

    def action_source(self, source: str) -> None:
        self.go(Place("interview", self._case.id, Source(source).value))

    def action_edit(self) -> None:
        self.go(Place("edit-case", self._case.id))

    def action_letter(self) -> None:
        self.go(Place("letter", self._case.id))

    def action_facts(self) -> None:
        self.go(Place("facts", self._case.id))

    def action_give(self) -> None:
        """To a colleague's laptop."""
        self.go(Place("give", self._case.id))

    def action_let_go(self) -> None:
        """No answer came within the term: asked once, as for who does not want to."""
        if not self.busy:
            self.run_worker(self._let_go())

    async def _let_go(self) -> None:
        if await self.app.push_screen_wait(end_question(self._case, asked="Nog steeds geen antwoord van")):
            with self.telling(), self.working("De gegevens van deze casus worden vernietigd."):
                case = self._case.id
                await self.desk.ask(lambda register: register.let_go(case))
                self.dismiss()

    def action_names(self) -> None:
        self.go(Place("names", self._case.id))

    def action_suggested(self) -> None:
        self.go(Place("suggested", self._case.id))

    def action_approach(self) -> None:
        """The next of: te benaderen, benaderd, geen reactie."""
        values = list(Approach)
        following = values[(values.index(self._case.approach) + 1) % len(values)]
        self.run_worker(self._set_approach(following))

    async def _set_approach(self, approach: Approach) -> None:
        with self.telling():
            await self.desk.set_approach(self._case.id, approach)
            await self._load()

    def action_refuse(self) -> None:
        """The resident does not want to: asks once, naming what goes; only j confirms."""
        if not self.busy:
            self.run_worker(self._end())

    def action_withdraw(self) -> None:
        """The resident takes the consent back: asked and done in the same way."""
        self.action_refuse()

    async def _end(self) -> None:
        case = self._case
        with self.telling():
            elsewhere = await self.desk.ask(elsewhere_of, case.id)
            if not await self.app.push_screen_wait(end_question(case, elsewhere=elsewhere)):
                return
            with self.working("De gegevens van deze casus worden vernietigd."):
                if case.consent_on is None:
                    await self.desk.refused(case.id)
                    self.dismiss()
                else:
                    self.app.switch_screen(WithdrawnPage(await self.desk.withdraw(case.id)))


async def _facts(desk: Desk, case: str) -> tuple[CaseOverview, Consent | None, Verdict, bool, int]:
    """The case, its consent where this person may see it, what the gate says, whether an answer is overdue, and how
    many words there are to ask about.
    """
    overview = await desk.case(case)
    verdict = await desk.verdict(case)
    consent = await desk.consent(case) if verdict.allowed else None
    overdue = overview.consent_on is None and await desk.ask(
        lambda register: any(found.id == case for found in register.without_answer())
    )
    asked = await desk.ask(lambda register: _asked(register, overview)) if verdict.allowed else 0
    return overview, consent, verdict, overdue, asked


def _asked(register: Register, case: CaseOverview) -> int:
    from storage.anonymise import NameSuggestions

    return len(NameSuggestions(register).of_case(case))


def elsewhere_of(register: Register, case: str) -> tuple[str, ...]:
    """The other laptops where this case may be."""
    return places_lines(register.places.of_case(case))


def end_question(case: CaseOverview, asked: str = "", elsewhere: tuple[str, ...] = ()) -> Confirm:
    """The one question before a case is destroyed, with everything that goes and where it stays; `asked` is how it
    begins.
    """
    goes = [] if case.entry is None else [f"– naam en contactgegevens van {case.entry.name}"]
    if case.entry is None:
        goes.append("– naam en contactgegevens")
    if case.consent_on is not None:
        goes.append(f"– de toestemming van {short_date(case.consent_on)}")
    goes += [
        f"– {terms.SOURCE_TASKS[s.source.value]}: {answers(s.answered)}" for s in case.sources if s.started
    ]
    question = f"{asked} casus {case.number}?" if asked else _question(case)
    return Confirm(
        question,
        "Dit wordt nu meteen vernietigd en komt niet terug:\n"
        + "\n".join(goes)
        + "\n\nEen reden is niet nodig."
        + "".join(f"\n\n{line}" for line in (*elsewhere, *((TELL_OTHERS,) if elsewhere else ()))),
        yes="ja, vernietigen",
    )


def _question(case: CaseOverview) -> str:
    return (
        f"Wil de inwoner van casus {case.number} niet meedoen?"
        if case.consent_on is None
        else f"De toestemming van casus {case.number} intrekken?"
    )


def _about(case: CaseOverview, consent: Consent | None) -> Content:
    if case.entry is None:
        return Content("U ziet niet om wie het gaat: u staat niet in de brief van deze casus.")
    rows = [(ENTRY_FIELDS[name].capitalize(), getattr(case.entry, name)) for name in FIELDS]
    if case.consent_on is None:
        rows.append(("Status", terms.APPROACHES[case.approach.value]))
    if consent is not None:
        rows.append(("Mogen dit inzien", ", ".join(consent.viewers)))
        rows.append(("Wil de uitkomst horen", "ja" if consent.feedback_wanted else "nee"))
    return Content("\n").join(Content.assemble((label.ljust(28), "$quiet"), value) for label, value in rows)
