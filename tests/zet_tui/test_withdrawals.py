"""The certificate of a withdrawal is not shown once: until the end of the evaluation it can be read again."""

import re
from datetime import date

import pytest

from storage.cases import NoEvaluation
from storage.destroy import withdrawals
from tests.wall import on_the_wall
from tests.zet_tui.conftest import PASSPHRASE, an_evaluation
from tests.zet_tui.test_finish_screen import NEW, at_finish, destroy, own_passphrase, three_complete
from tests.zet_tui.waiting import until
from zet_tui.screens.overview import READ_AGAIN
from zet_tui.screens.page import Place
from zet_tui.screens.passed import PassedPage
from zet_tui.screens.withdrawn import WithdrawalsPage, WithdrawnPage

AGAIN = Place("withdrawals")


def numbers(words):
    return re.findall(r"Nummer: +(\w+)", words)


async def read_again(pilot, settle, *letters):
    """From the list of commands, by these letters."""
    await pilot.press("ctrl+p", *letters, "enter")
    await settle(pilot)


async def test_a_certificate_is_read_again_after_leaving_it_and_after_the_lock(
    house, seen, settle, text_of, passphrase
):
    desk = await house.vault()
    case = await house.case(desk)
    async with house.at(desk, Place("case", case)) as pilot:
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("j")
        await settle(pilot)
        assert isinstance(pilot.app.screen, WithdrawnPage)
        first = text_of(pilot.app, "#words")
        await pilot.press("enter")
        await settle(pilot)
        shown = seen(pilot.app)
        assert "1 ingetrokken" in shown
        assert "Met v leest u de verklaring van een intrekking nog eens." in shown

        await read_again(pilot, settle, *"verklaring")
        assert pilot.app.screen.place == AGAIN
        assert text_of(pilot.app, "#words") == first
        assert numbers(first)[0] in seen(pilot.app)
        assert "november 2026" in first
        assert "Fatima" not in seen(pilot.app) + first

        await pilot.press("ctrl+l")
        await settle(pilot)
        assert numbers(first)[0] not in seen(pilot.app)
        pilot.app.screen.query_one("#passphrase").value = passphrase
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("enter")  # the same person
        await settle(pilot)
        assert pilot.app.screen.place == AGAIN
        assert text_of(pilot.app, "#words") == first
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen.place == Place("overview")
        await pilot.press("v")
        await settle(pilot)
        assert text_of(pilot.app, "#words") == first


async def test_several_stand_on_one_page_the_newest_first(house, seen, settle, text_of):
    desk = await house.vault()
    for name in ("Fatima el Amrani", "Jan Klaassen", "Mies Bouwman"):
        await desk.withdraw(await house.case(desk, name))
    kept = [certificate.number for certificate in await desk.ask(withdrawals)]
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("v")
        await settle(pilot)
        assert "3 verklaringen, de nieuwste bovenaan" in seen(pilot.app)
        words = text_of(pilot.app, "#words")
        assert numbers(words) == kept[::-1]
        assert kept[0] not in seen(pilot.app)
        scroll = pilot.app.screen.query_one("#certificate")
        await pilot.press("end")
        await until(pilot, lambda: 0 < scroll.max_scroll_y == scroll.scroll_y)
        while kept[0] not in seen(pilot.app):  # at the top it is not, so this comes past it or stops there
            before = scroll.scroll_y
            await pilot.press("pageup")
            await until(pilot, lambda was=before: scroll.scroll_y < was)


async def test_nothing_is_offered_where_nobody_took_the_consent_back(house, seen, settle):
    desk = await house.vault()
    await desk.refused(await house.case(desk, signed=False))
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "verklaring" not in seen(pilot.app)
        await pilot.press("v")
        await settle(pilot)
        assert pilot.app.screen.place == Place("overview")
        await pilot.press("ctrl+p", *READ_AGAIN.split()[0])
        await settle(pilot)
        assert "Geen opdracht met deze letters." in seen(pilot.app)


async def test_after_the_planned_day_it_is_among_what_can_still_be_done(house, seen, settle, text_of):
    desk = await house.vault()
    await desk.withdraw(await house.case(desk))
    desk.now = lambda: on_the_wall(date(2027, 6, 1))
    await desk.lock()
    await desk.unlock(PASSPHRASE)
    await desk.sit_down("Sam de Boer")
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, PassedPage)
        assert READ_AGAIN in seen(pilot.app).replace("Verklaring", "verklaring")
        await pilot.press("up", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, WithdrawalsPage)
        assert "november 2026" in text_of(pilot.app, "#words")


async def test_after_the_end_it_is_gone(house, settle, seen, letters):
    desk = await three_complete(house)
    await desk.withdraw(await house.case(desk, "Vera Brink"))
    assert len(await desk.ask(withdrawals)) == 1
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, letters)
        await destroy(pilot, settle, "3")
        await pilot.press("enter")
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == "EvaluationPage"
        await pilot.press("ctrl+p", *"intrekking")
        await settle(pilot)
        assert "Geen opdracht met deze letters." in seen(pilot.app)
    await desk.close()
    again = house.desk()
    await again.unlock(NEW)
    with pytest.raises(NoEvaluation):
        await again.ask(withdrawals)
    await again.define_evaluation(an_evaluation(title="Evaluatie Oosterdam 2027"))
    assert await again.ask(withdrawals) == ()
    assert await again.counts() == (0, 0, 0)


# -- from the shell ------------------------------------------------------------------------------------


def test_the_shell_prints_every_certificate_the_newest_first(run):
    secret = ("--wachtwoord-bestand", "OUD")
    none = run("verklaringen", *secret)
    assert (none.code, none.out) == (0, "In deze evaluatie is er geen verklaring van een intrekking.\n")
    said = [run("intrekken", number, *secret, "--bevestig", 1).out for number in (2, 1)]
    printed = run("verklaringen", *secret)
    assert printed.code == 0
    assert numbers(printed.out) == [numbers(each)[0] for each in reversed(said)]
    for each in said:
        assert each.split("\n\n", 1)[1].strip() in printed.out
