"""The documents of the session: right times and figures, nothing about a case, and a worksheet that comes back."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, time

import icalendar
import pytest

from flows.actions import look_backs
from flows.conclusions import Conclusion, Verdict
from flows.privacy import Figure, session_table
from storage.export.actions_calendar import follow_up_calendar
from storage.export.agenda import SessionTooLate, agenda, invitations
from storage.export.handout import handout
from storage.export.report import report
from storage.export.session import TooFewCases
from storage.export.session_words import SessionContent, figure_words, session_content
from storage.export.slides import NO_FIGURES, SlidesUnavailable, on_bar, slides
from storage.export.team_words import IdentifierFound, check_words
from tests.storage.export.session_story import (
    ACTIONS,
    MAKERS,
    SECRETS,
    SESSION_DAY,
    ZET,
    content_of_it,
    results,
    texts_in,
)


@pytest.fixture(scope="module")
def content() -> SessionContent:
    return content_of_it()


# -- no casuistry ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", MAKERS)
def test_no_text_of_a_case_gets_into_a_document(content: SessionContent, made: str) -> None:
    found = texts_in(MAKERS[made](content))
    assert not [secret for secret in SECRETS if secret in found]


def test_the_control_finds_such_a_text() -> None:
    leaky = session_content(
        results(3), conclusions=(Conclusion(verdict=Verdict.GOOD, text=f"{SECRETS[0]} 1 2"),)
    )
    assert SECRETS[0] in texts_in(handout(leaky))
    assert SECRETS[0] in texts_in(slides(leaky))


@pytest.mark.parametrize("made", ["handout", "slides", "report"])
@pytest.mark.parametrize("cases", [3, 1000])
def test_only_figures_that_the_session_may_see_are_shown(made: str, cases: int) -> None:
    # given: one resident was unsafe
    whole = results(cases, unsafe=1)
    table = session_table(ZET, whole.cases, 3)
    hidden = [level for level in table.levels if level.key == 10 and level.kind == "criterium"]
    assert all(figure is None or figure.hidden for figure in hidden[0].figures)
    # when
    found = texts_in(MAKERS[made](session_content(whole)))
    # then: every average in the text is one that may be shown
    allowed = {
        figure_words(figure).strip("▼\u00a0") for level in table.levels for figure in level.figures if figure
    }
    if made == "slides":  # on a bar the same averages stand with one decimal
        means = {figure.mean for level in table.levels for figure in level.figures if figure}
        allowed |= {f"{mean:.1f}".replace(".", ",") for mean in means if mean is not None}
    shown = set(re.findall(r"(?<![\d.,])[1-4],\d{1,2}(?![\d.,])", re.sub(r"<[^>]*>", " ", found)))
    assert shown - {"2,5", "3,5", "1,5"}
    assert shown <= allowed | {"2,5", "3,5", "1,5"}


def test_the_charts_hold_no_more_than_the_table(content: SessionContent) -> None:
    import pptx

    show = pptx.Presentation(io.BytesIO(slides(content)))
    charts = [shape.chart for slide in show.slides for shape in slide.shapes if shape.has_chart]
    allowed = {figure.mean for level in content.table.levels for figure in level.figures if figure} | {
        3.5,
        1.5,
        None,
    }
    values = {value for chart in charts for series in chart.plots[0].series for value in series.values}
    assert len(charts) == 6  # and one theme of which nothing may be shown
    assert None in values
    assert values <= allowed


def test_a_chart_says_which_averages_are_red_and_what_all_sources_say_together(
    content: SessionContent,
) -> None:
    import pptx

    data = slides(content)
    show = pptx.Presentation(io.BytesIO(data))
    charts = [shape.chart for slide in show.slides for shape in slide.shapes if shape.has_chart]
    assert {series.name for series in charts[0].plots[0].series} == {
        "Dossier", "Inwoner", "Professional", "Alle bronnen",
    }  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        drawn = [archive.read(name).decode() for name in archive.namelist() if "/charts/chart" in name]
    leading = {"thema", "criterium"}
    red = sum(
        figure.red
        for level in content.table.levels
        if level.kind in leading
        for figure in level.figures
        if figure
    )
    assert red > 0
    assert sum(part.count("▼") for part in drawn) == red


def test_every_bar_says_its_figure_in_dutch_however_the_laptop_is_set(content: SessionContent) -> None:
    """Words, not numbers with a format: PowerPoint writes those as the viewer's own language has it."""
    import pptx

    show = pptx.Presentation(io.BytesIO(slides(content)))
    chart = next(shape.chart for slide in show.slides for shape in slide.shapes if shape.has_chart)
    told = [level for level in content.table.levels if level.kind == "thema"]
    for at, series in enumerate(chart.plots[0].series):
        for point, level in enumerate(told):
            figure = level.figures[at]
            label = series.points[point].data_label
            if figure is None or figure.hidden:
                assert not label.has_text_frame
            elif figure.mean is not None:
                said = label.text_frame.text
                assert re.fullmatch(r"(▼ )?[1-4],\d{1,2}", said)
                assert said.startswith("▼") is figure.red
                assert abs(float(said.strip("▼ ").replace(",", ".")) - figure.mean) <= 0.0501
    assert chart.value_axis.minimum_scale == 0


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure(mean=2.83), "2,8"),
        (Figure(mean=2.5), "2,5"),
        (Figure(mean=2.46, red=True), "▼ 2,46"),
        (Figure(mean=2.5, decimals=1, red=True), "▼ 2,5"),
        (Figure(mean=2.41, red=True), "▼ 2,4"),
        (Figure(mean=1.0, red=True), "▼ 1,0"),
        (Figure(band="hoog"), "≥ 3,5"),
        (Figure(band="laag", red=True), "▼ ≤ 1,5"),
    ],
)
def test_a_red_average_never_reads_as_one_that_is_not_unless_that_is_all_that_may_be_shown(
    figure: Figure, said: str
) -> None:
    assert on_bar(figure) == said


