"""What is picked by name, as options of a command: the lines that the map page reads as a list."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from geotarget.domain.errors import InputError

if TYPE_CHECKING:
    from geotarget.targeting.pasted import Pasted

Drawing = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    picks = parser.add_argument_group("picked by name, beside an area or without one")
    picks.add_argument(
        "--pick",
        action="append",
        default=[],
        metavar="TEXT",
        help="as in the search: 'Storgata 2-12, even', 'postcode 9994', '9901-101/7', "
        "'within 200 m of Storgata 5'",
    )
    picks.add_argument("--list", metavar="FILE", help="one a line; - is standard input")
    picks.add_argument(
        "--saved",
        action="append",
        default=[],
        metavar="NAME",
        help="a saved area of --organisation",
    )


def are_given(options: argparse.Namespace) -> bool:
    return bool(options.pick or options.list or options.saved)


def read(
    options: argparse.Namespace, organisation: int | None, contents: Callable[[str], bytes]
) -> Drawing:
    """The picks as members of a selection. Raises `InputError` that names every line at fault."""
    lines = list(options.pick)
    if options.list:
        lines = [*_decoded(contents(options.list)), *lines]
    parts = [_saved(name, organisation) for name in options.saved]
    return _together([*([_picked(lines)] if lines else []), *parts])


def _decoded(content: bytes) -> list[str]:
    try:
        return content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(
            "The list is not UTF-8 (byte %(byte)s). Save it as UTF-8.", byte=error.start
        ) from None


def _picked(lines: list[str]) -> Drawing:
    from django.utils import translation

    from geotarget.targeting.pasted import read_list

    with translation.override("en"):
        found = read_list("\n".join(lines), None)
    if found.faults:
        raise InputError("%(faults)s", faults=_faults(found))
    circles = [_circle(one) for hit in found.hits for one in hit.circles]
    return {
        "include": {"type": "FeatureCollection", "features": circles} if circles else None,
        "streets": [one["key"] for hit in found.hits for one in hit.streets],
        "districts": [one["key"] for hit in found.hits for one in hit.districts],
        "addresses": [one["source_id"] for hit in found.hits for one in hit.addresses],
    }


def _faults(found: Pasted) -> str:
    told = [
        f"line {fault.line}, “{fault.text}”: {fault.message}{_meant(fault)}"
        for fault in found.faults
    ]
    return "; ".join(told)


def _meant(fault: Any) -> str:
    names = [", ".join(filter(None, (hit.name, hit.place))) for hit in fault.proposals]
    return f" ({' | '.join(names)}?)" if names else ""


def _circle(circle: dict[str, Any]) -> Drawing:
    zone = {"buffer_m": circle["metres"]}
    return {
        "type": "Feature",
        "properties": {"zone": zone, "around": circle["label"]},
        "geometry": {"type": "Point", "coordinates": circle["point"]},
    }


def _saved(name: str, organisation: int | None) -> Drawing:
    from geotarget.targeting.models import Area
    from geotarget.targeting.ready_area import parts_of

    if organisation is None:
        raise InputError("--saved needs --organisation: whose area is it?")
    own = Area.objects.filter(organisation_id=organisation, replaced_by=None)
    named = own.filter(name__iexact=name.strip())
    if len(named) != 1:
        raise InputError(
            "%(count)s saved areas are called “%(name)s”.", count=len(named), name=name[:60]
        )
    return parts_of(named[0])


def _together(parts: list[Drawing]) -> Drawing:
    picks = {
        name: [key for part in parts for key in part.get(name) or []]
        for name in ("streets", "districts", "addresses")
    }
    return {**picks, **{name: _features(parts, name) for name in ("include", "exclude")}}


def _features(parts: list[Drawing], name: str) -> Drawing | None:
    features = [one for part in parts for one in (part.get(name) or {}).get("features") or []]
    return {"type": "FeatureCollection", "features": features} if features else None
