"""What is said about the vault's passphrase and its recovery sheet, in Dutch."""

from typing import Final

WHAT_CHANGES: Final = (
    "Het oude wachtwoord opent deze kluis daarna niet meer. Raakt u het nieuwe kwijt, dan zijn de gegevens weg. "
    "Niemand kan ze dan nog openen. Vertel het nieuwe wachtwoord alleen aan uw team."
)
PRACTICE_OWN: Final = "oefenkluis met het wachtwoord dat u zelf koos"
PRESENT_NEEDED: Final = "Typ eerst het wachtwoord dat nu geldt."
SHEET_DEAD: Final = (
    "Uw herstelblad geldt na een nieuw wachtwoord niet meer. Vernietig het, en maak een nieuw blad."
)
CHANGED: Final = "Het nieuwe wachtwoord geldt. Met het oude gaat deze kluis niet meer open."
SHEET: Final = (
    "Met een herstelblad opent u de kluis als u het wachtwoord kwijt bent. Wie het blad en de laptop heeft, kan alles "
    "lezen. Maak het alleen als u het apart en achter slot bewaart."
)
SHEET_AGAIN: Final = "Er is al een herstelblad. Dat geldt niet meer zodra u een nieuw maakt."
SHEET_FILE: Final = (
    "✓ Herstelblad: {path}\nDruk het af, bewaar het apart van deze laptop, en verwijder het bestand."
)
SHEET_SHOWN: Final = (
    "Schrijf de code over. Met Esc verdwijnt hij van het scherm; ZET toont hem niet nog eens."
)
SHEET_NOT_WRITTEN: Final = "Het bestand kon niet worden gemaakt. Schrijf de code nu over van het scherm."
SHEET_IN_VAULT: Final = "Zet het herstelblad niet in de map van de kluis. Kies een andere map."
SHEET_STANDS: Final = "Daar staat al een bestand met de naam zet-herstelblad.txt. Kies een andere map."
RECOVER: Final = (
    "Typ de code van het herstelblad en kies een nieuw wachtwoord. Het blad en het oude wachtwoord gelden daarna niet "
    "meer. Raakt u ook het nieuwe wachtwoord kwijt, dan zijn de gegevens weg."
)
NO_FOLDER: Final = "Deze map bestaat niet. Maak hem eerst, of kies een andere."
NO_FILE: Final = "Dit bestand bestaat niet. Kijk de naam na."
NO_TEMPLATE: Final = "Dit bestand bestaat niet. Kijk de naam na, of laat het leeg."
