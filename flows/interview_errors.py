"""Why an interview refuses something: typed, carrying ids and codes, never what was typed."""


class InterviewError(Exception):
    """Base of every refusal of the interview engine."""


class AnswerRefused(InterviewError):
    """The command does not fit the question.

    `code`: off_route, value_not_allowed, empty_text, no_entries, empty_reason, no_reason_needed, empty_entry,
    unknown_entry, unknown_note or not_closed. `question` is empty where no question is meant.
    """

    def __init__(self, question: str, code: str) -> None:
        super().__init__(f"question {question or '-'}: {code}")
        self.question = question
        self.code = code


class InterviewClosed(InterviewError):
    """The source is closed (`closure`: volledig, gestopt, niet_beschikbaar); it must be reopened first."""

    def __init__(self, closure: str) -> None:
        super().__init__(closure)
        self.closure = closure


class NothingToUndo(InterviewError):
    """There is nothing to take back or to bring back."""

    def __init__(self) -> None:
        super().__init__("nothing to undo")


class NotComplete(InterviewError):
    """Completion was asked while questions are open; `missing` holds (question id, status) pairs."""

    def __init__(self, missing: tuple[tuple[str, str], ...]) -> None:
        super().__init__(f"{len(missing)} open")
        self.missing = missing
