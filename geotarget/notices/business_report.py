"""Businesses of a notice and of a dispatch in words: numbers of their own, never among residents.

They are counted in total only, for the whole dispatch: a sole trader is a person.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geotarget.targeting.messages import grouped

from .models import Dispatch, Notice


@dataclass(frozen=True)
class BusinessCounts:
    """See `sql/functions/business_counts.sql`."""

    is_open: bool = False
    has_failed: bool = False
    untold_addresses: int = 0
    underway: int = 0
    handed_over: int = 0
    failed: int = 0
    unknown: int = 0
    not_told: int = 0
    unsettled: int = 0

    @property
    def is_begun(self) -> bool:
        """Whether some message was handed over, or may have been."""
        return bool(self.handed_over or self.failed or self.unsettled)

    @property
    def is_unclear(self) -> bool:
        return bool(self.unknown or self.not_told)


def business_counts(dispatch: Dispatch) -> BusinessCounts:
    if not dispatch.tells_businesses:
        return BusinessCounts()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM business_counts(%s)", [dispatch.pk])
        return BusinessCounts(*cursor.fetchone())


def businesses_in_words(dispatch: Dispatch, counted: BusinessCounts) -> str:
    """As "Businesses: 12 handed over · 1 not reached · 0 unknown."; empty where none are told."""
    if not dispatch.tells_businesses:
        return ""
    told = _(
        "Businesses: %(handed_over)s handed over · %(failed)s not reached · %(unknown)s unknown."
    )
    more = [
        (_("%(count)s on the way."), counted.underway),
        (_("%(count)s not told before it ended."), counted.not_told),
    ]
    said = [text % {"count": grouped(count)} for text, count in more if count]
    return " ".join([told % _numbers(counted), *said, *_untold(counted.untold_addresses)])


def _numbers(counted: BusinessCounts) -> dict[str, str]:
    names = ("handed_over", "failed", "unknown")
    return {name: grouped(getattr(counted, name)) for name in names}


def _untold(addresses: int) -> list[str]:
    if not addresses:
        return []
    text = ngettext(
        "Nobody came to the businesses at %(count)s address before it ended.",
        "Nobody came to the businesses at %(count)s addresses before it ended.",
        addresses,
    )
    return [text % {"count": grouped(addresses)}]


def businesses_on_list(notice: Notice) -> str:
    """As "14 places of business of 11 businesses", by the register of today; empty where they are
    not told."""
    if not notice.tells_businesses:
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM businesses_of_list(%s)", [notice.address_list_id])
        places, businesses = cursor.fetchone()
    if not places:
        return _("No places of business are known at the addresses.")
    one = ngettext("%(count)s place of business", "%(count)s places of business", places)
    of = ngettext("of %(count)s business", "of %(count)s businesses", businesses)
    return f"{one % {'count': grouped(places)}} {of % {'count': grouped(businesses)}}"
