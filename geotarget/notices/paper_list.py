"""The paper list: every address of a dispatch without an accepted message, to go round with paper.

It gives no reason. Empty houses, houses of people whom nothing digital reaches and houses that were
not done in time are on it alike. It is still the outcome per address: an own right, a line in the
audit log each time, and an end date after which it cannot be made.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.formats import date_format

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.retention import OUTCOME_PER_ADDRESS
from geotarget.organisations.audit import record
from geotarget.organisations.models import User
from geotarget.targeting.models import ListedAddress

from .models import Dispatch


def ends_at(dispatch: Dispatch) -> datetime.datetime:
    """From then on it cannot be made, whether or not the deletion has run."""
    return dispatch.outcomes_deleted_at or dispatch.starts_at + OUTCOME_PER_ADDRESS


def may_be_made(dispatch: Dispatch) -> bool:
    """Not of a notice to some of the residents: it would show at which addresses they live."""
    return timezone.now() < ends_at(dispatch) and not dispatch.audience


def count(dispatch: Dispatch) -> int:
    """How many addresses it would hold now."""
    return without_message(dispatch).count()


@transaction.atomic
def make(dispatch: Dispatch, *, form: str, user: User) -> list[ListedAddress]:
    """Its addresses in reading order, complete. `form`: what it is made as, for the log.

    Raises `InputError` after its end date, and for a notice to some of the residents.
    """
    if dispatch.audience:
        raise InputError(
            gettext_noop(
                "There is no paper list of a notice to some of the residents: it would show where "
                "they live."
            )
        )
    if not may_be_made(dispatch):
        ended = date_format(timezone.localtime(ends_at(dispatch)), "SHORT_DATE_FORMAT")
        raise InputError(
            gettext_noop(
                "The paper list can not be made any more: what it is made from ended %(date)s."
            ),
            date=ended,
        )
    rows = list(without_message(dispatch).order_by("id"))
    subject = f"dispatch:{dispatch.pk}"
    record(dispatch.organisation, user, "paper_list", subject, format=form, addresses=len(rows))
    return rows


def without_message(dispatch: Dispatch) -> QuerySet[ListedAddress]:
    """Included addresses at which no message was accepted, for whatever reason."""
    left = RawSQL("SELECT addresses_without_message(%s)", [dispatch.pk])
    return ListedAddress.objects.filter(pk__in=left)
