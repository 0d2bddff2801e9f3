"""A form about one case that ends in what came of it; what it asks and does, its subclasses say."""

from typing import ClassVar, Self

from storage.cases import CaseOverview
from zet_tui.desk import Desk
from zet_tui.screens.form import Form, FormPage
from zet_tui.screens.page import Place


class CaseFormPage(FormPage[None]):
    """Subclasses give a `body` with a form and a part "done"."""

    HEADING: ClassVar[str] = ""

    def __init__(self, place: Place, case: CaseOverview) -> None:
        super().__init__(place)
        self._case = case

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `UnknownCase`."""
        return cls(place, await desk.case(place.case or ""))

    def on_mount(self) -> None:
        form = self.query_one(Form)
        form.fill(self.typed)
        self.top(f"Casus {self._case.number} › {self.HEADING}")
        form.focus_first()
