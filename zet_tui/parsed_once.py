"""A stylesheet that reads each text of rules once.

Textual reads every text again at each page that brings rules of its own, and all of them again when the colours are
set at the start. What stands in a text depends on the text, on the variables of the colours and on where it holds;
what was read is never changed afterwards.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

Variables: TypeAlias = frozenset[tuple[str, str]]
_read: Final[dict[tuple[Variables, str, CSSLocation, bool, int, str], list[RuleSet]]] = {}


class ParsedOnce(Stylesheet):
    """The same rules as Textual's, sooner."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._colours: Variables = frozenset(self._variables.items())

    def set_variables(self, variables: dict[str, str]) -> None:
        super().set_variables(variables)
        self._colours = frozenset(variables.items())

    def reparse(self) -> None:
        """Take the rules of every text that is known by now. Raises what `parse` raises; the rules stay then."""
        self.parse()

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (self._colours, css, read_from, is_default_rules, tie_breaker, scope)
        rules = _read.get(key)
        if rules is None:
            rules = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
            _read[key] = rules
        return rules
