"""One case: what it may hold before consent, how it ends, who sees it."""

import asyncio

import pytest

from storage.cases import Approach
from tests.zet_tui.waiting import until
from zet_tui.screens.form import Form
from zet_tui.screens.page import Place
from zet_tui.screens.withdrawn import WithdrawnPage


async def test_a_new_case_asks_only_what_the_letter_needs(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        form = pilot.app.screen.query_one(Form)
        assert [row.key for row in form.rows] == ["name", "contact", "professional", "organisation"]
        await pilot.press(*"Fatima", "enter", "f10")
        await settle(pilot)
        assert {row.row.key for row in pilot.app.screen.query("FieldRow.-faulty")} == {
            "contact",
            "professional",
            "organisation",
        }
        await pilot.press(*"06", "enter", *"Karin", "enter", *"De Brug", "enter", "enter")
        await settle(pilot)
        (case,) = await desk.cases()
        assert (case.entry.name, case.entry.organisation) == ("Fatima", "De Brug")
        assert pilot.app.screen.place == Place("overview")


async def test_two_cases_of_one_name_are_told_apart(house, seen, settle):
    desk = await house.vault()
    await house.case(desk, "Fatima", signed=False)
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        pilot.app.screen.query_one(Form).fill(
            {"name": "fatima", "contact": "x", "professional": "x", "organisation": "x"}
        )
        await pilot.press("f10")
        await settle(pilot)
        assert "Casus 1 heeft deze naam al" in seen(pilot.app)


async def test_brackets_in_a_name_are_letters(house, seen, settle):
    desk = await house.vault()
    case = await house.case(desk, "Fa[b]tima[/b] [/i]", signed=False)
    async with house.at(desk, Place("case", case)) as pilot:
        assert "Fa[b]tima[/b] [/i]" in seen(pilot.app)
        await pilot.press("x")
        await settle(pilot)
        assert "Fa[b]tima[/b] [/i]" in seen(pilot.app)


async def test_the_approach_goes_round_until_there_is_a_consent(house, settle):
    desk = await house.vault()
    case = await house.case(desk, signed=False)
    async with house.at(desk, Place("case", case)) as pilot:
        await pilot.press("s")
        await settle(pilot)
        assert (await desk.case(case)).approach is Approach.APPROACHED
        await pilot.press("s")
        await settle(pilot)
        await pilot.press("s")
        await settle(pilot)
        assert (await desk.case(case)).approach is Approach.TO_APPROACH


async def test_wil_niet_destroys_at_once_after_one_question(house, seen, settle):
    desk = await house.vault()
    case = await house.case(desk, signed=False)
    async with house.at(desk, Place("case", case)) as pilot:
        await pilot.press("x")
        await settle(pilot)
        assert "niet meedoen?" in seen(pilot.app)
        await pilot.press("j")
        await settle(pilot)
        assert await desk.cases() == ()
        assert await desk.counts() == (1, 0, 0)
        assert "1 wilde niet meedoen" in seen(pilot.app)


@pytest.mark.parametrize("key", ["enter", "n", "escape"])
async def test_withdrawing_names_what_goes_and_enter_alone_keeps_everything(house, seen, settle, key):
    from flows.instrument import Source

    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.RESIDENT, until=5)
    async with house.at(desk, Place("case", case), size=(80, 24)) as pilot:
        await pilot.press("x")
        await settle(pilot)
        shown = seen(pilot.app)
        assert "Fatima el Amrani" in shown
        assert "de toestemming van 22 nov" in shown
        assert "gesprek met inwoner: 4 antwoorden" in shown
        await pilot.press(key)
        await settle(pilot)
        assert len(await desk.cases()) == 1


async def test_withdrawing_destroys_the_case(house, settle):
    desk = await house.vault()
    case = await house.case(desk)
    async with house.at(desk, Place("case", case)) as pilot:
        await pilot.press("x", "j")
        await settle(pilot)
        assert await desk.cases() == ()
        assert await desk.counts() == (0, 0, 1)
        await pilot.press("enter")  # the certificate was read
        await settle(pilot)
        assert pilot.app.screen.place == Place("overview")


