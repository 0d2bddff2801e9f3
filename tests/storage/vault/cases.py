"""Cases in a vault, each with something said in it."""

from storage.vault import Vault


def cases(vault: Vault, number: int, said: bytes = b"") -> tuple[str, ...]:
    """So many cases with one record each: `said`, and which case it is."""
    made = tuple(vault.new_compartment("case") for _ in range(number))
    for case in made:
        vault.append(case, "journal", said + case.encode())
    return made


def two_cases(vault: Vault) -> tuple[str, ...]:
    return cases(vault, 2, b"gezegd in ")
