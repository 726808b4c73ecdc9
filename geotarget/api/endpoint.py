"""What all resources have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import connection, transaction
from django.http import Http404
from django.utils import translation
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from geotarget.domain.scopes import Scope
from geotarget.targeting.preview import COUNT_TIMEOUT_MS

GEOJSON = "application/geo+json"


class Endpoint(APIView):
    """Answers in the language of `Accept-Language` (bokmål where it names none of ours), and is
    kept by nobody."""

    http_method_names: ClassVar = ["get", "head", "post"]
    scopes: ClassVar[dict[str, Scope | None]] = {}
    """What each method needs; None for no more than a known caller."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with translation.override(translation.get_language_from_request(request)):
            response = super().dispatch(request, *args, **kwargs)
            response.headers["Content-Language"] = translation.get_language()
            patch_vary_headers(response, ["Accept-Language", "Authorization"])
            return response.render()

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers["Cache-Control"] = "no-store"
        return answer


class NothingHere(Endpoint):
    """404 in the form of the other errors."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    schema = None

    def _nothing(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise Http404

    get = post = _nothing


@contextmanager
def in_time(limit_ms: int = COUNT_TIMEOUT_MS) -> Iterator[None]:
    """A statement that takes longer is cancelled; `problems.py` tells what to do then."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(limit_ms)])
        yield
