"""A number with the noun that goes with it, and a row of numbers that is never long."""

from collections.abc import Iterable


def counted(number: int, one: str, more: str) -> str:
    """For example "1 casus", "3 casussen"."""
    return f"{number} {one if number == 1 else more}"


def cases(number: int) -> str:
    return counted(number, "casus", "casussen")


def answers(number: int) -> str:
    return counted(number, "antwoord", "antwoorden")


def some_of(numbers: Iterable[int]) -> str:
    """For example "1, 2 en 5"; of more than four the first three, and how many there are besides."""
    words = [str(number) for number in numbers]
    if len(words) > 4:
        words = [*words[:3], f"{len(words) - 3} andere"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} en {words[-1]}"
