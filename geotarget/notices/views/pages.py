from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from geotarget.domain.delivery_state import OPEN_STATES, AttemptState, ChunkState, Problem
from geotarget.domain.message_class import MessageClass
from geotarget.domain.notice_state import MIN_REASON, NoticeState
from geotarget.domain.small_counts import FEWEST_SHOWN
from geotarget.organisations.access import MemberRequest
from geotarget.targeting.messages import address_count

from .. import waiting
from ..approve import approved_once_by
from ..forms import ReturnForm
from ..guards import guards
from ..held import troubled
from ..history import history
from ..models import Chunk, Notice
from ..pace import begins_at, is_later, moment, pace_in_words
from ..possible import possible
from ..reach import shown_reach
from ..roles import looks
from ..shown import shown_content, shown_list
from ..standing import standing
from ..wide_lookups import lookups_in_words
from ..words import CLASS_NAMES, PROBLEMS, STATE_COLOURS, STATE_NAMES, dispatch_state
from .finding import own_notice
from .following import follow_up_facts
from .places import facts_of_list

NOTICES_PER_PAGE = 50


@require_safe
@looks
def notice_list(request: MemberRequest) -> HttpResponse:
    page = Paginator(_newest(request), NOTICES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(notice) for notice in page],
        "to_approve": waiting.to_approve(request.membership),
        "to_review": waiting.to_review(request.membership),
        "to_mend": waiting.to_mend(request.membership),
        "to_send": waiting.to_send(request.membership),
    }
    return render(request, "notices/list.html", context)


@require_safe
@looks
def notice_page(request: MemberRequest, pk: int) -> HttpResponseBase:
    """What residents would get, and what the member may do next."""
    return show_notice(request, own_notice(request, pk))


def show_notice(
    request: MemberRequest,
    notice: Notice,
    *,
    problem: str = "",
    return_form: ReturnForm | None = None,
) -> HttpResponseBase:
    """The page of a notice; `problem` is why an act was refused. A sent one has its own page."""
    if notice.state == NoticeState.DISPATCHED:
        return redirect("notices:dispatch", pk=notice.dispatch.pk)
    warnings = guards(notice)
    context = {
        "notice": notice,
        "problem": problem,
        "state": STATE_NAMES[NoticeState(notice.state)],
        "state_colour": STATE_COLOURS[NoticeState(notice.state)],
        "class_name": CLASS_NAMES[MessageClass(notice.message_class)],
        "possible": possible(notice, request.membership),
        "return_form": return_form or ReturnForm(),
        "content_hash": notice.content_hash(),
        "history": history(notice),
        "content": shown_content(notice, notice.organisation),
        "list": shown_list(notice.address_list),
        "reach": shown_reach(notice),
        "guards": warnings,
        **facts_of_list(notice),
        "needs_reason": any(guard.needs_reason for guard in warnings),
        "reason": request.POST.get("reason", ""),
        "approved_by": [user.get_username() for user in approved_once_by(notice)],
        "limit": MIN_REASON,
        **follow_up_facts(request, notice),
        "pace": pace_in_words(notice),
        "is_later": is_later(notice),
        "begins": moment(begins_at(notice)),
        "wide_lookups": lookups_in_words(
            notice.address_list_id, MessageClass(notice.message_class)
        ),
    }
    failed = problem or (return_form is not None and return_form.errors)
    return render(request, "notices/notice.html", context, status=422 if failed else 200)


def _newest(request: MemberRequest) -> QuerySet[Notice]:
    unclear_states = (AttemptState.UNKNOWN, AttemptState.GIVEN_UP)
    of_notice = Chunk.objects.filter(dispatch__notice=OuterRef("pk"))
    unread = of_notice.values("dispatch").annotate(total=Sum("unread")).values("total")
    own = Notice.objects.filter(organisation=request.organisation)
    return (
        own.select_related("address_list", "dispatch")
        .defer("address_list__geom", "address_list__drawing", "email_text", "dispatch__email_text")
        .annotate(
            is_open=Exists(of_notice.filter(state__in=OPEN_STATES)),
            has_failed=Exists(of_notice.filter(state=ChunkState.FAILED)),
            is_begun=Exists(of_notice.filter(attempt__sending_at__isnull=False)),
            is_unclear=Exists(of_notice.filter(attempt__state__in=unclear_states)),
            unread=Subquery(unread),
            trouble=Subquery(troubled(of_notice).values("problem")[:1]),
        )
        .order_by("-changed_at", "-pk")
    )


def _row(notice: Any) -> dict[str, Any]:
    state, colour = _state(notice)
    return {
        "notice": notice,
        "state": state,
        "colour": colour,
        "trouble": PROBLEMS[Problem(notice.trouble)] if notice.trouble else "",
        "class_name": CLASS_NAMES[MessageClass(notice.message_class)],
        "addresses": address_count(notice.address_list.address_count),
    }


def _state(notice: Any) -> tuple[Any, str]:
    state = NoticeState(notice.state)
    if state != NoticeState.DISPATCHED:
        return STATE_NAMES[state], STATE_COLOURS[state]
    stands = standing(notice.dispatch, is_open=notice.is_open, is_begun=notice.is_begun)
    return dispatch_state(
        stands,
        is_open=notice.is_open,
        has_failed=notice.has_failed,
        is_unclear=notice.is_unclear or (notice.unread or 0) >= FEWEST_SHOWN,
    )
