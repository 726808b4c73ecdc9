"""What residents see without signing in: the page of a notice, and where its code is typed.

Who tries codes is held up (`organisations/guesses.py`); a page that is not public does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from geotarget.domain import message_text, short_code
from geotarget.organisations.guesses import has_guessed_too_often, note_wrong_guess
from geotarget.organisations.theme import logo_of, stylesheet

from ..models import Dispatch, Notice
from ..public_page import area_map, before, dated, following, is_over, last_day, public_dispatch

LONGEST_TYPED = 60
OUR_COLOUR = "#0b4f8a"
KEPT = "public, max-age=3600"
"""The same for everybody who has the code."""

View = Callable[[HttpRequest, Dispatch], HttpResponseBase]


@require_safe
def check(request: HttpRequest) -> HttpResponseBase:
    """Type a code; a right one leads to the page of its notice."""
    typed = request.GET.get("code", "")[:LONGEST_TYPED].replace("\x00", "").strip()
    found = None if has_guessed_too_often(request) else public_dispatch(typed)
    if found is not None:
        return redirect("notices:public", short_code.shown(found.code))
    return _not_found(request, typed) if typed else _check_page(request, 200)


def by_code(view: View) -> Callable[..., HttpResponseBase]:
    """For the dispatch whose code stands in the address."""

    @require_safe
    @wraps(view)
    def found(request: HttpRequest, code: str) -> HttpResponseBase:
        dispatch = None if has_guessed_too_often(request) else public_dispatch(code)
        return _not_found(request, code) if dispatch is None else view(request, dispatch)

    return found


@by_code
def page(request: HttpRequest, dispatch: Dispatch) -> HttpResponse:
    """Text, map, when, and whether it is over or corrected."""
    content, later = dispatch.content(), following(dispatch)
    context = {
        "dispatch": dispatch,
        "organisation": dispatch.organisation,
        "code": short_code.shown(dispatch.code),
        "sent_at": dated(dispatch.starts_at),
        "sms": message_text.sms(content) if content.sms_text else "",
        "later": later,
        "before": before(dispatch),
        "is_over": is_over(later),
        "is_all_clear": dispatch.notice.follow_up == Notice.FollowUp.ALL_CLEAR,
        "area": area_map(dispatch),
        "last_day": last_day(dispatch),
    }
    return render(request, "notices/public.html", context)


@by_code
def map_svg(request: HttpRequest, dispatch: Dispatch) -> HttpResponse:
    """The area as a picture, out of our own data alone."""
    area = area_map(dispatch)
    if area is None:
        return HttpResponse(status=503, headers={"Retry-After": "60"})
    context = {"area": area, "colour": dispatch.organisation.colour or OUR_COLOUR}
    svg = render(request, "notices/public_map.svg", context, content_type="image/svg+xml")
    svg["Cache-Control"] = KEPT
    return svg


@by_code
def look(request: HttpRequest, dispatch: Dispatch) -> HttpResponse:
    """The organisation's colour."""
    colour = dispatch.organisation.colour
    if not colour:
        raise Http404
    return HttpResponse(
        stylesheet(colour), content_type="text/css; charset=utf-8", headers={"Cache-Control": KEPT}
    )


@by_code
def logo(request: HttpRequest, dispatch: Dispatch) -> HttpResponse:
    png = logo_of(dispatch.organisation)
    if png is None:
        raise Http404
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": KEPT})


def _not_found(request: HttpRequest, typed: str) -> HttpResponse:
    status = 429 if has_guessed_too_often(request) else 404
    note_wrong_guess(request)
    return _check_page(request, status, typed)


def _check_page(request: HttpRequest, status: int, typed: str = "") -> HttpResponse:
    context = {"typed": typed, "status": status, "example": short_code.EXAMPLE}
    shown = render(request, "notices/check.html", context, status=status)
    shown["X-Robots-Tag"] = "noindex"
    return shown
