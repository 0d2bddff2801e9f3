"""In the app: withdrawing and where a case lives besides."""

from zet_tui.screens.page import Place


async def test_withdrawing_names_the_other_laptop_first(house, settle, text_of):
    from storage.transfer import hand_over
    from storage.transfer.sealing import ReceivingKey

    desk = await house.vault()
    case = await house.case(desk)
    await desk.ask(lambda register: hand_over(register, case, ReceivingKey.make().public, keep=True))
    app = house.app(desk)
    async with app.run_test(size=(100, 40)) as pilot:
        await app.go(Place("case", case))
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        shown = text_of(app, ".explanation Static")
        assert "ging naar een andere laptop" in shown
        assert "zet overdragen --intrekkingen" in shown
        await pilot.press("j")
        await settle(pilot)
        assert await desk.cases() == ()
