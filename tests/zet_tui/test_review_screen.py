"""Nalezen: every text once more, replaced, edited, left out, accepted."""

import subprocess
import sys

import pytest

from flows.instrument import Source
from storage.anonymise.deduce_extra import DeduceFinder
from tests.zet_tui.waiting import until
from zet_tui.screens.fields_text import Lines
from zet_tui.screens.page import Place
from zet_tui.screens.review import ACCEPTED, ALL_READ, NOTHING, QUESTION, READ_BEFORE, YOURS_READ
from zet_tui.screens.review_wording import doubtful, next_unread, wording

REASON = "Fatima zei dat Karel van De Regenboog haar op 06-12345678 [b]nooit[/b] belde."


@pytest.fixture
async def with_reason(house):
    """A desk with one case and one reason that holds a name, a doubt and a telephone number."""
    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.RESIDENT, until=6, reason=REASON)
    return desk


async def at_review(pilot, settle):
    await settle(pilot)
    await pilot.app.go(Place("review"))
    await settle(pilot)


def body(text_of, app):
    return text_of(app, "#text")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_what_is_sure_is_replaced_and_what_is_doubtful_waits(
    house, with_reason, seen, text_of, settle, size
):
    async with house.app(with_reason).run_test(size=size) as pilot:
        await at_review(pilot, settle)
        shown = body(text_of, pilot.app)
        assert "[inwoner] zei dat" in shown
        assert "06-12345678" not in shown
        assert "⟦" in shown
        assert "[b]nooit[/b]" in shown
        page = seen(pilot.app)
        assert QUESTION in page
        assert "casus 1 · inwoner · vraag" in page
        assert "tekst 1 van" in page
        assert "zeker    Fatima" in page
        keys = page.splitlines()[-1]
        assert "→ volgende" in keys
        assert "F1 hulp" in keys
        assert ("← vorige" in keys) == (size[0] > 80)


async def test_v_replaces_the_chosen_doubt_and_v_again_puts_it_back(house, with_reason, text_of, settle):
    async with house.app(with_reason).run_test() as pilot:
        await at_review(pilot, settle)
        before = body(text_of, pilot.app)
        waiting = doubtful(pilot.app.screen._text)
        await pilot.press("v")
        assert body(text_of, pilot.app).count("⟦") == before.count("⟦") - 1
        if len(waiting) > 1:
            await pilot.press("up")
        await pilot.press("v")
        assert body(text_of, pilot.app).count("⟦") == before.count("⟦")


async def test_a_accepts_the_wording_as_it_stands_and_goes_on(house, with_reason, seen, settle):
    async with house.app(with_reason).run_test() as pilot:
        await at_review(pilot, settle)
        page = pilot.app.screen
        expected = wording(page._text, {doubtful(page._text)[0]})
        await pilot.press("a")
        await settle(pilot)
        assert "Mag dat? Druk dan nog een keer op a." in " ".join(seen(pilot.app).split())
        assert not any(text.decision for text in await with_reason.review_texts())
        await pilot.press("v", "a")
        await settle(pilot)
        accepted = {text.decision.accepted for text in await with_reason.review_texts() if text.decision}
        assert accepted == {expected}
        await pilot.press("a")
        while any(text.decision is None for text in await with_reason.review_texts()):
            await settle(pilot)
            await pilot.press("a")
        await settle(pilot)
        assert ALL_READ in seen(pilot.app)


async def test_w_leaves_a_text_out(house, with_reason, settle):
    async with house.app(with_reason).run_test() as pilot:
        await at_review(pilot, settle)
        await pilot.press("w")
        await settle(pilot)
        left_out = [
            text
            for text in await with_reason.review_texts()
            if text.decision and text.decision.accepted is None
        ]
        assert len(left_out) == 1


async def test_e_edits_enter_keeps_and_only_a_accepts(house, with_reason, text_of, settle):
    async with house.app(with_reason).run_test() as pilot:
        await at_review(pilot, settle)
        await pilot.press("e")
        editor = pilot.app.screen.query_one("#editor", Lines)
        assert "[inwoner]" in editor.value
        editor.value = ""
        await pilot.press(*"aaw", "enter")
        await settle(pilot)
        assert body(text_of, pilot.app) == "aaw"
        assert not any(text.decision for text in await with_reason.review_texts())
        await pilot.press("a")
        await settle(pilot)
        assert "aaw" in {text.decision.accepted for text in await with_reason.review_texts() if text.decision}


async def test_an_edit_that_leaves_nothing_is_not_accepted(house, with_reason, seen, settle):
    async with house.app(with_reason).run_test() as pilot:
        await at_review(pilot, settle)
        await pilot.press("e")
        pilot.app.screen.query_one("#editor", Lines).value = ""
        await pilot.press("enter", "a")
        await settle(pilot)
        assert "kies w om de tekst weg te laten" in " ".join(seen(pilot.app).split())


