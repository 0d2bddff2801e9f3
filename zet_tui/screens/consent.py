"""Recording a signed consent: the fixed letter and one prefilled form; what is valid, `flows.consent` says."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import Static

from flows.consent import Consent, Signer, gaps_at_recording
from flows.evaluation import Evaluation
from storage.cases import CaseOverview
from zet_tui.desk import Desk
from zet_tui.screens.fields import Choice, Line, Several, YesNo, split
from zet_tui.screens.form import (
    DATE_HINT,
    NOT_A_DATE,
    FieldRow,
    Form,
    FormPage,
    Heading,
    Passage,
    Row,
    read_date,
    write_date,
)
from zet_tui.screens.page import Place
from zet_tui.wording import terms
from zet_tui.wording.consent_gaps import FIELDS, sentence

DATES = ("letter_dated", "talked_through_on", "signed_on")
TICKS = (
    "told_in_easy_language",
    "told_back_in_own_words",
    "told_free_to_stop",
    "child_asked",
    "feedback_wanted",
)


class ConsentPage(FormPage[None]):
    """The letter beside its form; on a narrow screen the letter is one key away."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["form.tcss", "consent.tcss"]
    HEADING = "Toestemming"
    HELP_TEXT = (
        "Leg hier vast wat de inwoner heeft getekend. De tekst van de brief staat vast en krijgt een controlegetal "
        "(SHA-256), zodat later te zien is welke tekst is getekend.\n\n"
        "De inwoner moet in eigen woorden hebben verteld waar het om gaat, wie meekijkt en dat stoppen altijd mag."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "letter", "brief lezen"),
        Binding("f4", "make_letter", "brief maken"),
        Binding("f5", "renew", "nieuwe toestemming"),
    ]

    def __init__(
        self, place: Place, case: CaseOverview, draft: Consent, evaluation: Evaluation, *, signed: bool
    ) -> None:
        super().__init__(place)
        self._case = case
        self._draft = draft
        self._evaluation = evaluation
        self._signed = signed
        self._writing: Widget | None = None

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """The recorded consent, or a new one with the letter filled in.

        Raises `UnknownCase`, `ConsentRefused`, `NoEvaluation`, `LetterFieldMissing`, `LetterTopicMissing`.
        """
        case = await desk.case(place.case or "")
        evaluation = await desk.ask(lambda register: register.require_evaluation())
        known = await desk.consent(case.id)
        draft = known or await desk.draft_consent(case.id)
        return cls(place, case, draft, evaluation, signed=known is not None)

    def body(self) -> ComposeResult:
        draft = self._draft
        with Horizontal(id="sides"):
            with VerticalScroll(id="letter"):
                yield Static(draft.letter_text, markup=False, id="letter-text")
                yield Static(f"SHA-256 {draft.letter_sha256}", markup=False, classes="hint", id="hash")
            yield Form(
                (
                    Heading("De brief"),
                    Row("letter_dated", "Datum op de brief", Line(write_date(draft.letter_dated)), DATE_HINT),
                    Heading("Doorgesproken"),
                    Row("talked_through_by", "Door", Line(draft.talked_through_by)),
                    Row("talked_through_on", "Op", Line(write_date(draft.talked_through_on)), DATE_HINT),
                    Row(
                        "told_in_easy_language",
                        "",
                        _tick(draft, "told_in_easy_language", "in makkelijke taal"),
                    ),
                    Row(
                        "told_back_in_own_words",
                        "",
                        _tick(draft, "told_back_in_own_words", "de inwoner vertelde het na in eigen woorden"),
                    ),
                    Row(
                        "told_free_to_stop",
                        "",
                        _tick(
                            draft, "told_free_to_stop", "de inwoner weet: nee zeggen en stoppen mag altijd"
                        ),
                    ),
                    Heading("Getekend"),
                    Row("signed_on", "Op", Line(write_date(draft.signed_on)), DATE_HINT),
                    Row("signer", "Door", Choice(terms.SIGNERS, draft.signer.value)),
                    Row("representative", "Naam van wie meetekende", Line(draft.representative)),
                    Row(
                        "representative_capacity",
                        "Als",
                        Line(draft.representative_capacity),
                        "curator, mentor, ouder, voogd",
                    ),
                    Row("child_asked", "", _tick(draft, "child_asked", "ook het kind zelf is gevraagd")),
                    Heading("Wie mogen dit inzien"),
                    Row(
                        "viewers",
                        "Deze teamleden",
                        Several({name: name for name in self._evaluation.names}, draft.viewers),
                        "← → kiezen, spatie aan of uit",
                    ),
                    Row("professional", "Professional", Line(draft.professional)),
                    Row(
                        "feedback_wanted",
                        "",
                        _tick(draft, "feedback_wanted", "de inwoner wil horen wat de evaluatie opleverde"),
                    ),
                    Row(
                        "feedback_channel",
                        "Hoe wil de inwoner dat horen",
                        Line(draft.feedback_channel),
                        "bijvoorbeeld: per post, of telefonisch via de begeleider",
                    ),
                    Passage("", id="rest"),
                ),
                button="Toestemming vastleggen",
            )

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)
        aside = f"getekend op {write_date(self._draft.signed_on)}" if self._signed else "nog niet vastgelegd"
        self.top(f"Casus {self._case.number} › Toestemming", aside)
        self.watch(self.query_one("#signer", Choice), "value", self._signer_changed)
        self.watch(self.query_one("#feedback_wanted", YesNo), "value", self._feedback_changed)
        self.query_one("#rest").display = False
        if self._signed:
            self.query_one("#submit").display = False
            self.query_one(Form).disabled = True
            self.query_one("#letter").focus()
        else:
            self.query_one(Form).rows[0].editor.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's signature
        """A new consent is asked beside a recorded one; a letter is made before it is signed."""
        if action == "renew":
            return self._signed
        return not self._signed if action == "make_letter" else True

    def action_make_letter(self) -> None:
        self.go(Place("letter", self._case.id))

    def action_renew(self) -> None:
        """Another letter was signed, or somebody else will look; what was recorded stays in the history."""
        self.go(Place("new-consent", self._case.id))

    def on_screen_resume(self) -> None:
        """A letter may have been made meanwhile: that one is signed then."""
        if not self._signed:
            self.run_worker(self._letter_again(), exclusive=True, group="letter")

    async def _letter_again(self) -> None:
        with self.telling():
            draft = await self._newest(self.desk, self._case.id)
            if draft.letter_sha256 == self._draft.letter_sha256:
                return
            self._draft = draft
            self.query_one("#letter-text", Static).update(Content(draft.letter_text))
            self.query_one("#hash", Static).update(f"SHA-256 {draft.letter_sha256}")
            self.query_one("#letter_dated", Line).value = write_date(draft.letter_dated)

    @staticmethod
    async def _newest(desk: Desk, case: str) -> Consent:
        return await desk.draft_consent(case)

    def _signer_changed(self) -> None:
        signer = self.query_one("#signer", Choice).value
        for key in ("representative", "representative_capacity"):
            self.query_one(f"#row-{key}", FieldRow).display = signer != Signer.PERSON.value
        self.query_one("#row-child_asked", FieldRow).display = signer == Signer.PARENT.value

    def _feedback_changed(self) -> None:
        wanted = bool(self.query_one("#feedback_wanted", YesNo).value)
        self.query_one("#row-feedback_channel", FieldRow).display = wanted

    def action_letter(self) -> None:
        """To the letter, and back to the row that was being filled in."""
        reading = not self.has_class("-letter")
        if reading:
            self._writing = self.focused
        self.set_class(reading, "-letter")
        if reading:
            self.query_one("#letter").focus()
        elif not self._signed:
            (self._writing or self.query_one(Form).rows[0].editor).focus()

    def action_back(self) -> None:
        """Out of the letter one comes back to the form: what was filled in is not thrown away by reading."""
        if self.has_class("-letter"):
            self.action_letter()
        else:
            super().action_back()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        consent, faults, rest = read_consent(
            event.form.values(), self._draft, self._evaluation, self.desk.today
        )
        event.form.show_faults(faults)
        said = self.query_one("#rest", Static)
        said.update("\n".join(f"! {line}" for line in rest))
        said.display = bool(rest)
        self.tell(
            ""
            if not (faults or rest)
            else f"Nog {len(faults) + len(rest)} {'punt' if len(faults) + len(rest) == 1 else 'punten'} nodig."
        )
        if not faults and not rest and not self.busy and not self._signed:
            self.run_worker(self._record(consent))

    async def _record(self, consent: Consent) -> None:
        with self.telling(), self.working("De toestemming wordt vastgelegd."):
            await self.desk.record_consent(self._case.id, consent)
            self.dismiss()