def test_a_theme_about_which_nothing_may_be_shown_has_words_instead_of_an_empty_chart() -> None:
    import pptx

    few = session_content(results(3), threshold=10)
    show = pptx.Presentation(io.BytesIO(slides(few)))
    assert not [shape for slide in show.slides for shape in slide.shapes if shape.has_chart]
    assert NO_FIGURES in texts_in(slides(few))


def test_two_cases_are_too_few() -> None:
    with pytest.raises(TooFewCases):
        session_content(results(2))


def test_a_higher_threshold_shows_less() -> None:
    assert "te weinig" in texts_in(handout(session_content(results(4), threshold=5)))


# -- agenda and invitations -----------------------------------------------------------------------------------


def test_the_agenda_is_the_handbooks_from_any_hour(content: SessionContent) -> None:
    usual, afternoon = texts_in(agenda(content)), texts_in(agenda(content, time(13, 30), SESSION_DAY))
    for moment in ("09.00 – 09.15", "09.15 – 11.00", "09.15 – 09.45", "11.00 – 11.15", "12.45 – 13.00"):
        assert moment in usual
    assert "13.30 – 13.45" in afternoon
    assert "17.15 – 17.30" in afternoon
    assert "30-11-2026" in afternoon
    with pytest.raises(SessionTooLate):
        agenda(content, time(21, 0))


def test_who_should_come_and_who_should_not(content: SessionContent) -> None:
    found = texts_in(invitations(content, ("geld", "wonen")))
    assert "niet direct betrokken zijn bij de geselecteerde casussen" in found
    assert "schuldhulp" in found
    assert "verslavingszorg" not in found


def test_what_the_team_did_not_choose_and_the_guide_does_not_say_has_no_head(content: SessionContent) -> None:
    whole = texts_in(invitations(content, ("geld",)))
    assert "Bij deze leefgebieden" in whole
    assert "Vooraf bedenken" in whole
    who = content.guide.participants.model_copy(update={"after": None})
    bare = replace(content, guide=content.guide.model_copy(update={"participants": who}))
    found = texts_in(invitations(bare))
    assert "Bij deze leefgebieden" not in found
    assert "Vooraf bedenken" not in found
    assert "Uw lijst" in found


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (None, ""),
        (Figure(), "te weinig"),
        (Figure(mean=2.4, decimals=1, red=True), "▼\u00a02,4"),
        (Figure(band="laag", red=True), "▼\u00a01,5 of lager"),
        (Figure(band="hoog"), "3,5 of hoger"),
    ],
)
def test_a_figure_reads_as_it_may_be_shown(figure: Figure | None, words: str) -> None:
    assert figure_words(figure) == words


