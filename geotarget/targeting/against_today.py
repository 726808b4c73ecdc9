"""A frozen list against the cadastre of today. The list stays as it is; a new version is an act."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geotarget.domain.rules import SelectionRule
from geotarget.domain.selection import Selection, parse_selection

from .models import AddressList
from .preview import chosen_parameters, of_selection
from .selected import rows


class Change(StrEnum):
    """In the order in which they are told."""

    NEW = "new"
    GONE = "gone"
    LEFT = "left"
    """Still in the cadastre, but not in the selection any more."""
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    change: Change
    source_id: str
    label_then: str
    label_now: str
    units_then: int | None
    """Null where no unit data was loaded; so for `units_now`."""
    units_now: int | None


def against_today(frozen: AddressList) -> list[Difference]:
    """Every included address that today's cadastre would add, lose or show otherwise.

    The organisation's territory of today counts. Raises `OperationalError` when the selection takes
    longer than a count may.
    """
    territory = frozen.organisation.municipality_numbers()
    parameters = chosen_parameters(_selection_of(frozen), territory)
    found = rows(
        of_selection("SELECT * FROM list_against_today(%s, :selection)"),
        [frozen.pk, *parameters],
    )
    return [
        Difference(
            Change(row["change"]),
            row["source_id"],
            row["label_then"] or "",
            row["label_now"] or "",
            row["units_then"],
            row["units_now"],
        )
        for row in found
    ]


def _selection_of(frozen: AddressList) -> Selection:
    """What was drawn and picked; of a list made from others its own addresses, so none is new."""
    if not frozen.combined:
        return parse_selection(frozen.drawing, frozen.organisation_id)
    listed = frozen.addresses.filter(included=True).values_list("source_id", flat=True)
    return Selection(None, (), tuple(listed), SelectionRule.ADDRESS_INSIDE)