@pytest.mark.parametrize(
    ("signed", "ends", "late"),
    [(False, "refused", "verdict"), (True, "withdraw", "verdict"), (True, "withdraw", "consent")],
)
async def test_a_case_that_is_being_destroyed_is_not_read_again(
    house, seen, settle, monkeypatch, signed, ends, late
):
    """The page comes back from under its question while the case goes: nobody hears then that it does not exist."""
    desk = await house.vault()
    case = await house.case(desk, signed=signed)
    gone = asyncio.Event()
    destroy, read = getattr(desk, ends), getattr(desk, late)

    async def destroyed(which):
        done = await destroy(which)
        gone.set()
        return done

    async def read_late(which):
        await gone.wait()
        return await read(which)

    async with house.at(desk, Place("case", case)) as pilot:
        await pilot.press("x")
        await settle(pilot)
        monkeypatch.setattr(desk, ends, destroyed)
        monkeypatch.setattr(desk, late, read_late)
        await pilot.press("j")
        await settle(pilot)
        assert await desk.cases() == ()
        assert "bestaat niet meer" not in seen(pilot.app)


async def test_withdrawing_is_one_step_away_in_the_conversation(house, settle):
    from flows.instrument import Source
    from zet_tui.screens.interview import InterviewScreen

    desk = await house.vault()
    case = await house.case(desk)
    async with house.at(desk, Place("interview", case, Source.RESIDENT.value)) as pilot:
        assert isinstance(pilot.app.screen, InterviewScreen)
        pilot.app.screen.post_message(InterviewScreen.WithdrawRequested())
        await pilot.pause()
        await pilot.pause()
        await pilot.press("j")
        await settle(pilot)
        assert await desk.cases() == ()
        await settle(pilot)  # the dialog is gone by now, so this waits for the certificate
        assert isinstance(pilot.app.screen, WithdrawnPage)
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, WithdrawnPage))
        assert pilot.app.screen.place == Place("overview")


async def test_the_page_of_the_case_under_the_conversation_does_not_miss_it(house, seen, settle):
    """It comes to light for a moment while the conversation goes, and reads a case that is no more."""
    from zet_tui.screens.interview import InterviewScreen

    desk = await house.vault()
    case = await house.case(desk)
    async with house.at(desk, Place("case", case)) as pilot:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, InterviewScreen))
        pilot.app.screen.post_message(InterviewScreen.WithdrawRequested())
        await until(pilot, lambda: "intrekken?" in seen(pilot.app))
        await pilot.press("j")
        await until(pilot, lambda: isinstance(pilot.app.screen, WithdrawnPage))
        await settle(pilot)
        assert "bestaat niet meer" not in seen(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, WithdrawnPage))
        await settle(pilot)
        assert pilot.app.screen.place == Place("overview")
        assert "bestaat niet meer" not in seen(pilot.app)


