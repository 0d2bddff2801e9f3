"""The settings of this laptop: colours and the quiet time before the lock; keeping them is `settings_file`'s."""

from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult

from zet_tui import theme
from zet_tui.desk import Desk
from zet_tui.screens.fields import Choice, Line
from zet_tui.screens.form import Form, FormPage, Row
from zet_tui.screens.page import Place
from zet_tui.settings_file import Settings, SettingsNotKept, read_minutes
from zet_tui.wording.settings import FAULTY_MINUTES, NOT_KEPT

MINUTES_HINT = "minuten stilte, 1 tot en met 60"


class SettingsPage(FormPage[None]):
    """Three choices that count at once and the next time."""

    HEADING = "Instellingen"
    HELP_TEXT: ClassVar[str] = (
        "Deze instellingen gelden voor u op deze laptop. Er staan geen persoonsgegevens in.\n\n"
        "Met ← en → kiest u andere kleuren. F10 bewaart; wat u koos, geldt meteen."
    )

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:  # noqa: ARG003 - every page opens alike
        """Asks nothing of the vault."""
        return cls(place)

    def body(self) -> ComposeResult:
        now = self.zet.settings
        names = {word: theme.NAMES[name] for word, name in theme.BY_WORD.items()}
        yield Form(
            (
                Row("colours", "Kleuren", Choice(names, now.colours), self.zet.why_own_colours),
                Row("page", "Slot, op een bladzijde", Line(str(now.page_minutes)), MINUTES_HINT),
                Row(
                    "conversation", "Slot, in een gesprek", Line(str(now.conversation_minutes)), MINUTES_HINT
                ),
            ),
            button="Bewaren",
        )

    def on_mount(self) -> None:
        form = self.query_one(Form)
        form.fill(self.typed)
        form.rows[0].editor.focus()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        values = event.form.values()
        page, conversation = read_minutes(values["page"]), read_minutes(values["conversation"])
        if page is None or conversation is None:
            faulty = {"page": page, "conversation": conversation}
            event.form.show_faults({key: FAULTY_MINUTES for key, found in faulty.items() if found is None})
            return
        event.form.clear_faults()
        try:
            self.zet.change_settings(Settings(values["colours"], page, conversation))
        except SettingsNotKept:
            self.tell(NOT_KEPT, wrong=True)
        else:
            self.dismiss()
