"""Making a vault, opening it, and saying who sits at the laptop."""

from zet_tui.screens import create_passphrase
from zet_tui.screens.create import CreatePage
from zet_tui.screens.evaluation import EvaluationPage
from zet_tui.screens.fields import Line
from zet_tui.screens.form import Form
from zet_tui.screens.person import PersonPage


async def test_a_lost_passphrase_is_explained_before_there_is_a_vault(house, seen, settle):
    async with house.app().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Raakt u het wachtwoord kwijt, dan zijn de gegevens weg" in " ".join(seen(pilot.app).split())


async def test_six_words_are_offered_typed_over_and_open_the_vault(house, settle):
    desk = house.desk()
    async with house.app(desk).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        page = pilot.app.screen
        words = page._words
        assert len(words.split()) == 6
        await pilot.press(*"iets anders", "f10")
        await settle(pilot)
        assert not desk.has_vault
        page.query_one("#again", Line).value = f"  {words} "
        await pilot.press("f10")
        await settle(pilot)
        assert desk.has_vault
        assert isinstance(pilot.app.screen, EvaluationPage)
    await desk.close()
    again = house.desk()
    await again.unlock(words)
    assert again.unlocked


async def test_who_types_the_six_words_at_once_has_a_vault(house, settle):
    desk = house.desk()
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        words = pilot.app.screen._words
        await pilot.press(*("space" if letter == " " else letter for letter in words), "enter", "enter")
        await settle(pilot)
        assert desk.has_vault
        assert isinstance(pilot.app.screen, EvaluationPage)


async def test_other_words_come_when_asked(house, settle):
    async with house.app().run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        before = pilot.app.screen._words
        await pilot.press("f5")
        await settle(pilot)
        assert pilot.app.screen._words != before


async def test_a_weak_passphrase_is_refused_at_its_field(house, seen, settle):
    desk = house.desk()
    async with house.app(desk).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await pilot.press("shift+tab", "right")
        pilot.app.screen.query_one(Form).fill({"own": "welkom01", "again": "welkom01"})
        await pilot.press("f10")
        await settle(pilot)
        assert "te kort" in seen(pilot.app)
        assert isinstance(pilot.app.screen, CreatePage)
        assert not desk.has_vault


async def test_an_own_passphrase_is_never_shown(house, seen, settle):
    async with house.app().run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await pilot.press("shift+tab", "right", "enter", *"geheim", "enter", *"geheim")
        await settle(pilot)
        values = pilot.app.screen.query_one(Form).values()
        assert (values["own"], values["again"]) == ("geheim", "geheim")
        assert "geheim" not in seen(pilot.app)


def test_what_was_typed_over_must_be_the_same():
    values = {"kind": create_passphrase.OWN, "own": "een twee drie", "again": "een twee"}
    assert create_passphrase.read(values, "")[1].keys() == {"again"}
    assert create_passphrase.read({**values, "again": " een  twee drie"}, "") == ("een twee drie", {})


async def test_a_wrong_passphrase_says_so_and_empties_the_field(house, seen, settle, passphrase):
    await (await house.vault()).close()
    desk = house.desk()
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"verkeerd", "enter")
        await settle(pilot)
        assert "Dit wachtwoord past niet op deze kluis" in seen(pilot.app)
        assert pilot.app.screen.query_one("#passphrase", Line).value == ""
        pilot.app.screen.query_one("#passphrase", Line).value = passphrase
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PersonPage)


async def test_a_vault_that_is_open_elsewhere_says_so_at_once(house, seen, settle):
    await house.vault()  # held by another window
    async with house.app(house.desk()).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "al open in een ander venster" in seen(pilot.app)


async def test_escape_never_leaves_the_unlock_page(house, settle):
    await (await house.vault()).close()
    async with house.app().run_test() as pilot:
        await settle(pilot)
        await pilot.press(*"half", "escape")
        assert pilot.app.screen.query_one("#passphrase", Line).value == ""


async def test_the_person_is_chosen_from_the_team(house, settle):
    desk = await house.vault(person=None)
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, PersonPage)
        await pilot.press("escape")
        await pilot.press("down", "enter")
        await settle(pilot)
        assert desk.person == "Anne Visser"


async def test_a_pasted_passphrase_keeps_its_lines_as_one(house, settle):
    from textual import events

    await (await house.vault()).close()
    async with house.app().run_test() as pilot:
        await settle(pilot)
        pilot.app.post_message(events.Paste("paarse fiets\nzonder bel\n"))
        await settle(pilot)
        assert pilot.app.screen.query_one("#passphrase", Line).value == "paarse fiets zonder bel"


async def test_the_first_evaluation_names_every_fault_at_its_field(house, settle):
    desk = await house.vault(evaluation=False)
    async with house.app(desk).run_test(size=(100, 50)) as pilot:
        await settle(pilot)
        form = pilot.app.screen.query_one(Form)
        assert form.values()["controller"] == "het college van burgemeester en wethouders"
        form.fill({"fg_informed_on": "gisteren", "fg_email": "geen adres"})
        await pilot.press("f10")
        await settle(pilot)
        faulty = {row.row.key for row in pilot.app.screen.query("FieldRow.-faulty")}
        assert faulty == {"title", "municipality", "organisation", "fg_informed_on", "fg_email", "name-0"}
        assert pilot.app.focused is form.rows[0].editor


async def test_the_first_evaluation_starts_and_asks_who_sits_here(house, settle):
    desk = await house.vault(evaluation=False)
    async with house.app(desk).run_test(size=(100, 50)) as pilot:
        await settle(pilot)
        pilot.app.screen.query_one(Form).fill(
            {
                "title": "Evaluatie [b]Oosterdam[/b]",
                "municipality": "Oosterdam",
                "organisation": "wijkteam Noord",
                "fg_informed_on": "1-9-2026",
                "name-0": "Sam de Boer",
                "name-1": "Anne Visser",
            }
        )
        await pilot.press("f10")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PersonPage)
        evaluation = await desk.evaluation()
        assert evaluation.names == ("Sam de Boer", "Anne Visser")
        assert evaluation.themes is None
        await pilot.press("enter")
        await settle(pilot)
        assert "Oosterdam" in str(pilot.app.screen.query_one("#top-title").content)


async def test_two_people_of_one_name_are_refused(house, settle):
    desk = await house.vault(evaluation=False)
    async with house.app(desk).run_test(size=(100, 50)) as pilot:
        await settle(pilot)
        pilot.app.screen.query_one(Form).fill(
            {"title": "E", "municipality": "O", "organisation": "w", "name-0": "Sam", "name-1": "sam"}
        )
        await pilot.press("f10")
        await settle(pilot)
        assert {row.row.key for row in pilot.app.screen.query("FieldRow.-faulty")} == {"name-1"}
