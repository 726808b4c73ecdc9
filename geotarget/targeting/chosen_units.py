"""Whether single units were chosen when a list was frozen, not whole addresses."""

from __future__ import annotations

from typing import Any

from geotarget.domain.combination import Combination

from .models import AddressList

_OF_UNITS = ("floors", "unit_uses")


def chooses_units(address_list_id: int) -> bool:
    """Whether a filter left out units of addresses that are on the list (`domain/filters.py`).

    A list that was put together chooses units where one of those it was made of does.
    """
    row = AddressList.objects.values("combined", "drawing__filters").get(pk=address_list_id)
    filters, combined = row["drawing__filters"] or {}, row["combined"]
    return any(filters.get(name) for name in _OF_UNITS) or any(
        chooses_units(source) for source in _sources(combined)
    )


def _sources(combined: dict[str, Any] | None) -> list[int]:
    if not combined:
        return []
    sources = [int(each["id"]) for each in combined["lists"]]
    return sources[:1] if combined["operation"] == Combination.FIRST_ONLY else sources
