"""What to tell the person at the laptop about a typed error of `flows` or `storage`.

Errors are looked up by the name of their class, so that neither floor is imported here; and the sentences are read in
when the first error asks for one, so that the first page does not wait for two hundred of them.
"""

from collections.abc import Iterator


def explain(error: BaseException) -> str:
    """What is wrong and what to do; never the text of the error itself."""
    from zet_tui.wording.error_sentences import SENTENCES, UNKNOWN

    for name in _names(error):
        found = SENTENCES.get(name)
        if found is not None:
            return found if isinstance(found, str) else found(error)
    return UNKNOWN


def is_known(error: BaseException) -> bool:
    """Whether `error` is one that can happen to a person, rather than a fault of the program."""
    from zet_tui.wording.error_sentences import SENTENCES

    return any(name in SENTENCES for name in _names(error))


def _names(error: BaseException) -> Iterator[str]:
    """The names under which an error's sentence may stand, its own class first."""
    return (kind.__name__ for kind in type(error).__mro__)
