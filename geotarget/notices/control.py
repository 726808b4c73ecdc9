"""Pause, resume and stop a dispatch. Workers see it before each request to a provider.

What a provider has in its hands at that moment cannot be called back; its answer is still recorded.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from geotarget.domain.delivery_state import OPEN_STATES
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.roles import Role
from geotarget.organisations.audit import record
from geotarget.organisations.deadlock import again_after_deadlock
from geotarget.organisations.models import Membership, User

from .models import Attempt, Chunk, Dispatch
from .progress import counts
from .wake import MOST_WORKERS, wake_after_commit

CONTROLLING_ROLES = (Role.SENDER, Role.APPROVER, Role.EMERGENCY_SENDER)


@transaction.atomic
def pause(dispatch: Dispatch, *, user: User) -> Dispatch:
    """Hold everything that is not handed over yet, until it is resumed."""
    dispatch = _going_on(dispatch, user)
    if dispatch.paused_at is None:
        dispatch.paused_at = timezone.now()
        dispatch.save(update_fields=["paused_at"])
        record(dispatch.organisation, user, "pause", f"dispatch:{dispatch.pk}")
    return dispatch


@transaction.atomic
def resume(dispatch: Dispatch, *, user: User) -> Dispatch:
    dispatch = _going_on(dispatch, user)
    if dispatch.paused_at is not None:
        dispatch.paused_at = None
        dispatch.save(update_fields=["paused_at"])
        record(dispatch.organisation, user, "resume", f"dispatch:{dispatch.pk}")
        wake_after_commit(MOST_WORKERS)
    return dispatch


@again_after_deadlock
@transaction.atomic
def stop(dispatch: Dispatch, *, user: User) -> Dispatch:
    """For good. Before anything was begun it is an undoing: nobody has got anything."""
    dispatch = locked(dispatch, user)
    if dispatch.stopped_at is not None:
        return dispatch
    _check_open(dispatch)
    with connection.cursor() as cursor:
        cursor.execute("SELECT stop_dispatch(%s)", [dispatch.pk])
    undone = not Attempt.objects.filter(dispatch=dispatch).exclude(sending_at=None).exists()
    counted = counts(dispatch)
    record(
        dispatch.organisation,
        user,
        "undo" if undone else "stop",
        f"dispatch:{dispatch.pk}",
        addresses_done=counted.addresses_done,
        addresses_stopped=counted.addresses_stopped,
    )
    dispatch.refresh_from_db()
    return dispatch


def may_control(membership: Membership) -> bool:
    return any(membership.has_role(role) for role in CONTROLLING_ROLES)


def is_open(dispatch: Dispatch) -> bool:
    """Whether there is anything left to hold."""
    return Chunk.objects.filter(dispatch=dispatch, state__in=OPEN_STATES).exists()


def _going_on(dispatch: Dispatch, user: User) -> Dispatch:
    dispatch = locked(dispatch, user)
    if dispatch.stopped_at is not None:
        raise InputError(gettext_noop("The dispatch has been stopped and cannot go on."))
    _check_open(dispatch)
    return dispatch


def locked(dispatch: Dispatch, user: User) -> Dispatch:
    """As it is now, for one who may hold it."""
    membership = Membership.objects.filter(
        user=user, organisation_id=dispatch.organisation_id
    ).first()
    if membership is None or not user.is_active or not may_control(membership):
        raise InputError(gettext_noop("Your roles do not allow this in the notice's organisation."))
    # Not its key: a worker that writes rows of it has a chunk in its hands, and would wait for us.
    rows = Dispatch.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=dispatch.pk)


def _check_open(dispatch: Dispatch) -> None:
    if not is_open(dispatch):
        raise InputError(gettext_noop("Everything has been handed over; nothing is left to hold."))
