"""What else of the organisation concerns the same addresses, in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from geotarget.domain.selection import parse_selection
from geotarget.organisations.access import MemberRequest

from .. import messages
from ..answers import NotUnderstoodError, answers_json, body_of
from ..drawing import selection_in
from ..left import stops_when_left
from ..overlaps import Overlap, OverlapKind, list_overlaps, outlines, selection_overlaps
from ..roles import draws, looks
from .areas import own_area
from .lists import own_list

SHOWN = 20
STATES = {
    "": gettext_lazy("Saved area"),
    "draft": gettext_lazy("Notice, being written"),
    "submitted": gettext_lazy("Notice, waiting for approval"),
    "approved": gettext_lazy("Notice, approved and not sent"),
    "running": gettext_lazy("Notice, being sent"),
    "sent": gettext_lazy("Notice, sent"),
}


@require_POST
@draws
@answers_json
@stops_when_left
def overlaps(request: MemberRequest) -> dict[str, Any]:
    """Of what is drawn; `but_area` is the saved area that is open."""
    body = body_of(request)
    but_area = body.get("but_area")
    known = but_area if type(but_area) is int and 0 < but_area < 2**63 else None
    selection = selection_in(body, request.organisation.pk)
    return _told(selection_overlaps(selection, request.organisation, known))


@require_POST
@draws
@answers_json
def overlap_outlines(request: MemberRequest) -> dict[str, Any]:
    """Where notices and saved areas are: `notices` and `areas` are their keys."""
    body = body_of(request)
    keys = {name: body.get(name) for name in ("notices", "areas")}
    if not all(isinstance(some, list) and len(some) <= SHOWN for some in keys.values()):
        raise NotUnderstoodError(_("Name the notices and areas."))
    known = {
        name: [key for key in some or [] if type(key) is int and 0 < key < 2**63]
        for name, some in keys.items()
    }
    found = outlines(request.organisation, **known)
    return {
        "outlines": [
            {"kind": kind, "id": key, "geometry": shape} for (kind, key), shape in found.items()
        ]
    }


@require_safe
@looks
@answers_json
def of_list(request: MemberRequest, pk: int) -> dict[str, Any]:
    return _told(list_overlaps(own_list(request, pk)))


@require_safe
@looks
@answers_json
def of_area(request: MemberRequest, pk: int) -> dict[str, Any]:
    area = own_area(request, pk)
    selection = parse_selection(area.drawing, area.organisation_id)
    return _told(selection_overlaps(selection, request.organisation, area.pk))


def _told(found: list[Overlap]) -> dict[str, Any]:
    return {
        "overlaps": [_words(overlap) for overlap in found[:SHOWN]],
        "more": max(0, len(found) - SHOWN),
    }


def _words(overlap: Overlap) -> dict[str, Any]:
    is_notice = overlap.kind is OverlapKind.NOTICE
    page = "notices:notice" if is_notice else "targeting:area"
    when = date_format(localtime(overlap.at), "SHORT_DATETIME_FORMAT")
    facts = _("%(what)s · %(who)s, %(when)s") % {
        "what": STATES[overlap.state],
        "who": overlap.who or "–",
        "when": when,
    }
    return {
        "kind": overlap.kind,
        "id": overlap.id,
        "name": overlap.name,
        "what": str(STATES[overlap.state]),
        "url": reverse(page, args=(overlap.id,)),
        "facts": facts,
        "common": messages.in_common(overlap.addresses),
    }
