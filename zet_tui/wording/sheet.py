"""The recovery sheet as a person keeps it on paper, in Dutch."""


def sheet_text(code: str, vault_id: str) -> str:
    """The whole sheet; `code` as `storage.vault.recovery.written` gives it."""
    groups = code.split("-")
    return "\n".join(
        (
            "HERSTELBLAD VAN EEN ZET-KLUIS",
            "",
            f"Kluis: {vault_id[:8]}",
            "",
            "Code:",
            "",
            f"    {'  '.join(groups[:4])}",
            f"    {'  '.join(groups[4:])}",
            "",
            "Wachtwoord kwijt? Open ZET op de laptop met de kluis en druk op F9, of typ: zet kluis herstel",
            "U typt dan deze code en kiest een nieuw wachtwoord. Hoofdletters en streepjes maken niet uit.",
            "",
            "Wie dit blad en de laptop heeft, kan alles lezen. Bewaar het dus apart, achter slot.",
            "Het blad geldt niet meer na een nieuw wachtwoord, een nieuw herstelblad of het vernietigen.",
            "Vernietig het dan.",
            "",
        )
    )
