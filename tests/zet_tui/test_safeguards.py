"""Switching off what asks for two people, on the page of the agreements: a colleague must type along."""

import pytest

from tests.zet_tui.conftest import an_evaluation
from tests.zet_tui.waiting import until
from zet_tui.screens.dialogs import SecondConfirms
from zet_tui.screens.evaluation import EvaluationPage
from zet_tui.screens.form import Form

BOTH = {"two_readers": True, "two_confirm": True}


@pytest.fixture
async def strict(house):
    desk = await house.vault()
    await desk.define_evaluation(an_evaluation(**BOTH))
    return desk


async def switched_off(pilot, settle, **values):
    await settle(pilot)
    await pilot.press("1")
    await until(pilot, lambda: isinstance(pilot.app.screen, EvaluationPage))
    pilot.app.screen.query_one(Form).fill(values)
    await pilot.press("f10")
    await until(
        pilot, lambda: isinstance(pilot.app.screen, SecondConfirms) and pilot.app.screen.query("#second")
    )
    await settle(pilot)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_colleague_types_a_name_and_the_word(house, strict, seen, settle, size):
    async with house.app(strict).run_test(size=size) as pilot:
        await switched_off(pilot, settle, two_readers="", two_confirm="")
        said = seen(pilot.app)
        assert "U zet uit: ‘twee mensen lezen elke tekst na’ en ‘twee mensen" in said
        assert "bevestigen het vernietigen’. Dat kan alleen met twee mensen" in said
        assert "Wie kan dit: Anne Visser" in said
        await pilot.press(*"sam de boer", "enter")  # who asks for it does not count twice
        assert "maar niet die van wie al bevestigde" in " ".join(seen(pilot.app).split())
        pilot.app.screen.query_one("#second").value = "anne visser"
        await pilot.press("enter", *"nee", "enter")
        assert "Typ uit om verder te gaan" in seen(pilot.app)
        assert (await strict.evaluation()).two_confirm
        pilot.app.screen.query_one("#confirmation").value = "uit"
        await pilot.press("enter")
        await settle(pilot)
    kept = await strict.evaluation()
    assert (kept.two_readers, kept.two_confirm) == (False, False)
    lifted = await strict.ask(lambda register: register.safeguards.lifted())
    assert len(lifted) == 2


async def test_without_a_colleague_nothing_changes_and_the_form_stays(house, strict, seen, settle):
    async with house.app(strict).run_test(size=(100, 40)) as pilot:
        await switched_off(pilot, settle, two_confirm="", urgent_contact="Bel 112")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, EvaluationPage)
        assert "Er is niets veranderd" in seen(pilot.app)
        assert pilot.app.screen.query_one(Form).values()["urgent_contact"] == "Bel 112"
    kept = await strict.evaluation()
    assert (kept.two_confirm, kept.urgent_contact) == (True, "Veilig Thuis 0800 2000")


async def test_switching_on_asks_nobody(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvaluationPage))
        pilot.app.screen.query_one(Form).fill({"two_confirm": "ja"})
        await pilot.press("f10")
        await settle(pilot)
        assert (await desk.evaluation()).two_confirm
