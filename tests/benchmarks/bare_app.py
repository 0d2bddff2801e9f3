"""The least a Textual app can be with a field in it: what the conversation is measured beside."""

from textual import on
from textual.app import App, ComposeResult
from textual.widgets import Footer, Input, Static


class Bare(App[None]):
    """A line, a field, what was typed in it, and the bar with keys."""

    def compose(self) -> ComposeResult:
        yield Static("Een veld")
        yield Input()
        yield Static(id="typed")
        yield Footer()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.query_one("#typed", Static).update(f"getypt: {event.value}.")


if __name__ == "__main__":
    Bare().run()
