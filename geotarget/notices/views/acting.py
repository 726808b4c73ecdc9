from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geotarget.channels.contract import Outcome
from geotarget.domain.errors import InputError
from geotarget.organisations.access import MemberRequest
from geotarget.targeting.messages import translated

from .. import approve as approving
from ..forms import ReturnForm
from ..models import Notice
from ..reach import ask_reach
from ..roles import approves, counts_reach, sends, sends_back, submits, tries_out
from ..send import send as start_sending
from ..try_out import send_to_myself
from ..words import CHANNEL_NAMES, OUTCOMES
from .finding import own_notice
from .pages import show_notice


@require_POST
@submits
def submit(request: MemberRequest, pk: int) -> HttpResponseBase:
    notice = own_notice(request, pk)
    return _act(
        request,
        notice,
        lambda: approving.submit(notice, user=request.user),
        _("Submitted. An approver sees it on the list of notices."),
    )


@require_POST
@approves
def approve(request: MemberRequest, pk: int) -> HttpResponseBase:
    notice = own_notice(request, pk)
    seen, reason = request.POST.get("content_hash", ""), request.POST.get("reason", "")[:500]
    return _act(
        request,
        notice,
        lambda: approving.approve(notice, content_hash=seen, user=request.user, reason=reason),
        _("Your approval is recorded. It has not been sent yet."),
    )


@require_POST
@sends_back
def send_back(request: MemberRequest, pk: int) -> HttpResponseBase:
    notice = own_notice(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show_notice(request, notice, return_form=form)
    because = form.cleaned_data["because"]
    return _act(
        request,
        notice,
        lambda: approving.send_back(notice, because=because, user=request.user),
        _("Sent back. It is a draft again."),
    )


@require_POST
@counts_reach
def count_reach(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Have it counted whom the notice would reach; the page shows it when a worker is done."""
    notice = own_notice(request, pk)
    return _act(
        request,
        notice,
        lambda: ask_reach(notice, user=request.user),
        _("It is being counted. Load the page again in a while."),
    )


@require_POST
@sends
def send(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Start the dispatch; pressed twice, it shows the one that was started."""
    notice = own_notice(request, pk)
    try:
        dispatch = start_sending(
            notice,
            user=request.user,
            countdown_seconds=settings.COUNTDOWN_SECONDS,
            knows_holiday_homes="knows_holiday_homes" in request.POST,
        )
    except InputError as error:
        return show_notice(request, own_notice(request, pk), problem=translated(error))
    return redirect("notices:dispatch", pk=dispatch.pk)


@require_POST
@tries_out
def try_out(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Send the texts to the user's own phone and e-mail."""
    notice = own_notice(request, pk)
    try:
        outcomes = send_to_myself(notice, user=request.user)
    except InputError as error:
        return show_notice(request, notice, problem=translated(error))
    _tell(request, outcomes)
    return redirect("notices:notice", pk=pk)


def _act(
    request: MemberRequest, notice: Notice, act: Callable[[], Any], done: str
) -> HttpResponseBase:
    """Do it and show the notice; refused, say why on the notice as it is by now."""
    try:
        act()
    except InputError as error:
        return show_notice(request, own_notice(request, notice.pk), problem=translated(error))
    messages.success(request, done)
    return redirect("notices:notice", pk=notice.pk)


def _tell(request: MemberRequest, outcomes: Mapping[str, Outcome]) -> None:
    lines = [f"{CHANNEL_NAMES[name]}: {OUTCOMES[outcome]}" for name, outcome in outcomes.items()]
    text = _("Test to yourself – %(outcomes)s.") % {"outcomes": "; ".join(lines)}
    arrived = all(outcome == Outcome.ACCEPTED for outcome in outcomes.values())
    (messages.success if arrived else messages.warning)(request, text)
