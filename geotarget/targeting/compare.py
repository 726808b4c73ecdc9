"""What another rule would change, so that nobody has to try them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geotarget.domain.rules import BUILDING_RULES, PARCEL_RULES, SelectionRule
from geotarget.domain.selection import Selection

from .preview import chosen_parameters, of_selection
from .selected import Row, rows

_COMPARE = of_selection("SELECT * FROM compare_rules(:selection, %s::text[])")


_DIFFERENCE = of_selection("SELECT * FROM rule_difference(:selection, %s, %s)")
MOST_DIFFERENT = 1_000
"""Addresses of a difference that are shown; more cannot be read, and all are counted."""


@dataclass(frozen=True)
class RuleChange:
    """How many addresses a rule would bring and lose, compared with the chosen rule."""

    rule: SelectionRule
    more: int
    fewer: int
    is_known: bool
    """False for a rule on parcels or buildings where a municipality of the selection has none
    loaded."""


def compare_rules(selection: Selection, territory: Sequence[str] | None) -> list[RuleChange]:
    """Every rule in its usual order, the chosen one (which changes nothing) among them."""
    rules = [str(rule) for rule in SelectionRule]
    found = rows(_COMPARE, [*chosen_parameters(selection, territory), rules])
    by_rule = {row["rule"]: row for row in found}
    return [_change(rule, by_rule[rule]) for rule in SelectionRule]


def rule_difference(
    selection: Selection, other: SelectionRule, territory: Sequence[str] | None
) -> list[Row]:
    """The addresses that another rule would bring ("in") and lose ("out"): `MOST_DIFFERENT` of them
    at most, those that come in first."""
    return rows(_DIFFERENCE, [*chosen_parameters(selection, territory), str(other), MOST_DIFFERENT])


def _change(rule: SelectionRule, row: Row) -> RuleChange:
    is_known = (row["parcels_loaded"] or rule not in PARCEL_RULES) and (
        row["buildings_loaded"] or rule not in BUILDING_RULES
    )
    return RuleChange(rule, row["more"], row["fewer"], is_known)
