"""Correction, follow-up and all-clear: begun from a dispatch, told on the page of the notice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from geotarget.domain.errors import InputError
from geotarget.domain.roles import Role
from geotarget.organisations.access import MemberRequest
from geotarget.targeting.messages import address_count, grouped, translated

from ..follow_up import follow_up, goes_to_the_same, new_addresses, take_new_addresses
from ..follow_up import write_anew as act_anew
from ..models import Dispatch, Notice
from ..pace import moment
from ..possible import possible
from ..report import report
from ..roles import writes
from ..words import FOLLOW_UP_BUTTONS, FOLLOW_UP_NAMES
from .finding import own_dispatch, own_notice


@require_POST
@writes
def begin(request: MemberRequest, pk: int) -> HttpResponseBase:
    """A draft to the same addresses, opened for writing."""
    dispatch = own_dispatch(request, pk)
    kind = request.POST.get("kind", "")
    if kind not in Notice.FollowUp.values:
        return redirect("notices:dispatch", pk=pk)
    notice = follow_up(dispatch, kind, user=request.user)
    messages.success(request, _("A draft to the same addresses. Write what is new, and save it."))
    return redirect("notices:edit", pk=notice.pk)


@require_POST
@writes
def write_anew(request: MemberRequest, pk: int) -> HttpResponseBase:
    """What was undone, as a draft once more, opened for writing."""
    dispatch = own_dispatch(request, pk)
    if not report(dispatch).is_undone:
        return redirect("notices:dispatch", pk=pk)
    notice = act_anew(dispatch, user=request.user)
    messages.success(request, _("A draft with the same words. Save it when it is right."))
    return redirect("notices:edit", pk=notice.pk)


@require_POST
@writes
def take_new(request: MemberRequest, pk: int) -> HttpResponseBase:
    notice = own_notice(request, pk)
    try:
        take_new_addresses(notice, user=request.user)
    except InputError as error:
        messages.error(request, translated(error))
    except OperationalError:
        messages.error(request, _("The comparison took too long. Try again in a moment."))
    return redirect("notices:notice", pk=pk)


def follow_ups(request: MemberRequest, dispatch: Dispatch) -> list[tuple[str, Any]]:
    """Kinds and buttons, for those who may write."""
    if not request.membership.has_role(Role.SENDER):
        return []
    return [(str(kind), label) for kind, label in FOLLOW_UP_BUTTONS.items()]


def follow_up_facts(request: MemberRequest, notice: Notice) -> dict[str, Any]:
    """What the page of a notice tells of the dispatch that it follows."""
    if notice.follows is None:
        return {}
    is_same = goes_to_the_same(notice)
    new = _new(notice) if is_same and possible(notice, request.membership).edit else 0
    return {
        "follows": notice.follows,
        "follow_up_name": FOLLOW_UP_NAMES[Notice.FollowUp(notice.follow_up)],
        "follows_at": moment(notice.follows.starts_at),
        "same_addresses": address_count(notice.follows.address_list.address_count),
        "is_same": is_same,
        "new_addresses": _offered(new) if new else "",
    }


def _offered(count: int) -> str:
    text = ngettext(
        "%(count)s new address in the area – take it along?",
        "%(count)s new addresses in the area – take them along?",
        count,
    )
    return text % {"count": grouped(count)}


def _new(notice: Notice) -> int:
    """None are offered where the comparison takes too long: the page of the list says why."""
    try:
        return new_addresses(notice)
    except OperationalError:
        return 0
