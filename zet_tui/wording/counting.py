"""A number with the noun that goes with it."""


def counted(number: int, one: str, more: str) -> str:
    """For example "1 casus", "3 casussen"."""
    return f"{number} {one if number == 1 else more}"


def cases(number: int) -> str:
    return counted(number, "casus", "casussen")


def answers(number: int) -> str:
    return counted(number, "antwoord", "antwoorden")
