"""Leaving when the terminal has gone: writing to it must not fail, or the app waits for ever with the vault open.

textual writes in a thread that ends at the first error; after that its queue fills and the app cannot close.
"""

from typing import Any, TextIO, cast

from textual.driver import Driver


class LastingFile:
    """A terminal's file; what cannot be written any more is dropped."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write `text` if somebody can still see it."""
        try:
            return self._file.write(text)
        except (OSError, ValueError):
            return len(text)

    def flush(self) -> None:
        """Flush if there is still a terminal."""
        try:
            self._file.flush()
        except (OSError, ValueError):
            return

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def lasting(driver: type[Driver]) -> type[Driver]:
    """The same driver, writing through a `LastingFile`; one without a file stays as it is."""

    class LastingDriver(driver):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            file = getattr(self, "_file", None)
            if file is not None:
                self._file = LastingFile(cast(TextIO, file))

    return LastingDriver
