from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

KEPT_BY_NOBODY = ("text/html", "application/json")

Respond = Callable[[HttpRequest], HttpResponse]


def kept_by_no_browser(get_response: Respond) -> Respond:
    """Middleware: pages and their data stay in no browser, since computers are shared.

    A view that says otherwise itself is left alone.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith(KEPT_BY_NOBODY):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
