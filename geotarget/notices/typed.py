"""What somebody has typed is not lost when the session ends meanwhile.

Signed out: the text is put into the (still anonymous) session and is there again after signing in.
Signed in anew in another window: the form's token is too old; the form is shown again, filled in.
Nothing is saved in either case before the user, signed in, presses the button.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

from .forms import NoticeForm

SESSION_KEY = "typed_notice"
LONGEST = 25_000
"""Characters of one field that are kept; more than any field takes."""

View = Callable[..., HttpResponseBase]


class _Check(CsrfViewMiddleware):
    """The check of the middleware, asked at the moment we choose."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def keeps_what_was_typed(view: View) -> View:
    """For a view with a `NoticeForm`. The view must ask `token_is_too_old` before it saves."""

    @csrf_exempt  # checked below, in a way that does not throw the text away
    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        refused = _Check(_unused).process_view(request, _unused, (), {})
        if request.user.is_authenticated:
            request.token_is_too_old = bool(refused)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)
        if not refused:
            _keep(request)
        return redirect_to_login(request.get_full_path())

    return kept


def token_is_too_old(request: HttpRequest) -> bool:
    """True when nothing may be saved on the strength of this request."""
    return bool(getattr(request, "token_is_too_old", True))


def take(request: HttpRequest) -> dict[str, str]:
    """What was typed on this page before the user was signed out; once."""
    kept = request.session.get(SESSION_KEY) or {}
    if kept.get("path") != request.path:
        return {}
    del request.session[SESSION_KEY]
    values: dict[str, str] = kept["values"]
    return values


def _keep(request: HttpRequest) -> None:
    values = {
        name: request.POST[name][:LONGEST].replace("\x00", "")
        for name in NoticeForm.base_fields
        if name in request.POST
    }
    request.session[SESSION_KEY] = {"path": request.path, "values": values}


def _unused(request: HttpRequest) -> HttpResponse:
    raise AssertionError("never called")
