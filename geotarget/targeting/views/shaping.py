"""What the page asks while shapes are made: outlines of zones, joining, cutting, edges."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geotarget.domain.joining import cut, joined, outlines
from geotarget.organisations.access import MemberRequest

from ..answers import NotUnderstoodError, answers_json, body_of
from ..drawing import box_in
from ..edges import edges_in
from ..roles import draws

MAX_SHAPES = 100
"""In one request; the page sends more in several."""


@require_POST
@draws
@answers_json
def zones(request: MemberRequest) -> dict[str, Any]:
    """The outline of each feature with its zone (EPSG:4326), in their order."""
    return {"shapes": outlines(_features(body_of(request)))}


@require_POST
@draws
@answers_json
def join(request: MemberRequest) -> dict[str, Any]:
    """One shape of all shapes."""
    return {"shape": joined(body_of(request).get("shapes"))}


@require_POST
@draws
@answers_json
def cut_out(request: MemberRequest) -> dict[str, Any]:
    """For each feature what is left of it without the piece; null where nothing is."""
    body = body_of(request)
    return {"shapes": [cut(feature, body.get("piece")) for feature in _features(body)]}


@require_POST
@draws
@answers_json
def edges(request: MemberRequest) -> dict[str, Any]:
    """Borders of parcels in view, to draw along; null where they are too many."""
    return {"edges": edges_in(box_in(body_of(request)))}


def _features(body: dict[str, Any]) -> list[Any]:
    features = body.get("features")
    if not isinstance(features, list) or len(features) > MAX_SHAPES:
        text = _("Send a list of at most %(limit)s shapes.")
        raise NotUnderstoodError(text % {"limit": MAX_SHAPES})
    return features
