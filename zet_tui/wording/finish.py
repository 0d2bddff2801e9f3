"""What still stands between the team and the end, in Dutch; used by the screen and the shell alike."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from storage.destroy import IncompleteCase, Readiness

MAY_STOP = "Esc stopt: er is nog niets vernietigd."
STOPPING = "ZET stopt. Er wordt niets vernietigd."
TOO_LATE = "Dit stopt niet meer: ZET vernietigt nu alles, en maakt dat af."
HALTED = "Gestopt. Er is niets vernietigd, en ZET liet geen bestanden in de map achter."
STEPS = {
    "collect": "De nagelezen teksten worden verzameld.",
    "write": "Het werkboek wordt geschreven en teruggelezen.",
    "gate": "Het werkboek wordt nog eens nagekeken op namen en nummers.",
    "build": "De nieuwe kluis wordt gemaakt.",
    "destroy": "De oude sleutels en de oude kluis worden overschreven.",
    "verify": "Er wordt gecontroleerd of alles weg is.",
    "certificate": "De verklaring van vernietiging wordt geschreven.",
}


SHEET_DIES = (
    "Het herstelblad van deze kluis geldt hierna niet meer. Vernietig het, "
    "en maak een nieuw blad met: zet kluis herstel --maak"
)


def sheet_lines(made: bool) -> tuple[str, ...]:
    """What happens to a recovery sheet that was made."""
    return (SHEET_DIES,) if made else ()


def saved_screens_lines(files: "Sequence[Path]") -> tuple[str, ...]:
    """A warning about screens that Windows Terminal saved; empty when there are none."""
    if not files:
        return ()
    count = "1 bestand" if len(files) == 1 else f"{len(files)} bestanden"
    return (
        f"Let op: Windows Terminal heeft de tekst van schermen bewaard, in {count}. Er kunnen namen in staan.",
        f"Sluit Windows Terminal en verwijder wat in deze map met buffer_ of elevated_ begint: {files[0].parent}",
    )


def missing_lines(ready: "Readiness") -> tuple[str, ...]:
    """One line per thing that is missing; empty when nothing is."""
    lines = []
    if not ready.enough:
        lines.append(
            f"Er zijn {ready.complete} complete casussen; voor een werkboek zijn er {ready.needed} nodig."
        )
        lines.extend(_case_line(case) for case in ready.incomplete)
    if ready.unread:
        cases = ", ".join(str(number) for number in sorted({text.case_number for text in ready.unread}))
        count = len(ready.unread)
        lines.append(f"Nog {count} {'tekst' if count == 1 else 'teksten'} na te lezen (casus {cases}).")
    if lines:
        lines.append("Er is niets vernietigd. Zonder werkboek vernietigen kan met --toch.")
    return tuple(lines)


def _case_line(case: "IncompleteCase") -> str:
    sources = ", ".join(f"{source.source.value} {source.answered}/{source.asked}" for source in case.sources)
    return f"  casus {case.number}: {sources or 'nergens een gesprek afgerond'}"
