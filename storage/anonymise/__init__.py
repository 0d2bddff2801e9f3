"""From what people said to what may leave: finding personal data, reading every text once more, the results."""

from storage.anonymise.find import Finding, apply, find
from storage.anonymise.names import NameList
from storage.anonymise.results import case_results
from storage.anonymise.review import Decision, EmptyWording, Review, ReviewText, names_of
from storage.anonymise.suggested import NameSuggestions, SuggestedName, suggested

__all__ = [
    "Decision",
    "EmptyWording",
    "Finding",
    "NameList",
    "NameSuggestions",
    "Review",
    "ReviewText",
    "SuggestedName",
    "apply",
    "case_results",
    "find",
    "names_of",
    "suggested",
]
