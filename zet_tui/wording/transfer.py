"""What is said about handing a case over and about the laptops where it is, in Dutch."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from storage.cases.places import Place

NO_TERMINAL_WORDS: Final = (
    'Zonder toetsenbord vergelijk ik de zes woorden met --woorden "…". Er is niets veranderd.'
)
IS_A_KEY: Final = "Dit is een sleutel. Een casus overdragen doet u met: zet overdragen CASUS --aan SLEUTEL"
CHOOSE_FORK: Final = "Kies met --vertakking hier of --vertakking bestand."
KEY_MADE: Final = (
    "Sleutel: {path}\n"
    "Stuur dit bestand naar uw collega. Bel daarna: uw collega moet deze zes woorden zien.\n\n"
    "    {words}\n\n"
    "De sleutel is voor één casus. Daarna maakt ZET hem onbruikbaar."
)
GIVEN: Final = (
    "Bestand: {path}\n"
    "Stuur dit bestand naar uw collega. Bel daarna: uw collega moet deze zes woorden zien.\n\n"
    "    {words}\n\n"
    "{what}"
)
MOVED: Final = (
    "Werk hier niet verder aan casus {number}. U krijgt een ontvangstbewijs terug: zet ontvangen BEWIJS. "
    "Dan wordt de casus hier vernietigd."
)
MOVED_APP: Final = (
    "Werk hier niet verder aan casus {number}. U krijgt een ontvangstbewijs terug; open dat met ‘casus ontvangen’. "
    "Dan wordt de casus hier vernietigd."
)
KEPT: Final = (
    "Casus {number} blijft ook hier staan. ZET noemt de andere laptop als u de casus intrekt of vernietigt."
)
TAKEN: Final = (
    "Casus {number} is ontvangen{merged}.\nOntvangstbewijs: {path}\nStuur dit bestand terug naar uw collega."
)
DAY_TOLD: Final = "Uw collega hoort dat van het ontvangstbewijs."
MERGED: Final = " en samengevoegd met wat hier stond"
COMPARE_KEY: Final = (
    "De zes woorden van de sleutel zijn:\n\n    {words}\n\nLeest uw collega dezelfde woorden voor? Typ ja"
)
COMPARE_FILE: Final = (
    "De zes woorden van het bestand zijn:\n\n    {words}\n\nLeest uw collega dezelfde woorden voor? Typ ja"
)
FORKED: Final = (
    "Op beide laptops is verdergegaan met het gesprek: {source}. Welk gesprek gaat verder, hier of bestand"
)
RECEIVED_HERE: Final = "Uw collega heeft casus {number}. Hier wordt hij nu vernietigd, met {answers}."
WITHDRAWN_HERE: Final = (
    "De toestemming van casus {number} is ingetrokken. De casus wordt nu vernietigd, met {answers}. "
    "Dit kan niet ongedaan worden gemaakt."
)
DONE: Final = {
    "ontvangstbewijs": "Het ontvangstbewijs is verwerkt.",
    "intrekking": "De intrekking is verwerkt. Deze casus komt niet meer binnen.",
    "vernietigd": "De andere laptop heeft de casus vernietigd. Dat is genoteerd.",
}
REPLY: Final = "Stuur dit bestand terug naar uw collega: {path}"
TELL_OTHERS: Final = (
    "Deze casus stond ook op een andere laptop. Maak het bericht dat hem daar vernietigt met: "
    "zet overdragen --intrekkingen, of op het overzicht met o en dan F7."
)
GIVE: Final = (
    "De casus gaat versleuteld naar één andere laptop. Uw collega moet in de toestemming staan. Deel "
    "het bestand niet met "
    "anderen."
)
RECEIVE: Final = (
    "Open hier wat een collega stuurde: een casus, een ontvangstbewijs of een intrekking. Komt er een casus? Maak dan "
    "eerst met F6 een sleutel en stuur die op."
)
SAME_WORDS: Final = "Leest uw collega dezelfde zes woorden voor?"
KEY_WORDS: Final = (
    "De woorden van de sleutel zijn:\n\n    {words}\n\nZijn ze anders? Dan is dit niet de sleutel "
    "van uw collega."
)
FILE_WORDS: Final = (
    "De woorden van het bestand zijn:\n\n    {words}\n\nZijn ze anders? Dan is dit niet het bestand "
    "van uw collega."
)
DESTROY_HERE: Final = "De casus hier vernietigen?"
IS_A_KEY_APP: Final = "Dit is een sleutel. Een casus overdragen doet u op de bladzijde van die casus, met o."
NO_WITHDRAWALS: Final = "Er zijn geen ingetrokken casussen die nog op een andere laptop staan."
WITHDRAWAL: Final = "Stuur dit bestand naar wie casus {number} ook heeft: {path}"


def places_lines(places: "Sequence[Place]") -> tuple[str, ...]:
    """One line per other laptop that may hold a case; the laptop is named by the words of its key."""
    return tuple(
        f"Casus {place.link.number} {'kwam van' if place.link.incoming else 'ging naar'} een andere laptop "
        f"op {place.link.on:%d-%m-%Y} (sleutel: {' '.join(place.link.label.split()[:2])} …), {_state(place)}."
        for place in places
    )


def _state(place: "Place") -> str:
    if place.confirmed_gone:
        return "daar vernietigd"
    return "ontvangen" if place.news is not None else "niet bevestigd"
