"""What an older copy of the vault still holds, in Dutch; used by the screen and the shell alike."""

from typing import TYPE_CHECKING, Final

from zet_tui.wording.counting import cases, counted

if TYPE_CHECKING:
    from storage.destroy import OlderCopy

OLDER_COPY: Final = (
    "Let op: dit is een oudere kopie van de kluis. Wat daarna is ingevoerd, staat er niet in. "
    "Er staat niets in dat al vernietigd was."
)
LEDGER_LINES: Final = (
    "Let op: {count} regels van het logboek van deze kluis kloppen niet. ZET gebruikt ze niet. "
    "Iemand heeft ze veranderd, of een stroomstoring heeft ze afgebroken."
)
NEEDS_ANSWER: Final = (
    "ZET opent deze kopie pas als ze opnieuw vernietigd zijn. Start zet in een venster met een toetsenbord."
)
COPY_DESTROYED: Final = (
    "Deze oudere kopie van de kluis is helemaal vernietigd. De kluis van nu staat ergens anders."
)
NOT_DESTROYED: Final = (
    "Er is niets veranderd. ZET opent deze oudere kopie niet, omdat er mensen in staan die vernietigd zijn."
)


def ledger_notice(*, older: bool, ignored: int) -> str:
    """What to tell when there is nothing to ask; empty when all is well."""
    lines = (LEDGER_LINES.format(count=ignored) if ignored else "", OLDER_COPY if older else "")
    return " ".join(filter(None, lines))


def older_copy_words(found: "OlderCopy") -> str:
    """What was found and what would happen, with counts and without names."""
    if found.ended:
        return (
            "Dit is een oude kopie van een kluis waarvan de evaluatie al is afgesloten en vernietigd. "
            f"Er staan nog {cases(found.cases)} in. De hele kopie wordt vernietigd."
        )
    parts = []
    if found.cases:
        parts.append(cases(found.cases))
    if found.feedback:
        parts.append(counted(found.feedback, "inwoner", "inwoners"))
    if found.other:
        parts.append(counted(found.other, "sleutel", "sleutels"))
    return (
        f"Dit is een oudere kopie van de kluis. Hierin staat nog wat al vernietigd was: {', '.join(parts)}."
    )
