"""One list as an XLSForm, for an organisation that works with ODK or Kobo: what is asked when stays as it is here.

The signed consent comes first, reasons are demanded for oranje, rood and n.v.t., and a question that is not asked
gets its automatic n.v.t. in a field of its own (`…_uitkomst`). Answers never come here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Final

from flows.instrument import (
    NO,
    NO_ANSWER,
    NOT_APPLICABLE,
    TEXT,
    TIMELINE_DONE,
    YES,
    Condition,
    Instrument,
    Question,
    QuestionKind,
    Questionnaire,
    Rating,
    Source,
)
from storage.export import questionnaire_words as printed
from storage.export.cached_values import finish
from storage.export.workbook_text import clean

Row = Mapping[str, str]

SURVEY: Final = (
    "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "constraint",
    "constraint_message", "appearance", "calculation",
)  # fmt: skip
CHOICES: Final = ("list_name", "name", "label")
SETTINGS: Final = ("form_title", "form_id", "version", "default_language", "style", "instance_name")
OUTCOME: Final = "_uitkomst"
REASON: Final = "_reden"

_WIDTHS: Final = {
    "type": 22,
    "name": 24,
    "label": 70,
    "hint": 50,
    "guidance_hint": 40,
    "relevant": 50,
    "calculation": 50,
}
_CONSENT: Final = "toestemming"
_SIGNED: Final = f"${{{_CONSENT}}} = '{YES}'"
_NO_ANSWER_WORDS: Final = "geen antwoord"
_FILLED: Final = "normalize-space(.) != ''"
_DEMANDING: Final = (Rating.ORANJE.value, Rating.ROOD.value, NOT_APPLICABLE)
_PLACEHOLDER: Final = re.compile(r"<([^<>]+)>")
_MARKUP: Final = re.compile(r"([\\*_#])")


def xlsform(instrument: Instrument, source: Source) -> bytes:
    """Make the form as an xlsx file. Raises KeyError when the instrument has no list for this source."""
    from openpyxl import Workbook  # only for whoever wants this file
    from openpyxl.styles import Font

    form = _Form(instrument, instrument.questionnaire(source))
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, columns, rows in (
        ("survey", SURVEY, tuple(form.survey())),
        ("choices", CHOICES, tuple(form.choices())),
        ("settings", SETTINGS, (form.settings(),)),
    ):
        sheet = book.create_sheet(title)
        for at, column in enumerate(columns, start=1):
            sheet.cell(1, at, column).font = Font(bold=True)
            sheet.column_dimensions[sheet.cell(1, at).column_letter].width = _WIDTHS.get(column, 18)
        for number, row in enumerate(rows, start=2):
            for at, column in enumerate(columns, start=1):
                if row.get(column):
                    cell = sheet.cell(number, at, clean(row[column]))
                    cell.data_type = "s"  # never a formula
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return finish(out.getvalue())


class _Form:
    """One list on its way to rows."""

    def __init__(self, instrument: Instrument, questionnaire: Questionnaire) -> None:
        self._instrument = instrument
        self._questionnaire = questionnaire
        self._names = _names(questionnaire)
        self._terms = {term.id: term for term in instrument.terms}

    def settings(self) -> Row:
        return {
            "form_title": f"{self._instrument.title}: {self._questionnaire.title}",
            "form_id": printed.file_name(self._instrument, self._questionnaire.source, ""),
            "version": f"{self._instrument.version}-{self._instrument.sha256[:8]}",
            "default_language": "Nederlands (nl)",
            "style": "pages",
            "instance_name": "concat('casus ', ${casus})",
        }

    def choices(self) -> Iterator[Row]:
        labels = self._questionnaire.labels
        for rating in Rating if labels else ():
            yield _choice("waardering", rating.value, f"{rating.value}: {labels.get(rating, '')}")
        if labels:
            yield _choice("waardering", NOT_APPLICABLE, "n.v.t.")
            yield _choice("waardering", NO_ANSWER, _NO_ANSWER_WORDS)
        for value in (YES, NO):
            yield _choice("janee", value, value)
        yield _choice("janee", NO_ANSWER, _NO_ANSWER_WORDS)
        for value in (YES, NO):
            yield _choice("getekend", value, value)
        for milestone in self._instrument.milestones if self._has_timeline else ():
            yield _choice("mijlpaal", _slug(milestone.id), milestone.title)
        if self._instrument.milestones and self._has_timeline:
            yield _choice("mijlpaal", "anders", "iets anders")

    def survey(self) -> Iterator[Row]:
        yield {
            "type": "integer",
            "name": "casus",
            "label": "Casusnummer",
            "hint": "Vul hier geen naam in.",
            "required": "yes",
            "required_message": "Vul het nummer van de casus in.",
            "constraint": ". > 0",
            "constraint_message": "Vul een nummer in, vanaf 1.",
        }
        yield {
            "type": "select_one getekend",
            "name": _CONSENT,
            "label": "Is de toestemmingsverklaring van de inwoner getekend?",
            "required": "yes",
            "required_message": "Kies ja of nee.",
        }
        yield {
            "type": "note",
            "name": "geen_toestemming",
            "label": "Zonder getekende toestemming kunt u niet beginnen. Sluit dit formulier zonder het te bewaren.",
            "relevant": f"${{{_CONSENT}}} = '{NO}'",
        }
        yield from self._introduction()
        for number, section in enumerate(printed.sections(self._instrument, self._questionnaire), start=1):
            yield _group(f"deel_{number}", section.title, _SIGNED)
            for question in section.questions:
                yield from self._question(question)
            yield {"type": "end_group"}
        yield from self._closing()

    # -- inside --------------------------------------------------------------------------------------------

    @property
    def _has_timeline(self) -> bool:
        return any(question.kind is QuestionKind.TIMELINE for question in self._questionnaire.questions)

    def _introduction(self) -> Iterator[Row]:
        yield _group("vooraf", "Over deze vragenlijst", _SIGNED)
        for number, (title, text) in enumerate(printed.introduction(self._questionnaire), start=1):
            yield {
                "type": "note",
                "name": f"vooraf_{number}",
                "label": f"**{_label(title)}**\n\n{_label(text)}",
            }
        yield {
            "type": "note",
            "name": "bron",
            "label": _label(printed.source_line(self._instrument)),
        }
        yield {"type": "end_group"}

    def _closing(self) -> Iterator[Row]:
        spoken, asked = self._questionnaire.closing, self._questionnaire.closing_question
        if not spoken and not asked:
            return
        yield _group("afsluiting", "Afsluiting", _SIGNED)
        if spoken:
            yield {"type": "note", "name": "afsluiting_tekst", "label": _label(spoken)}
        if asked:
            yield {
                "type": "text",
                "name": "afsluiting_opmerking",
                "label": _label(asked),
                "appearance": "multiline",
            }
        yield {"type": "end_group"}

    def _question(self, question: Question) -> Iterator[Row]:
        relevant = self._expression(question.asked_if) if question.asked_if else ""
        match question.kind:
            case QuestionKind.RATING:
                yield from self._rating(question, relevant)
            case QuestionKind.YES_NO:
                yield {**self._asked(question), "type": "select_one janee", "relevant": relevant}
            case QuestionKind.OPEN:
                yield {**self._asked(question), **_open(question), "relevant": relevant}
            case _:  # the timeline
                yield from self._timeline(question, relevant)
        if relevant and question.kind in (QuestionKind.RATING, QuestionKind.YES_NO):
            yield from self._outcome(question, relevant)

    def _asked(self, question: Question) -> Row:
        """Give what every question has: its name and words, what is printed under it, whether it needs an answer."""
        number = f"{question.printed}. " if question.printed else ""
        lead = f"{_label(question.lead)}\n\n" if question.lead else ""
        actors = ", ".join(self._instrument.actor(actor).title for actor in question.actors)
        hints = (f"Wie: {actors}." if actors else "", question.note or "")
        row = {
            "name": self._names[question.id],
            "label": f"{lead}{number}{_label(question.text)}",
            "hint": "\n\n".join(_label(hint) for hint in hints if hint),
            "guidance_hint": "\n\n".join(self._guidance(question)),
        }
        if question.may_stay_empty:
            return row
        return {**row, "required": "yes", "required_message": "Deze vraag heeft nog geen antwoord."}

    def _guidance(self, question: Question) -> Iterator[str]:
        if question.footnote:
            yield _label(question.footnote)
        for use in question.terms:
            term = self._terms[use.term]
            yield _label(f"{term.title}: {term.meaning or f'samen te duiden. {term.question}'}")

    def _rating(self, question: Question, relevant: str) -> Iterator[Row]:
        name = self._names[question.id]
        yield {**_group(f"{name}_blok", self._short(question), relevant), "appearance": "field-list"}
        yield {**self._asked(question), "type": "select_one waardering"}
        yield {
            "type": "text",
            "name": f"{name}{REASON}",
            "label": "Reden",
            "hint": "Wil of kan iemand geen reden geven? Typ dan: geen reden gegeven.",
            "required": "yes",
            "required_message": "Bij oranje, rood en n.v.t. is een reden nodig.",
            "relevant": " or ".join(f"${{{name}}} = '{value}'" for value in _DEMANDING),
            "constraint": _FILLED,
            "constraint_message": "Typ een reden, of: geen reden gegeven.",
            "appearance": "multiline",
        }
        yield {"type": "end_group"}

    def _outcome(self, question: Question, relevant: str) -> Iterator[Row]:
        """Write the automatic n.v.t.: the answer when it was asked, else n.v.t. with its reason."""
        name = self._names[question.id]
        reason = question.not_asked_reason or "niet van toepassing"
        yield {
            "type": "calculate",
            "name": f"{name}{OUTCOME}",
            "calculation": f"if({relevant}, ${{{name}}}, '{NOT_APPLICABLE}')",
        }
        given = f"${{{name}{REASON}}}" if question.kind is QuestionKind.RATING else "''"
        yield {
            "type": "calculate",
            "name": f"{name}{OUTCOME}{REASON}",
            "calculation": f"if({relevant}, {given}, {_literal(reason)})",
        }

    def _timeline(self, question: Question, relevant: str) -> Iterator[Row]:
        name = self._names[question.id]
        note = {**self._asked(question), "type": "note", "name": f"{name}_uitleg", "relevant": relevant}
        yield {key: value for key, value in note.items() if not key.startswith("required")}
        yield {"type": "begin_repeat", "name": name, "label": "Tijdlijn: een stap", "relevant": relevant}
        if self._instrument.milestones:
            yield {
                "type": "select_one mijlpaal",
                "name": f"{name}_mijlpaal",
                "label": "Welke mijlpaal is dit?",
            }
        yield {
            "type": "text",
            "name": f"{name}_wanneer",
            "label": "Wanneer was het?",
            "hint": "Bij benadering mag: voorjaar 2023, begin juni, drie weken later.",
        }
        yield {"type": "text", "name": f"{name}_wat", "label": "Wat gebeurde er?", "appearance": "multiline"}
        yield {"type": "end_repeat"}

    def _short(self, question: Question) -> str:
        name = printed.name_of(question)
        return f"{name[:1].upper()}{name[1:]}"

    def _expression(self, condition: Condition) -> str:
        """Write a condition as XPath. A question that is not asked itself equals nothing, whatever it was answered."""
        if condition.question is not None:
            question = self._questionnaire.question(condition.question)
            test = " or ".join(self._equals(question, value) for value in condition.values)
            if question.asked_if is not None:
                return f"(({self._expression(question.asked_if)}) and ({test}))"
            return f"({test})"
        if condition.not_ is not None:
            return f"not({self._expression(condition.not_)})"
        word = " and " if condition.all is not None else " or "
        return f"({word.join(self._expression(part) for part in condition.parts)})"

    def _equals(self, question: Question, value: str) -> str:
        name = f"${{{self._names[question.id]}}}"
        if question.kind is QuestionKind.TIMELINE:
            return f"count({name}) > 0" if value == TIMELINE_DONE else f"count({name}) = 0"
        if question.kind is QuestionKind.OPEN:
            said = f"normalize-space({name})"
            none = f"{said} = '{_NO_ANSWER_WORDS}'"
            return f"({said} != '' and not({none}))" if value == TEXT else none
        return f"{name} = '{value}'"


def _open(question: Question) -> Row:
    row = {"type": "text", "appearance": "multiline"}
    if question.may_stay_empty:
        return row
    told = {"constraint": _FILLED, "constraint_message": f"Typ een antwoord, of: {_NO_ANSWER_WORDS}."}
    return {**row, **told, "required_message": f"Typ een antwoord, of: {_NO_ANSWER_WORDS}."}


def _group(name: str, title: str, relevant: str) -> Row:
    return {"type": "begin_group", "name": name, "label": _label(title), "relevant": relevant}


def _choice(list_name: str, name: str, label: str) -> Row:
    return {"list_name": list_name, "name": name, "label": _label(label)}


def _label(text: str) -> str:
    """Keep a text as it stands: no markup, no reference to a field, and its placeholders visible."""
    plain = _MARKUP.sub(r"\\\1", _PLACEHOLDER.sub(r"[\1]", text.strip()))
    return plain.replace("<", "‹").replace("${", "$ {")


def _literal(text: str) -> str:
    """Write a text as an XPath string, which knows no escapes."""
    if '"' not in text:
        return f'"{text}"'
    parts = (f'"{part}"' for part in text.split('"'))
    return "concat(" + ", '\"', ".join(parts) + ")"


def _names(questionnaire: Questionnaire) -> Mapping[str, str]:
    """Give each question a field name that XML and every spreadsheet can hold, and no other question has."""
    names: dict[str, str] = {}
    for question in questionnaire.questions:
        name = f"v_{_slug(question.id)}"
        while name in names.values():
            name += "_"
        names[question.id] = name
    return names


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "x"
