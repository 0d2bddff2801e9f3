"""What the team means by the words of Bijlage 1, defined together; the conversation shows it behind F2."""

from typing import Self

from textual import on
from textual.app import ComposeResult

from flows.evaluation import Evaluation
from flows.instrument import Term
from zet_tui.desk import Desk
from zet_tui.screens.fields_text import Lines
from zet_tui.screens.form import Form, FormPage, Passage, Row
from zet_tui.screens.page import Place


class TermsPage(FormPage[None]):
    """One text per word that the team defines itself."""

    HEADING = "Begrippen"
    HELP_TEXT = "Bespreek deze begrippen samen voordat u begint. In het gesprek staat uw uitleg achter F2."

    def __init__(self, place: Place, evaluation: Evaluation, team_terms: tuple[Term, ...]) -> None:
        super().__init__(place)
        self._evaluation = evaluation
        self._terms = team_terms

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `NoEvaluation`."""
        instrument = await desk.instrument()
        evaluation = await desk.ask(lambda register: register.require_evaluation())
        return cls(place, evaluation, tuple(term for term in instrument.terms if term.question))

    def body(self) -> ComposeResult:
        known = self._evaluation.term_meanings
        yield Form(
            (
                Passage("Wat bedoelt u samen met deze woorden? Leeg laten mag."),
                *(
                    Row(term.id, term.title, Lines(known.get(term.id, "")), term.question or "")
                    for term in self._terms
                ),
            ),
            button="Bewaren",
        )

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        if not self.busy:
            self.run_worker(self._keep(event.form.values()))

    async def _keep(self, values: dict[str, str]) -> None:
        meanings = {key: text for key, text in values.items() if text}
        with self.telling(), self.working("De begrippen worden bewaard."):
            await self.desk.define_evaluation(self._evaluation.model_copy(update={"term_meanings": meanings}))
            self.dismiss()
