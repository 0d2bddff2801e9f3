"""The three forms behind the list of conclusions and actions; what may stand in them, storage says on keeping them."""

from collections.abc import Mapping
from secrets import token_hex
from typing import TYPE_CHECKING, ClassVar, Self

from textual import on
from textual.app import ComposeResult

from flows.actions import ImprovementAction, Progress, name_of, subjects
from flows.conclusions import Conclusion, Verdict
from flows.evaluation import Aim
from flows.improvement import Improvement, Item, Quote, TeamAction, TeamConclusion, TeamQuote
from zet_tui.desk import Desk
from zet_tui.screens.fields import Choice, Line, YesNo
from zet_tui.screens.fields_pick import Pick
from zet_tui.screens.fields_text import Lines
from zet_tui.screens.form import DATE_HINT, Form, FormPage, Part, Passage, Row, read_date, write_date
from zet_tui.screens.page import Place
from zet_tui.screens.rounds import round_of

if TYPE_CHECKING:
    from storage.cases import Register
    from storage.export.kept_results import Kept

STEP = "stap:"
NO_TEXT = "Schrijf hier iets op."
NO_DATE = "Deze datum kan ik niet lezen. Typ bijvoorbeeld 1-3-2027."
NOT_AGREED = "Een citaat gaat alleen mee als twee mensen het hebben gelezen en akkoord zijn."
Texts = tuple[tuple[str, str], ...]


