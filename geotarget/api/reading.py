"""What a request says, read strictly: an unknown or repeated name is refused, never passed over."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from geotarget.domain.rules import SelectionRule
from geotarget.targeting.answers import NotUnderstoodError, body_of

SHAPES = ("include", "exclude")
SELECTION = (
    *(*SHAPES, "streets", "districts", "addresses", "rule", "filters", "neighbours"),
    *("adjustments", "per"),
)
IDEMPOTENCY_KEY = "Idempotency-Key"
KEY_PATTERN = "[!-~]{1,100}"
_WHOLE = re.compile(r"[0-9]{1,18}")


class StrictJson(BaseParser):
    """JSON as RFC 8259 has it, an object, of a bounded size."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        return body_of(parser_context["request"]._request)


class OneForm(BaseContentNegotiation):
    """Every answer has one form, whatever `Accept` asks for."""

    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        media_type = (request.content_type or "").partition(";")[0].strip().lower()
        return next((one for one in parsers if one.media_type == media_type), None)

    def select_renderer(
        self, request: Request, renderers: list[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


def query_of(request: Request, known: Collection[str]) -> dict[str, str]:
    """The parameters in the address. Raises `NotUnderstoodError`."""
    _only(request.query_params, known)
    for name, values in request.query_params.lists():
        if len(values) > 1:
            raise NotUnderstoodError(_("“%(name)s” stands there twice.") % {"name": name})
    return dict(request.query_params.items())


def body_with(request: Request, known: Collection[str]) -> dict[str, Any]:
    """The members of the body. Raises `NotUnderstoodError`."""
    if "Transfer-Encoding" in request.headers:  # its body is not read, and would seem empty
        raise NotUnderstoodError(_("Send the body in one piece, with a Content-Length."))
    body: dict[str, Any] = dict(request.data)
    _only(body, known)
    return body


def idempotency_key(request: Request) -> str | None:
    """The name that the caller gave to the request. Raises `NotUnderstoodError`."""
    key = request.headers.get(IDEMPOTENCY_KEY)
    if key is not None and not re.fullmatch(KEY_PATTERN, key):
        raise NotUnderstoodError(_("The Idempotency-Key must have 1 to 100 characters of ASCII."))
    return key


def selection_of(body: dict[str, Any]) -> dict[str, Any]:
    """The selection in a body, in its form; what it means `parse_selection` checks."""
    raw = body.get("selection")
    if not isinstance(raw, dict):
        raise NotUnderstoodError(_("A selection must be a JSON object."))
    _only(raw, SELECTION)
    for name in SHAPES:
        _check_shape(raw.get(name), name)
    if "rule" in raw and raw["rule"] not in list(SelectionRule):
        known = ", ".join(SelectionRule)
        raise NotUnderstoodError(_("The rule must be one of: %(known)s.") % {"known": known})
    return raw


def whole_number(text: str, name: str, least: int, most: int) -> int:
    """Raises `NotUnderstoodError` rather than choosing another number."""
    if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
        message = _("“%(name)s” must be a whole number from %(least)s to %(most)s.")
        raise NotUnderstoodError(message % {"name": name, "least": least, "most": most})
    return int(text)


def yes_or_no(body: dict[str, Any], name: str) -> bool:
    value = body.get(name, False)
    if not isinstance(value, bool):
        raise NotUnderstoodError(_("“%(name)s” must be true or false.") % {"name": name})
    return value


def _check_shape(shape: Any, name: str) -> None:
    """Only a collection may be without features; nothing else counts as "no area"."""
    is_empty = isinstance(shape, dict) and shape.get("features") == []
    if is_empty and shape.get("type") != "FeatureCollection":
        raise NotUnderstoodError(_("“%(name)s” must be GeoJSON.") % {"name": name})


def _only(given: Collection[str], known: Collection[str]) -> None:
    unknown = [name for name in given if name not in known]
    if unknown:
        raise NotUnderstoodError(
            _("“%(name)s” is not known here. Known: %(known)s.")
            % {"name": unknown[0][:60], "known": ", ".join(known) or "–"}
        )
