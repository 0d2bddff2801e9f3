"""A full or failing disk in the middle of a conversation: nothing that was typed is lost unsaid, nothing stays open."""

import pytest

from flows.instrument import QuestionKind, Source
from storage.cases import Register
from storage.vault import DiskFull, MustReopen, epoch
from zet_tui.screens.page import Place
from zet_tui.screens.unlock import UnlockPage

TYPED = "omdat niemand terugbelde"


@pytest.fixture
def full(monkeypatch):
    """A disk that takes no draft until room is made."""
    good, state = Register.save_draft, {"full": True}

    def save_draft(self, *given):
        if state["full"]:
            raise DiskFull
        return good(self, *given)

    monkeypatch.setattr(Register, "save_draft", save_draft)
    return state


@pytest.fixture
async def table(house, settle):
    """A conversation with the resident, with a reason half typed."""
    desk = await house.vault()
    case = await house.case(desk)
    async with house.app(desk).run_test(size=(110, 34)) as pilot:
        await settle(pilot)
        await pilot.app.go(Place("case", case))
        await pilot.app.go(Place("interview", case, Source.RESIDENT.value))
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        pilot.desk, pilot.case = desk, case
        yield pilot


async def reason(pilot, settle):
    talk = pilot.app.screen
    question = next(q for q in talk.interview.route() if q.kind is QuestionKind.RATING)
    await talk.go_to(question.id)
    await settle(pilot)
    await pilot.press("r")
    await settle(pilot)
    await pilot.press(*("space" if letter == " " else letter for letter in TYPED))
    await pilot.pause()
    return question.id


async def unlock(pilot, settle, passphrase):
    pilot.app.screen.query_one("#passphrase").value = passphrase
    await pilot.press("enter")
    await settle(pilot)


async def back(pilot, settle, passphrase):
    """Unlock, and be the one who sat here."""
    await unlock(pilot, settle, passphrase)
    await pilot.press("enter")
    await settle(pilot)


async def test_what_the_lock_could_not_put_away_is_kept_in_memory_and_saved_afterwards(
    table, full, settle, seen, passphrase
):
    question = await reason(table, settle)
    await table.press("ctrl+l")
    await settle(table)
    assert not table.desk.unlocked
    assert TYPED not in seen(table.app)
    full["full"] = False
    await back(table, settle, passphrase)
    assert "Nu is het bewaard" in seen(table.app)
    kept = await table.desk.ask(lambda register: register.draft(table.case, Source.RESIDENT))
    assert (kept.question, kept.text) == (question, TYPED)
    assert table.desk.unsealed == {}


async def test_a_disk_that_stays_full_keeps_the_text_in_memory_and_says_so(
    table, full, settle, seen, passphrase
):
    await reason(table, settle)
    await table.press("ctrl+l")
    await settle(table)
    await back(table, settle, passphrase)
    assert "nog niet bewaard" in seen(table.app)
    assert TYPED in seen(table.app)
    await table.press("ctrl+q")
    await settle(table)
    assert "Toch sluiten?" in seen(table.app)
    await table.press("n")
    await settle(table)
    assert table.app.is_running
    full["full"] = False
    await table.press("ctrl+l")
    await settle(table)
    await back(table, settle, passphrase)
    assert "Nu is het bewaard" in seen(table.app)


@pytest.mark.usefixtures("full")
async def test_nothing_of_a_case_stays_in_memory_after_it_was_withdrawn(table, settle):
    await reason(table, settle)
    await table.app.screen.seal()
    assert table.desk.unsealed
    await table.desk.withdraw(table.case)
    assert table.desk.unsealed == {}


@pytest.mark.usefixtures("full")
async def test_a_break_with_a_full_disk_stays_in_the_conversation(table, settle, seen):
    await reason(table, settle)
    talk = table.app.screen
    await talk._stopping("pause")
    await settle(table)
    assert table.app.screen is talk
    assert "schijf is vol" in seen(table.app)


async def test_a_vault_that_closed_itself_leaves_no_conversation_on_the_screen(
    table, settle, seen, passphrase, monkeypatch
):
    def fail(*_given):
        raise MustReopen

    question = await reason(table, settle)
    with monkeypatch.context() as broken:
        broken.setattr(Register, "append", fail)
        await table.press("enter")
        await settle(table)
        assert not table.desk.unlocked
        await table.app._look()
        await settle(table)
    assert isinstance(table.app.screen, UnlockPage)
    assert "halverwege gestopt" in seen(table.app)
    await back(table, settle, passphrase)
    draft = table.app.screen.port.draft
    assert (draft.question, draft.text) == (question, TYPED)


@pytest.mark.parametrize("key", ["ctrl+d", "ctrl+r"])
async def test_a_sheet_that_cannot_be_read_is_said_and_the_conversation_goes_on(
    table, settle, seen, monkeypatch, key
):
    from zet_tui.conversation_port import CasePort

    async def fail(*_given):
        raise DiskFull

    await reason(table, settle)
    talk = table.app.screen
    monkeypatch.setattr(CasePort, "dossier_view", fail)
    monkeypatch.setattr(CasePort, "transcript", fail)
    await table.press(key)
    await settle(table)
    assert table.app.screen is talk
    assert "schijf is vol" in seen(table.app)


async def test_a_withdrawal_that_fails_is_said_where_one_is(table, settle, seen, monkeypatch):
    def fail(*_given):
        raise DiskFull

    monkeypatch.setattr("zet_tui.screens.case.elsewhere_of", fail)
    talk = table.app.screen
    await talk._stopping("withdraw")
    await settle(table)
    assert table.app.screen is talk
    assert "schijf is vol" in seen(table.app)


async def test_a_lock_after_the_disk_failed_asks_for_the_passphrase(house, settle, passphrase):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        desk._register.vault._sealed.wipe(MustReopen)
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert isinstance(pilot.app.screen, UnlockPage)
        await unlock(pilot, settle, passphrase)
        assert desk.unlocked


@pytest.mark.parametrize(("place", "step"), [(epoch, "make_slot"), (Register, "keep_withdrawal")])
async def test_a_withdrawal_that_was_cut_short_shows_its_certificate_after_unlocking(
    house, settle, seen, passphrase, monkeypatch, place, step
):
    def cut(*_given):
        raise ZeroDivisionError

    desk = await house.vault()
    case = await house.case(desk)
    with monkeypatch.context() as patch:
        patch.setattr(place, step, cut)
        with pytest.raises(ZeroDivisionError):
            await desk.withdraw(case)
    await desk.close()
    again = house.desk()
    async with house.app(again).run_test(size=(100, 34)) as pilot:
        await settle(pilot)
        await back(pilot, settle, passphrase)
        assert "Alles van deze inwoner is vernietigd" in seen(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.place == Place("overview")
    assert again.withdrawn == ()