def test_an_average_at_an_end_of_the_scale_is_explained_under_its_chart() -> None:
    one = results(3)
    green = tuple(
        case.model_copy(
            update={
                "sources": tuple(
                    source.model_copy(
                        update={
                            "answers": tuple(
                                answer.model_copy(update={"value": "groen"})
                                if answer.value in {"mint", "oranje", "rood"}
                                else answer
                                for answer in source.answers
                            )
                        }
                    )
                    for source in case.sources
                )
            }
        )
        for case in one.cases
    )
    explained = "≥ 3,5 is zo hoog of hoger"
    assert explained in texts_in(slides(session_content(one.model_copy(update={"cases": green}))))
    assert explained not in texts_in(slides(session_content(results(12))))


def test_what_points_to_a_person_is_refused_by_its_place_and_a_day_is_not() -> None:
    texts = [("A5", "Bel 06 12345678."), ("A6", "Op 1 maart 2026 is het klaar."), ("A7", "Goed.")]
    with pytest.raises(IdentifierFound) as caught:
        check_words(ZET, (), texts)
    assert caught.value.places == ("A5",)
    assert "12345678" not in str(caught.value)
    check_words(ZET, (), texts[1:])


# -- files that tell nothing of their maker -------------------------------------------------------------------


@pytest.mark.parametrize("made", MAKERS)
def test_the_same_content_gives_the_same_bytes_without_a_maker_or_a_moment(
    content: SessionContent, made: str
) -> None:
    once = MAKERS[made](content)
    assert once == MAKERS[made](content)
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml").decode()
    assert "Canny" not in core
    assert "python" not in core.lower()
    assert set(re.findall(r"(\d{4})-\d\d-\d\dT", core)) <= {"1980"}


def test_without_python_pptx_it_is_said(content: SessionContent, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(SlidesUnavailable):
        slides(content)


def test_every_slide_has_a_title_and_fits(content: SessionContent) -> None:
    import pptx

    show = pptx.Presentation(io.BytesIO(slides(content)))
    for slide in show.slides:
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= show.slide_width
            assert shape.top + shape.height <= show.slide_height


# -- report ---------------------------------------------------------------------------------------------------


def test_the_report_tells_per_theme_what_goes_well_and_what_must_be_better(content: SessionContent) -> None:
    found = texts_in(report(content, SESSION_DAY))
    for text in (
        "Inwoners weten de weg.",
        "Plannen missen doelen.",
        "Afstemming kost tijd.",
        "Ik wist wie ik bellen kon.",
        "Elk plan heeft twee doelen.",
        "teamleider wijkteam",
        "28-02-2027",
        "30-11-2027",
        "30-11-2029",
    ):
        assert text in found


# -- calendar -------------------------------------------------------------------------------------------------


def test_the_calendar_looks_back_and_names_days_that_are_due() -> None:
    moments = look_backs(SESSION_DAY, session_content(results(3)).guide.follow_up)
    data = follow_up_calendar(moments, ACTIONS, datetime(2026, 11, 22, tzinfo=UTC), "Evaluatie")
    events = list(icalendar.Calendar.from_ical(data).walk("VEVENT"))
    assert [event.decoded("dtstart") for event in events] == [
        date(2027, 2, 28),
        date(2027, 11, 30),
        date(2029, 11, 30),
        date(2027, 3, 1),
    ]
    assert str(events[3]["summary"]) == "ZET: 1 verbeteractie moet klaar zijn"
    assert len({str(event["uid"]) for event in events}) == 4
    assert b"Elk plan" not in data
    assert data == follow_up_calendar(moments, ACTIONS, datetime(2026, 11, 22, tzinfo=UTC), "Evaluatie")
