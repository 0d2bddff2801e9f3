"""Every kind of thing that the soak does, once and in one order: what the short run meets whatever chance brings."""

from collections.abc import Callable
from typing import Any

from flows.instrument import Source
from storage.transfer import Side
from tests.journeys.soak.disk import Trouble
from tests.journeys.soak.soak import Soak

KINDS = frozenset(
    {
        *("define", "register a case", "sign", "does not want to", "names", "draft", "read once more"),
        *("answered", "reason", "remark", "entry_added", "undone"),
        *("completed", "stopped", "unavailable", "reopened", "finish a case"),
        *("change the passphrase", "recovery sheet", "recover", "lock", "restart"),
        *("power cut", "clock", "planned day moved", "copy kept", "copy put back"),
        *("the disk is full", "the disk is broken", "power cut while something is done"),
        *("withdraw", "feedback told", "the end, with a workbook", "the end, without a workbook"),
        *("hand over", "take in", "taking in refused", "tell of a withdrawal"),
        *("message: ontvangstbewijs", "message: intrekking", "message: vernietigd"),
    }
)
"""All that is counted: the short run must have met each of them, and nothing that does not stand here."""

LEAST = frozenset(
    {
        *(
            "answered",
            "completed",
            "change the passphrase",
            "recover",
            "restart",
            "power cut",
            "copy put back",
        ),
        *("the disk is full", "the disk is broken", "power cut while something is done"),
        *("withdraw", "the end, with a workbook", "the end, without a workbook", "take in"),
    }
)
"""What a long run of a hundred lives must have met; the rest may stay away by chance."""

Do = Callable[..., None]


def everything_once(soak: Soak) -> None:
    """From three signed cases on the first laptop; every promise is looked at after each step."""

    def do(action: Callable[..., object], *given: Any, **named: Any) -> None:
        action(*given, **named)
        soak.everything_holds()

    for step in (_preparing, _talking, _keys, _trouble_in_between, _two_laptops, _two_ends):
        step(soak, do)


def _preparing(soak: Soak, do: Do) -> None:
    do(soak.register, 0, 3, Trouble("cut", 12, 3))
    do(soak.register, 0, 3, None)
    do(soak.does_not_want_to, 2, None)
    do(soak.list_names, 0, 2, None)
    do(soak.type, 0, Source.RESIDENT, drop=False, trouble=None)
    do(soak.type, 0, Source.RESIDENT, drop=True, trouble=Trouble("full", 4))


def _talking(soak: Soak, do: Do) -> None:
    for kind, value in (
        ("answered", "ja"),
        ("answered", "rood"),
        ("reason", None),
        ("remark", None),
        ("entry_added", None),
        ("undone", None),
        ("stopped", None),
        ("reopened", None),
        ("unavailable", None),
    ):
        do(_say, soak, Source.RESIDENT, kind, value)
    do(soak.finish_case, 1, 0)
    do(soak.read_once_more, 0, leave=True, most=1, trouble=None)


def _say(soak: Soak, source: Source, kind: str, value: str | None) -> None:
    laptop, name = soak.pick(0)
    interview = soak.opened(laptop, name, source)
    assert interview is not None
    bodies = enumerate(soak.possible(interview))
    (first, *_others) = [
        at for at, body in bodies if body.kind == kind and value in {None, getattr(body, "value", None)}
    ]
    soak.say(0, source, first)


def _keys(soak: Soak, do: Do) -> None:
    do(soak.change_passphrase, 0, Trouble("broken", 5), None)
    do(soak.make_sheet, 0, None)
    do(soak.recover, 0)
    do(soak.lock_and_unlock, 0)


def _trouble_in_between(soak: Soak, do: Do) -> None:
    do(soak.start_again, 0, Trouble("full", 6))
    do(soak.lose_power, 0, 2, Trouble("cut", 3))
    do(soak.keep_an_older_copy, 0)
    do(soak.withdraw, 2, heard=False, trouble=None, again=None)
    do(soak.put_the_copy_back, 0)
    do(soak.clock_jumps, 5)


def _two_laptops(soak: Soak, do: Do) -> None:
    do(soak.hand_over, 0, keep=False, at_once=False, trouble=None)
    do(soak.post_comes, 0, Side.FILE, twice=True, trouble=None)
    do(soak.post_comes, 0, Side.FILE, twice=False, trouble=None)  # refused: it is here already
    _all_post_comes(soak, do)
    do(soak.hand_over, 0, keep=True, at_once=True, trouble=None)
    _all_post_comes(soak, do)
    do(soak.withdraw, 0, heard=False, trouble=None, again=None)
    _all_post_comes(soak, do)


def _all_post_comes(soak: Soak, do: Do) -> None:
    while soak.post:
        do(soak.post_comes, 0, Side.FILE, twice=False, trouble=None)


def _two_ends(soak: Soak, do: Do) -> None:
    for number in range(4):
        do(soak.register, 0, number, None)
    while soak.cases(signed=False):
        do(soak.sign, 0, 0, feedback=True, trouble=None, again=None)
    do(soak.anonymise_and_destroy, 0, table=False, first=True, trouble=None, again=None)
    do(soak.tell_the_outcome, 0, 0, None)
    do(soak.define, 0, None)
    do(soak.register, 0, 0, None)
    do(soak.anonymise_and_destroy, 0, table=True, first=False, trouble=Trouble("cut", 40, 1), again=None)
