"""What a valid consent is, and the verdict: may this person start this source for this case, and if not why.

The rules are Bijlage 2 and DESIGN section 5. Enforcing the verdict is `storage.cases`' business; saying it in
Dutch is the screen's.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from flows.evaluation import Evaluation
from flows.instrument import Source
from flows.text import LONGEST_LINE, LONGEST_NAME


class Signer(StrEnum):
    """Who signed: an adult always personally, a legal representative beside; under 16 a parent or guardian."""

    PERSON = "persoonlijk"
    WITH_REPRESENTATIVE = "met_vertegenwoordiger"
    PARENT = "ouder_voogd"


class Consent(BaseModel):
    """One signed consent with the text that was signed; all of it is personal data of its case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    letter_text: str
    letter_sha256: str
    letter_dated: date
    themes: tuple[str, ...]
    sources: tuple[Source, ...]
    period: str
    talked_through_by: str
    talked_through_on: date | None = None
    told_in_easy_language: bool = False
    told_back_in_own_words: bool = False
    told_free_to_stop: bool = False
    signed_on: date | None = None
    signer: Signer = Signer.PERSON
    representative: str = ""
    representative_capacity: str = ""
    child_asked: bool = False
    viewers: tuple[str, ...] = ()
    professional: str = ""
    feedback_wanted: bool = False
    feedback_channel: str = ""
    fg_name: str = ""
    fg_informed_on: date | None = None
    controller: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or does not hold; `detail` names what it is about (a person, a source, a theme)."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """May the conversation start: only when there is no gap."""

    gaps: tuple[Gap, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.gaps


def letter_hash(text: str) -> str:
    """SHA-256 of the letter's UTF-8 text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def gaps_in(consent: Consent, today: date) -> tuple[Gap, ...]:
    """What keeps this consent from being valid at all, whoever asks (Bijlage 2, DESIGN section 5).

    Codes: letter_missing, letter_changed, not_talked_through, talked_by_missing, talked_in_future, not_easy_language,
    not_told_back, not_told_free, not_signed, signed_in_future, signed_before_letter, signed_before_talk,
    talked_before_letter, viewers_missing, viewer_not_in_letter, professional_missing, professional_not_in_letter,
    representative_missing, capacity_missing, child_not_asked, feedback_channel_missing, fg_missing,
    fg_not_informed, fg_informed_in_future, fg_informed_late, controller_missing.
    """
    text = consent.letter_text
    unnamed = [name for name in consent.viewers if name.strip() and not names_person(text, name)]
    asked = Source.PROFESSIONAL in consent.sources and consent.professional.strip()
    interviewed = [consent.professional] if asked else []
    checks = (
        (not text.strip(), "letter_missing"),
        (consent.letter_sha256 != letter_hash(text), "letter_changed"),
        (consent.talked_through_on is None, "not_talked_through"),
        (_after(consent.talked_through_on, today), "talked_in_future"),
        (not consent.talked_through_by.strip(), "talked_by_missing"),
        (not consent.told_in_easy_language, "not_easy_language"),
        (not consent.told_back_in_own_words, "not_told_back"),
        (not consent.told_free_to_stop, "not_told_free"),
        (consent.signed_on is None, "not_signed"),
        (_after(consent.signed_on, today), "signed_in_future"),
        (_after(consent.letter_dated, consent.signed_on), "signed_before_letter"),
        (_after(consent.letter_dated, consent.talked_through_on), "talked_before_letter"),
        (_after(consent.talked_through_on, consent.signed_on), "signed_before_talk"),
        (not any(name.strip() for name in consent.viewers), "viewers_missing"),
        (Source.PROFESSIONAL in consent.sources and not consent.professional.strip(), "professional_missing"),
        (
            consent.signer is not Signer.PERSON and not consent.representative.strip(),
            "representative_missing",
        ),
        (
            consent.signer is not Signer.PERSON and not consent.representative_capacity.strip(),
            "capacity_missing",
        ),
        (consent.signer is Signer.PARENT and not consent.child_asked, "child_not_asked"),
        (consent.feedback_wanted and not consent.feedback_channel.strip(), "feedback_channel_missing"),
        (not consent.fg_name.strip(), "fg_missing"),
        (consent.fg_informed_on is None, "fg_not_informed"),
        (_after(consent.fg_informed_on, today), "fg_informed_in_future"),
        (_after(consent.fg_informed_on, consent.signed_on), "fg_informed_late"),
        (not consent.controller.strip(), "controller_missing"),
    )
    return (
        *(Gap(code) for holds, code in checks if holds),
        *(Gap("viewer_not_in_letter", name) for name in unnamed),
        *(Gap("professional_not_in_letter", name) for name in interviewed if not names_person(text, name)),
    )


