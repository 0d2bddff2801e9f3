"""The settings of this laptop: the file, the page, the lock that follows them, and colours for one run."""

from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from flows.instrument import Source
from zet_tui import theme
from zet_tui.cli import zet
from zet_tui.commands import open as opening
from zet_tui.idle import CONVERSATION_MINUTES, PAGE_MINUTES
from zet_tui.palette import Palette
from zet_tui.screens.form import Form
from zet_tui.screens.page import Place
from zet_tui.setting import Setting
from zet_tui.settings_file import (
    COLOURS,
    DEFAULTS,
    Settings,
    SettingsFault,
    SettingsFileError,
    SettingsNotKept,
    read_minutes,
    read_settings,
    settings_path,
    write_settings,
)
from zet_tui.wording.settings import FAULTY_MINUTES, NOT_KEPT, sentence


@pytest.fixture
def path(tmp_path):
    return tmp_path / "instellingen.toml"


# -- the file ----------------------------------------------------------------------------------------------


def test_without_a_file_the_usual_settings_count(path):
    assert read_settings(path) == DEFAULTS == Settings("donker", 5, 15)


def test_the_file_stands_beside_the_own_keys():
    from zet_tui.keys_file import keys_path

    assert settings_path() == keys_path().with_name("instellingen.toml")


@given(st.sampled_from(COLOURS), st.integers(1, 60), st.integers(1, 60))
def test_what_is_kept_is_read_back(tmp_path_factory, colours, page, conversation):
    path = tmp_path_factory.mktemp("s") / "map" / "instellingen.toml"
    write_settings(path, Settings(colours, page, conversation))
    assert read_settings(path) == Settings(colours, page, conversation)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_file_that_windows_saved_with_a_mark_in_front_is_read(path):
    path.write_text("[instellingen]\nslot-bladzijde = 9\n", encoding="utf-8-sig")
    assert read_settings(path).page_minutes == 9


def test_a_file_may_be_silent_about_the_rest(path):
    path.write_text("[instellingen]\nslot-bladzijde = 9\n")
    assert read_settings(path) == Settings("donker", 9, 15)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[instellingen", SettingsFault.NO_TOML),
        ("", SettingsFault.NO_TABLE),
        ("instellingen = 3", SettingsFault.NO_TABLE),
        ("[instellingen]\ngeluid = 1", SettingsFault.UNKNOWN_NAME),
        ('[instellingen]\nkleuren = "roze"', SettingsFault.COLOURS),
        ("[instellingen]\nkleuren = 1", SettingsFault.COLOURS),
        ("[instellingen]\nslot-bladzijde = 0", SettingsFault.MINUTES),
        ("[instellingen]\nslot-gesprek = 61", SettingsFault.MINUTES),
        ("[instellingen]\nslot-gesprek = 5.0", SettingsFault.MINUTES),
        ("[instellingen]\nslot-gesprek = true", SettingsFault.MINUTES),
    ],
)
def test_a_faulty_file_is_named_in_one_sentence(path, text, fault):
    path.write_text(text)
    with pytest.raises(SettingsFileError) as caught:
        read_settings(path)
    assert caught.value.fault is fault
    said = sentence(caught.value)
    assert said.startswith("Het bestand instellingen.toml ")
    assert said.endswith(" De gewone instellingen gelden.")


def test_what_cannot_be_read_or_written_is_said(path):
    path.mkdir()
    with pytest.raises(SettingsFileError) as caught:
        read_settings(path)
    assert caught.value.fault is SettingsFault.UNREADABLE
    (path.parent / "dicht").write_text("")
    with pytest.raises(SettingsNotKept):
        write_settings(path.parent / "dicht" / "instellingen.toml", DEFAULTS)


def test_minutes_are_whole_and_from_1_to_60():
    assert [number for number in range(100) if read_minutes(f" {number} ") == number] == [*range(1, 61)]


@given(st.text("0123456789٣² +-.,e", max_size=4))
def test_minutes_are_never_another_number_than_was_typed(text):
    found = read_minutes(text)
    assert found is None or (1 <= found <= 60 and int(text) == found)


def test_every_word_for_colours_is_a_theme():
    assert tuple(theme.BY_WORD) == COLOURS
    assert set(theme.BY_WORD.values()) == set(theme.NAMES)


def test_a_screen_has_its_own_minutes():
    own = Settings("donker", 2, 30)
    assert (own.minutes(PAGE_MINUTES), own.minutes(CONVERSATION_MINUTES)) == (2, 30)


# -- the page ----------------------------------------------------------------------------------------------


async def fill(pilot, **values):
    for key, text in values.items():
        pilot.app.screen.query_one(f"#{key}").value = text
    await pilot.press("f10")


async def test_from_the_overview_the_settings_count_at_once_and_the_next_time(house, settle, seen, path):
    desk = await house.vault()
    async with house.app(desk, settings_file=path).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert pilot.app.theme == theme.DARK
        await pilot.press("i")
        await settle(pilot)
        assert "hoog contrast" in seen(pilot.app)
        await pilot.press("right")
        await fill(pilot, page="1", conversation="20")
        await settle(pilot)
        assert pilot.app.screen.place == Place("overview")
        assert pilot.app.theme == theme.LIGHT
        assert read_settings(path) == Settings("licht", 1, 20)
        house.time.later(61)
        await pilot.app._look()
        await settle(pilot)
        assert not desk.unlocked


