"""The case's own name list grows from what is typed: words that look like names are asked about, at a calm moment."""

import pytest

from flows.instrument import Source
from storage.anonymise import NameSuggestions, Review, names_of
from storage.anonymise.candidates import names_in
from storage.cases import ConsentRefused


@pytest.fixture
def tell(register, case):
    """Answers a question red with this reason."""

    def give(question: str, reason: str, source: Source = Source.RESIDENT) -> None:
        interview = register.open_interview(case, source)
        interview = interview.apply(register.append(case, source, interview.answer(question, "rood")))
        register.append(case, source, interview.give_reason(question, reason))

    return give


def asked(register, case) -> list[str]:
    return [name.word for name in NameSuggestions(register).of_case(register.case(case))]


def test_words_that_look_like_names_are_asked_about_the_most_frequent_first(register, case, tell):
    tell("3", "Haar zoon Daan wachtte lang. Op school De Regenboog wist niemand iets.")
    tell("4", "Daan vond het naar, en in Leeuwarden was niemand.")
    found = NameSuggestions(register).of_case(register.case(case))
    assert [(name.word, name.count) for name in found] == [
        ("Daan", 2),
        ("De Regenboog", 1),
        ("Leeuwarden", 1),
    ]
    assert [name.entry for name in found] == [
        "Daan (kind)",
        "De Regenboog (organisatie)",
        "Leeuwarden (plaats)",
    ]


def test_what_is_known_from_the_letter_is_not_asked(register, case, tell):
    tell("3", "Fatima belde Karin Postma van De Schakel, en mevrouw El Amrani wachtte op Bas.")
    assert asked(register, case) == []


def test_a_word_in_small_letters_that_occurs_once_is_not_asked_about(register, case, tell):
    tell("3", "De hupl was niet goed.")
    assert asked(register, case) == []
    tell("4", "Weer die hupl hier.")
    assert asked(register, case) == ["hupl"]


@pytest.mark.parametrize("reason", ["Zoon daan wachtte.", "Toen kwam sanne langs."])
def test_control_a_small_first_name_or_one_behind_a_family_word_is(register, case, tell, reason):
    tell("3", reason)
    assert len(asked(register, case)) == 1


def test_yes_puts_it_on_the_list_and_the_texts_are_replaced(register, case, tell):
    tell("3", "Haar zoon Daan wachtte lang.")
    (name,) = NameSuggestions(register).of_case(register.case(case))
    NameSuggestions(register).yes(case, name)
    assert register.names(case) == ("Daan (kind)",)
    assert asked(register, case) == []
    (text,) = Review(register).texts()
    assert text.suggested == "Haar zoon [kind] wachtte lang."
    NameSuggestions(register).yes(case, name)
    assert register.names(case) == ("Daan (kind)",)


def test_no_is_remembered_sealed_with_the_case_and_the_text_still_waits_for_the_reader(
    register, case, tell, open_register
):
    tell("3", "De Kompas-aanpak werkte niet.")
    (name,) = NameSuggestions(register).of_case(register.case(case))
    NameSuggestions(register).no(case, name)
    NameSuggestions(register).no(case, name)
    assert register.vault.count(case, "names-declined") == 1
    again = open_register()
    again.sit_down("Bas")
    assert asked(again, case) == []
    (text,) = Review(again).texts()
    assert [found.sure for found in text.findings] == [False]
    again.withdraw(case)
    assert again.vault.compartments("case") == ()


def test_a_name_that_is_also_a_word_is_not_asked_again_after_a_yes(register, case, tell):
    tell("3", "Zij belde met Roos van der Beek.")
    for name in NameSuggestions(register).of_case(register.case(case)):
        NameSuggestions(register).yes(case, name)
    assert any("Roos" in name for name in register.names(case))
    tell("4", "Roos belde niet terug.")
    assert asked(register, case) == []


def test_only_texts_of_this_case_are_read_and_only_by_who_is_named(register, case, tell, signed):
    tell("3", "Haar zoon Daan wachtte lang.")
    other = register.register_case("Henk Visser", "per brief", "Youssef Amari", "wijkteam")
    assert NameSuggestions(register).of_case(register.case(other)) == ()
    register.record_consent(other, signed(register, other))
    assert asked(register, other) == []
    register.sit_down("Cem")
    with pytest.raises(ConsentRefused):
        asked(register, case)


# --- names from the letter ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contact", "entries"),
    [
        ("via dochter Noor, 06 12345678", ("Noor (kind)",)),
        ("per brief, Lindelaan 12", ("Lindelaan (straat)",)),
        ("Per post naar Lindelaan 12 te Oosterdam", ("Oosterdam (plaats)", "Lindelaan (straat)")),
        ("via Stichting De Brug", ("De Brug (organisatie)",)),
        ("bel na vier uur, 06 12345678", ()),
        ("post naar Postbus 12", ()),
        ("s.kowalska@voorbeeld.nl", ()),
    ],
)
def test_who_and_what_is_named_in_how_a_resident_is_reached_is_known(contact, entries):
    assert names_in(contact) == entries


def test_names_of_the_letter_are_replaced_unasked(register, signed):
    case = register.register_case("Henk Visser", "via dochter Noor, Lindelaan 12", "Youssef Amari", "De Brug")
    register.record_consent(
        case, signed(register, case, feedback_wanted=True, feedback_channel="bij buurvrouw Ans")
    )
    entry = register.case(case).entry
    register.change_case(case, entry.model_copy(update={"professional": "Wietse Dijkstra"}))
    interview = register.open_interview(case, Source.RESIDENT)
    interview = interview.apply(register.append(case, Source.RESIDENT, interview.answer("3", "rood")))
    reason = "Noor en Ans van de Lindelaan belden Youssef en Wietse van De Brug."
    register.append(case, Source.RESIDENT, interview.give_reason("3", reason))
    (text,) = Review(register).texts()
    for name in ("Noor", "Ans", "Lindelaan", "Youssef", "Wietse", "Brug"):
        assert name not in text.suggested
    assert "[kind]" in text.suggested
    assert {"Noor", "Ans"} <= {name for name, _ in names_of(register, register.case(case)).people}


def test_the_cases_with_something_to_ask_are_known_by_number(register, tell, signed):
    other = register.register_case("Henk Visser", "per brief", "Youssef Amari", "wijkteam")
    register.record_consent(other, signed(register, other))
    assert NameSuggestions(register).numbers(Review(register).texts()) == ()
    tell("3", "Haar zoon Daan wachtte lang.")
    assert NameSuggestions(register).numbers(Review(register).texts()) == (1,)
