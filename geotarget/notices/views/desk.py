"""The front desk. Posted, since an address somebody asks about has no place in an access log."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from geotarget.domain.message_class import MessageClass
from geotarget.organisations.access import MemberRequest
from geotarget.organisations.audit import record

from ..front_desk import Place, how_far, places, sent_to
from ..models import Dispatch
from ..pace import day_and_time
from ..roles import answers
from ..shown import shown_content
from ..words import CLASS_NAMES

LONGEST = 100


@require_http_methods(["GET", "HEAD", "POST"])
@answers
def front_desk(request: MemberRequest) -> HttpResponse:
    """Search for an address, choose it, and see what was sent to it."""
    text = request.POST.get("text", "")[:LONGEST].replace("\x00", "").strip()
    found = places(text, request.organisation) if text else []
    key = request.POST.get("address", "")
    chosen = next((place for place in found if place.key == key), None)
    if chosen is None and len(found) == 1:
        chosen = found[0]
    context = {
        "text": text,
        "places": [] if chosen else found,
        "chosen": chosen,
        "sent": _sent(request, chosen) if chosen else [],
    }
    return render(request, "notices/front_desk.html", context)


def _sent(request: MemberRequest, chosen: Place) -> list[dict[str, object]]:
    dispatches = sent_to(chosen.key, request.organisation)
    # The log tells that somebody looked, not at whose address.
    record(
        request.organisation,
        request.user,
        "front_desk",
        f"organisation:{request.organisation.pk}",
        dispatches=[dispatch.pk for dispatch in dispatches],
    )
    return [_told(dispatch) for dispatch in dispatches]


def _told(dispatch: Dispatch) -> dict[str, object]:
    return {
        "dispatch": dispatch,
        "moment": day_and_time(dispatch.starts_at),
        "done": how_far(dispatch).value,
        "class_name": CLASS_NAMES[MessageClass(dispatch.message_class)],
        "content": shown_content(dispatch, dispatch),
    }
