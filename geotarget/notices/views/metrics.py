"""Where a monitoring system reads figures, with the token of METRICS_TOKEN."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from ..metrics import CONTENT_TYPE
from ..metrics import metrics as figures


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """All figures; 404 where no token is set, 401 with another one."""
    if not settings.METRICS_TOKEN:
        raise Http404
    right = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), right.encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(figures(), content_type=CONTENT_TYPE)
