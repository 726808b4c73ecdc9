"""Submit, approve, send back. Whoever wrote or changed a notice may not approve it."""

from __future__ import annotations

from django.db import transaction

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.organisations.audit import record
from geotarget.organisations.models import User

from . import transition
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
def approve(notice: Notice, *, content_hash: str, user: User) -> Approval:
    """Release exactly the content that the approver has seen (`content_hash` of the page)."""
    notice = transition.locked(notice)
    if notice.authors.filter(pk=user.pk).exists():
        raise InputError(
            gettext_noop("You have written this notice; somebody else must approve it.")
        )
    if content_hash != notice.content_hash():
        raise InputError(gettext_noop("The notice was changed after you opened it. Read it again."))
    transition.apply("approve", notice, user)
    notice.save()
    approval = Approval.objects.create(
        notice=notice,
        kind=Approval.Kind.APPROVAL,
        approver=user,
        content_hash=content_hash,
    )
    record(notice.organisation, user, "approve", f"notice:{notice.pk}", content_hash=content_hash)
    return approval
