from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from geotarget.organisations.api_tokens import count_request


class PerToken(BaseThrottle):
    """So many requests of one token in a minute by the clock; nothing of the caller is kept."""

    def allow_request(self, request: Request, view: Any) -> bool:
        token = request.auth.token if request.auth else None
        return token is None or count_request(token) <= settings.API_REQUESTS_PER_MINUTE

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return 60 - time.time() % 60
