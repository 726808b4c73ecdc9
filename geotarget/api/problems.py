"""Errors in one form: problem details (RFC 9457) in the reader's language, with the place."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from geotarget.domain.errors import InputError
from geotarget.targeting.answers import NotUnderstoodError, too_slow
from geotarget.targeting.messages import translated

CONTENT_TYPE = "application/problem+json"


class ConflictError(exceptions.APIException):
    """What was asked for changed while it was answered; the same question may be put again."""

    status_code = HTTPStatus.CONFLICT


class ProblemSerializer(serializers.Serializer):
    type = serializers.CharField(help_text="Always about:blank: the status says what it is.")
    title = serializers.CharField(help_text="The name of the status.")
    status = serializers.IntegerField()
    detail = serializers.CharField(
        help_text="What is wrong and what to do, in the language of Accept-Language (nb, en)."
    )
    place = serializers.ListField(
        child=serializers.FloatField(),
        min_length=2,
        max_length=2,
        allow_null=True,
        help_text="Where the fault is: longitude and latitude (EPSG:4326), if it is somewhere.",
    )


def problem_for(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to what a view raised; None for what is our own fault."""
    if isinstance(error, InputError):
        return problem(422, translated(error), error.place)
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    status, detail = _known(error)
    return problem(status, detail) if status else None


def problem(
    status: int,
    detail: str,
    place: tuple[float, float] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    # What was sent may stand in it, and may hold halves of surrogate pairs.
    detail = detail.encode(errors="backslashreplace").decode()
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "place": list(place) if place else None,
    }
    return Response(body, status, content_type=CONTENT_TYPE, headers=headers)


def _known(error: Exception) -> tuple[int, str]:
    """Status and words; 0 for what is our own fault."""
    if isinstance(error, NotUnderstoodError):
        return 400, str(error)
    if isinstance(error, RequestDataTooBig):
        return 413, _("The area is too large to send. Simplify it and try again.")
    if isinstance(error, (SuspiciousOperation, MultiPartParserError)):
        return 400, _("This is not JSON that we can read.")
    if isinstance(error, RecursionError):
        return 422, _("The area is nested too deeply. Export it again.")
    if isinstance(error, Http404):
        return 404, _("There is nothing here, or it belongs to another organisation.")
    if isinstance(error, PermissionDenied):
        return 403, str(error)
    if isinstance(error, OperationalError):
        return 422, too_slow(error)
    return 0, ""


def _of_framework(error: exceptions.APIException) -> Response:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)
    return problem(error.status_code, _words(error), headers=headers)


def _words(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.NotAuthenticated):
        return _("Send a key as “Authorization: Bearer …”, or sign in.")
    if isinstance(error, exceptions.Throttled):
        return _("Too many requests in this minute. Wait as long as Retry-After says.")
    if isinstance(error, exceptions.MethodNotAllowed):
        return _("This method is not allowed here; the header Allow names those that are.")
    if isinstance(error, exceptions.UnsupportedMediaType):
        return _("Send JSON, as Content-Type: application/json.")
    return str(error.detail)