class NewConsentPage(ConsentPage):
    """A new consent beside a recorded one: for a new letter, with what was recorded kept in the history."""

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises as `ConsentPage.open`."""
        case = await desk.case(place.case or "")
        evaluation = await desk.ask(lambda register: register.require_evaluation())
        return cls(place, case, await cls._newest(desk, case.id), evaluation, signed=False)

    @staticmethod
    async def _newest(desk: Desk, case: str) -> Consent:
        """The letter made since the last consent, or a new one; never the one that was signed already."""
        known = await desk.consent(case)
        draft = await desk.draft_consent(case)
        same = known is not None and known.letter_sha256 == draft.letter_sha256
        return await desk.draft_consent(case, fresh=True) if same else draft

    async def _record(self, consent: Consent) -> None:
        with self.telling(), self.working("De toestemming wordt vastgelegd."):
            await self.desk.record_consent(self._case.id, consent)
            await self.zet.only_case(self._case.id)


def _tick(draft: Consent, name: str, label: str) -> YesNo:
    return YesNo(label, "ja" if getattr(draft, name) else "")


def read_consent(
    values: Mapping[str, str], draft: Consent, evaluation: Evaluation, today: date
) -> tuple[Consent, dict[str, str], tuple[str, ...]]:
    """The consent that the form describes, its faults by field, and the gaps that no field here can fill."""
    days = {key: read_date(values[key], today) for key in DATES}
    faults = {key: NOT_A_DATE for key in DATES if values[key] and days[key] is None}
    if not values["letter_dated"]:
        faults["letter_dated"] = "Vul in welke datum op de brief staat."
    signer = Signer(values["signer"])
    beside = signer is not Signer.PERSON
    update: dict[str, Any] = {
        **{key: bool(values[key]) for key in TICKS},
        "letter_dated": days["letter_dated"] or draft.letter_dated,
        "talked_through_on": days["talked_through_on"],
        "talked_through_by": values["talked_through_by"],
        "signed_on": days["signed_on"],
        "signer": signer,
        "representative": values["representative"] if beside else "",
        "representative_capacity": values["representative_capacity"] if beside else "",
        "child_asked": bool(values["child_asked"]) and signer is Signer.PARENT,
        "viewers": split(values["viewers"]),
        "professional": values["professional"],
        "feedback_channel": values["feedback_channel"] if values["feedback_wanted"] else "",
    }
    consent = draft.model_copy(update=update)
    rest = []
    for gap in gaps_at_recording(consent, evaluation, today):
        field = FIELDS.get(gap.code, "")
        if field in values:
            faults.setdefault(field, sentence(gap))
        else:
            rest.append(sentence(gap))
    return consent, faults, tuple(rest)
