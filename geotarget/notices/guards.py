"""What an approver must have seen before a notice is released: each with what to do next.

All but one may be overruled with a reason. The limit may not: above it a second approver is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geotarget.targeting.messages import address_count, grouped
from geotarget.targeting.newer_cadastre import newer_addresses

from .models import Dispatch, Notice, SendingLimit
from .pace import moment

MANY_NOTICES = 4
"""So many notices to one address within 30 days are worth a thought."""


class GuardKind(StrEnum):
    SAME_TODAY = "same_today"
    OFTEN = "often"
    OLD_LIST = "old_list"
    OVER_LIMIT = "over_limit"


@dataclass(frozen=True)
class Guard:
    kind: GuardKind
    text: str
    advice: str
    dispatch: Dispatch | None = None
    """The earlier one that it is about."""

    @property
    def needs_reason(self) -> bool:
        return self.kind is not GuardKind.OVER_LIMIT


def guards(notice: Notice) -> list[Guard]:
    return [*_earlier(notice), *_old_list(notice), *_over_limit(notice)]


def is_over_limit(notice: Notice) -> bool:
    """Whether two approvers must release it."""
    limit = SendingLimit.objects.filter(organisation=notice.organisation_id).first()
    return limit is not None and notice.address_list.address_count > limit.one_approver_addresses


def _earlier(notice: Notice) -> Iterator[Guard]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM guards_of_notice(%s, %s)", [notice.pk, MANY_NOTICES])
        same_today, same_dispatch, often = cursor.fetchone()
    if same_today:
        earlier = Dispatch.objects.get(pk=same_dispatch)
        text = _("The same text goes to %(addresses)s of the list today already, %(moment)s.")
        yield Guard(
            GuardKind.SAME_TODAY,
            text % {"addresses": address_count(same_today), "moment": moment(earlier.starts_at)},
            _("Look at that dispatch first: is it the same notice once more?"),
            earlier,
        )
    if often:
        text = ngettext(
            "%(count)s address of the list has got %(many)s or more notices within 30 days.",
            "%(count)s addresses of the list have got %(many)s or more notices within 30 days.",
            often,
        )
        yield Guard(
            GuardKind.OFTEN,
            text % {"count": grouped(often), "many": MANY_NOTICES},
            _("Can it wait, or go together with another? Who is told often listens less."),
        )


def _old_list(notice: Notice) -> Iterator[Guard]:
    newer = newer_addresses(notice.address_list)
    if newer:
        yield Guard(
            GuardKind.OLD_LIST,
            _("The cadastre was renewed %(moment)s, after the list was frozen.")
            % {"moment": moment(newer)},
            _("On the page of the list, hold it against the cadastre of today and renew it."),
        )


def _over_limit(notice: Notice) -> Iterator[Guard]:
    if is_over_limit(notice):
        yield Guard(
            GuardKind.OVER_LIMIT,
            _("%(addresses)s are more than one approver may release.")
            % {"addresses": address_count(notice.address_list.address_count)},
            _("Two approvers must release it, or choose a smaller list."),
        )