@pytest.mark.parametrize(
    "page", ["consent", "new-consent", "names", "suggested", "facts", "letter", "edit-case"]
)
async def test_withdrawing_is_in_the_list_of_commands_on_every_page_of_the_case(house, settle, seen, page):
    desk = await house.vault()
    case = await house.case(desk)
    async with house.at(desk, Place("case", case), size=(100, 40)) as pilot:
        await pilot.app.go(Place(page, case))
        await settle(pilot)
        await pilot.press("ctrl+p", *"intrekken", "enter")
        await settle(pilot)
        assert "De toestemming van casus 1 intrekken?" in seen(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert len(await desk.cases()) == 1
        await pilot.press("j")
        await until(pilot, lambda: isinstance(pilot.app.screen, WithdrawnPage))
        assert await desk.cases() == ()


async def test_before_a_consent_the_same_command_leaves_only_a_count(house, settle):
    desk = await house.vault()
    case = await house.case(desk, signed=False)
    async with house.at(desk, Place("letter", case), size=(100, 40)) as pilot:
        await pilot.press("ctrl+p", *"intrekken", "enter")
        await settle(pilot)
        await pilot.press("j")
        await until(pilot, lambda: pilot.app.screen.place == Place("overview"))
        assert await desk.counts() == (1, 0, 0)
        assert await desk.cases() == ()


async def test_somebody_who_is_not_named_sees_no_name_and_starts_nothing(house, seen, settle):
    desk = await house.vault()
    case = await house.case(desk, viewers=("Sam de Boer",))
    await desk.sit_down("Anne Visser")
    async with house.at(desk, Place("case", case), size=(100, 30)) as pilot:
        shown = seen(pilot.app)
        assert "Fatima" not in shown
        assert "Anne Visser staat niet in de brief" in " ".join(shown.split())
        await pilot.press("d")
        await settle(pilot)
        assert pilot.app.screen.place == Place("case", case)


async def test_without_consent_no_conversation_opens(house, seen, settle):
    desk = await house.vault()
    case = await house.case(desk, signed=False)
    async with house.at(desk, Place("case", case)) as pilot:
        assert "nog geen ondertekende toestemming" in seen(pilot.app)
        await pilot.press("i")
        await settle(pilot)
        assert pilot.app.screen.place == Place("case", case)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.place.page == "consent"


async def test_the_name_list_is_kept_with_the_case(house, settle):
    desk = await house.vault()
    case = await house.case(desk)
    async with house.at(desk, Place("case", case)) as pilot:
        await pilot.press("n")
        await settle(pilot)
        await pilot.press(*"Tante Mies", "ctrl+j", *"De Brug", "f10")
        await settle(pilot)
        assert await desk.names(case) == ("Tante Mies", "De Brug")
        assert pilot.app.screen.place == Place("case", case)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_words_that_look_like_names_are_asked_about_when_it_suits(house, settle, text_of, size):
    from flows.instrument import Source

    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(
        desk, case, Source.RESIDENT, reason="Zoon Daan wachtte. In Leeuwarden en op De Klimop ook."
    )
    async with house.app(desk).run_test(size=size) as pilot:
        await settle(pilot)
        assert "Casus 1: woorden die op een naam lijken" in text_of(pilot.app, "#selection")
        await pilot.app.go(Place("case", case))
        await settle(pilot)
        assert "Horen deze woorden bij deze casus? (3)" in text_of(pilot.app, "#more")
        await pilot.press("w")
        await settle(pilot)
        assert text_of(pilot.app, "#names").split("\n")[0] == "› Daan (kind)"
        await pilot.press("enter", "j")
        await settle(pilot)
        await pilot.press("down", "n")
        await settle(pilot)
        assert await desk.names(case) == ("Daan (kind)",)
        assert text_of(pilot.app, "#names") == "› Leeuwarden (plaats)"
        await pilot.press("n")
        await settle(pilot)
        assert "geen nieuwe woorden" in text_of(pilot.app, "#asked")
        await pilot.press("j")  # nothing is asked any more
        await settle(pilot)
        assert await desk.names(case) == ("Daan (kind)",)
        await pilot.press("escape")
        await settle(pilot)
        assert "Horen deze woorden" not in text_of(pilot.app, "#more")
        await pilot.press("escape")
        await settle(pilot)
        assert "lijken" not in text_of(pilot.app, "#selection")


async def test_who_is_not_named_is_asked_nothing_about_words(house, settle, text_of):
    from flows.instrument import Source

    desk = await house.vault()
    case = await house.case(desk, viewers=("Sam de Boer",))
    await house.talk(desk, case, Source.RESIDENT, reason="Zoon Daan wachtte.")
    await desk.sit_down("Anne Visser")
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        assert "lijken" not in text_of(pilot.app, "#selection")
        await pilot.app.go(Place("case", case))
        await settle(pilot)
        assert "Horen deze woorden" not in text_of(pilot.app, "#more")
        await pilot.press("w")
        await settle(pilot)
        assert pilot.app.screen.place == Place("case", case)


@pytest.mark.parametrize("signed", [True, False])
async def test_the_keys_of_a_case_fit_on_the_smallest_screen(house, seen, signed):
    desk = await house.vault()
    case = await house.case(desk, signed=signed)
    async with house.at(desk, Place("case", case), size=(80, 24)) as pilot:
        keys = seen(pilot.app).splitlines()[-1]
        assert keys.endswith("F1 hulp")
        assert ("x intrekken" if signed else "x wil niet") in keys
