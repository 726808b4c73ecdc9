from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from geotarget.cadastre.state import cadastre_state
from geotarget.organisations.access import MemberRequest

from ..roles import looks
from ..tiles import MAX_ZOOM, tile

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"
ONE_DAY_S = 86_400


def _etag(request: HttpRequest, z: int, x: int, y: int) -> str:
    return f'"{cadastre_state().version}-{z}-{x}-{y}"'


@require_safe
@looks
@condition(etag_func=_etag)
def vector_tile(request: MemberRequest, z: int, x: int, y: int) -> HttpResponse:
    """Open cadastre, so every organisation sees all of it. 204 where there is nothing to draw."""
    if z > MAX_ZOOM or x >= 2**z or y >= 2**z:
        raise Http404
    content = tile(z, x, y)
    headers: dict[str, Any] = {"Cache-Control": f"private, max-age={ONE_DAY_S}"}
    if not content:
        return HttpResponse(status=204, headers=headers)
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
