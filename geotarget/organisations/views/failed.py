from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from ..access import wants_json
from ..away import is_away, log_away

RETRY_SECONDS = 10


def failed(request: HttpRequest) -> HttpResponse:
    """What Django answers to an unexpected error: 500, or 503 while the database is away."""
    error = sys.exception()
    if error is None or not is_away(error):
        return server_error(request)
    response = _unavailable(request)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    # Told in one line here, so Django does not tell it again with a trace.
    log_away(error, f"{request.method} {request.path}")
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _unavailable(request: HttpRequest) -> HttpResponse:
    """As JSON, in the forms of the pages' own requests and of the REST interface at once."""
    if not (wants_json(request) or request.path.startswith("/api/")):
        return HttpResponse(loader.get_template("503.html").render(), status=503)
    text = _("The service is down for a moment. Nothing you saved is lost. Try again soon.")
    body = {"type": "about:blank", "title": "Service Unavailable", "status": 503, "place": None}
    is_page = not request.path.startswith("/api/")
    content_type = "application/json" if is_page else "application/problem+json"
    return JsonResponse(
        body | {"detail": text, "message": text}, status=503, content_type=content_type
    )
