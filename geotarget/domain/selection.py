"""A whole selection as the map, the form and the command line send it.

```
{"include": GeoJSON or null, "exclude": GeoJSON or null,
 "streets": ["9901-1010", "9901-1020 12A-40 even"], "districts": ["census_tract:99010101"],
 "addresses": ["123456789"], "rule": "address-inside",
 "filters": as `filters.py` has them, or null,
 "neighbours": of parcels, as `neighbours.py` has them, or null,
 "adjustments": single addresses added and taken out, as `adjustments.py` has them,
 "per": "address" or "unit"}
```

GeoJSON in EPSG:4326, longitude first. A street is municipality number and street code, perhaps with
its house numbers (`house_numbers.py`); a district its kind and number (`districts.py`), and so is a
property: "property:9901-12/3"; an address is its adresseId. All members may be left out; something
must be selected. What is excluded is taken from the included area and from what is picked.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from .adjustments import Adjustment, AdjustmentAct, parse_adjustments
from .area import Area, parse_area, parse_shapes
from .districts import DISTRICT_PATTERN
from .errors import InputError, gettext_noop
from .filters import Filters, parse_filters
from .house_numbers import STREET_PATTERN, parse_street
from .neighbours import Neighbours, parse_neighbours
from .rules import Per, SelectionRule

MAX_PICKED = 5_000
_STREET = re.compile(STREET_PATTERN)
_DISTRICT = re.compile(DISTRICT_PATTERN)
_ADDRESS = re.compile(r"[0-9A-Za-z-]{1,40}")


@dataclass(frozen=True)
class Selection:
    area: Area | None
    streets: tuple[str, ...]
    addresses: tuple[str, ...]
    rule: SelectionRule
    excluded: Area | None = None
    """Taken from what is picked by name; `area` is without it already."""
    filters: Filters | None = None
    organisation: int | None = None
    """Whose own attributes the filters name."""
    districts: tuple[str, ...] = ()
    neighbours: Neighbours | None = None
    """Whose neighbours are meant; their addresses are picked (`targeting/neighbours.py`)."""

    adjustments: tuple[Adjustment, ...] = ()
    per: Per = Per.ADDRESS

    @property
    def named(self) -> list[str]:
        """Streets and districts, as the SQL functions take them together (`streets`)."""
        return [*self.streets, *self.districts]

    @property
    def is_empty(self) -> bool:
        """Nothing is drawn, picked or added; what is taken out selects nothing."""
        adds = any(each.act is AdjustmentAct.ADD for each in self.adjustments)
        picks = self.named or self.addresses or self.neighbours
        return self.area is None and not picks and not adds

    def as_picks(self) -> dict[str, list[str]]:
        """What is picked by name, in the form in which it is sent."""
        return {
            "streets": list(self.streets),
            "districts": list(self.districts),
            "addresses": list(self.addresses),
        }


def parse_selection(raw: Any, organisation: int | None = None) -> Selection:
    """Check everything that a user of an organisation can send. Raises `InputError`."""
    if not isinstance(raw, dict):
        raise InputError(gettext_noop("A selection must be a JSON object."))
    area, excluded = _areas(raw.get("include"), raw.get("exclude"))
    selection = Selection(
        area=area,
        excluded=excluded,
        streets=_streets(raw.get("streets")),
        districts=_picked(raw.get("districts"), _DISTRICT),
        addresses=_picked(raw.get("addresses"), _ADDRESS),
        rule=_rule(raw.get("rule")),
        filters=parse_filters(raw.get("filters")),
        organisation=organisation,
        neighbours=parse_neighbours(raw.get("neighbours")),
        adjustments=parse_adjustments(raw.get("adjustments")),
        per=_per(raw.get("per")),
    )
    if selection.is_empty:
        raise InputError(gettext_noop("Nothing is selected. Draw an area or pick a street."))
    return selection


def _areas(include: Any, exclude: Any) -> tuple[Area | None, Area | None]:
    """The area without what is excluded, and what is excluded."""
    area = None if _is_blank(include) else parse_area(json.dumps(include))
    excluded = None if _is_blank(exclude) else parse_shapes(json.dumps(exclude))
    return area.without(excluded) if area and excluded else area, excluded


def _is_blank(geojson: Any) -> bool:
    if not isinstance(geojson, dict):
        return geojson is None
    return geojson.get("type") == "FeatureCollection" and geojson.get("features") == []


def _streets(values: Any) -> tuple[str, ...]:
    streets = _picked(values, _STREET)
    for street in streets:
        parse_street(street)
    return streets


def _picked(values: Any, pattern: re.Pattern[str]) -> tuple[str, ...]:
    values = [] if values is None else values
    if not isinstance(values, list) or len(values) > MAX_PICKED:
        raise InputError(
            gettext_noop("Pick at most %(limit)s streets and addresses."), limit=MAX_PICKED
        )
    for value in values:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise InputError(
                gettext_noop("“%(value)s” is not a street or address we know."),
                value=str(value)[:60],
            )
    return tuple(dict.fromkeys(values))


def _rule(value: Any) -> SelectionRule:
    try:
        return SelectionRule(value or SelectionRule.ADDRESS_INSIDE)
    except (ValueError, TypeError):
        raise InputError(
            gettext_noop("“%(value)s” is not a selection rule. Known: %(known)s."),
            value=str(value)[:60],
            known=", ".join(SelectionRule),
        ) from None


def _per(value: Any) -> Per:
    if value is None:
        return Per.ADDRESS
    if value not in list(Per):
        raise InputError(
            gettext_noop("Count one per “address” or per “unit”, not per “%(value)s”."),
            value=str(value)[:60],
        )
    return Per(value)
