"""Where in the cadastre to look: a property's number, a box or an area, exactly one of them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from geotarget.domain.area import Area, parse_area
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.targeting.answers import NotUnderstoodError
from geotarget.targeting.drawing import is_number

from .described import NUMBER

KINDS = ("number", "bbox", "area")
_DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,40})?([eE][-+]?[0-9]{1,3})?")


@dataclass(frozen=True)
class PropertyNumber:
    """matrikkelnummer. `fnr` is 0 for none; `snr` None where the whole property is meant."""

    municipality_number: str
    gnr: int
    bnr: int
    fnr: int
    snr: int | None


Place = PropertyNumber | Area


def place_in(given: dict[str, Any]) -> Place:
    """Raises `NotUnderstoodError` or `InputError`. A box may be text, as in an address."""
    named = [kind for kind in KINDS if kind in given]
    if len(named) != 1:
        raise InputError(gettext_noop("Name one place: a number, a box or an area."))
    (kind,) = named
    return _READERS[kind](given[kind])


def _number(text: Any) -> PropertyNumber:
    if not isinstance(text, str) or not re.fullmatch(NUMBER.strip("^$"), text, re.ASCII):
        raise NotUnderstoodError(_("Write the number as 9901-12/3: municipality-gnr/bnr."))
    municipality, _dash, numbers = text.partition("-")
    gnr, bnr, *rest = (int(number) for number in numbers.split("/"))
    fnr, snr = (rest + [0] * 2)[0], rest[1] if len(rest) > 1 else None
    return PropertyNumber(municipality, gnr, bnr, fnr, snr)


def _box(given: Any) -> Area:
    sides = _sides(given)
    if sides is None:
        raise NotUnderstoodError(_("The box must be west, south, east and north in degrees."))
    west, south, east, north = sides
    if not (west < east and south < north):
        raise InputError(
            gettext_noop("The box is empty: west must be less than east, south less than north.")
        )
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return parse_area(json.dumps({"type": "Polygon", "coordinates": [ring]}))


def _sides(given: Any) -> list[float] | None:
    if isinstance(given, str):
        parts = given.split(",")
        is_understood = len(parts) == 4 and all(_DECIMAL.fullmatch(part) for part in parts)
        return [min(float(part), 1e300) for part in parts] if is_understood else None
    if not isinstance(given, list) or len(given) != 4:
        return None
    if not all(is_number(side) or side == math.inf for side in given):
        return None
    return given


def _area(geojson: Any) -> Area:
    if not isinstance(geojson, dict):
        raise NotUnderstoodError(_("“%(name)s” must be GeoJSON.") % {"name": "area"})
    return parse_area(json.dumps(geojson))


_READERS: dict[str, Callable[[Any], Place]] = {"number": _number, "bbox": _box, "area": _area}
