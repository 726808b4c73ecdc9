"""JSON in and out of the map's requests: each fault is a clear sentence and a 4xx, never a 5xx."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, ParamSpec

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from geotarget.domain.errors import InputError

from .messages import translated

P = ParamSpec("P")

QUERY_CANCELED = "57014"


class NotUnderstoodError(ValueError):
    """The body is not what the page sends; the text says what is wrong with it."""


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body. Raises `NotUnderstoodError` or `RequestDataTooBig`."""
    try:
        body = json.loads(
            request.body, parse_constant=_refuse_constant, object_pairs_hook=_named_once
        )
    except NotUnderstoodError:
        raise
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, too deep, endless digits
        raise NotUnderstoodError(_("This is not JSON that we can read. Check the file.")) from error
    if not isinstance(body, dict):
        raise NotUnderstoodError(_("The request must be a JSON object."))
    return body


def _refuse_constant(name: str) -> NoReturn:
    text = _("%(value)s is not a coordinate. Export the area again.")
    raise NotUnderstoodError(text % {"value": name})


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Which of two values is meant nobody can know."""
    told: dict[str, Any] = {}
    for name, value in pairs:
        if name in told:
            raise NotUnderstoodError(_("“%(name)s” stands there twice.") % {"name": name[:60]})
        told[name] = value
    return told


def answers_json(view: Callable[P, dict[str, Any]]) -> Callable[P, JsonResponse]:
    """Turn what a view returns into JSON that nobody keeps, and what it raises into words."""

    @wraps(view)
    def answering(*args: P.args, **kwargs: P.kwargs) -> JsonResponse:
        try:
            return _json(view(*args, **kwargs))
        except InputError as error:
            return _json({"message": translated(error), "place": error.place}, 422)
        except NotUnderstoodError as error:
            return _json({"message": str(error), "place": None}, 400)
        except RequestDataTooBig:
            text = _("The area is too large to send. Simplify it and try again.")
            return _json({"message": text, "place": None}, 413)
        except RecursionError:
            text = _("The area is nested too deeply. Export it again.")
            return _json({"message": text, "place": None}, 422)
        except OperationalError as error:
            return _json({"message": too_slow(error), "place": None}, 422)

    return answering


def too_slow(error: OperationalError, said: str = "") -> str:
    """Words for what was cancelled; any other fault of the database is not the user's.

    `said` stands in the place of those for the count of an area.
    """
    if getattr(error.__cause__, "pgcode", None) != QUERY_CANCELED:
        raise error
    return said or _("The area is too large to count in time. Divide it and try again.")


def _json(answer: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(answer, status=status, headers={"Cache-Control": "no-store"})
