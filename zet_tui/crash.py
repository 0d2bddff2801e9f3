"""What is said when the program itself fails: the kind of fault and its place in the code, never a value."""

import contextlib
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REPORT_NAME: Final = "zet-foutmelding.txt"
OWN_FLOORS: Final = ("zet_tui", "flows", "storage")


@dataclass(frozen=True, slots=True)
class CrashReport:
    """A fault without its values: the exception's class and the lines it passed through, innermost last."""

    kind: str
    lines: tuple[str, ...]

    def text(self, version: str) -> str:
        """The report as a person mails it to whoever keeps ZET running."""
        return "\n".join((f"ZET {version}", self.kind, *self.lines, ""))


def report(error: BaseException) -> CrashReport:
    """`error` and what caused it, as class names and places; messages and local values are left out."""
    error = worker_fault(error) or error
    return CrashReport(kind=" < ".join(_kinds(error)), lines=tuple(_places(error)))


def worker_fault(error: BaseException) -> BaseException | None:
    """What went wrong in a worker, out of the WorkerFailed that textual wraps it in; None for another error."""
    inner = getattr(error, "error", None)
    return inner if isinstance(inner, BaseException) else None


def _kinds(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield f"{type(current).__module__}.{type(current).__qualname__}"
        current = current.__cause__ or current.__context__


def _places(error: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        module = str(frame.f_globals.get("__name__", "?"))
        yield f"  {module}, regel {line}, {frame.f_code.co_name}"


def save(found: CrashReport, folder: Path, version: str) -> Path | None:
    """Write the report into `folder` and return its path, or None when that cannot be done."""
    path = folder / REPORT_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(found.text(version), encoding="utf-8")
    except OSError:
        return None
    return path


def panel(found: CrashReport, saved: Path | None) -> str:
    """What the user reads in the terminal after the program has ended by itself."""
    own = [line for line in found.lines if line.strip().startswith(OWN_FLOORS)]
    place = own[-1].strip() if own else "onbekende plaats"
    lines = [
        "ZET is gestopt door een fout in het programma.",
        "",
        "Alle antwoorden die als bewaard op het scherm stonden, zijn bewaard.",
        "Start ZET opnieuw: u gaat verder waar u was.",
        "",
        f"Soort fout: {found.kind.split(' < ')[0].rsplit('.', 1)[-1]}",
        f"Plaats: {place}",
    ]
    if saved is not None:
        lines += [
            "",
            "Blijft dit gebeuren? Stuur dan dit bestand naar uw beheerder. Er staan geen namen of antwoorden in:",
            str(saved),
        ]
    return "\n".join(lines)


def no_core_dumps() -> None:
    """A crash of the interpreter must not leave the memory on disk; Windows has no such limit."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