async def test_escape_leaves_the_editor_first(house, with_reason, settle):
    async with house.app(with_reason).run_test() as pilot:
        await at_review(pilot, settle)
        await pilot.press("e", *"anders", "escape")
        assert pilot.app.screen.place.page == "review"
        assert "anders" not in wording(pilot.app.screen._text, ())
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen.place == Place("overview")


async def test_what_was_being_edited_comes_back_after_the_lock(
    house, with_reason, text_of, settle, passphrase
):
    async with house.app(with_reason).run_test() as pilot:
        await at_review(pilot, settle)
        await pilot.press("e")
        pilot.app.screen.query_one("#editor", Lines).value = "halve zin"
        await pilot.press("ctrl+l")
        await settle(pilot)
        pilot.app.screen.query_one("#passphrase").value = passphrase
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert body(text_of, pilot.app) == "halve zin"


async def test_without_texts_it_says_so(house, seen, settle):
    async with house.app(await house.vault()).run_test() as pilot:
        await at_review(pilot, settle)
        assert NOTHING in seen(pilot.app)
        await pilot.press("a", "v", "e", "w", "right")
        await settle(pilot)
        assert NOTHING in seen(pilot.app)


async def test_somebody_who_is_not_named_reads_nothing(house, seen, settle):
    desk = await house.vault()
    case = await house.case(desk, viewers=("Sam de Boer",))
    await house.talk(desk, case, Source.RESIDENT, until=6, reason=REASON)
    await desk.sit_down("Anne Visser")
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        await pilot.press("4")
        await settle(pilot)
        assert pilot.app.screen.place == Place("overview")
        assert "Anne Visser staat niet in de brief" in seen(pilot.app)


def test_the_next_unread_text_goes_round_once():
    class Text:
        def __init__(self, waits):
            self.waits = waits

        def waits_for(self, _person):
            return self.waits

    done, waiting = Text(waits=False), Text(waits=True)
    assert next_unread([waiting, done, waiting], 0) == 2
    assert next_unread([waiting, done, done], 0) == 0
    assert next_unread([waiting, done, done], 2) == 0
    assert next_unread([done, done], 0) is None
    assert next_unread([], -1) is None


# -- two readers -------------------------------------------------------------------------------------------------


@pytest.fixture
async def two_read(with_reason):
    """The same, in a team that wants every text read by two people."""
    evaluation = await with_reason.evaluation()
    await with_reason.define_evaluation(evaluation.model_copy(update={"two_readers": True}))
    return with_reason


async def accept_all(pilot, settle):
    for _ in range(40):
        page = pilot.app.screen
        if not any(text.waits_for(page._person) for text in page._texts):
            break
        await pilot.press("a")
        await settle(pilot)


