"""What all services of KS Fiks have in common: the integration that asks, and how errors look."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from http import HTTPStatus

from geotarget.simulators.exchange import Request, Response, json_response


@dataclass
class Integration:
    """What every call shows beside its token."""

    password: str = ""
    """Empty: any is right, and only a missing one is refused."""

    def refusal(self, request: Request) -> Response | None:
        """None where id and password are right."""
        number, password = (request.headers.get(f"integrasjon{name}") for name in ("id", "passord"))
        if number and password and self.password in ("", password):
            return None
        words = f"Autentisering feilet for integrasjon med id {number or ''}".rstrip()
        return fiks_error(request, 401, words)


def fiks_error(request: Request, status: int, words: str) -> Response:
    """With every field that KS describes."""
    content = {
        "timestamp": int(time.time() * 1000),
        "status": status,
        "error": HTTPStatus(status).phrase,
        "errorId": str(uuid.uuid4()),
        "path": request.path,
        "originalPath": request.path,
        "message": words,
        "errorCode": None,
        "errorJson": None,
    }
    return json_response(content, status)
