"""`zet kluis`: is it whole, a new passphrase, the recovery sheet."""

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click

from storage.destroy import certificates, unbroken
from storage.vault import (
    CheckReport,
    Damage,
    DatabaseDamaged,
    Fault,
    LockedVault,
    Vault,
    VaultError,
)
from storage.vault.recovery import read, written
from zet_tui.commands.unlocked import (
    confirm_count,
    heed_ledger,
    locked_vault,
    new_passphrase,
    read_passphrase,
    unlock,
)
from zet_tui.messages import explain
from zet_tui.new_file import write_new
from zet_tui.refusal import Refused, explained
from zet_tui.setting import Setting
from zet_tui.wording.counting import counted
from zet_tui.wording.sheet import code_on, sheet_text

NEW_NEEDED = (
    "Zonder toetsenbord lees ik het nieuwe wachtwoord uit een bestand: geef --nieuw-wachtwoord-bestand PAD."
)
CHANGED = (
    "Het nieuwe wachtwoord geldt. Met het oude gaat deze kluis niet meer open.\n"
    "Bewaar het goed: zonder wachtwoord zijn de gegevens niet te openen."
)
SHEET_DEAD = "Het herstelblad geldt niet meer. Maak een nieuw blad met: zet kluis herstel --maak"
SHEET_WHERE = "Kies met --naar BESTAND waar het herstelblad komt, of doe dit in een venster."
ON_SCREEN = "De code staat nu in dit venster. Schrijf hem over, en sluit daarna het venster."
SHEET_IN_VAULT = "Zet het herstelblad niet in de map van de kluis. Kies een andere plek met --naar."
CODE_NEEDED = "Zonder toetsenbord lees ik de code uit een bestand: geef --code-bestand PAD."
ROOT_LOST = (
    "Gevonden zonder de inhoudsopgave: {found}. "
    "Wat heel is, is te lezen na: zet kluis controleer --nieuwe-inhoudsopgave"
)
ROOT_WHOLE = "De inhoudsopgave is heel. Er is niets veranderd."
ROOT_ASK = (
    "Gevonden: {found}. ZET maakt daarvan een nieuwe inhoudsopgave. Of er iets ontbreekt, is daarna niet meer te zien. "
    "Een herstelblad geldt niet meer, en wat eerder is ingetrokken herkent ZET niet meer in een oude kopie.\n"
    "Typ {count} om de inhoudsopgave te maken"
)
CHAIN_WHOLE = "Verklaringen van vernietiging in deze kluis: {count}. Elke volgt op de vorige."
CHAIN_BROKEN = (
    "De verklaringen van vernietiging volgen niet op elkaar: er ontbreekt er een, of er is er een veranderd. "
    "Leg ze naast die van het archief. De rest van de kluis is heel en te lezen."
)
ROOT_MADE = "De inhoudsopgave is gemaakt. De kluis gaat weer open. Lees de casussen na en rond ze af."

_FAULTS = {
    Fault.UNREADABLE: "gaat niet open: beschadigd of veranderd buiten ZET om",
    Fault.MISSING: "ontbreekt",
    Fault.EXTRA: "hoort er niet te staan",
    Fault.REPLAYED: "is een oudere versie die is teruggezet",
}
_KINDS = {
    "case": "casus",
    "evaluation": "evaluatie",
    "results": "resultaten",
    "feedback": "terugkoppeling",
    "receiving": "ontvangstsleutel",
}


def check_vault(setting: Setting, passphrase_file: str | None) -> None:
    """Verifies everything; names what is damaged by kind, random id and number, never by what it says."""
    with locked_vault(setting) as locked:
        passphrase = read_passphrase(passphrase_file, "Wachtwoord: ")
        with explained():
            try:
                vault = locked.unlock(passphrase)
            except DatabaseDamaged as error:
                if error.part != "root":
                    raise
                _check_without_root(locked, passphrase)
                return
        try:
            with explained():
                heed_ledger(vault)
                report = vault.check()
                kinds = {name: vault.kind_of(name) for name in vault.compartments()}
                kept = () if report.damaged else certificates(vault)
        finally:
            vault.close()
    click.echo(_looked_at(report))
    if report.damaged:
        raise Refused("\n".join((*_damages(report, kinds), "De rest van de kluis is heel en te lezen.")))
    if not unbroken(kept):
        raise Refused(CHAIN_BROKEN)
    if kept:
        click.echo(CHAIN_WHOLE.format(count=len(kept)))
    click.echo("Alles is heel.")


def _check_without_root(locked: LockedVault, passphrase: str) -> None:
    with explained():
        report, kinds = locked.examine(passphrase)
    click.echo(_looked_at(report))
    raise Refused("\n".join((*_damages(report, kinds), ROOT_LOST.format(found=_counted(kinds)))))


