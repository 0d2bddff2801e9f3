"""What one laptop should hold, as plain dicts: the soak's own, simple idea of the rules beside the program's."""

import json
from copy import deepcopy
from datetime import date
from typing import Any

from flows.consent import Consent
from storage.cases import EVALUATION, RESULTS, Register
from storage.destroy import certificates, withdrawals
from storage.transfer import RECEIVING

TEAM = ("Anouk Zwanenveld", "Bas Uilenburg", "Cem Ooievaar")
SOURCES = ("dossier", "inwoner", "professional")
FG_INFORMED = date(2026, 1, 12)

Model = dict[str, Any]


def new(passphrase: str) -> Model:
    """A vault in which nothing was done yet."""
    return {
        "passphrase": passphrase,
        "sheet": None,
        "certificates": 0,
        "results": 0,
        "feedback": [],
        "keys": 0,
        **without_evaluation(),
    }


def without_evaluation() -> Model:
    return {"evaluation": False, "cases": {}, "refused": 0, "withdrawn": 0, "papers": 0}


def new_case(number: int) -> Model:
    return {
        "number": number,
        "consents": [],
        "journals": {source: [] for source in SOURCES},
        "drafts": dict.fromkeys(SOURCES),
        "names": [],
        "read": {},
    }


def changed(model: Model, change: Any) -> Model:
    after = deepcopy(model)
    change(after)
    return after


def drop(name: str, count: str | None = None) -> Any:
    """The case is gone, and counted where it should be."""

    def change(model: Model) -> None:
        del model["cases"][name]
        if count is not None:
            model[count] += 1

    return change


def end(*, results: bool) -> Any:
    """What anonymising and destroying leaves."""

    def change(model: Model) -> None:
        waiting = [name for name, case in model["cases"].items() if wants_feedback(case)]
        model.update(without_evaluation())
        model["feedback"] = sorted(model["feedback"] + waiting)
        model["certificates"] += 1
        model["results"] += results
        model["keys"], model["sheet"] = 0, None

    return change


def wants_feedback(case: Model) -> bool:
    return bool(case["consents"]) and case["consents"][-1]["feedback"]


def may_read(case: Model, person: str | None, today: date) -> bool:
    """The gate, told once more: a signed consent, not of the future, that names this person."""
    if not case["consents"]:
        return False
    consent = case["consents"][-1]
    return person in consent["viewers"] and max(date.fromisoformat(consent["signed"]), FG_INFORMED) <= today


def merge(here: Model, file: Model, choice: str) -> Model:
    """Two copies of one case: the longer conversation, or the chosen one; everything that was signed and decided."""
    merged = deepcopy(file)
    for source in SOURCES:
        ours, theirs = here["journals"][source], file["journals"][source]
        if not theirs or ours[: len(theirs)] == theirs:
            on = ours
        elif not ours or theirs[: len(ours)] == ours:
            on = theirs
        else:
            on = ours if choice == "hier" else theirs
        merged["journals"][source] = on
        drafts = [file["drafts"][source], here["drafts"][source]]
        if on == ours:
            drafts.reverse()
        merged["drafts"][source] = next(filter(None, drafts), None)
    consents = here["consents"] + [one for one in file["consents"] if one not in here["consents"]]
    merged["consents"] = sorted(consents, key=lambda consent: consent["at"])
    merged["names"] = list(dict.fromkeys(here["names"] + file["names"]))
    for key, decision in here["read"].items():
        if key not in merged["read"] or merged["read"][key][1] < decision[1]:
            merged["read"][key] = decision
    return merged


# -- what really stands there ------------------------------------------------------------------------------------


def seen(register: Register) -> Model:
    """The same dicts, read from the vault past every gate, with the ids beside them."""
    vault = register.vault
    begun = bool(vault.compartments(EVALUATION))
    stores = vault.compartments(RESULTS)
    return {
        "evaluation": begun,
        "cases": {name: _case(register, case) for name, case in ids(register).items()},
        "refused": register.refused_count if begun else 0,
        "withdrawn": register.withdrawn_count if begun else 0,
        "papers": len(withdrawals(register)) if begun else 0,
        "sheet": vault.has_recovery_sheet,
        "certificates": len(certificates(vault)),
        "results": sum("results" in vault.streams(store) for store in stores),
        "feedback": sorted(wish.name for _, wish in register.feedback.waiting()),
        "keys": len(vault.compartments(RECEIVING)),
    }


def ids(register: Register) -> dict[str, str]:
    """The compartment of each case, by name."""
    found = {}
    for case in register.vault.compartments("case"):
        entry = register._store.read_entry(case)
        assert entry is not None, "a case without an entry"
        assert entry.name not in found, "two cases of one name"
        found[entry.name] = case
    return found


def _case(register: Register, case: str) -> Model:
    vault, entry = register.vault, register._store.read_entry(case)
    assert entry is not None
    read = vault.read_last(case, "review")
    decisions = json.loads(read)["decisions"] if read else {}
    return {
        "number": entry.number,
        "consents": [_consent(Consent.model_validate_json(data)) for data in vault.read(case, "consents")],
        "journals": {
            source: [json.loads(data) for data in vault.read(case, f"journal/{source}")] for source in SOURCES
        },
        "drafts": {source: _draft(vault.read_last(case, f"draft/{source}")) for source in SOURCES},
        "names": [data.decode() for data in vault.read(case, "names")],
        "read": {key: [decision["accepted"], decision["at"]] for key, decision in decisions.items()},
    }


def _consent(consent: Consent) -> Model:
    return {
        "viewers": list(consent.viewers),
        "signed": str(consent.signed_on),
        "feedback": consent.feedback_wanted,
        "at": str(consent.recorded_at),
    }


def _draft(data: bytes | None) -> str | None:
    return None if data is None else json.loads(data)["text"]


def same(model: Model, found: Model) -> bool:
    """Whether this is what should stand there; a recovery code is known to paper alone."""
    expected = {key: value for key, value in model.items() if key != "passphrase"}
    return {**expected, "sheet": expected["sheet"] is not None} == found
