"""Coordinates as a person types or pastes them: degrees, or metres in UTM.

"60,1234 10,5678", "10.5678, 60.1234" (what can be a latitude here is one), "60°07' N 10°34' Ø",
"32V 597423 6643460", "UTM 33 Ø 262 000 N 6 649 000", "597423 6643460" (then every zone is tried).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .coordinates import is_near_norway, utm_to_degrees

ZONES = (32, 33, 35)
"""Of UTM, tried where none is written: Norway's official ones."""
LEAST_NORTH_M = 5_900_000
"""Metres north that begin above what can be metres east."""


@dataclass(frozen=True)
class TypedPlace:
    longitude: float
    latitude: float
    """EPSG:4326."""
    system: str
    """As "UTM 32"; "" for degrees."""


_NUMBER = r"[-+]?\d{1,3}(?:[.,]\d+)?"
_NORTH_WORD = r"(?:NORD|N|BREDDEGRAD|BREIDDEGRAD|BREDDE|LATITUDE|LAT|SØR|S|SOUTH|NORTH)"
_EAST_WORD = r"(?:ØST|AUST|Ø|EAST|E|LENGDEGRAD|LENGDE|LONGITUDE|LONG|LON|LNG|VEST|WEST|V|W)"
_SIDE = rf"(?:{_NORTH_WORD}|{_EAST_WORD})"
_BETWEEN = r"(?:\s*[,;]\s*|\s+)"


def _angle(name: str) -> str:
    minutes = rf"(?:\s*(?P<{name}_minutes>\d{{1,2}}(?:[.,]\d+)?)\s*')?"
    seconds = rf"(?:\s*(?P<{name}_seconds>\d{{1,2}}(?:[.,]\d+)?)\s*(?:\"|''))?"
    return (
        rf"(?:(?P<{name}_before>{_SIDE})\.?[\s:=]*)?(?P<{name}>{_NUMBER})"
        rf"(?:(?P<{name}_sign>\s*°){minutes}{seconds})?(?:\s*(?P<{name}_after>{_SIDE})(?!\w))?"
    )


_DEGREES = re.compile(rf"{_angle('one')}{_BETWEEN}{_angle('two')}")
_DATUM = r"(?:(?:EUREF ?89|ETRS ?89|WGS ?84)[\s,]*)?"
_ZONE = (
    _DATUM + r"(?:EPSG:? ?258(?P<{0}_epsg>3[1-6])"
    r"|(?:UTM[\s-]*)?(?:(?:SONE|ZONE)\s*)?(?P<{0}_zone>3[1-6])\s?[NVWX]?)"
)
_METRES = r"[-+]?(?:\d{1,3}(?: \d{3}){1,2}|\d{1,7})(?:[.,]\d+)?"
_AXIS = r"(?:[NØEXY]|NORD|ØST|AUST|NORTH|EAST)"
_UTM = re.compile(
    rf"(?:{_ZONE.format('first')}(?:\s*[,:;]\s*|\s+))?"
    rf"(?:{_AXIS}[\s:=]*)?(?P<one>{_METRES})(?:\s*M(?!\w))?(?:\s*{_AXIS}(?=[\s,;]))?{_BETWEEN}"
    rf"(?:{_AXIS}[\s:=]*)?(?P<two>{_METRES})(?:\s*M(?!\w))?(?:\s*{_AXIS}(?!\w))?"
    rf"(?:[\s,;]*\(?{_ZONE.format('last')}\)?)?"
)
_WRITTEN = str.maketrans({"−": "-", "–": "-", "º": "°", "′": "'", "’": "'", "´": "'", "″": '"',
                          "”": '"', "“": '"', "\u00a0": " ", "\u202f": " "})  # fmt: skip


def parse_places(text: str) -> list[TypedPlace] | None:
    """The places that coordinates may mean, those near Norway: several where no zone is written.

    None where the text is no coordinates; empty where they are somewhere else in the world.
    """
    written = " ".join(text.translate(_WRITTEN).upper().split()).strip(" ,;()")
    degrees = _DEGREES.fullmatch(written)
    if degrees and _is_angle(degrees):
        return [place for place in _of_degrees(degrees) if _is_near(place)]
    metres = _UTM.fullmatch(written)
    if metres and _is_utm(metres):
        return [place for place in _of_utm(metres) if _is_near(place)]
    return None


def _is_angle(match: re.Match[str]) -> bool:
    """Two whole numbers alone may be anything; those with a fraction, a sign or a side are not."""
    parts = ("sign", "before", "after")
    told = any(match[f"{name}_{part}"] for name in ("one", "two") for part in parts)
    return told or any(mark in match["one"] + match["two"] for mark in ".,")


def _of_degrees(match: re.Match[str]) -> Iterator[TypedPlace]:
    one, two = _degrees(match, "one"), _degrees(match, "two")
    is_said = _is_north(match, "one") or _is_east(match, "two")
    is_turned = _is_east(match, "one") or _is_north(match, "two")
    if is_turned or (not is_said and is_near_norway(one, two)):
        one, two = two, one
    yield TypedPlace(two, one, "")


def _degrees(match: re.Match[str], name: str) -> float:
    value = _decimal(match[name])
    part = _decimal(match[f"{name}_minutes"]) / 60 + _decimal(match[f"{name}_seconds"]) / 3600
    value += -part if value < 0 else part
    return -value if _side(match, name)[:1] in ("S", "V", "W") else value


def _is_north(match: re.Match[str], name: str) -> bool:
    return bool(re.fullmatch(_NORTH_WORD, _side(match, name)))


def _is_east(match: re.Match[str], name: str) -> bool:
    return bool(re.fullmatch(_EAST_WORD, _side(match, name)))


def _side(match: re.Match[str], name: str) -> str:
    return match[f"{name}_before"] or match[f"{name}_after"] or ""


def _is_utm(match: re.Match[str]) -> bool:
    """One of the two is metres north, and only one."""
    sizes = sorted((_decimal(match["one"]), _decimal(match["two"])))
    return sizes[0] < LEAST_NORTH_M <= sizes[1] < 10_000_000 and abs(sizes[0]) < 2_000_000


def _of_utm(match: re.Match[str]) -> Iterator[TypedPlace]:
    east, north = sorted((_decimal(match["one"]), _decimal(match["two"])))
    written = next(filter(None, (match[name] for name in _ZONES_WRITTEN)), None)
    for zone in (int(written),) if written else ZONES:
        yield TypedPlace(*utm_to_degrees(zone, east, north), f"UTM {zone}")


_ZONES_WRITTEN = ("first_epsg", "first_zone", "last_epsg", "last_zone")


def _decimal(text: str | None) -> float:
    return float((text or "0").replace(" ", "").replace(",", "."))


def _is_near(place: TypedPlace) -> bool:
    return is_near_norway(place.longitude, place.latitude)