class ItemPage(FormPage[None]):
    """One item of the team: loaded when it is there already, new otherwise."""

    HELP_TEXT: ClassVar[str] = (
        "Schrijf over alle casussen samen, in de woorden van uw team. Noem functies, geen namen.\n\n"
        "Bij ‘over’ kiest u met ← en →, of typt u een woord om te zoeken. F10 bewaart."
    )
    OPENING: ClassVar[str] = ""

    def __init__(self, place: Place, kept: "Kept") -> None:
        super().__init__(place)
        self._kept = kept
        self._subjects = subjects(kept.instrument())
        key = place.source or ""
        self._step = int(key.removeprefix(STEP)) if key.startswith(STEP) else None
        self._known = kept.improvement.find(key)

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `RoundUnknown`."""
        return cls(place, await desk.ask(round_of, place.case or ""))

    @property
    def key(self) -> str:
        """The key of the item that is typed."""
        return self._known.key if self._known is not None else token_hex(8)

    def body(self) -> ComposeResult:
        opening: tuple[Part, ...] = (Passage(self.OPENING),) if self.OPENING else ()
        yield Form((*opening, *self.rows()), button="Bewaren")

    def rows(self) -> tuple[Part, ...]:
        """The fields, filled with what is known."""
        return ()

    def read(self, values: Mapping[str, str]) -> tuple[Item | None, dict[str, str], Texts]:
        """The item, or the faults by field; and the texts in it with the words for their place."""
        raise NotImplementedError

    def about(self, aim: Aim | None) -> Row:
        """The field that says what it is about."""
        names = {name: name for name in self._subjects}
        return Row("about", "Over", Pick(names, name_of(aim, self._kept.instrument())))

    def on_mount(self) -> None:
        form = self.query_one(Form)
        form.fill(self.typed)
        self.top(f"{self.HEADING}: {self._kept.results.evaluation_title}")
        form.rows[0].editor.focus()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        if self.busy:
            return
        item, faults, texts = self.read(event.form.values())
        event.form.show_faults(faults)
        self.tell("")
        if item is not None:
            self.run_worker(self._keep(item, texts))

    async def _keep(self, item: Item, texts: Texts) -> None:
        with self.telling(), self.working("Het wordt bewaard."):
            await self.desk.ask(_keep, self._kept.key, item, texts)
            self.dismiss()


class ConclusionPage(ItemPage):
    """What goes well, can be better or must be better."""

    HEADING = "Conclusie"
    OPENING = "Wat gaat goed, wat kan beter, wat moet beter? Over alle casussen samen (Bijlage 5, stap 3)."

    def rows(self) -> tuple[Part, ...]:
        known = self._known.conclusion if isinstance(self._known, TeamConclusion) else None
        verdicts = {one.value: one.value for one in Verdict}
        return (
            Row("verdict", "Oordeel", Choice(verdicts, known.verdict.value if known else "")),
            self.about(known.about if known else None),
            Row("text", "Conclusie", Lines(known.text if known else ""), "Enter naar het volgende veld"),
        )

    def read(self, values: Mapping[str, str]) -> tuple[Item | None, dict[str, str], Texts]:
        text = values["text"]
        if not text:
            return None, {"text": NO_TEXT}, ()
        told = Conclusion(
            verdict=Verdict(values["verdict"]), text=text, about=self._subjects[values["about"]]
        )
        step = self._known.step if isinstance(self._known, TeamConclusion) else self._step
        return TeamConclusion(key=self.key, conclusion=told, step=step), {}, (("de conclusie", text),)


class ActionPage(ItemPage):
    """One improvement action."""

    HEADING = "Verbeteractie"
    OPENING = (
        "Wat gaat er gebeuren, wie is eigenaar, wanneer is het klaar, en waaraan is te zien dat het lukt?"
    )

    def rows(self) -> tuple[Part, ...]:
        known = self._known.action if isinstance(self._known, TeamAction) else ImprovementAction(what="-")
        what = known.what if self._known is not None else ""
        return (
            Row("what", "Verbeteractie", Lines(what)),
            self.about(known.about),
            Row("owner", "Eigenaar", Line(known.owner), "een functie, geen naam: teamleider wijkteam"),
            Row("by", "Klaar op", Line(write_date(known.by)), DATE_HINT),
            Row("success", "Te zien aan", Line(known.success), "waaraan u ziet dat het lukt"),
            Row(
                "progress", "Stand", Choice({one.value: one.value for one in Progress}, known.progress.value)
            ),
        )

    def read(self, values: Mapping[str, str]) -> tuple[Item | None, dict[str, str], Texts]:
        by = read_date(values["by"], self.desk.today)
        faults = {} if values["what"] else {"what": NO_TEXT}
        if values["by"] and by is None:
            faults["by"] = NO_DATE
        if faults:
            return None, faults, ()
        action = ImprovementAction(
            what=values["what"],
            about=self._subjects[values["about"]],
            owner=values["owner"],
            by=by,
            success=values["success"],
            progress=Progress(values["progress"]),
        )
        texts = (
            ("de verbeteractie", action.what),
            ("de eigenaar", action.owner),
            ("te zien aan", action.success),
        )
        return TeamAction(key=self.key, action=action), {}, texts


class QuotePage(ItemPage):
    """A quote, rewritten, and accepted one by one."""

    HEADING = "Citaat"
    OPENING = (
        "Voor het eindverslag, en alleen herschreven: niemand mag zichzelf of een ander erin herkennen. "
        "De precieze woorden van een inwoner of professional neemt ZET niet aan."
    )

    def rows(self) -> tuple[Part, ...]:
        known = self._known.quote if isinstance(self._known, TeamQuote) else None
        return (
            Row("text", "Citaat, herschreven", Lines(known.text if known else "")),
            self.about(known.about if known else None),
            Row("agreed", "", YesNo("twee mensen hebben dit gelezen en zijn akkoord")),
        )

    def read(self, values: Mapping[str, str]) -> tuple[Item | None, dict[str, str], Texts]:
        faults = {} if values["text"] else {"text": NO_TEXT}
        if not values["agreed"]:
            faults["agreed"] = NOT_AGREED
        if faults:
            return None, faults, ()
        quote = Quote(text=values["text"], about=self._subjects[values["about"]])
        return TeamQuote(key=self.key, quote=quote), {}, (("het citaat", quote.text),)


def _keep(register: "Register", key: str, item: Item, texts: Texts) -> Improvement:
    from storage.export.kept_results import keep_improvement, kept_round

    team = kept_round(register.vault, key).improvement.having(item)
    return keep_improvement(register.vault, key, team, texts).improvement
