"""What all services of KS Fiks have in common: the form of their errors."""

from __future__ import annotations

import time
import uuid
from http import HTTPStatus

from geotarget.simulators.exchange import Request, Response, json_response


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
