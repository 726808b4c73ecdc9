"""Filters on a selection: which of the selected addresses are meant.

```
{"building_types": ["dwelling", "holiday_home"], "holiday_homes": "only" or "without",
 "unit_uses": ["Bolig", ""], "floors": ["H01", "U01"], "attributes": {"Kommunalt vann": ["ja"]}}
```

An address passes a filter when one of its buildings, units or values is among those named, and the
selection holds the addresses that pass all of them. Where floors or uses are named, only the units
that pass are counted and listed. What is not known is a value of its own: the building type
"unknown", the use "" and no value of an attribute ("").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .errors import InputError, gettext_noop
from .personal_columns import MOST_VALUES

MOST_ATTRIBUTES = 20
LONGEST = 100
_FLOOR = re.compile(r"[HULK][0-9]{2}|[1-9][0-9]?|st|kl|k[1-9]")
"""Norway's letter and floor; Denmark's etage: a number, st(uen), kl (cellar), k2."""


class BuildingGroup(StrEnum):
    """Groups of the national building type codes (bygningstype, three digits)."""

    DWELLING = "dwelling"
    """11 to 15 and 19: detached, semi-detached, terraced, blocks, shared housing."""
    HOLIDAY_HOME = "holiday_home"
    """16: fritidsbolig (161 cabin, 162 and 163 houses used as one)."""
    HUT = "hut"
    """17: koie, seterhus og lignende."""
    OUTHOUSE = "outhouse"
    """18: garage and outhouse of a dwelling."""
    INDUSTRY = "industry"
    """2 but for 24: industry, energy and storage."""
    FARM = "farm"
    """24: farming and fishing."""
    OFFICE = "office"
    """3: offices and shops."""
    TRANSPORT = "transport"
    """4: transport and communication."""
    HOTEL = "hotel"
    """5: hotels and restaurants."""
    CULTURE = "culture"
    """6: schools, culture, sport and religion."""
    HEALTH = "health"
    """7: health and care."""
    EMERGENCY = "emergency"
    """8: prison, police, fire and rescue."""
    UNKNOWN = "unknown"
    """Not delivered or masked, and addresses without a building."""


class HolidayHomes(StrEnum):
    ONLY = "only"
    """A building of the address is a holiday home."""
    WITHOUT = "without"
    """None is; addresses without a building pass."""


@dataclass(frozen=True)
class Filters:
    building_types: tuple[BuildingGroup, ...] = ()
    holiday_homes: HolidayHomes | None = None
    unit_uses: tuple[str, ...] = ()
    """As delivered (bruksenhetstype); "" for units whose use no delivery says."""
    floors: tuple[str, ...] = ()
    """Letter and floor of a unit number ("H02"); in Denmark what stands before its blank ("st")."""
    attributes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Values by the name of an organisation's own attribute; "" for addresses without a value."""

    def as_json(self) -> dict[str, Any]:
        """In the form in which they are sent, without what says nothing."""
        told: dict[str, Any] = {
            "building_types": [str(group) for group in self.building_types],
            "holiday_homes": str(self.holiday_homes) if self.holiday_homes else None,
            "unit_uses": list(self.unit_uses),
            "floors": list(self.floors),
            "attributes": {name: list(values) for name, values in self.attributes.items()},
        }
        return {name: value for name, value in told.items() if value}


NAMES = ("building_types", "holiday_homes", "unit_uses", "floors", "attributes")


def parse_filters(raw: Any) -> Filters | None:
    """None where nothing is filtered. Raises `InputError`."""
    if raw is None:
        return None
    if not isinstance(raw, dict) or not set(raw) <= set(NAMES):
        raise InputError(
            gettext_noop("The filters must be a JSON object with: %(known)s."),
            known=", ".join(NAMES),
        )
    filters = Filters(
        building_types=tuple(map(_group, _texts(raw.get("building_types"), "building_types"))),
        holiday_homes=_holiday_homes(raw.get("holiday_homes")),
        unit_uses=_texts(raw.get("unit_uses"), "unit_uses"),
        floors=tuple(map(_floor, _texts(raw.get("floors"), "floors"))),
        attributes=_attributes(raw.get("attributes")),
    )
    return filters if filters.as_json() else None


def _texts(values: Any, name: str) -> tuple[str, ...]:
    values = [] if values is None else values
    if not isinstance(values, list) or len(values) > MOST_VALUES:
        raise _not_texts(name)
    for value in values:
        if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
            raise _not_texts(name)
    return tuple(dict.fromkeys(values))


def _not_texts(name: str) -> InputError:
    return InputError(
        gettext_noop("The filter “%(name)s” must be a list of at most %(most)s short texts."),
        name=name[:60],
        most=MOST_VALUES,
    )


def _group(value: str) -> BuildingGroup:
    try:
        return BuildingGroup(value)
    except ValueError:
        raise InputError(
            gettext_noop("“%(value)s” is not a building type. Known: %(known)s."),
            value=value[:60],
            known=", ".join(BuildingGroup),
        ) from None


def _holiday_homes(value: Any) -> HolidayHomes | None:
    if value is None or value == "":
        return None
    if value not in list(HolidayHomes):
        raise InputError(
            gettext_noop("Holiday homes are filtered by “only” or “without”, not by “%(value)s”."),
            value=str(value)[:60],
        )
    return HolidayHomes(value)


def _floor(value: str) -> str:
    if not _FLOOR.fullmatch(value):
        raise InputError(
            gettext_noop("“%(value)s” is not a floor. Write it as H01, H02, U01, K01 or L01."),
            value=value[:60],
        )
    return value


def _attributes(raw: Any) -> dict[str, tuple[str, ...]]:
    raw = {} if raw is None else raw
    if not isinstance(raw, dict) or len(raw) > MOST_ATTRIBUTES:
        raise _not_texts("attributes")
    told = {_texts([name], "attributes")[0]: _texts(values, name) for name, values in raw.items()}
    return {name: values for name, values in told.items() if values}
