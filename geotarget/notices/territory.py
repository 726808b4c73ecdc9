"""Whose residents an organisation may look up today: those of its own territory.

A frozen list outlives an agreement. When a municipality has left the territory, its register access
is used no more, also not for a list that was frozen before, nor for a dispatch that was planned.
"""

from __future__ import annotations

import datetime

from django.utils import timezone

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.organisations.models import Organisation, in_territory
from geotarget.registers import folkeregisteret
from geotarget.registers.errors import NotAuthorised
from geotarget.targeting.models import ListedAddress

from .models import Notice


def register_access(organisation: Organisation, municipality_number: str) -> str:
    """Organisation number of the municipality whose register access is used. Raises
    `NotAuthorised` where it is not in the territory today."""
    today = organisation.territory.filter(in_territory(timezone.localdate()))
    rows = today.filter(municipality_number=municipality_number)
    row = rows.order_by("valid_from").last()
    if row is None:
        raise NotAuthorised(
            folkeregisteret.NAME,
            f"municipality {municipality_number} does not belong to the territory of organisation "
            f"{organisation.pk} today, and its access is not used.",
        )
    return str(row.register_organisation_number)


def check_territory(notice: Notice, starts_at: datetime.datetime) -> None:
    """Raise `InputError` where the list has addresses that do not belong to it on that day."""
    day = timezone.localdate(starts_at)
    listed = ListedAddress.objects.filter(address_list=notice.address_list_id, included=True)
    numbers = set(listed.order_by().values_list("municipality_number", flat=True).distinct())
    gone = numbers - set(notice.organisation.municipality_numbers(day))
    if gone:
        raise InputError(
            gettext_noop(
                "The list has addresses in municipality %(numbers)s, which does not belong to your "
                "territory on the day of sending. Renew the list and choose the new one."
            ),
            numbers=", ".join(sorted(gone)),
        )
