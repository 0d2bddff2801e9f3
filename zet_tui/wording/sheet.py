"""The recovery sheet as a person keeps it on paper, in Dutch."""

from typing import Final

_BEFORE: Final = "Code:"
_BEHIND: Final = "Wachtwoord kwijt?"


def sheet_text(code: str, vault_id: str) -> str:
    """The whole sheet; `code` as `storage.vault.recovery.written` gives it."""
    groups = code.split("-")
    return "\n".join(
        (
            "HERSTELBLAD VAN EEN ZET-KLUIS",
            "",
            f"Kluis: {vault_id[:8]}",
            "",
            _BEFORE,
            "",
            f"    {'  '.join(groups[:4])}",
            f"    {'  '.join(groups[4:])}",
            "",
            f"{_BEHIND} Open ZET op de laptop met de kluis en druk op F9, of typ: zet kluis herstel",
            "U typt dan deze code en kiest een nieuw wachtwoord. Hoofdletters en streepjes maken niet uit.",
            "",
            "Wie dit blad en de laptop heeft, kan alles lezen. Bewaar het dus apart, achter slot.",
            "Het blad geldt niet meer na een nieuw wachtwoord, een nieuw herstelblad of het vernietigen.",
            "Vernietig het dan.",
            "",
        )
    )


def code_on(text: str) -> str:
    """The code on a whole sheet; a text that is no sheet is a code as it was typed."""
    _, sheet, rest = text.partition(_BEFORE)
    return rest.partition(_BEHIND)[0] if sheet else text
