"""The filters of a selection as options of a command (`domain/filters.py` tells what they mean)."""

from __future__ import annotations

import argparse
from typing import Any

from geotarget.domain.errors import InputError
from geotarget.domain.filters import BuildingGroup, Filters, HolidayHomes, parse_filters


def add_arguments(parser: argparse.ArgumentParser) -> None:
    filters = parser.add_argument_group("filters, each of which an address has to pass")
    filters.add_argument(
        "--building-type",
        action="append",
        default=[],
        choices=[str(group) for group in BuildingGroup],
        help="with such a building; several: with any of them",
    )
    filters.add_argument("--holiday-homes", choices=[str(one) for one in HolidayHomes])
    filters.add_argument(
        "--floor", action="append", default=[], metavar="H02", help="with a unit on this floor"
    )
    filters.add_argument(
        "--unit-use",
        action="append",
        default=[],
        metavar="USE",
        help="with a unit of this use as delivered; '' is unknown",
    )
    filters.add_argument(
        "--attribute",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="with this value of an own attribute; nothing after = is no value",
    )
    filters.add_argument("--organisation", metavar="NUMBER", help="whose own attributes are meant")


def read(options: argparse.Namespace) -> tuple[Filters | None, int | None]:
    """The filters, and the key of the organisation that is named. Raises `InputError`."""
    attributes: dict[str, list[str]] = {}
    for pair in options.attribute:
        name, is_told, value = pair.partition("=")
        if not is_told:
            raise InputError("--attribute %(told)s: write it as NAME=VALUE.", told=pair[:60])
        attributes.setdefault(name, []).append(value)
    told: dict[str, Any] = {
        "building_types": options.building_type,
        "holiday_homes": options.holiday_homes,
        "floors": options.floor,
        "unit_uses": options.unit_use,
        "attributes": attributes,
    }
    return parse_filters(told), _organisation(options.organisation)


def _organisation(number: str | None) -> int | None:
    if number is None:
        return None
    from geotarget.organisations.named import organisation_named

    return int(organisation_named(number).pk)
