"""What a valid consent is: every rule on its own, from one consent in which everything is in order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.consent import (
    Consent,
    Signer,
    gaps_at_recording,
    gaps_in,
    judge,
    letter_hash,
    names_person,
)
from flows.evaluation import Evaluation, TeamMember
from flows.instrument import Source
from flows.text import LONGEST_LINE, LONGEST_NAME

TODAY = date(2026, 3, 2)
TEXT = "Uw dossier wordt ingezien door Anouk de Wit en Bas Bakker. We spreken ook met Karin  Postma.\n"


def consent(**changes: object) -> Consent:
    good: dict[str, object] = {
        "letter_text": TEXT,
        "letter_sha256": letter_hash(TEXT),
        "letter_dated": date(2026, 2, 27),
        "themes": ("toegang",),
        "sources": tuple(Source),
        "period": "Dit gaat over vorig jaar.",
        "talked_through_by": "Anouk de Wit",
        "talked_through_on": date(2026, 3, 1),
        "told_in_easy_language": True,
        "told_back_in_own_words": True,
        "told_free_to_stop": True,
        "signed_on": TODAY,
        "viewers": ("Anouk de Wit", "Bas Bakker"),
        "professional": "Karin Postma",
        "fg_name": "Noor Jansen",
        "fg_informed_on": date(2026, 1, 12),
        "controller": "het college",
    }
    return Consent.model_validate({**good, **changes})


def evaluation(*names: str) -> Evaluation:
    team = tuple(TeamMember(name=name) for name in names or ("Anouk de Wit", "Bas Bakker"))
    return Evaluation(title="t", municipality="Oosterdam", organisation="wijkteam", team=team)


def codes(found) -> list[str]:
    return [gap.code for gap in found]


def test_control_a_consent_with_everything_has_no_gap():
    assert gaps_in(consent(), TODAY) == ()
    assert gaps_at_recording(consent(), evaluation(), TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"letter_text": "  ", "letter_sha256": letter_hash("  ")}, "letter_missing"),
        ({"letter_text": TEXT + "x"}, "letter_changed"),
        ({"talked_through_on": None}, "not_talked_through"),
        ({"talked_through_on": TODAY + timedelta(1)}, "talked_in_future"),
        ({"talked_through_by": " "}, "talked_by_missing"),
        ({"told_in_easy_language": False}, "not_easy_language"),
        ({"told_back_in_own_words": False}, "not_told_back"),
        ({"told_free_to_stop": False}, "not_told_free"),
        ({"signed_on": None}, "not_signed"),
        ({"signed_on": TODAY + timedelta(1)}, "signed_in_future"),
        ({"signed_on": date(2026, 2, 26)}, "signed_before_letter"),
        ({"talked_through_on": date(2026, 2, 26)}, "talked_before_letter"),
        ({"signed_on": date(2026, 2, 28)}, "signed_before_talk"),
        ({"viewers": ()}, "viewers_missing"),
        ({"professional": ""}, "professional_missing"),
        (
            {"signer": Signer.WITH_REPRESENTATIVE, "representative_capacity": "mentor"},
            "representative_missing",
        ),
        ({"signer": Signer.WITH_REPRESENTATIVE, "representative": "Ans"}, "capacity_missing"),
        ({"signer": Signer.PARENT, "representative": "Ans", "child_asked": True}, "capacity_missing"),
        (
            {"signer": Signer.PARENT, "representative": "Ans", "representative_capacity": "moeder"},
            "child_not_asked",
        ),
        ({"feedback_wanted": True}, "feedback_channel_missing"),
        ({"fg_name": ""}, "fg_missing"),
        ({"fg_informed_on": None}, "fg_not_informed"),
        ({"fg_informed_on": TODAY + timedelta(1)}, "fg_informed_in_future"),
        ({"controller": ""}, "controller_missing"),
    ],
)
def test_every_rule_is_named_by_its_own_code(changes, code):
    assert code in codes(gaps_in(consent(**changes), TODAY))


def test_the_fg_is_informed_before_the_signature():
    assert codes(gaps_in(consent(fg_informed_on=TODAY, signed_on=date(2026, 3, 1)), TODAY)) == [
        "fg_informed_late"
    ]


@pytest.mark.parametrize("signer", [Signer.WITH_REPRESENTATIVE, Signer.PARENT])
def test_whoever_signs_beside_is_named_with_a_capacity(signer):
    beside = {"representative": "Ans", "representative_capacity": "mentor", "child_asked": True}
    assert gaps_in(consent(signer=signer, **beside), TODAY) == ()


def test_a_person_who_will_look_but_is_not_in_the_letter_asks_for_a_new_letter():
    found = gaps_in(consent(viewers=("Anouk de Wit", "Cem Kaya")), TODAY)
    assert [(gap.code, gap.detail) for gap in found] == [("viewer_not_in_letter", "Cem Kaya")]


def test_the_professional_is_the_one_in_the_letter():
    found = gaps_in(consent(professional="Youssef Amari"), TODAY)
    assert [(gap.code, gap.detail) for gap in found] == [("professional_not_in_letter", "Youssef Amari")]
    without = consent(professional="Youssef Amari", sources=(Source.DOSSIER, Source.RESIDENT))
    assert gaps_in(without, TODAY) == ()


def test_who_left_the_team_cannot_be_recorded_any_more():
    found = gaps_at_recording(consent(), evaluation("Bas Bakker", "Cem Kaya"), TODAY)
    assert [(gap.code, gap.detail) for gap in found] == [
        ("talker_not_in_team", "Anouk de Wit"),
        ("viewer_not_in_team", "Anouk de Wit"),
    ]


def test_who_leaves_later_is_refused_and_the_others_are_not():
    later = evaluation("Bas Bakker", "Cem Kaya")

    def asked(person: str | None, **more: object) -> list[str]:
        return codes(
            judge(
                consent(),
                evaluation=later,
                themes=("toegang",),
                source=Source.PROFESSIONAL,
                person=person,
                today=TODAY,
                **more,
            ).gaps
        )

    assert asked("Bas Bakker") == []
    assert asked("Anouk de Wit") == ["not_in_team"]
    assert asked("Cem Kaya") == ["not_named"]
    assert asked(None) == ["nobody_at_laptop"]
    assert asked("Bas Bakker", professional="Youssef Amari") == ["professional_changed"]
    found = judge(
        consent(),
        evaluation=later,
        themes=(),
        source=Source.PROFESSIONAL,
        person="Bas Bakker",
        today=TODAY,
        professional="Youssef Amari",
    )
    assert [gap.detail for gap in found.gaps] == ["Karin Postma"]


def test_under_sixteen_the_fg_has_agreed_first_and_nobody_else_waits_for_that():
    beside = {"representative": "Ans", "representative_capacity": "moeder", "child_asked": True}
    parent = consent(signer=Signer.PARENT, **beside)
    assert gaps_at_recording(parent, evaluation(), TODAY) == ()
    assert gaps_at_recording(parent, evaluation(), TODAY, minors_confirmed=True) == ()
    found = gaps_at_recording(parent, evaluation(), TODAY, minors_confirmed=False)
    assert codes(found) == ["minors_not_confirmed"]
    for signer in (Signer.PERSON, Signer.WITH_REPRESENTATIVE):
        adult = consent(signer=signer, **beside)
        assert gaps_at_recording(adult, evaluation(), TODAY, minors_confirmed=False) == ()


@pytest.mark.parametrize(
    ("field", "most", "code"),
    [
        ("representative", LONGEST_NAME, "representative_too_long"),
        ("representative_capacity", LONGEST_NAME, "capacity_too_long"),
        ("feedback_channel", LONGEST_LINE, "channel_too_long"),
    ],
)
def test_what_is_too_long_is_not_recorded_and_what_was_recorded_stays_valid(field, most, code):
    assert gaps_at_recording(consent(**{field: "a" * most}), evaluation(), TODAY) == ()
    long = consent(**{field: "a" * (most + 1)})
    assert codes(gaps_at_recording(long, evaluation(), TODAY)) == [code]
    assert gaps_in(long, TODAY) == ()


def test_a_day_that_is_still_to_come_is_seen_at_recording_and_at_the_gate():
    later = consent(signed_on=TODAY + timedelta(1))
    assert codes(gaps_at_recording(later, evaluation(), TODAY)) == ["signed_in_future"]
    assert verdict(later) == [("signed_in_future", "")]


def verdict(given, source=None, *, themes=("toegang",), team=None, person="Bas Bakker"):
    team = team or evaluation()
    found = judge(given, evaluation=team, themes=themes, source=source, person=person, today=TODAY)
    assert found.allowed is not bool(found.gaps)
    return [(gap.code, gap.detail) for gap in found.gaps]


def test_without_a_consent_there_is_one_gap_whoever_asks():
    assert verdict(None) == [("no_consent", "")]
    assert verdict(None, Source.DOSSIER, person=None) == [("no_consent", "")]


def test_a_source_outside_the_scope_or_the_letter_is_named():
    less = evaluation().model_copy(update={"sources": (Source.RESIDENT,)})
    assert verdict(consent(), Source.DOSSIER, team=less) == [("source_not_in_scope", "dossier")]
    signed = consent(sources=(Source.RESIDENT,), professional="")
    assert verdict(signed, Source.DOSSIER) == [("source_not_signed", "dossier")]
    assert verdict(signed, Source.RESIDENT) == []
    assert verdict(signed) == []


def test_every_theme_that_was_not_signed_is_named():
    assert verdict(consent(), themes=("toegang", "regie", "veiligheid")) == [
        ("theme_not_signed", "regie"),
        ("theme_not_signed", "veiligheid"),
    ]


def test_a_consent_that_is_not_valid_opens_nothing_for_anybody():
    found = verdict(consent(signed_on=None), Source.DOSSIER, person="Cem Kaya")
    assert found == [("not_signed", ""), ("not_in_team", "Cem Kaya"), ("not_named", "Cem Kaya")]


def test_the_professional_counts_only_for_the_conversation_with_the_professional():
    def asked(source, signed, known):
        found = judge(
            signed,
            evaluation=evaluation(),
            themes=("toegang",),
            source=source,
            person="Bas Bakker",
            today=TODAY,
            professional=known,
        )
        return codes(found.gaps)

    assert asked(Source.PROFESSIONAL, consent(), None) == []
    assert asked(Source.RESIDENT, consent(), "Youssef Amari") == []
    without = consent(sources=(Source.RESIDENT,), professional="")
    assert asked(Source.PROFESSIONAL, without, "Youssef Amari") == ["source_not_signed"]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("door Bas en Cem", "Bas", True),
        ("over de basisschool Bassin", "Bas", False),
        ("door Anouk\nde Wit.", "Anouk de  Wit", True),
        ("door A. (Ans) Bos", "A. (Ans) Bos", True),
        ("door iemand", "", False),
    ],
)
def test_a_name_is_found_as_words(text, name, found):
    assert names_person(text, name) is found


@given(st.text(min_size=1, max_size=30).filter(str.strip))
def test_any_name_between_words_is_found(name):
    assert names_person(f"door {name} gezien", name)
