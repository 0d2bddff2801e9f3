"""What the team agrees beforehand, in one form; what an evaluation is and may leave out, `flows.evaluation` says."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from flows.evaluation import COLLEGE, ROLES, SESSION_LEAST, SESSION_MOST, Evaluation, TeamMember
from flows.instrument import Instrument, Source
from flows.safeguards import Safeguard, lifts
from zet_tui.desk import Desk
from zet_tui.messages import is_known
from zet_tui.screens.dialogs import SecondConfirms
from zet_tui.screens.evaluation_scope import (
    EXPLAINS,
    FIELDS,
    OWN,
    EarlierRound,
    Scope,
    explained,
    read_scope,
    scope_parts,
    scopes_of,
)
from zet_tui.screens.fields import Choice, Line, Several, YesNo, split
from zet_tui.screens.form import (
    DATE_HINT,
    NOT_A_DATE,
    FieldRow,
    Form,
    FormPage,
    Heading,
    Part,
    Passage,
    Row,
    read_date,
    write_date,
)
from zet_tui.screens.page import Place
from zet_tui.wording import terms
from zet_tui.wording.errors import CODES

LARGEST_TEAM = 6
ZET = "zet"
INSTRUMENT_HINT = "zet, regie, of het pad van een eigen vragenlijst"
TWO_READERS = "twee mensen lezen elke tekst na"
TWO_CONFIRM = "twee mensen bevestigen het vernietigen"
SAFEGUARDS = {Safeguard.TWO_READERS: TWO_READERS, Safeguard.TWO_CONFIRM: TWO_CONFIRM}
OFF = "uit"
REQUIRED = {
    "title": "Geef de evaluatie een naam, bijvoorbeeld: Evaluatie Oosterdam 2026.",
    "municipality": "Vul de naam van de gemeente in.",
    "organisation": "Vul in waar de inwoner hulp vroeg, bijvoorbeeld: wijkteam Noord.",
    "controller": "Vul in wie verantwoordelijk is, meestal het college van burgemeester en wethouders.",
}


class EvaluationPage(FormPage[None]):
    """The agreements of the team; asked once, changed at will."""

    HEADING = "Voorbereiden"
    HELP_TEXT = (
        "Deze afspraken komen in de brief aan de inwoner en gelden voor alle casussen.\n\n"
        "De functionaris gegevensbescherming (FG) moet van de evaluatie weten voordat een inwoner tekent.\n\n"
        "Bronnen en thema's liggen vast zodra het eerste gesprek begint."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "to('feedback')", "uitkomst vertellen"),
        Binding("f6", "to('receive')", "casus ontvangen"),
        Binding("f7", "to('analysis')", "analyse"),
    ]

    def __init__(
        self,
        place: Place,
        known: Evaluation | None,
        instrument: Instrument,
        ref: str = ZET,
        earlier: EarlierRound | None = None,
    ) -> None:
        super().__init__(place)
        self._known = known
        self._instrument = instrument
        self._ref = ref
        self._earlier = earlier
        self._scopes = scopes_of(instrument, earlier)

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """The form, filled with what the vault holds."""
        known = await desk.evaluation()
        if known is not None:
            return cls(place, known, await desk.instrument(None))
        ref = dict(place.typed).get("instrument") or ZET
        try:
            instrument = await desk.instrument(ref)
        except Exception as error:
            if not is_known(error):
                raise
            instrument, ref = await desk.instrument(ZET), ZET  # half a path, typed when the lock fell shut
        return cls(place, None, instrument, ref, await desk.earlier_round())

    def body(self) -> ComposeResult:
        yield Form(tuple(self._parts()), button="Bewaren")

    def _parts(self) -> Sequence[Part]:
        known = self._known
        team = known.team if known is not None else ()
        parts: list[Part] = [
            Heading("De evaluatie"),
            Row("title", "Naam van de evaluatie", Line(_of(known, "title"))),
            Row("municipality", "Gemeente", Line(_of(known, "municipality"))),
            Row(
                "organisation",
                "Waar vroeg de inwoner hulp",
                Line(_of(known, "organisation")),
                "bijvoorbeeld: wijkteam Noord",
            ),
            Row("controller", "Verantwoordelijk", Line(_of(known, "controller") or COLLEGE)),
            Heading("Functionaris gegevensbescherming (FG)"),
            Row("fg_name", "Naam", Line(_of(known, "fg_name"))),
            Row("fg_phone", "Telefoon", Line(_of(known, "fg_phone"))),
            Row("fg_email", "E-mail", Line(_of(known, "fg_email"))),
            Row(
                "fg_informed_on",
                "Geïnformeerd op",
                Line(write_date(known.fg_informed_on if known else None)),
                DATE_HINT,
            ),
            Heading("Brief en nood"),
            Row("return_address", "Adres voor de getekende brief", Line(_of(known, "return_address"))),
            Row(
                "urgent_contact",
                "Bellen bij onveiligheid",
                Line(_of(known, "urgent_contact")),
                "bijvoorbeeld: Veilig Thuis 0800 2000",
            ),
            Heading("Het team"),
            Passage("Minstens twee mensen. Alleen zij werken met deze kluis."),
        ]
        for number in range(LARGEST_TEAM):
            member = team[number] if number < len(team) else None
            parts.append(
                Row(
                    f"name-{number}",
                    f"Naam {number + 1}",
                    Line(member.name if member else ""),
                )
            )
            function = Line(member.function if member else "")
            parts.append(
                Row(f"function-{number}", "is", function, "functie, bijvoorbeeld: beleidsmedewerker")
            )
            roles = member.roles if member else ()
            parts.append(
                Row(f"roles-{number}", "doet", Several({role: terms.ROLES[role] for role in ROLES}, roles))
            )
        parts.append(Heading("Wat doet mee"))
        if known is None:
            parts.append(Row("instrument", "Vragenlijst", Line(self._ref), INSTRUMENT_HINT))
        parts += [
            Row(
                "sources",
                "Bronnen",
                Several(terms.SOURCES, [s.value for s in (known.sources if known else Source)]),
                "← → kiezen, spatie aan of uit",
            ),
            *scope_parts(self._instrument, self._scopes, known),
            Row("ground", "Rechtsgrond", Line(_of(known, "ground") or "toestemming")),
            Heading("Aan het einde"),
            Row("two_readers", "", YesNo(TWO_READERS, "ja" if known and known.two_readers else "")),
            Row("two_confirm", "", YesNo(TWO_CONFIRM, "ja" if known and known.two_confirm else "")),
            Row(
                "session_threshold",
                "Partners zien alleen",
                Line(str(known.session_threshold if known else SESSION_LEAST)),
                f"cijfers over minstens zoveel casussen: {SESSION_LEAST} tot en met {SESSION_MOST}",
            ),
        ]
        return parts

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)
        self._show_team()
        self._show_scope()
        self.top("Voorbereiden", "nieuwe evaluatie" if self._known is None else self._known.title)

    @on(Input.Changed)
    def _typed_name(self) -> None:
        self._show_team()

    def _show_team(self) -> None:
        """Two names to begin with, and always one empty row more than there are names."""
        values = self.query_one(Form).values()
        filled = max((n for n in range(LARGEST_TEAM) if values[f"name-{n}"]), default=-1)
        for number in range(LARGEST_TEAM):
            shown = number <= max(1, filled + 1)
            self.query_one(f"#row-name-{number}", FieldRow).display = shown
            for key in ("function", "roles"):
                self.query_one(f"#row-{key}-{number}", FieldRow).display = bool(values[f"name-{number}"])

    def _show_scope(self) -> None:
        """Follow the choice of scope: what it is for, and themes and criteria only for one's own choice."""
        field = self.query_one("#scope", Choice)
        self.watch(field, "value", self._scope_chosen)

    def _scope_chosen(self, chosen: str) -> None:
        words = explained(self._scopes, chosen)
        line = self.query_one(f"#{EXPLAINS}", Static)
        line.update(words)
        line.display = bool(words)
        for row in self.query(FieldRow):
            if row.row.key in ("themes", "criteria"):
                row.display = chosen == OWN

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        values = event.form.values()
        if values.get("instrument", self._ref) != self._ref:
            self.run_worker(self._take(values), exclusive=True, group="instrument")
            return
        evaluation, faults = read_evaluation(
            values, self._known, self._instrument, self.desk.today, self._ref, self._scopes
        )
        event.form.show_faults(faults)
        self.tell("")
        if evaluation is not None and not self.busy:
            self.run_worker(self._keep(evaluation))

    async def _take(self, values: dict[str, str]) -> None:
        """Another questionnaire: load it, and ask which of its themes take part."""
        ref = values["instrument"] or ZET
        with self.telling():
            self._instrument = await self.desk.instrument(ref)
            self._ref = ref
            self._scopes = scopes_of(self._instrument, self._earlier)
            await self.recompose()
            kept = {key: value for key, value in values.items() if key not in (*FIELDS, "instrument")}
            self.query_one(Form).fill(kept)
            self._show_team()
            self._show_scope()
            self.top("Voorbereiden", self._instrument.title)
            self.query_one("#scope").focus()
            self.tell(f"{self._instrument.title}. Kies wat u vraagt en bewaar daarna.")

    async def _keep(self, evaluation: Evaluation) -> None:
        second = await self._second(evaluation)
        if second is None:
            self.tell("Er is niets veranderd. Uitzetten kan alleen met twee mensen.", wrong=True)
            return
        with self.telling(), self.working("De afspraken worden bewaard."):
            await self.desk.define_evaluation(evaluation, second)
            if self._known is None:
                self.zet.arrive()
            else:
                self.dismiss()

    async def _second(self, wanted: Evaluation) -> str | None:
        """Who agrees with switching off what asks for two people; "" when nothing is, None when nobody did."""
        lifted = lifts(self._known, wanted) if self._known is not None else ()
        if self._known is None or not lifted:
            return ""
        agreed = " en ".join(f"‘{SAFEGUARDS[what]}’" for what in lifted)
        why = f"U zet uit: {agreed}. Dat kan alleen met twee mensen, en het komt op de verklaring van vernietiging."
        names, first = self._known.names, self.desk.person or ""
        asked = SecondConfirms(names, first, expected=OFF, typed=f"het woord ‘{OFF}’", why=why)
        return await self.app.push_screen_wait(asked) or None

    def action_to(self, page: str) -> None:
        """Residents of an earlier evaluation may still wait to hear what came of it; a colleague may send a case."""
        self.go(Place(page))

    def action_back(self) -> None:
        """A vault without an evaluation has nothing to go back to, unless this form was opened from somewhere."""
        if self._known is not None or len(self.app.screen_stack) > 2:
            self.dismiss()