async def test_the_settings_are_in_the_list_of_commands_once(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for place in (None, Place("new-case")):
            if place is not None:
                await pilot.app.go(place)
            await pilot.press("ctrl+p")
            assert isinstance(pilot.app.screen, Palette)
            assert len(pilot.app.screen.matching("instellingen")) == 1
            await pilot.press(*"instel", "enter")
            await settle(pilot)
            assert pilot.app.screen.place.page == "settings"
            await pilot.app.action_settings()
            await pilot.press("escape")
            await settle(pilot)
            assert pilot.app.screen.place.page == (place.page if place else "overview")


async def test_minutes_that_cannot_be_are_named_at_their_field(house, settle, seen, path):
    desk = await house.vault()
    async with house.app(desk, settings_file=path).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        await fill(pilot, conversation="61")
        await settle(pilot)
        assert FAULTY_MINUTES in seen(pilot.app)
        assert pilot.app.screen.focused.id == "conversation"
        assert not path.exists()
        assert pilot.app.settings == DEFAULTS


async def test_a_file_that_cannot_be_written_is_said_and_the_choice_counts(house, settle, text_of, tmp_path):
    (tmp_path / "dicht").write_text("")
    desk = await house.vault()
    app = house.app(desk, settings_file=tmp_path / "dicht" / "instellingen.toml")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        await fill(pilot, colours="hoog-contrast")
        await settle(pilot)
        assert text_of(app, "#notice") == NOT_KEPT
        assert app.theme == theme.CONTRAST


async def test_what_was_chosen_comes_back_after_the_lock(house, settle, passphrase):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        pilot.app.screen.query_one("#page").value = "7"
        await pilot.press("ctrl+l")
        await settle(pilot)
        pilot.app.screen.query_one("#passphrase").value = passphrase
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(Form).values()["page"] == "7"


# -- at the start ------------------------------------------------------------------------------------------


async def test_a_faulty_file_is_said_on_the_first_page_and_the_usual_settings_count(house, settle, text_of):
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text("[instellingen]\nslot-gesprek = 0\n")
    for unlocked in (True, False):
        desk = await house.vault() if unlocked else house.desk()
        app = opening.make_app(desk, Setting())
        assert app.settings == DEFAULTS
        async with app.run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            assert text_of(app, "#notice") == (
                "Het bestand instellingen.toml heeft bij slot-gesprek geen heel getal van 1 tot en met 60. "
                "De gewone instellingen gelden."
            )
        await desk.close()


async def test_colours_for_one_run_go_before_the_settings_and_are_not_kept(house):
    write_settings(settings_path(), Settings("licht", 4, 20))
    desk = await house.vault()
    assert opening.make_app(desk, Setting()).theme == theme.LIGHT
    app = opening.make_app(desk, Setting(colours="terminal"))
    assert (app.theme, app.settings) == (theme.TERMINAL, Settings("licht", 4, 20))
    assert read_settings(settings_path()).colours == "licht"


def test_no_color_goes_before_everything(house, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = house.app(settings=Settings("licht"))
    app.change_settings(Settings("hoog-contrast"))
    assert app.theme == theme.TERMINAL


def test_a_demo_keeps_nothing(house):
    desk = house.desk()
    desk.demo = "oefen"
    opening.make_app(desk, Setting()).change_settings(Settings("licht"))
    assert not settings_path().exists()


@pytest.mark.parametrize("words", [["--thema", "licht"], ["--thema", "licht", "demo"]])
def test_the_option_reaches_the_app(words, monkeypatch):
    found = []
    monkeypatch.setattr(opening, "open_app", found.append)
    monkeypatch.setattr(opening, "open_demo", found.append)
    assert CliRunner().invoke(zet, words).exit_code == 0
    assert [setting.colours for setting in found] == ["licht"]


def test_a_name_that_is_no_theme_is_wrong_usage():
    assert CliRunner().invoke(zet, ["--thema", "roze"]).exit_code == 2


def test_a_conversation_in_plain_lines_has_the_minutes_of_a_conversation(monkeypatch, capsys):
    from zet_tui.commands import talk

    found = []
    reader = SimpleNamespace(more=None)
    monkeypatch.setattr(talk, "LineReader", lambda _stream, seconds: found.append(seconds) or reader)
    write_settings(settings_path(), Settings("licht", 4, 20))
    talk._world()
    settings_path().write_text("[instellingen")
    talk._world()
    assert found == [20 * 60, 15 * 60]
    assert "instellingen.toml is geen goed TOML-bestand" in capsys.readouterr().err


# -- inside a conversation ---------------------------------------------------------------------------------


@pytest.mark.parametrize("locked", [False, True])
async def test_in_a_conversation_they_open_from_the_list_and_half_a_reason_stays(
    house, settle, path, passphrase, locked
):
    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.RESIDENT, until=3)
    app = house.app(desk, settings_file=path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.go(Place("interview", case, "inwoner"))
        await settle(pilot)
        await pilot.press("o")
        await settle(pilot)
        await pilot.press(*"steeds een ander")
        await pilot.press("ctrl+p", *"instel", "enter")
        await settle(pilot)
        assert app.screen.place.page == "settings"
        if locked:
            await pilot.press("ctrl+l")
            await settle(pilot)
            await pilot.press(*passphrase, "enter")
            await settle(pilot)
            await pilot.press("enter")  # the same person
            await settle(pilot)
            assert app.screen.place.page == "settings"
        await pilot.press("right")
        await fill(pilot)
        await settle(pilot)
        assert app.theme == theme.LIGHT
        if locked:  # the text lay sealed on the disk and is offered again
            await pilot.press("enter")
            await settle(pilot)
        assert app.screen.composer.area.text == "steeds een ander"
        assert app.focused is app.screen.composer.area
        await pilot.press(*" gezicht", "enter")
        await settle(pilot)
        assert app.screen.interview.view("3").reason == "steeds een ander gezicht"
