"""An invented round with what the team made of it, for the tests of the session's files."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

from flows.actions import ImprovementAction, Progress
from flows.conclusions import Conclusion, Verdict
from flows.evaluation import Aim
from flows.improvement import Quote
from flows.instrument import Source
from flows.interview import Status
from flows.results import ResultAnswer, ResultEvent, Results
from storage.export.actions_sheet import worksheet
from storage.export.agenda import PARTNERS, agenda, invitations
from storage.export.handout import handout
from storage.export.report import report
from storage.export.session_words import SessionContent, session_content
from storage.export.slides import slides
from tests.invented import ZET, told_round

SECRETS = ("geheimereden", "geheimeopmerking", "geheimantwoord", "geheimestap", "geheimslot", "geheimeinde")
SESSION_DAY = date(2026, 11, 30)
BEFORE = {
    "Agenda.docx",
    "Uitnodigingen.docx",
    "Handout.docx",
    "Presentatie.pptx",
    "Sessiebestand.xlsx",
    "Werkblad.xlsx",
}
"""What is made before the session."""


def results(cases: int, unsafe: int = 0) -> Results:
    """Cases with a word of their own in every place for a text; the first `unsafe` answer the follow-ups."""
    colours = ("groen", "mint", "oranje", "rood")

    def answers(number: int, source: Source) -> Iterator[ResultAnswer]:
        for at, question in enumerate(ZET.questionnaire(source).questions):
            if question.asked_if is not None and number > unsafe:
                yield ResultAnswer(question=question.id, status=Status.OFF_ROUTE)
                continue
            values = {"waardering": colours[(at + number) % 4], "janee": "ja" if number <= unsafe else "nee"}
            yield ResultAnswer(
                question=question.id,
                status=Status.ANSWERED,
                value=values.get(question.kind.value, "tekst"),
                reason=f"{SECRETS[0]} {number} {question.id}",
                remark=f"{SECRETS[1]} {number} {question.id}",
                text=f"{SECRETS[2]} {number} {question.id}",
            )

    def said(number: int) -> dict[str, object]:
        return {
            "closure": "gestopt",
            "closure_reason": f"{SECRETS[5]} {number}",
            "timeline": (ResultEvent(text=f"{SECRETS[3]} {number}"),),
            "closing_remark": f"{SECRETS[4]} {number}",
        }

    return told_round(
        cases, answers, of_source=said, evaluation_title="Evaluatie Oosterdam 2026", exported_on="2026-11-22"
    )


CONCLUSIONS = (
    Conclusion(verdict=Verdict.GOOD, text="Inwoners weten de weg.", about=Aim(criterion=1)),
    Conclusion(verdict=Verdict.MUST_BE_BETTER, text="Plannen missen doelen.", about=Aim(theme="planvorming")),
    Conclusion(verdict=Verdict.CAN_BE_BETTER, text="Afstemming kost tijd."),
)
ACTIONS = (
    ImprovementAction(
        what="Elk plan heeft twee doelen.",
        about=Aim(criterion=6),
        owner="teamleider wijkteam",
        by=date(2027, 3, 1),
        success="9 van 10 plannen",
    ),
    ImprovementAction(
        what="De folder is vernieuwd.",
        about=Aim(source=Source.RESIDENT, question="5"),
        progress=Progress.DONE,
    ),
)


def content_of_it() -> SessionContent:
    return session_content(
        results(12, unsafe=1),
        conclusions=CONCLUSIONS,
        actions=ACTIONS,
        quotes=(Quote(text="Ik wist wie ik bellen kon.", about=Aim(theme="regie")),),
    )


MAKERS: dict[str, Callable[[SessionContent], bytes]] = {
    "agenda": agenda,
    "invitations": lambda content: invitations(content, tuple(PARTNERS)),
    "handout": handout,
    "slides": slides,
    "report": lambda content: report(content, SESSION_DAY),
    "worksheet": worksheet,
}


def texts_in(data: bytes) -> str:
    """Everything readable in a file: every part, also of the workbooks behind charts, tags taken out."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith(".xlsx"):
                found.append(texts_in(part))
            elif name.endswith((".xml", ".rels")):
                found.append(re.sub(r"<[^>]*>", " ", part.decode()) + part.decode())
    return "\n".join(found)
