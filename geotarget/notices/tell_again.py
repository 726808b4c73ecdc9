"""A person decides that what is unknown is sent once more, knowing that some may get it twice.

Only what nobody else can settle any more: the provider can neither be asked nor takes a key once,
and its receipt has had its time. Nothing does this by itself.
"""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from geotarget.domain.delivery_state import NOT_THERE_AFTER_S, AttemptState
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.organisations.audit import record
from geotarget.organisations.models import User

from .control import is_open, locked
from .models import Attempt, Dispatch
from .settle import CAN_BE_ASKED, CAN_REPEAT
from .wake import wake_after_commit


def may_be_told_again(dispatch: Dispatch) -> bool:
    """Whether there is something to decide: it has ended, and is still within its deadline."""
    return not is_open(dispatch) and _unsettled(dispatch).exists()


@transaction.atomic
def tell_again(dispatch: Dispatch, *, user: User) -> None:
    """Make ready what is unknown. How many they are stands in no log: it may be a single person."""
    dispatch = locked(dispatch, user)
    references = [] if is_open(dispatch) else list(_references(dispatch))
    if not references:
        raise InputError(gettext_noop("Nothing is unknown any more that could be sent again."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reopen_unsent(%s, false)", [references])
    record(dispatch.organisation, user, "tell_again", f"dispatch:{dispatch.pk}")
    wake_after_commit(len(references))


def _references(dispatch: Dispatch) -> QuerySet[Attempt, str]:
    return _unsettled(dispatch).values_list("reference", flat=True)


def _unsettled(dispatch: Dispatch) -> QuerySet[Attempt]:
    settled_by_itself = [*CAN_REPEAT, *CAN_BE_ASKED]
    return Attempt.objects.filter(
        dispatch=dispatch,
        state=AttemptState.UNKNOWN,
        sending_at__lt=Now() - datetime.timedelta(seconds=NOT_THERE_AFTER_S),
        dispatch__stopped_at=None,
        dispatch__keys_destroyed_at=None,
        dispatch__deadline_at__gt=Now(),
    ).exclude(channel__in=settled_by_itself)
