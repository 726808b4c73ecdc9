from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from geotarget.domain.errors import InputError
from geotarget.domain.message_class import MessageClass
from geotarget.domain.roles import Role
from geotarget.domain.small_counts import FEWEST_SHOWN
from geotarget.organisations.access import MemberRequest
from geotarget.targeting.messages import translated

from ..control import may_control
from ..history import history
from ..models import Approval, Dispatch
from ..paper_list import ends_at
from ..report import report
from ..review import review as review_afterwards
from ..roles import approves, looks
from ..shown import shown_content, shown_list
from ..tell_again import may_be_told_again
from ..words import CLASS_NAMES, RESIDENT_ROWS
from .finding import own_dispatch
from .following import follow_ups
from .places import vulnerable_facts


@require_safe
@looks
def dispatch_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Progress while it goes on, the report when it has ended."""
    return show_dispatch(request, own_dispatch(request, pk))


@require_safe
@never_cache
@looks
def progress(request: MemberRequest, pk: int) -> JsonResponse:
    """The report as the page shows it, in words, for the page to update itself."""
    return JsonResponse(report(own_dispatch(request, pk)).as_dict())


@require_POST
@approves
def review(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Review afterwards of what was sent without approval."""
    dispatch = own_dispatch(request, pk)
    try:
        review_afterwards(dispatch, user=request.user)
    except InputError as error:
        return show_dispatch(request, dispatch, problem=translated(error))
    messages.success(request, _("Recorded that you have reviewed it."))
    return redirect("notices:dispatch", pk=pk)


def show_dispatch(request: MemberRequest, dispatch: Dispatch, problem: str = "") -> HttpResponse:
    alone = dispatch.approval.kind == Approval.Kind.EMERGENCY
    context = {
        "dispatch": dispatch,
        "problem": problem,
        "report": report(dispatch),
        "rows": RESIDENT_ROWS,
        "fewest": FEWEST_SHOWN,
        "class_name": CLASS_NAMES[MessageClass(dispatch.message_class)],
        "authors": [user.get_username() for user in dispatch.notice.authors.order_by("username")],
        "alone": alone,
        "may_review": alone and dispatch.reviewed_at is None and _may_review(request, dispatch),
        "follow_ups": follow_ups(request, dispatch),
        "may_control": may_control(request.membership),
        "may_tell_again": may_control(request.membership) and may_be_told_again(dispatch),
        "history": history(dispatch.notice, dispatch),
        "may_make_paper_list": not dispatch.audience
        and request.membership.has_role(Role.PAPER_LIST),
        "outcomes_end_at": ends_at(dispatch),
        **vulnerable_facts(request, dispatch),
        "content": shown_content(dispatch, dispatch),
        "list": shown_list(dispatch.address_list),
    }
    return render(request, "notices/dispatch.html", context, status=422 if problem else 200)


def _may_review(request: MemberRequest, dispatch: Dispatch) -> bool:
    return request.membership.has_role(Role.APPROVER) and dispatch.started_by != request.user
