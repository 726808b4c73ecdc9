"""An area out of a file: what is in it and what is wrong with it, before anything is used."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geotarget.area_files.reading import MAX_BYTES, check_size, read_area_file
from geotarget.area_files.systems import CHOICES
from geotarget.domain.errors import InputError
from geotarget.organisations.access import MemberRequest

from ..answers import NotUnderstoodError, answers_json, body_of
from ..messages import translated, zones_saved
from ..roles import draws
from ..save_zones import Zone, ZoneError, save_zones


@require_POST
@draws
@answers_json
def upload(request: MemberRequest) -> dict[str, Any]:
    """The body is the file; `epsg` says its coordinate system where it does not say it itself.
    Nothing of it is kept: the page takes what a person chooses into the drawing."""
    report = read_area_file(_content(request), _system(request))
    for layer in report["layers"]:
        for feature in layer["features"]:
            feature["fault"] = _in_words(feature["fault"])
    return report


@require_POST
@draws
@answers_json
def save_areas(request: MemberRequest) -> dict[str, Any]:
    """Save what was chosen of a file as ready areas, each by its name."""
    zones = [_zone(one) for one in _list(body_of(request).get("zones"))]
    try:
        saved = save_zones(zones, organisation=request.organisation, user=request.user)
    except ZoneError as fault:
        told = {"name": fault.zone, "fault": translated(fault)}
        raise NotUnderstoodError(_("“%(name)s”: %(fault)s") % told) from None
    return {"words": zones_saved(saved.new, saved.newer)}


def _zone(value: Any) -> Zone:
    given = value if isinstance(value, dict) else {}
    name, shapes = given.get("name"), _list(given.get("shapes"))
    if not isinstance(name, str) or not shapes or not all(isinstance(one, dict) for one in shapes):
        raise NotUnderstoodError(_("Name each area, and give its shapes."))
    return Zone(name, shapes)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _content(request: MemberRequest) -> bytes:
    """Raises `InputError` before a body that is too large is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    check_size(int(length[:12]) if length.isdecimal() else 0)
    return request.read(MAX_BYTES + 1)


def _system(request: MemberRequest) -> int | None:
    asked = request.GET.get("epsg")
    if asked is None:
        return None
    if asked not in map(str, CHOICES):
        known = ", ".join(map(str, CHOICES))
        raise NotUnderstoodError(_("The coordinate system must be one of: %s.") % known)
    return int(asked)


def _in_words(fault: dict[str, Any] | None) -> dict[str, Any] | None:
    if fault is None:
        return None
    error = InputError(fault["template"], **fault["params"])
    return {"message": translated(error), "place": fault["place"]}
