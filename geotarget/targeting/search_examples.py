"""Examples for the search box that give a hit: made of what the organisation's territory has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .selected import Row, rows


@dataclass(frozen=True)
class Examples:
    hint: str
    """"" where nothing is loaded."""
    property_number: str


def search_examples(territory: Sequence[str]) -> Examples:
    found = rows("SELECT * FROM search_examples(%s::text[])", [list(territory)])
    if not found:
        return Examples("", "")
    [known] = found
    told = " · ".join(part for part in _parts(known) if part)
    return Examples(_("As %(examples)s") % {"examples": told}, known["property"] or "")


def _parts(known: Row) -> list[str]:
    """Each as it can be typed."""
    evens = known["first_even"] is not None and known["first_even"] < known["last_even"]
    near = {"address": known["house"]}
    place = f"{known['latitude']:.4f}, {known['longitude']:.4f}"
    return [
        _("%(street)s %(first_even)s–%(last_even)s, even") % known if evens else known["house"],
        known["property"] or "",
        _("within 200 m of %(address)s") % near,
        _("census tract %(tract)s") % known if known["tract"] else "",
        _("postcode %(postcode)s") % known if known["postcode"] else "",
        _("%(municipality)s municipality") % known if known["municipality"] else "",
        place,
    ]
