"""The register of cases, consents and sealed interview journals, behind one consent gate."""

from storage.cases.errors import (
    ConsentIncomplete,
    ConsentOnRecord,
    ConsentRefused,
    EntryIncomplete,
    EvaluationExists,
    EvaluationIncomplete,
    InstrumentChanged,
    NameTaken,
    NobodyAtLaptop,
    NoEvaluation,
    NotInTeam,
    RegisterError,
    ScopeFixed,
    UnknownCase,
)
from storage.cases.records import Approach, CaseEntry, CaseOverview, Draft, FeedbackWish, SourceOverview
from storage.cases.register import Register
from storage.cases.store import CASE, EVALUATION, FEEDBACK, RESULTS

__all__ = [
    "CASE",
    "EVALUATION",
    "FEEDBACK",
    "RESULTS",
    "Approach",
    "CaseEntry",
    "CaseOverview",
    "ConsentIncomplete",
    "ConsentOnRecord",
    "ConsentRefused",
    "Draft",
    "EntryIncomplete",
    "EvaluationExists",
    "EvaluationIncomplete",
    "FeedbackWish",
    "InstrumentChanged",
    "NameTaken",
    "NoEvaluation",
    "NobodyAtLaptop",
    "NotInTeam",
    "Register",
    "RegisterError",
    "ScopeFixed",
    "SourceOverview",
    "UnknownCase",
]
