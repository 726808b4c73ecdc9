"""Words for filters and for what an area holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from geotarget.domain.filters import BuildingGroup, Filters, HolidayHomes, parse_filters
from geotarget.domain.selection import Selection

from .messages import address_count, grouped, unit_count
from .own_attributes import Attribute, attributes_of
from .split import Split

GROUP_NAMES = {
    BuildingGroup.DWELLING: _("Dwelling"),
    BuildingGroup.HOLIDAY_HOME: _("Holiday home"),
    BuildingGroup.HUT: _("Mountain hut, summer farm"),
    BuildingGroup.OUTHOUSE: _("Garage, outhouse"),
    BuildingGroup.INDUSTRY: _("Industry, storage"),
    BuildingGroup.FARM: _("Farming, fishing"),
    BuildingGroup.OFFICE: _("Offices, shops"),
    BuildingGroup.TRANSPORT: _("Transport"),
    BuildingGroup.HOTEL: _("Hotel, restaurant"),
    BuildingGroup.CULTURE: _("School, culture, sport"),
    BuildingGroup.HEALTH: _("Health, care"),
    BuildingGroup.EMERGENCY: _("Emergency services, prison"),
    BuildingGroup.UNKNOWN: _("Unknown or no building"),
}
HOLIDAY_HOME_NAMES = {
    HolidayHomes.ONLY: _("Only holiday homes"),
    HolidayHomes.WITHOUT: _("Without holiday homes"),
}
USE_NAMES = {
    "B": _("Dwelling"),
    "F": _("Holiday home"),
    "I": _("Dwelling that is not approved"),
    "A": _("Other than dwelling"),
    "U": _("Unit without number"),
    "": _("Unknown"),
}
"""bruksenhetstype by its letter; what else a delivery says stands for itself."""
FLOORS = (*(f"H{floor:02}" for floor in range(1, 13)), "U01", "K01", "L01")


@dataclass(frozen=True)
class FilterForm:
    """The choices that the map page offers: (value, words) each."""

    groups: list[tuple[str, Any]]
    holiday_homes: list[tuple[str, Any]]
    uses: list[tuple[str, Any]]
    floors: list[tuple[str, str]]
    attributes: list[Attribute]


def filter_form(organisation: int) -> FilterForm:
    return FilterForm(
        groups=[(str(group), name) for group, name in GROUP_NAMES.items()],
        holiday_homes=[(str(one), name) for one, name in HOLIDAY_HOME_NAMES.items()],
        uses=list(USE_NAMES.items()),
        floors=[(floor, floor_name(floor)) for floor in FLOORS],
        attributes=attributes_of(organisation),
    )


def floor_name(floor: str) -> str:
    """As "2. etasje (H02)"; a floor of another country stands for itself."""
    kinds = {
        "H": gettext("floor %(number)s"),
        "U": gettext("lower floor %(number)s"),
        "K": gettext("cellar %(number)s"),
        "L": gettext("loft %(number)s"),
    }
    if len(floor) != 3 or floor[0] not in kinds or not floor[1:].isdecimal():
        return floor
    return f"{kinds[floor[0]] % {'number': int(floor[1:])}} ({floor})"


def in_words(drawing: dict[str, Any]) -> list[str]:
    """The filters of a frozen selection, one sentence each; empty where it has none."""
    filters = parse_filters(drawing.get("filters"))
    return list(_told(filters)) if filters else []


def _told(filters: Filters) -> Iterable[str]:
    either = gettext(" or ")
    if filters.building_types:
        names = either.join(str(GROUP_NAMES[group]) for group in filters.building_types)
        yield gettext("Building type: %(names)s") % {"names": names}
    if filters.holiday_homes:
        yield str(HOLIDAY_HOME_NAMES[filters.holiday_homes])
    if filters.unit_uses:
        names = either.join(str(USE_NAMES.get(use, use)) for use in filters.unit_uses)
        yield gettext("Use of the unit: %(names)s") % {"names": names}
    if filters.floors:
        yield gettext("Floor: %(names)s") % {"names": either.join(map(floor_name, filters.floors))}
    for name, values in filters.attributes.items():
        yield f"{name}: {either.join(value or gettext('no value') for value in values)}"


def filtered_words(selection: Selection) -> str:
    return " · ".join(_told(selection.filters)) if selection.filters else ""


def split_words(split: Split) -> list[dict[str, Any]]:
    """Lines of what is there, each with its parts: {"words", "parts"}."""
    lines = [
        {"words": address_count(split.addresses), "parts": []},
        {"words": unit_count(split.units), "parts": _parts(split.by_use, USE_NAMES)},
        {"words": _buildings(split), "parts": _parts(split.by_group, GROUP_NAMES)},
        {"words": _holiday_homes(split), "parts": []},
        {"words": _businesses(split.businesses), "parts": []},
    ]
    return [line for line in lines if line["words"]]


def _parts(counts: dict[str, int], names: Any) -> list[str]:
    largest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{names.get(kind, kind)}: {grouped(count)}" for kind, count in largest]


def _buildings(split: Split) -> str:
    if split.buildings is None:
        return gettext("buildings: not loaded")
    text = ngettext("%(count)s building", "%(count)s buildings", split.buildings)
    return text % {"count": grouped(split.buildings)}


def _holiday_homes(split: Split) -> str:
    """The people of a holiday home live elsewhere: said wherever there is one."""
    count = split.by_group.get(BuildingGroup.HOLIDAY_HOME, 0)
    if not count:
        return ""
    text = ngettext(
        "%(count)s holiday home. Few or no residents are reached there, and owners are not "
        "notified.",
        "%(count)s holiday homes. Few or no residents are reached there, and owners are not "
        "notified.",
        count,
    )
    return text % {"count": grouped(count)}


def _businesses(count: int | None) -> str:
    if count is None:
        return gettext("businesses: not loaded")
    text = ngettext("%(count)s business", "%(count)s businesses", count)
    return text % {"count": grouped(count)}
