"""Handing a case to a colleague's laptop, and taking one in (VAULT section 7)."""

from storage.transfer.errors import (
    CaseChanged,
    CaseWithdrawn,
    FileUnreadable,
    JournalsFork,
    KeyUnreadable,
    NotForThisVault,
    OtherEvaluation,
    TermPassedThere,
    TransferAltered,
    TransferError,
    TransferTooNew,
    UnknownTransfer,
    WordsDiffer,
)
from storage.transfer.giving import Meaning, Parcel, act_on, hand_over, understand, withdrawals
from storage.transfer.merge import Side
from storage.transfer.messages import Message, MessageKind, read_message
from storage.transfer.sealing import check_words, is_case_file, is_key_file, key_text, read_key, same_words
from storage.transfer.taking import RECEIVING, Taken, make_key, take_in

__all__ = [
    "RECEIVING",
    "CaseChanged",
    "CaseWithdrawn",
    "FileUnreadable",
    "JournalsFork",
    "KeyUnreadable",
    "Meaning",
    "Message",
    "MessageKind",
    "NotForThisVault",
    "OtherEvaluation",
    "Parcel",
    "Side",
    "Taken",
    "TermPassedThere",
    "TransferAltered",
    "TransferError",
    "TransferTooNew",
    "UnknownTransfer",
    "WordsDiffer",
    "act_on",
    "check_words",
    "hand_over",
    "is_case_file",
    "is_key_file",
    "key_text",
    "make_key",
    "read_key",
    "read_message",
    "same_words",
    "take_in",
    "understand",
    "withdrawals",
]
