"""How a command says no: one exception that carries the Dutch sentence for stderr."""


class Refused(Exception):
    """A command that cannot be done; `sentence` is what to tell the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__("refused")
        self.sentence = sentence