async def test_one_reader_is_not_enough_and_both_stand_in_the_progress(house, two_read, seen, settle):
    async with house.app(two_read).run_test(size=(120, 40)) as pilot:
        await at_review(pilot, settle)
        await accept_all(pilot, settle)
        assert YOURS_READ in seen(pilot.app)
        assert "voor een tweede lezer" in seen(pilot.app)
        assert "(1 van 2)" in seen(pilot.app)
        assert all(text.decision is None for text in await two_read.review_texts())
        await pilot.press("a")
        assert READ_BEFORE in seen(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert "wachten op een tweede lezer" in seen(pilot.app)
    assert (await two_read.readiness({})).unread


async def test_the_second_reader_accepts_the_same_words_or_begins_anew(house, two_read, seen, settle):
    async with house.app(two_read).run_test(size=(120, 40)) as pilot:
        await at_review(pilot, settle)
        await accept_all(pilot, settle)
    first = {text.key: text.first.accepted for text in await two_read.review_texts()}
    await two_read.sit_down("Anne Visser")
    async with house.app(two_read).run_test(size=(80, 24)) as pilot:
        await at_review(pilot, settle)
        assert "(1 van 2)" in seen(pilot.app)
        await accept_all(pilot, settle)
        assert ALL_READ in seen(pilot.app)
        assert "Sam de Boer en Anne Visser" in " ".join(seen(pilot.app).split())
        assert {t.key: t.decision.accepted for t in await two_read.review_texts()} == first
        await pilot.press("a")  # one key too many at the end
        await settle(pilot)
        assert ACCEPTED in seen(pilot.app)
        assert {t.key: t.decision and t.decision.accepted for t in await two_read.review_texts()} == first
        # other words are the first reading of those words
        await pilot.press("e")
        pilot.app.screen.query_one("#editor", Lines).value = "anders"
        await pilot.press("enter", "a")
        await settle(pilot)
        waiting = [text for text in await two_read.review_texts() if text.first is not None]
        assert [(text.first.accepted, text.first.by) for text in waiting] == [("anders", "Anne Visser")]


async def test_a_second_reader_may_leave_a_text_out_alone(house, two_read, settle):
    async with house.app(two_read).run_test() as pilot:
        await at_review(pilot, settle)
        await accept_all(pilot, settle)
    await two_read.sit_down("Anne Visser")
    async with house.app(two_read).run_test() as pilot:
        await at_review(pilot, settle)
        await pilot.press("w")
        await settle(pilot)
        out = [text for text in await two_read.review_texts() if text.decision is not None]
        assert [(text.decision.accepted, text.decision.by) for text in out] == [(None, "Anne Visser")]


async def test_what_one_reader_accepted_before_two_were_wanted_waits_for_another(house, with_reason, settle):
    async with house.app(with_reason).run_test() as pilot:
        await at_review(pilot, settle)
        await accept_all(pilot, settle)
    assert all(text.decision is not None for text in await with_reason.review_texts())
    evaluation = await with_reason.evaluation()
    await with_reason.define_evaluation(evaluation.model_copy(update={"two_readers": True}))
    assert all(text.decision is None and text.first is not None for text in await with_reason.review_texts())


# -- the extra finder --------------------------------------------------------------------------------------------

SEES_BELDE = """
import json, sys, time
print('"ready"', flush=True)
for line in sys.stdin:
    text = json.loads(line)
    at = text.find("belde")
    time.sleep(WAIT)
    print(json.dumps([[at, at + 5, "persoon"]] if at >= 0 else []), flush=True)
"""


def with_finder(desk, tmp_path, program, wait="0"):
    desk.finder = lambda: DeduceFinder(
        tmp_path, command=(sys.executable, "-c", program.replace("WAIT", wait))
    )


def told(app):
    """What the page says of the finder and of anything else."""
    return " ".join(str(app.screen.query_one(line).content) for line in ("#extra", "#notice"))


async def test_the_extra_finder_adds_doubts_to_unread_texts_while_reading_goes_on(
    house, with_reason, tmp_path, settle
):
    with_finder(with_reason, tmp_path, SEES_BELDE, wait="0.05")
    async with house.app(with_reason).run_test(size=(80, 24)) as pilot:
        await at_review(pilot, settle)
        page = pilot.app.screen
        before = len(doubtful(page._text))
        await pilot.press("z")
        await until(pilot, lambda: "naamzoeker" in told(pilot.app))
        await pilot.press("right", "left")  # nothing waits for it
        await until(pilot, lambda: " las " in told(pilot.app))
        (at,) = [index for index, text in enumerate(page._texts) if "belde" in text.original]
        found = doubtful(page._texts[at])
        assert "belde" in {page._texts[at].original[one.start : one.end] for one in found}
        assert len(found) == before + 1
        assert not page._extra.running
        assert all(text.decision is None for text in await with_reason.review_texts())


async def test_z_again_stops_it_at_once(house, with_reason, tmp_path, settle):
    with_finder(with_reason, tmp_path, "import time; time.sleep(60)")
    async with house.app(with_reason).run_test() as pilot:
        await at_review(pilot, settle)
        await pilot.press("z")
        await until(pilot, lambda: "start" in told(pilot.app))
        await pilot.press("z")
        await until(pilot, lambda: "gestopt" in told(pilot.app))
        assert not pilot.app.screen._extra.running


async def test_leaving_the_page_ends_it(house, with_reason, tmp_path, settle):
    with_finder(with_reason, tmp_path, "import time; time.sleep(60)")
    async with house.app(with_reason).run_test() as pilot:
        await at_review(pilot, settle)
        page = pilot.app.screen
        await pilot.press("z")
        await until(pilot, lambda: page._extra.running and page._extra._finder._process is not None)
        process = page._extra._finder._process
        await pilot.press("escape")
        await until(pilot, lambda: process.poll() is not None)
        await settle(pilot)
        assert pilot.app.screen.place == Place("overview")


async def test_one_that_fails_is_told_and_reading_goes_on(house, with_reason, tmp_path, settle):
    with_finder(with_reason, tmp_path, "pass")
    async with house.app(with_reason).run_test() as pilot:
        await at_review(pilot, settle)
        await pilot.press("z")
        await until(pilot, lambda: "doet het niet" in told(pilot.app))
        await pilot.press("w")
        await settle(pilot)
        assert any(text.decision for text in await with_reason.review_texts())


async def test_without_the_extra_it_says_how_to_install_it(house, with_reason, settle):
    with_reason.finder = lambda: None
    async with house.app(with_reason).run_test(size=(80, 24)) as pilot:
        await at_review(pilot, settle)
        await pilot.press("z")
        assert "pip install '.[deduce]'" in told(pilot.app)


def test_opening_the_page_starts_nothing_and_imports_no_deduce():
    code = "import sys, zet_tui.screens.review; print('deduce' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False"]
