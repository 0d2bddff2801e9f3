"""The slides for the session, with native charts that can be changed in PowerPoint; nothing about a case.

python-pptx is an optional extra (`pip install 'zet-tui[slides]'`); without it SlidesUnavailable says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from flows.conclusions import Verdict
from flows.privacy import Figure, Level
from flows.scores import RED_BELOW
from storage.export.cached_values import finish
from storage.export.colours import INK, QUIET
from storage.export.neutral_zip import about_nobody, neutral_file
from storage.export.session_page import chart_label, column_name
from storage.export.session_words import (
    RULE,
    SessionContent,
    day,
    figure_words,
    goes_badly,
    goes_well,
    name_of_level,
    said,
    themes,
    with_criteria,
)
from storage.export.workbook_text import clean

_WIDE, _HIGH = 13.333, 7.5
_COLOURS: Final = ("123F63", "E8B266", "8577AB")
"""Dark, light and middle: told apart without colour too, and each bar has its figure on it. All together is white."""
_WHITE: Final = "FFFFFF"
_LINE: Final = "D5DADD"
_MOST: Final = 6
NO_FIGURES: Final = "Er zijn te weinig casussen om hier cijfers te laten zien."
_BAND_VALUES: Final = {"hoog": 3.5, "laag": 1.5}
_BANDS: Final = {"hoog": "≥ 3,5", "laag": "▼ ≤ 1,5"}


class SlidesUnavailable(Exception):
    """python-pptx is not installed here."""


def slides(content: SessionContent, on: date | None = None) -> bytes:
    """Make the slides as a pptx file; the same content gives the same bytes. Raises SlidesUnavailable."""
    try:
        import pptx
    except ImportError:
        raise SlidesUnavailable from None
    show = _Show(pptx.Presentation())
    when = f", {day(on)}" if on else ""
    show.opening(content.title, f"Sessie met partners, gemeente {content.municipality}{when}", RULE)
    show.list("Doel van deze sessie", content.guide.goals)
    show.list("Zo kwamen we aan deze uitkomsten", _method(content))
    every = themes(content.table)
    show.chart("Gemiddelden per thema", content, every)
    show.two(
        "Gemiddeld per criterium",
        _found("Mint of beter", goes_well(content.table)),
        _found("Onder 2,5 ▼", goes_badly(content.table)),
    )
    for theme in every:
        levels = with_criteria(content.table, theme)
        if levels:
            show.chart(f"Thema {theme.title}", content, levels)
    for verdict in Verdict:
        texts = [said(one, content.instrument) for one in content.conclusions if one.verdict is verdict]
        for at in range(0, len(texts), _MOST):
            show.list(f"Wat {verdict.value}", texts[at : at + _MOST])
    show.list(
        "Bespreken",
        (
            "Herkent u dit beeld? Wat ontbreekt er?",
            "Wat zijn verklaringen?",
            "Wat gaat goed, wat kan beter, wat moet beter?",
        ),
    )
    actions = [f"{one.what}{f' ({one.owner})' if one.owner else ''}" for one in content.actions]
    for at in range(0, max(len(actions), 1), _MOST):
        show.list(
            "Verbeteracties",
            actions[at : at + _MOST] or ("Wat, waarover, wie, wanneer, en waaraan te zien?",),
        )
    show.list("Terugkijken", [one.text for one in content.guide.follow_up])
    return show.to_bytes(f"Sessie met partners: {content.title}")


def _method(content: SessionContent) -> tuple[str, ...]:
    sources = ", ".join(column_name(source).lower() for source in content.table.columns if source)
    return (
        f"{content.table.cases} casussen, bekeken vanuit {sources}.",
        "Groen 4, mint 3, oranje 2, rood 1. Een gemiddelde onder 2,5 heeft een ▼.",
        f"Cijfers over minder dan {content.table.threshold} casussen laten we niet zien.",
        "Geen namen, geen redenen, geen verhalen van mensen.",
    )


def _found(title: str, pairs: Iterable[tuple[Level, Figure]]) -> tuple[str, list[str]]:
    texts = [f"{name_of_level(level)} ({figure_words(figure)})" for level, figure in pairs]
    more = [f"en nog {len(texts) - _MOST}, zie de handout"] if len(texts) > _MOST else []
    return title, [*texts[:_MOST], *more] or ["Geen, of te weinig casussen om het te laten zien."]


class _Show:
    """A presentation being filled, on 16:9, with a real title on every slide for screen readers."""

    def __init__(self, show: Any) -> None:
        self._show = show
        show.slide_width, show.slide_height = _inches(_WIDE), _inches(_HIGH)

    def opening(self, title: str, under: str, rule: str) -> None:
        slide = self._slide(title, top=2.3, size=40)
        self._text(slide, [under], 3.7, 0.8, size=22)
        self._text(slide, [rule], 5.9, 0.9, size=16, color=QUIET)

    def list(self, title: str, texts: Sequence[str]) -> None:
        slide = self._slide(title)
        longest = sum(len(text) // 80 + 1 for text in texts)
        self._text(
            slide,
            [f"•  {text}" for text in texts],
            1.6,
            5.2,
            size=24 if longest < 7 else 20 if longest < 10 else 17,
        )

    def two(self, title: str, left: tuple[str, Sequence[str]], right: tuple[str, Sequence[str]]) -> None:
        slide = self._slide(title)
        lines = max(sum(len(text) // 48 + 1 for text in texts) for _, texts in (left, right))
        for at, (heading, texts) in enumerate((left, right)):
            x = 0.7 + at * 6.1
            self._text(slide, [heading], 1.5, 0.5, size=20, left=x, width=5.8, bold=True)
            self._text(
                slide,
                [f"•  {text}" for text in texts],
                2.1,
                4.8,
                size=18 if lines < 12 else 15,
                left=x,
                width=5.8,
            )

    def chart(self, title: str, content: SessionContent, levels: Sequence[Level]) -> None:
        """A bar per source and one for all; a figure that may not be shown has no bar, a band stands at its edge.

        Where nothing may be shown there is no chart, and that is said. Red averages have a ▼ (Bijlage 5).
        """
        if not any(_bar(figure) for level in levels for figure in level.figures):
            self.list(title, [NO_FIGURES, *(name_of_level(level) for level in levels)])
            return
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

        columns = content.table.columns
        slide = self._slide(title)
        untyped: Any = CategoryChartData  # python-pptx is typed in part
        data = untyped(number_format="0.00")
        data.categories = [chart_label(level) for level in levels]
        for at, source in enumerate(columns):
            data.add_series(column_name(source), [_bar(level.figures[at]) for level in levels])
        frame = slide.shapes.add_chart(
            XL_CHART_TYPE.COLUMN_CLUSTERED, _inches(0.7), _inches(1.4), _inches(11.9), _inches(4.8), data
        )
        frame.name = f"Grafiek: {title}"
        chart: Any = frame.chart
        chart.has_title = False
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.font.size = _points(13)
        axis = chart.value_axis
        axis.minimum_scale, axis.maximum_scale, axis.major_unit = (
            0,
            4,
            1,
        )  # from 1 an average of 1,0 has no bar
        axis.major_gridlines.format.line.color.rgb = _rgb(_LINE)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
        colours = {**dict(zip(columns[:-1], _COLOURS, strict=False)), None: _WHITE}
        for at, (series, source) in enumerate(zip(chart.plots[0].series, columns, strict=True)):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = _rgb(colours[source])
            series.format.line.color.rgb = _rgb(INK if source is None else colours[source])
            size = 12 if len(levels) < 4 else 10
            for point, level in enumerate(levels):
                figure = level.figures[at]
                if figure is not None and not figure.hidden:
                    _say(series.points[point], on_bar(figure), size)
        chart.plots[0].gap_width = 40
        self._text(slide, [_below(levels)], 6.3, 0.9, size=13, color=QUIET)

    def to_bytes(self, title: str) -> bytes:
        about_nobody(self._show.core_properties, title)
        package = self._show.part.package
        for key, relation in list(package._rels.items()):  # noqa: SLF001 - python-pptx has no door to it
            if "thumbnail" in relation.reltype:
                package._rels.pop(key)  # noqa: SLF001 - as above
        out = io.BytesIO()
        self._show.save(out)
        # also in the workbooks behind the charts
        return neutral_file(
            out.getvalue(),
            "Microsoft Office PowerPoint",
            lambda name, data: finish(data) if name.endswith(".xlsx") else data,
        )

    def _slide(self, title: str, *, top: float = 0.45, size: int = 30) -> Any:
        slide = self._show.slides.add_slide(self._show.slide_layouts[5])
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = map(_inches, (0.7, top, 11.9, 1.0))
        shape.text_frame.text = clean(title)
        shape.text_frame.word_wrap = True
        _dress(shape.text_frame.paragraphs[0], size, INK, bold=True)
        return slide

    def _text(
        self,
        slide: Any,
        texts: Sequence[str],
        top: float,
        height: float,
        *,
        size: int,
        left: float = 0.7,
        width: float = 11.9,
        color: str = INK,
        bold: bool = False,
    ) -> None:
        frame = slide.shapes.add_textbox(*map(_inches, (left, top, width, height))).text_frame
        frame.word_wrap = True
        for at, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.text = clean(text)
            paragraph.space_after = _points(8)
            _dress(paragraph, size, color, bold=bold)


def _bar(figure: Figure | None) -> float | None:
    if figure is None or figure.hidden:
        return None
    return figure.mean if figure.mean is not None else _BAND_VALUES[figure.band or "hoog"]


def on_bar(figure: Figure) -> str:
    """The figure with one decimal, or with both where a red one would else read as 2,5: "2,8", "▼ 2,46", "≥ 3,5"."""
    if figure.mean is None:
        return _BANDS[figure.band or ""]
    places = 2 if figure.red and figure.decimals == 2 and round(figure.mean, 1) >= RED_BELOW else 1
    return f"{'▼ ' if figure.red else ''}{figure.mean:.{places}f}".replace(".", ",")


def _say(point: Any, text: str, size: int) -> None:
    """Put words on a bar: as a number it would have a point or a comma as the viewer's own laptop is set."""
    frame = point.data_label.text_frame
    frame.text = text
    font = frame.paragraphs[0].runs[0].font
    font.size, font.language_id = _points(size), _dutch()


