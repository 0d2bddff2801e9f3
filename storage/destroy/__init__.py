"""The end of personal data: what still stands in the way, the one command, and its certificate."""

from storage.destroy.again import OlderCopy, check_ledger, destroy_again
from storage.destroy.certificate import DestructionCertificate, certificate_text, unbroken
from storage.destroy.errors import (
    DestinationInVault,
    DestroyError,
    NamesLeft,
    NotReady,
    PassphraseNotNew,
)
from storage.destroy.exports import Wanted
from storage.destroy.new_passphrase import check_new, check_present_and_new
from storage.destroy.preview import Preview, preview
from storage.destroy.purge import Outcome, Step, anonymise_and_destroy, certificates, finish_interrupted
from storage.destroy.readiness import Choice, IncompleteCase, OpenSource, Readiness, UnreadText, readiness
from storage.destroy.withdrawal import (
    WithdrawalCertificate,
    certify_missing,
    withdraw,
    withdrawal_text,
    withdrawals,
)

__all__ = [
    "Choice",
    "DestinationInVault",
    "DestroyError",
    "DestructionCertificate",
    "IncompleteCase",
    "NamesLeft",
    "NotReady",
    "OlderCopy",
    "OpenSource",
    "Outcome",
    "PassphraseNotNew",
    "Preview",
    "Readiness",
    "Step",
    "UnreadText",
    "Wanted",
    "WithdrawalCertificate",
    "anonymise_and_destroy",
    "certificate_text",
    "certificates",
    "certify_missing",
    "check_ledger",
    "check_new",
    "check_present_and_new",
    "destroy_again",
    "finish_interrupted",
    "preview",
    "readiness",
    "unbroken",
    "withdraw",
    "withdrawal_text",
    "withdrawals",
]
