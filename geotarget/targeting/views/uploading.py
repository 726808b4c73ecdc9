"""An area out of a file: what is in it and what is wrong with it, before anything is used."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geotarget.area_files.reading import MAX_BYTES, check_size, read_area_file
from geotarget.area_files.systems import CHOICES
from geotarget.domain.errors import InputError
from geotarget.organisations.access import MemberRequest

from ..answers import NotUnderstoodError, answers_json
from ..messages import translated
from ..roles import draws


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
