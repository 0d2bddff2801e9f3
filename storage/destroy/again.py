"""An older copy of a vault was opened: what the ledger says is destroyed, counted, and destroyed again.

Asking the person once is the caller's; until the answer is yes, nothing of this copy may be used.
"""

from dataclasses import dataclass

from storage.cases import CASE, FEEDBACK
from storage.cases.forget import forget_case
from storage.cases.store import Store, default_ids, utc_now
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class OlderCopy:
    """What an opened vault still holds although it was destroyed; counts only.

    `older`: the ledger knows a later state of this vault. `ended`: its evaluation was anonymised and destroyed, so
    the copy goes as a whole. `cases` and `feedback` (people waiting for an outcome) are what would go, `other` what is
    neither. `ignored` counts lines of the ledger that somebody changed or a crash tore.
    """

    older: bool
    ended: bool
    cases: int
    feedback: int
    other: int
    ignored: int

    @property
    def must_destroy(self) -> bool:
        """Whether there is a question to ask."""
        return self.ended or self.cases + self.feedback + self.other > 0


def check_ledger(vault: Vault) -> OlderCopy:
    """What the ledger said when this vault was unlocked, in counts."""
    found = vault.ledger
    there = vault.compartments() if found.purged else tuple(set(found.withdrawn) & set(vault.compartments()))
    kinds = [vault.kind_of(compartment) for compartment in there]
    cases, feedback = kinds.count(CASE), kinds.count(FEEDBACK)
    other = 0 if found.purged else len(kinds) - cases - feedback
    return OlderCopy(found.older, found.purged, cases, feedback, other, found.ignored)


def destroy_again(vault: Vault) -> bool:
    """Destroys what the ledger names; gives whether the vault is still there and open.

    Raises what `Vault.drop_compartment` and `Vault.destroy` raise; doing it again is safe.
    """
    if vault.ledger.purged:
        vault.destroy()
        return False
    store = Store(vault, utc_now, default_ids)
    for compartment in vault.ledger.withdrawn:
        if compartment in vault.compartments():
            with vault.transaction():
                forget_case(store, compartment)
            vault.drop_compartment(compartment)
    return True
