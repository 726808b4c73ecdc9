"""Pause, resume and stop a dispatch; the allowed hours of the organisation."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from geotarget.domain.errors import InputError
from geotarget.domain.roles import Role
from geotarget.organisations.access import MemberRequest, role_required
from geotarget.targeting.messages import translated

from .. import control
from ..hours import change_hours
from ..hours_form import HoursForm
from ..models import Dispatch
from ..roles import controls
from ..tell_again import tell_again as act_again
from .dispatches import show_dispatch
from .finding import own_dispatch


@require_POST
@controls
def pause(request: MemberRequest, pk: int) -> HttpResponseBase:
    return _act(request, pk, lambda dispatch: control.pause(dispatch, user=request.user))


@require_POST
@controls
def resume(request: MemberRequest, pk: int) -> HttpResponseBase:
    return _act(request, pk, lambda dispatch: control.resume(dispatch, user=request.user))


@require_POST
@controls
def stop(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Also the undoing of what has not begun."""
    return _act(request, pk, lambda dispatch: control.stop(dispatch, user=request.user))


@require_POST
@controls
def tell_again(request: MemberRequest, pk: int) -> HttpResponseBase:
    """What is unknown once more, by somebody's decision."""
    return _act(request, pk, lambda dispatch: act_again(dispatch, user=request.user))


def _act(request: MemberRequest, pk: int, act: Callable[[Dispatch], object]) -> HttpResponseBase:
    dispatch = own_dispatch(request, pk)
    try:
        act(dispatch)
    except InputError as error:
        return show_dispatch(request, dispatch, problem=translated(error))
    return redirect("notices:dispatch", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def hours(request: MemberRequest) -> HttpResponse:
    """Between which hours notices of each class may be handed over."""
    form = HoursForm(request.POST or None, organisation=request.organisation)
    if form.is_valid():
        change_hours(request.organisation, form.chosen(), form.limit(), user=request.user)
        messages.success(request, _("Saved. What is under way keeps the hours it began with."))
        return redirect("notices:hours")
    status = 422 if form.errors else 200
    return render(request, "notices/hours.html", {"form": form}, status=status)
