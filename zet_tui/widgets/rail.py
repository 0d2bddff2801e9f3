"""The quiet column beside the conversation: themes with their progress; counting is the engine's, drawing is here."""

from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

_DOTS = 14
_TIPS = 3


@dataclass(frozen=True, slots=True)
class RailTheme:
    """One theme: its title, how many of its asked questions are done, and whether it is being asked now."""

    title: str
    done: int
    total: int
    now: bool = False


@dataclass(frozen=True, slots=True)
class RailView:
    """Everything the rail shows: the themes, the quiet lines under them, and tips under a title with its key."""

    themes: tuple[RailTheme, ...] = ()
    lines: tuple[str, ...] = ()
    tips_title: str = ""
    tips_key: str = ""
    tips: tuple[str, ...] = ()


class Rail(Widget):
    """Drawn in one piece; it changes after a commit, never by itself."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.view = RailView()

    def show(self, view: RailView) -> None:
        """Show this view."""
        if view != self.view:
            self.view = view
            self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        name = max((len(theme.title) for theme in self.view.themes), default=0) + 2
        rows = [_row(theme, name, width) for theme in self.view.themes]
        rows += [Content(""), *(Content.styled(line, "$quiet") for line in self.view.lines)]
        room = self.content_size.height - len(rows) - 2
        return Content("\n").join([*rows, *self._tips(width, room)])

    def _tips(self, width: int, room: int) -> list[Content]:
        """As many whole tips as there is room for, three at most; none where not even one fits."""
        lines: list[Content] = []
        for tip in self.view.tips[:_TIPS]:
            wrapped = Content(tip).wrap(max(width - 2, 1))
            if len(lines) + len(wrapped) > room:
                break
            lines += [Content.assemble("· " if i == 0 else "  ", part) for i, part in enumerate(wrapped)]
        if not lines:
            return []
        title = Content.assemble(f"{self.view.tips_title}  ", (self.view.tips_key, "$accent"))
        return [Content(""), title, *lines]


def _row(theme: RailTheme, name: int, width: int) -> Content:
    fits = theme.total <= _DOTS and name + theme.total <= width
    progress = "●" * theme.done + "○" * (theme.total - theme.done) if fits else f"{theme.done}/{theme.total}"
    title, progress_style = ("bold", "$accent") if theme.now else ("$quiet", "$quiet")
    return Content.assemble((theme.title.ljust(name), title), (progress, progress_style))