def gaps_at_recording(
    consent: Consent, evaluation: Evaluation, today: date, *, minors_confirmed: bool = True
) -> tuple[Gap, ...]:
    """What keeps this consent from being recorded now: `gaps_in`, and names that are not in the team (any more).

    `minors_confirmed`: the FG has agreed that under 16 a parent or guardian signs. Codes on top of `gaps_in`:
    talker_not_in_team, viewer_not_in_team, minors_not_confirmed, representative_too_long, capacity_too_long,
    channel_too_long. Someone who leaves the team later does not
    undo what was signed; the gate asks about the person at the laptop.
    """
    talker = consent.talked_through_by.strip()
    left = [Gap("talker_not_in_team", talker)] if talker and talker not in evaluation.names else []
    left += [Gap("viewer_not_in_team", name) for name in consent.viewers if name not in evaluation.names]
    if consent.signer is Signer.PARENT and not minors_confirmed:
        left.append(Gap("minors_not_confirmed"))
    long = (
        (len(consent.representative) > LONGEST_NAME, "representative_too_long"),
        (len(consent.representative_capacity) > LONGEST_NAME, "capacity_too_long"),
        (len(consent.feedback_channel) > LONGEST_LINE, "channel_too_long"),
    )
    left += [Gap(code) for holds, code in long if holds]
    return (*gaps_in(consent, today), *left)


def names_person(text: str, name: str) -> bool:
    """Whether the text names this person: the whole name, as words, whatever the spaces between them."""
    words = name.split()
    if not words:
        return False
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
    return re.search(pattern, text) is not None


def judge(
    consent: Consent | None,
    *,
    evaluation: Evaluation,
    themes: tuple[str, ...],
    source: Source | None,
    person: str | None,
    today: date,
    professional: str | None = None,
) -> Verdict:
    """May `person`, sitting at the laptop, start or read `source` of this case today?

    `themes` are the ids in the evaluation's scope; `source` None asks for the case as a whole; `professional` is who
    would be interviewed, as far as known beside the consent. Codes on top of `gaps_in`: no_consent,
    nobody_at_laptop, not_named, not_in_team, source_not_in_scope, source_not_signed, theme_not_signed,
    professional_changed.
    """
    if consent is None:
        return Verdict((Gap("no_consent"),))
    gaps = list(gaps_in(consent, today))
    if person is None:
        gaps.append(Gap("nobody_at_laptop"))
    else:
        if person not in evaluation.names:
            gaps.append(Gap("not_in_team", person))
        if person not in consent.viewers:
            gaps.append(Gap("not_named", person))
    if source is not None and source not in evaluation.sources:
        gaps.append(Gap("source_not_in_scope", source.value))
    if source is not None and source not in consent.sources:
        gaps.append(Gap("source_not_signed", source.value))
    signed = consent.professional if source in consent.sources else None
    if source is Source.PROFESSIONAL and None not in (signed, professional) and professional != signed:
        gaps.append(Gap("professional_changed", consent.professional))
    gaps.extend(Gap("theme_not_signed", theme) for theme in themes if theme not in consent.themes)
    return Verdict(tuple(gaps))


def _after(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one > other
