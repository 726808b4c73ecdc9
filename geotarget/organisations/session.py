"""A session ends after an hour without use, and twelve hours after signing in at the latest."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from .access import wants_json

STARTED, USED = "started_at", "used_at"
RENEW_EVERY_S = 60
"""Use is noted at most this often: a map asks for many tiles at once."""

Respond = Callable[[HttpRequest], HttpResponse]


def bounded_session(get_response: Respond) -> Respond:
    """Middleware: note that the session is used, which moves its end, and end it when it is old.

    Its end without use is Django's own (SESSION_COOKIE_AGE after it was last written).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _bound(request)
        return get_response(request)

    return middleware


def _bound(request: HttpRequest) -> None:
    session, now = request.session, time.time()
    if now - session.setdefault(STARTED, now) > settings.SESSION_LONGEST_S:
        logout(request)
    elif not _asks_by_itself(request) and now - session.get(USED, 0) > RENEW_EVERY_S:
        session[USED] = now


def _asks_by_itself(request: HttpRequest) -> bool:
    """A page that renews its numbers is no sign of a person."""
    return request.method == "GET" and wants_json(request)
