"""Holiday homes on a notice's list: hardly anybody is registered there, owners are not notified.

Whoever sends to a list that has many says by a tick that this is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.small_counts import FEWEST_SHOWN
from geotarget.targeting.messages import grouped

from .models import Notice
from .reach import few_reached

MOST_COUNTED = 100_000
"""Addresses; a longer list is no list of holiday homes, and counting would hold the page up."""
TICKED_FROM = 10
"""One address in so many with a holiday home is a list that has to be thought about."""


@dataclass(frozen=True)
class HolidayHomes:
    buildings: int
    needs_tick: bool


def holiday_homes(notice: Notice) -> HolidayHomes:
    """Of the notice's list, by the cadastre of today."""
    if notice.address_list.address_count > MOST_COUNTED:
        return HolidayHomes(0, needs_tick=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM holiday_homes_of_list(%s)", [notice.address_list_id])
        buildings, addresses = cursor.fetchone()
    enough = addresses * TICKED_FROM >= notice.address_list.address_count
    return HolidayHomes(buildings, needs_tick=bool(addresses) and enough)


def check_ticked(notice: Notice, ticked: bool) -> int:
    """How many holiday homes whoever sends knows of. Raises `InputError` where the tick is needed
    and missing."""
    found = holiday_homes(notice)
    if found.needs_tick and not ticked:
        raise InputError(
            gettext_noop("Tick that you know of the holiday homes: their owners are not notified."),
            holiday_homes=found.buildings,
        )
    return found.buildings if ticked else 0


def in_words(notice: Notice, found: HolidayHomes) -> str:
    """As "140 holiday homes. Fewer than 10 persons are reached. Owners are not notified."; empty
    where there are none."""
    if not found.buildings:
        return ""
    homes = ngettext("%(count)s holiday home.", "%(count)s holiday homes.", found.buildings)
    reached = _("Few or none are registered as living there.")
    if few_reached(notice):
        reached = _("Fewer than %(count)s persons are reached.") % {"count": FEWEST_SHOWN}
    owners = _("Owners are not notified.")
    return f"{homes % {'count': grouped(found.buildings)}} {reached} {owners}"
