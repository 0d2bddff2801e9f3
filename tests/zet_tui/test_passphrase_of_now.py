"""The passphrase of now and a new one on one page: Enter leads, a space belongs to the words, and who does not know
the one of now ends nothing.
"""

import pytest

from tests.zet_tui.test_finish_screen import (
    NEW,
    at_finish,
    confirm,
    own_passphrase,
    past_privacy,
    three_complete,
)
from zet_tui.screens.certificate import CertificatePage
from zet_tui.screens.dialogs import TypeToConfirm
from zet_tui.screens.finish import FinishPage
from zet_tui.screens.form import Form
from zet_tui.screens.page import Place
from zet_tui.wording import keeping


def keys_of(text):
    return ["space" if letter == " " else letter for letter in text]


@pytest.mark.parametrize(
    ("page", "first"), [("passphrase", "present"), ("recover", "code"), ("finish", "present")]
)
async def test_enter_leads_past_the_choice_and_a_space_never_flips_it(house, settle, page, first, passphrase):
    desk = await house.vault()
    if page == "recover":
        await desk.lock()
    app = house.app(desk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        if page == "recover":
            await pilot.press("f9")
        else:
            await app.go(Place(page))
        await settle(pilot)
        form = app.screen.query_one(Form)
        form.query_one(f"#{first}").focus()
        # when: somebody types on, as with pen and paper
        await pilot.press(*keys_of(passphrase), "enter", *keys_of("een twee drie"))
        # then: the words stand where they were asked for
        values = form.values()
        assert (values[first], values["kind"], values["again"]) == (passphrase, "words", "een twee drie")
        # and: the choice is one key up; Enter there goes to the field that it asks for
        await pilot.press("up")
        assert app.focused.id == "kind"
        await pilot.press("right", "enter")
        assert app.focused.id == "own"
        await pilot.press(*keys_of(NEW), "enter", *keys_of(NEW), "enter")
        assert app.focused.id == "submit"
        assert (form.values()["own"], form.values()["again"]) == (NEW, NEW)


async def test_a_fault_of_one_kind_of_passphrase_is_not_said_of_the_other(house, settle, seen):
    desk = await house.vault()
    async with house.at(desk, Place("passphrase"), size=(100, 40)) as pilot:
        app = pilot.app
        await pilot.press("f10")
        await settle(pilot)
        assert "niet hetzelfde als het voorstel" in seen(app)
        app.screen.query_one("#kind").focus()
        await pilot.press("right")
        await settle(pilot)
        assert "niet hetzelfde" not in seen(app)
        assert keeping.PRESENT_NEEDED in seen(app)


@pytest.mark.parametrize(
    ("typed", "said"), [("", keeping.PRESENT_NEEDED), ("iets heel anders", "past niet op deze kluis")]
)
async def test_who_does_not_know_the_passphrase_of_now_destroys_nothing(
    house, settle, seen, tmp_path, passphrase, typed, said
):
    desk = await three_complete(house)
    async with house.app(desk).run_test(size=(100, 44)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path, typed)
        await pilot.press("f10")
        await settle(pilot)
        assert pilot.app.screen is page
        assert said in " ".join(seen(pilot.app).split())
        assert pilot.app.focused.id == "present"
        assert page.query_one(Form).values()["present"] == ""
        # when: somebody who does know it goes on where the other stopped
        page.query_one(Form).fill({"present": passphrase})
        await pilot.press("f10")
        await past_privacy(pilot)
        assert isinstance(pilot.app.screen, TypeToConfirm)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, FinishPage)
        assert len(await desk.cases()) == 3
        await pilot.press("f10")
        await confirm(pilot, settle, "3")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CertificatePage)


async def test_the_end_does_not_take_the_passphrase_of_now_as_the_new_one(
    house, settle, seen, tmp_path, passphrase
):
    desk = await three_complete(house)
    async with house.app(desk).run_test(size=(100, 44)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path, passphrase)
        page.query_one(Form).fill({"own": f" {passphrase} ", "again": passphrase})  # read as the same
        await pilot.press("f10")
        await settle(pilot)
        assert pilot.app.screen is page
        assert "Kies een ander wachtwoord. Er is niets vernietigd." in " ".join(seen(pilot.app).split())
        assert pilot.app.focused.id == "own"
        assert len(await desk.cases()) == 3


async def test_the_passphrase_of_a_vault_to_practise_with_stands_beside_its_field(
    house, settle, seen, passphrase
):
    desk = await house.vault()
    desk.demo = passphrase
    async with house.at(desk, Place("passphrase"), size=(100, 40)) as pilot:
        app = pilot.app
        assert f"oefenkluis: {passphrase}" in seen(app)
        # when: somebody chooses another
        form = app.screen.query_one(Form)
        form.fill({"present": passphrase, "kind": "own", "own": NEW, "again": NEW})
        await pilot.press("f10")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        # then: neither is shown any more, here and at the door
        await app.go(Place("passphrase"))
        await settle(pilot)
        assert keeping.PRACTICE_OWN in seen(app)
        assert passphrase not in seen(app)
        assert NEW not in seen(app)
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert f"Dit is een {keeping.PRACTICE_OWN}." in seen(app)
        assert passphrase not in seen(app)


async def test_after_the_end_the_passphrase_to_practise_with_is_not_shown_any_more(
    house, settle, tmp_path, passphrase
):
    desk = await three_complete(house)
    desk.demo = passphrase
    async with house.app(desk).run_test(size=(100, 44)) as pilot:
        page = await at_finish(pilot, settle)
        own_passphrase(page, tmp_path, passphrase)
        await pilot.press("f10")
        await confirm(pilot, settle, "3")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CertificatePage)
        assert desk.demo == ""
