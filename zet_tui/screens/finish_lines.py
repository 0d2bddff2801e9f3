"""What is listed before the end: what is missing, where Enter goes, what a person may decide about it; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from storage.cases import Register
from storage.destroy import Choice, IncompleteCase, Readiness
from storage.export.gate import Hit
from zet_tui.saved_screens import saved_screens
from zet_tui.screens.page import Place
from zet_tui.wording import terms
from zet_tui.wording.finish import saved_screens_lines, sheet_lines
from zet_tui.wording.preparing import outside_lines
from zet_tui.wording.transfer import places_lines


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; `case` may be chosen to be destroyed unexported, `hit` to be no person."""

    text: str
    place: Place | None = None
    case: int | None = None
    hit: Hit | None = None


def lines(
    ready: Readiness, choices: Mapping[int, Choice], hits: Collection[Hit], judged: Collection[Hit]
) -> tuple[Line, ...]:
    """Everything that stands in the way or needs a decision; empty when nothing does."""
    found = [_case(case, choices.get(case.number, Choice.EXPORT)) for case in ready.incomplete]
    if ready.unread:
        count = len(ready.unread)
        found.append(Line(f"Nog {count} {'tekst' if count == 1 else 'teksten'} nalezen", Place("review")))
    if not ready.enough:
        found.append(
            Line(f"{ready.complete} van de {ready.needed} complete casussen die een werkboek nodig heeft")
        )
    if ready.without_consent:
        one = ready.without_consent == 1
        found.append(
            Line(f"{ready.without_consent} {'casus' if one else 'casussen'} zonder toestemming: gaat ook weg")
        )
    found += [
        Line(f"In {hit.place} staat iets dat lijkt op: {hit.kind}", Place("review"), hit=hit)
        for hit in hits
        if hit.mark not in {each.mark for each in judged}
    ]
    return tuple(found)


def _case(case: IncompleteCase, choice: Choice) -> Line:
    sources = ", ".join(
        f"{terms.SOURCES[s.source.value]} {s.answered}/{s.asked or '?'}" for s in case.sources
    )
    what = "wordt verwerkt met wat er is" if choice is Choice.EXPORT else "wordt vernietigd zonder verwerking"
    place = (
        Place("interview", case.id, case.sources[0].source.value) if case.sources else Place("case", case.id)
    )
    return Line(f"casus {case.number} is niet compleet ({sources}): {what}", place, case=case.number)


def ready_text(ready: Readiness) -> str:
    """The line above the list."""
    if ready.ready and not ready.incomplete:
        return f"✓ {ready.complete} casussen zijn compleet en alle teksten zijn nagelezen."
    if ready.ready:
        return "Er kan een werkboek komen. Kijk nog naar:"
    return "Er kan nog geen werkboek komen:"


def elsewhere_lines(register: Register) -> tuple[str, ...]:
    """What this end does not reach: files ZET made, other laptops with a case, saved screens, a recovery sheet."""
    return (
        *outside_lines([(file.kind.value, file.path) for file in register.outside.files()]),
        *places_lines(register.places.known()),
        *saved_screens_lines(saved_screens()),
        *sheet_lines(register.vault.has_recovery_sheet),
    )


def bar(part: float, width: int = 40) -> str:
    """A progress bar of `width` characters."""
    full = round(max(0.0, min(part, 1.0)) * width)
    return "█" * full + "░" * (width - full) + f"  {round(part * 100)} %"