def _of(evaluation: Evaluation | None, name: str) -> str:
    return str(getattr(evaluation, name)) if evaluation is not None else ""


def read_evaluation(
    values: Mapping[str, str],
    known: Evaluation | None,
    instrument: Instrument,
    today: date,
    ref: str = ZET,
    scopes: Sequence[Scope] = (),
) -> tuple[Evaluation | None, dict[str, str]]:
    """The evaluation that the form describes, or the faults by field."""
    faults = {key: text for key, text in REQUIRED.items() if not values[key]}
    informed = read_date(values["fg_informed_on"], today)
    if values["fg_informed_on"] and informed is None:
        faults["fg_informed_on"] = NOT_A_DATE
    elif informed is not None and informed > today:
        faults["fg_informed_on"] = "Deze dag ligt in de toekomst."
    if values["fg_email"] and "@" not in values["fg_email"]:
        faults["fg_email"] = "In dit e-mailadres ontbreekt een @."
    team = tuple(
        TeamMember(
            name=" ".join(values[f"name-{n}"].split()),
            function=" ".join(values[f"function-{n}"].split()),
            roles=split(values[f"roles-{n}"]),
        )
        for n in range(LARGEST_TEAM)
        if values[f"name-{n}"]
    )
    faults |= _team_faults(team)
    themes, criteria, wrong = read_scope(values, instrument, scopes)
    faults |= wrong
    if not split(values["sources"]):
        faults["sources"] = CODES["no_sources"]
    threshold = values.get("session_threshold", "") or str(SESSION_LEAST)
    if not (threshold.isdecimal() and SESSION_LEAST <= int(threshold) <= SESSION_MOST):
        faults["session_threshold"] = f"Typ een getal van {SESSION_LEAST} tot en met {SESSION_MOST}."
    if faults:
        return None, faults
    texts: dict[str, Any] = {
        key: " ".join(values[key].split())
        for key in (*REQUIRED, "fg_name", "fg_phone", "fg_email", "return_address", "urgent_contact")
    }
    texts |= {
        "fg_informed_on": informed,
        "team": team,
        "sources": tuple(Source(value) for value in split(values["sources"])),
        "themes": themes,
        "criteria": criteria,
        "ground": values["ground"] or "toestemming",
        "two_readers": bool(values.get("two_readers")),
        "two_confirm": bool(values.get("two_confirm")),
        "session_threshold": int(threshold),
    }
    base = known.model_dump() if known is not None else {"instrument": ref}
    return Evaluation.model_validate({**base, **texts}), {}


def _team_faults(team: Sequence[TeamMember]) -> dict[str, str]:
    names = [member.name.casefold() for member in team]
    if len(team) < 2:
        return {f"name-{len(team)}": CODES["team_too_small"]}
    for number, name in enumerate(names):
        if name in names[:number]:
            return {f"name-{number}": CODES["names_double"]}
    return {}
