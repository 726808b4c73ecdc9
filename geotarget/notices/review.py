"""Review afterwards of a notice that was sent without approval."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.roles import Role
from geotarget.organisations.audit import record
from geotarget.organisations.models import Membership, Organisation, User

from .models import Approval, Dispatch


def waiting_for_review(organisation: Organisation) -> list[Dispatch]:
    """Dispatches sent without approval that nobody has reviewed, oldest first."""
    return list(
        Dispatch.objects.filter(
            organisation=organisation, approval__kind=Approval.Kind.EMERGENCY, reviewed_at=None
        ).order_by("started_at")
    )


@transaction.atomic
def review(dispatch: Dispatch, *, user: User) -> Dispatch:
    """Record that an approver other than the sender has looked at it."""
    dispatch = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
    membership = Membership.objects.filter(
        user=user, organisation_id=dispatch.organisation_id, roles__contains=[Role.APPROVER]
    )
    if dispatch.started_by_id == user.pk or not membership.exists():
        raise InputError(gettext_noop("An approver who did not send it must review it."))
    if dispatch.reviewed_at is None:
        dispatch.reviewed_by, dispatch.reviewed_at = user, timezone.now()
        dispatch.save(update_fields=["reviewed_by", "reviewed_at"])
        record(dispatch.organisation, user, "review", f"dispatch:{dispatch.pk}")
    return dispatch
