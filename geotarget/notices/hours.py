"""The allowed hours of an organisation's notices of a class."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from geotarget.domain.message_class import MessageClass
from geotarget.domain.sending_time import MINUTES_A_DAY, Hours
from geotarget.organisations.audit import record
from geotarget.organisations.models import Organisation, User

from .models import Dispatch, SendingHours, SendingLimit


def hours_for(organisation: Organisation, message_class: str) -> Hours | None:
    """None: any hour, as always in an emergency."""
    if message_class == MessageClass.EMERGENCY:
        return None
    own = SendingHours.objects.filter(organisation=organisation, message_class=message_class)
    row = own.first()
    chosen = (row.opens_minute, row.closes_minute) if row else settings.SENDING_HOURS
    return None if chosen == (0, MINUTES_A_DAY) else Hours(*chosen)


def hours_of(dispatch: Dispatch) -> Hours | None:
    """Those that it was started with."""
    if dispatch.opens_minute is None or dispatch.closes_minute is None:
        return None
    return Hours(dispatch.opens_minute, dispatch.closes_minute)


def clock(minute: int) -> str:
    """As 09.00; the end of the day is 24.00."""
    return f"{minute // 60:02d}.{minute % 60:02d}"


@transaction.atomic
def change_hours(
    organisation: Organisation,
    chosen: Mapping[MessageClass, Hours],
    limit: int | None,
    *,
    user: User,
) -> None:
    """Hours, and how many addresses one approver may release (None: any number), from now on. A
    dispatch that has been started keeps the hours it was started with."""
    for message_class, hours in chosen.items():
        SendingHours.objects.update_or_create(
            organisation=organisation,
            message_class=message_class,
            defaults={"opens_minute": hours.opens, "closes_minute": hours.closes},
        )
    SendingLimit.objects.filter(organisation=organisation).delete()
    if limit is not None:
        SendingLimit.objects.create(organisation=organisation, one_approver_addresses=limit)
    told = {name: [hours.opens, hours.closes] for name, hours in chosen.items()}
    record(
        organisation,
        user,
        "sending_hours",
        f"organisation:{organisation.pk}",
        hours=told,
        limit=limit,
    )
