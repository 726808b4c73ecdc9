"""One place that lets a notice change state: the table in `domain.notice_state`, under a lock."""

from __future__ import annotations

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.notice_state import TRANSITIONS, NoticeState
from geotarget.organisations.models import Membership, Organisation, User

from .models import Notice


def locked(notice: Notice) -> Notice:
    """The notice as it is now, locked until the transaction ends."""
    return Notice.objects.select_for_update().get(pk=notice.pk)


def apply(name: str, notice: Notice, user: User) -> None:
    """Move a locked notice, or raise `InputError`. The caller saves it."""
    transition = TRANSITIONS[name]
    if NoticeState(notice.state) not in transition.sources:
        raise InputError(
            gettext_noop("Somebody has changed the notice meanwhile. Load the page again.")
        )
    roles = _roles(user, notice.organisation)
    if not roles & {role.value for role in transition.roles}:
        raise InputError(gettext_noop("Your roles do not allow this in the notice's organisation."))
    notice.state = transition.target


def _roles(user: User, organisation: Organisation) -> set[str]:
    membership = Membership.objects.filter(user=user, organisation=organisation).first()
    return set(membership.roles) if membership and user.is_active else set()