def mend_root(setting: Setting, passphrase_file: str | None, confirmed: int | None) -> None:
    """A new table of contents for the vault, from every compartment whose key opens; asks once."""
    with locked_vault(setting) as locked:
        passphrase = read_passphrase(passphrase_file, "Wachtwoord: ")
        with explained():
            report, kinds = locked.examine(passphrase)
            if all(damage.compartment for damage in report.damaged):
                click.echo(ROOT_WHOLE)
                return
            cases = sum(kind == "case" for kind in kinds.values())
            confirm_count(cases, confirmed, ROOT_ASK.format(found=_counted(kinds), count=cases))
            vault = locked.mend_root(passphrase)
        vault.close()
    click.echo(ROOT_MADE)


def _counted(kinds: Mapping[str, str]) -> str:
    found = Counter(_KINDS.get(kind, kind) for kind in kinds.values())
    return ", ".join(f"{count} × {kind}" for kind, count in found.items()) or "niets"


def _looked_at(report: CheckReport) -> str:
    places = counted(report.compartments, "vak", "vakken")
    return f"Nagekeken: {places} met {counted(report.records, 'record', 'records')}."


def _damages(report: CheckReport, kinds: Mapping[str, str]) -> list[str]:
    """How many places, then each."""
    count = len(report.damaged)
    first = "Er is 1 plek beschadigd:" if count == 1 else f"Er zijn {count} plekken beschadigd:"
    return [first, *(_damage(kinds, damage) for damage in report.damaged)]


def _damage(kinds: Mapping[str, str], damage: Damage) -> str:
    """A stream's name says which part of a case; it holds no personal data."""
    if not damage.compartment:
        return f"  de inhoudsopgave van de kluis {_FAULTS[damage.fault]}"
    kind = kinds.get(damage.compartment, "onbekend")
    place = f"  {_KINDS.get(kind, kind)} {damage.compartment[:8]}"
    if damage.stream is not None:
        place += f", {damage.stream}"
    if damage.sequence is not None:
        place += f", nummer {damage.sequence}"
    return f"{place}: {_FAULTS[damage.fault]}"


def change_passphrase(setting: Setting, passphrase_file: str | None, new_file: str | None) -> None:
    """A new passphrase, typed twice; every key is made anew, and an earlier sheet is dead."""
    _can_ask(new_file)
    with locked_vault(setting) as locked:
        vault = unlock(locked, read_passphrase(passphrase_file, "Wachtwoord: "))
        try:
            had_sheet = vault.has_recovery_sheet
            vault.change_passphrase(new_passphrase(new_file, missing=NEW_NEEDED))
        except VaultError as error:
            raise Refused(explain(error)) from None
        finally:
            vault.close()
    click.echo(CHANGED)
    if had_sheet:
        click.echo(SHEET_DEAD)


def make_sheet(setting: Setting, passphrase_file: str | None, target: Path | None) -> None:
    """A new recovery sheet, into a file that is not there yet or on the terminal."""
    if target is None and not sys.stdout.isatty():
        raise Refused(SHEET_WHERE)
    if target is not None:
        _check_target(setting, target)
    with locked_vault(setting) as locked:
        vault = unlock(locked, read_passphrase(passphrase_file, "Wachtwoord: "))
        try:
            text = sheet_text(written(vault.make_recovery_sheet()), vault.vault_id)
        except VaultError as error:
            raise Refused(explain(error)) from None
        finally:
            vault.close()
    if target is None:
        click.echo(f"{text}\n{ON_SCREEN}")
        return
    try:
        write_new(target, text.encode())
    except OSError as error:
        raise Refused(f"{explain(error)} Maak het herstelblad opnieuw.") from None
    click.echo(
        f"Herstelblad: {target}\nDruk het af, bewaar het apart van deze laptop, en verwijder het bestand."
    )


def _check_target(setting: Setting, target: Path) -> None:
    """Before anything changes: the file can be made there."""
    whole = target.expanduser().resolve()
    if setting.vault_folder.resolve() in whole.parents:
        raise Refused(SHEET_IN_VAULT)
    if whole.exists():
        raise Refused(explain(FileExistsError(17, "exists")))
    if not whole.parent.is_dir():
        raise Refused(explain(FileNotFoundError(2, "missing")))


def recover(setting: Setting, code_file: str | None, new_file: str | None) -> None:
    """Opens with the sheet and sets a new passphrase; the sheet is dead afterwards."""
    _can_ask(new_file)
    typed = read_passphrase(code_file, "Code van het herstelblad: ", missing=CODE_NEEDED)
    with explained():
        code = read(code_on(typed))
    with locked_vault(setting) as locked:
        vault = _recovered(locked, code, new_file)
        try:
            heed_ledger(vault)
        finally:
            vault.close()
    click.echo(f"{CHANGED}\n{SHEET_DEAD}")


def _recovered(locked: LockedVault, code: bytes, new_file: str | None) -> Vault:
    with explained():
        return locked.recover(code, new_passphrase(new_file, missing=NEW_NEEDED))


def _can_ask(new_file: str | None) -> None:
    if new_file is None and not sys.stdin.isatty():
        raise Refused(NEW_NEEDED)
