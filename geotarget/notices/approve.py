"""Submit, approve, send back. Whoever wrote or changed a notice may not approve it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.notice_state import MIN_REASON, NoticeState
from geotarget.organisations.audit import record
from geotarget.organisations.models import AuditEntry, User

from . import transition
from .guards import guards, is_over_limit
from .models import Approval, Notice


@transaction.atomic
def submit(notice: Notice, *, user: User) -> Notice:
    """Ask for approval."""
    notice = transition.locked(notice)
    transition.apply("submit", notice, user)
    notice.returned_because = ""
    notice.save()
    record(notice.organisation, user, "submit", f"notice:{notice.pk}")
    return notice


@transaction.atomic
def send_back(notice: Notice, *, because: str, user: User) -> Notice:
    """Make it a draft again and say why."""
    notice = transition.locked(notice)
    transition.apply("return", notice, user)
    notice.returned_because = because.strip()
    notice.save()
    record(notice.organisation, user, "send_back", f"notice:{notice.pk}")
    return notice


@transaction.atomic
def approve(notice: Notice, *, content_hash: str, user: User, reason: str = "") -> Approval:
    """Release exactly the content that the approver has seen (`content_hash` of the page).

    Where guards warn, `reason` says why it is sent all the same. Above the limit of one approver it
    is released when a second one has approved the same content.
    """
    notice = transition.locked(notice)
    if notice.authors.filter(pk=user.pk).exists():
        raise InputError(
            gettext_noop("You have written this notice; somebody else must approve it.")
        )
    if content_hash != notice.content_hash():
        raise InputError(gettext_noop("The notice was changed after you opened it. Read it again."))
    overruled = _overruled(notice, reason)
    is_first = is_over_limit(notice) and not _approved_by_another(notice, user)
    transition.apply("approve", notice, user)
    if is_first:
        notice.state = NoticeState.SUBMITTED
    notice.save()
    approval = Approval.objects.create(
        notice=notice,
        kind=Approval.Kind.APPROVAL,
        approver=user,
        content_hash=content_hash,
        reason=reason.strip() if overruled else "",
        overruled=overruled,
    )
    record(
        notice.organisation,
        user,
        "approve_first" if is_first else "approve",
        f"notice:{notice.pk}",
        content_hash=content_hash,
        overruled=overruled,
    )
    return approval


def approved_once_by(notice: Notice) -> list[User]:
    """Who has approved the content as it is, while it waits for another approver."""
    rows = _standing(notice).select_related("approver")
    return [approval.approver for approval in rows.order_by("pk")]


def waits_for_another(notice: Notice, user_id: int) -> bool:
    """Whether this approver has done it, and another one must too."""
    return _standing(notice).filter(approver=user_id).exists() and is_over_limit(notice)


def _approved_by_another(notice: Notice, user: User) -> bool:
    earlier = _standing(notice)
    if earlier.filter(approver=user).exists():
        raise InputError(gettext_noop("You have approved it; now another approver must too."))
    return earlier.exists()


def _standing(notice: Notice) -> QuerySet[Approval]:
    """Approvals of the content as it is, since it was last sent back: whoever sent it back, or was
    told why, has to look at it anew though not a word was changed."""
    given = notice.approvals.filter(content_hash=notice.content_hash())
    returns = AuditEntry.objects.filter(
        organisation=notice.organisation_id, act="send_back", subject=f"notice:{notice.pk}"
    )
    last = returns.order_by("-at").first()
    return given.filter(at__gt=last.at) if last else given


def _overruled(notice: Notice, reason: str) -> list[str]:
    kinds = [guard.kind.value for guard in guards(notice) if guard.needs_reason]
    if kinds and len(reason.strip()) < MIN_REASON:
        raise InputError(
            gettext_noop("Write why it is sent all the same (at least %(limit)s characters)."),
            limit=MIN_REASON,
        )
    return kinds