def _below(levels: Sequence[Level]) -> str:
    """What the chart does not say: the criteria in words, and what is not shown or stands at an edge."""
    words = [f"{level.key}. {level.title}" for level in levels if level.kind == "criterium"]
    shown = [figure for level in levels for figure in level.figures if figure is not None]
    if any(figure.hidden for figure in shown):
        words.append("Geen staaf: te weinig casussen om te laten zien.")
    if any(figure.red for figure in shown):
        words.append("▼ is onder 2,5, voordat het is afgerond.")
    if any(figure.band for figure in shown):
        words.append("≥ 3,5 is zo hoog of hoger, ≤ 1,5 is zo laag of lager.")
    return "  ".join(words)


def _dress(paragraph: Any, size: int, color: str, *, bold: bool) -> None:
    from pptx.enum.text import PP_ALIGN

    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold, paragraph.font.name = _points(size), bold, "Calibri"
    paragraph.font.color.rgb = _rgb(color)
    for run in paragraph.runs:
        run.font.language_id = _dutch()


def _dutch() -> Any:
    from pptx.enum.lang import MSO_LANGUAGE_ID

    return MSO_LANGUAGE_ID.DUTCH


def _inches(number: float) -> int:
    return int(number * 914_400)


def _points(number: float) -> int:
    return int(number * 12_700)


def _rgb(color: str) -> Any:
    from pptx.dml.color import RGBColor

    untyped: Any = RGBColor  # as above
    return untyped.from_string(color)
