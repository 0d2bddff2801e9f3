"""How a command says no: one exception that carries the Dutch sentence for stderr."""

from collections.abc import Iterator
from contextlib import contextmanager

from zet_tui.messages import explain, is_known


class Refused(Exception):
    """A command that cannot be done; `sentence` is what to tell the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__("refused")
        self.sentence = sentence


@contextmanager
def explained() -> Iterator[None]:
    """Every error that can happen to a person becomes one refusal; a fault of the program passes."""
    try:
        yield
    except Exception as error:
        if not is_known(error):
            raise
        raise Refused(explain(error)) from None
