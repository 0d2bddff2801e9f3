"""Rounds that a vault keeps after names are gone, for the tests of the screens that look back at them."""

from flows.instrument import QuestionKind, Source, load_instrument
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, Results, SourceResult

ZET = load_instrument("zet")


def results(title: str, day: str) -> Results:
    colours = ("rood", "mint", "[/b]")

    def answers(source: Source, number: int):
        for question in ZET.questionnaire(source).questions:
            if question.kind is QuestionKind.YES_NO:
                value = "ja" if source is Source.RESIDENT and number == 1 else "nee"
                yield ResultAnswer(question=question.id, status=Status.ANSWERED, value=value)
            elif question.kind is QuestionKind.RATING and question.asked_if is None:
                value = colours[(source is not Source.DOSSIER)]
                yield ResultAnswer(
                    question=question.id,
                    status=Status.ANSWERED,
                    value=value,
                    reason=f"{colours[2]} niets gevonden",
                )

    return Results(
        municipality="Oosterdam",
        evaluation_title=title,
        exported_on=day,
        instrument_text=ZET.text(),
        cases=tuple(
            CaseResult(
                number=number,
                sources=tuple(SourceResult(source=of, answers=tuple(answers(of, number))) for of in Source),
            )
            for number in (1, 2, 3)
        ),
    )


async def kept(desk, *evaluations: Results) -> None:
    def work(register) -> None:
        for one in evaluations:
            compartment = register.vault.new_compartment("results")
            register.vault.append(compartment, "results", one.model_dump_json().encode())
            register.vault.append(compartment, "domains", b"geld")

    await desk.ask(work)
