"""How a text would read with some findings replaced, and how it is shown while somebody decides; pure."""

from collections.abc import Collection, Sequence

from textual.content import Content

from storage.anonymise import ReviewText
from storage.anonymise.finding import Finding, apply
from zet_tui.wording import terms

KINDS = {
    "reden": "reden",
    "toelichting": "opmerking",
    "open": "antwoord",
    "tijdlijn": "tijdlijn",
    "slot": "opmerking bij het slot",
    "afsluiting": "reden van afsluiten",
}


def doubtful(text: ReviewText) -> tuple[Finding, ...]:
    """The findings that wait for a yes or no, in the order of the text."""
    return tuple(finding for finding in text.findings if not finding.sure)


def wording(text: ReviewText, replaced: Collection[Finding]) -> str:
    """The text with the sure findings and these doubtful ones replaced."""
    return apply(text.original, [f for f in text.findings if f.sure or f in replaced])


def shown(text: ReviewText, replaced: Collection[Finding], at: Finding | None) -> Content:
    """The text with tokens for what is replaced and ⟦ ⟧ around what is doubtful; the chosen one stands out."""
    parts: list[Content] = []
    here = 0
    for finding in text.findings:
        parts.append(Content(text.original[here : finding.start]))
        if finding.sure or finding in replaced:
            parts.append(Content.styled(finding.replacement, "b $accent"))
        else:
            style = "$mark-text on $mark" if finding == at else "u"
            parts.append(Content.styled(f"⟦{text.original[finding.start : finding.end]}⟧", style))
        here = finding.end
    parts.append(Content(text.original[here:]))
    return Content("").join(parts)


def finding_lines(text: ReviewText, replaced: Collection[Finding], at: Finding | None) -> Content:
    """Every finding in one line: what is replaced for sure, and what waits, with the key that replaces it."""
    lines: list[Content] = []
    width = max((f.end - f.start for f in text.findings), default=0)
    for finding in text.findings:
        words = " ".join(text.original[finding.start : finding.end].split()).ljust(min(width, 24))
        if finding.sure:
            lines.append(Content.assemble(("  zeker    ", "$quiet"), f"{words}  → {finding.replacement}"))
            continue
        mark = "› " if finding == at else "  "
        if finding in replaced:
            after = Content.assemble(
                f"→ {finding.replacement}", ("   v  toch laten staan" if finding == at else "", "$quiet")
            )
        else:
            key = Content.assemble(("   v", "b $accent"), f"  vervang door {finding.replacement}")
            after = Content.assemble(f"{finding.kind}?".ljust(14), key if finding == at else "")
        lines.append(
            Content.assemble((f"{mark}twijfel  ", "b" if finding == at else "$quiet"), f"{words}  ", after)
        )
    return Content("\n").join(lines)


def place_line(text: ReviewText) -> str:
    """Where the text stands: casus 2 · inwoner · vraag 10 ▲ oranje · reden."""
    parts = [f"casus {text.case_number}", terms.SOURCES[text.source.value]]
    if text.question is not None:
        symbol = terms.RATING_SYMBOLS.get(text.value or "", "")
        value = {"nvt": "n.v.t.", "geen_antwoord": "geen antwoord"}.get(text.value or "", text.value or "")
        parts.append(f"vraag {text.question}" + (f" {symbol} {value}" if symbol else ""))
    parts.append(KINDS.get(text.kind, text.kind))
    return " · ".join(parts)


def next_unread(texts: Sequence[ReviewText], after: int, person: str | None = None) -> int | None:
    """The index of the next text that this person can decide about, going round once; None when there is none."""
    order = [*range(after + 1, len(texts)), *range(min(after + 1, len(texts)))]
    return next((index for index in order if texts[index].waits_for(person)), None)


def progress(texts: Sequence[ReviewText], at: int, person: str | None) -> str:
    """Where one is: how many are left for this person, and how many wait for another reader."""
    left = sum(text.waits_for(person) for text in texts)
    other = sum(text.decision is None for text in texts) - left
    parts = [f"tekst {at + 1} van {len(texts)}", f"nog {left}"]
    if other:
        parts.append(f"{other} voor een tweede lezer")
    return " · ".join(parts)


def decided(text: ReviewText, *, edited: bool) -> str:
    """What was decided about it, and by whom; nothing while nobody did."""
    if edited:
        return "Zelf bewerkt, nog niet geaccepteerd."
    if text.first is not None:
        return f"✓ geaccepteerd door {text.first.by} (1 van 2). Een tweede lezer kijkt ook."
    if text.decision is None:
        return ""
    if text.decision.accepted is None:
        return f"– weggelaten door {text.decision.by}"
    both = f" en {text.decision.second_by}" if text.decision.second_by else ""
    return f"✓ geaccepteerd door {text.decision.by}{both}"
