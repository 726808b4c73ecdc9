"""What waits for a member: the list of notices and the home page show it."""

from __future__ import annotations

from django.db.models import QuerySet

from geotarget.domain.notice_state import NoticeState
from geotarget.domain.roles import Role
from geotarget.organisations.models import Membership

from .approve import waits_for_another
from .models import Dispatch, Notice
from .review import waiting_for_review


def to_approve(membership: Membership) -> list[Notice]:
    """Submitted notices that somebody else wrote and the member can still approve, oldest first."""
    if not membership.has_role(Role.APPROVER):
        return []
    submitted = _own(membership, NoticeState.SUBMITTED).exclude(authors=membership.user_id)
    user = membership.user_id
    mine = submitted.filter(approvals__approver=user)
    waiting = {notice.pk for notice in mine if waits_for_another(notice, user)}
    return list(submitted.exclude(pk__in=waiting))


def to_review(membership: Membership) -> list[Dispatch]:
    """Dispatches that somebody else sent without approval, oldest first."""
    if not membership.has_role(Role.APPROVER):
        return []
    waiting = waiting_for_review(membership.organisation)
    return [dispatch for dispatch in waiting if dispatch.started_by_id != membership.user_id]


def to_mend(membership: Membership) -> QuerySet[Notice]:
    """The member's own notices that an approver sent back."""
    mine = _own(membership, NoticeState.DRAFT).filter(authors=membership.user_id)
    return mine.exclude(returned_because="")


def to_send(membership: Membership) -> QuerySet[Notice]:
    """The member's own notices that are approved and not sent yet."""
    return _own(membership, NoticeState.APPROVED).filter(authors=membership.user_id)


def _own(membership: Membership, state: NoticeState) -> QuerySet[Notice]:
    own = Notice.objects.filter(organisation=membership.organisation_id, state=state)
    return own.order_by("changed_at")
