"""When a notice leaves and how much of it at a time, in words."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from geotarget.domain.sending_time import Hours, first_allowed, is_double
from geotarget.targeting.messages import address_count

from .hours import clock, hours_for
from .models import Notice
from .standing import COUNTDOWN_SHOWN


def time_of_day(at: datetime.datetime) -> str:
    """By the clock in Norway."""
    return date_format(timezone.localtime(at), pgettext("time format", "H:i"))


def moment(at: datetime.datetime) -> str:
    """A time by the clock in Norway, with its day unless that is today."""
    if timezone.localtime(at).date() == timezone.localdate():
        return _("at %(time)s") % {"time": time_of_day(at)}
    return day_and_time(at)


def day_and_time(at: datetime.datetime) -> str:
    """As `moment`, with its day today too: for what is read out to somebody."""
    return _("%(day)s at %(time)s") % {"day": _day(at), "time": time_of_day(at)}


def _day(at: datetime.datetime) -> str:
    return date_format(timezone.localtime(at), pgettext("day format", "l j F"))


def begins_at(notice: Notice) -> datetime.datetime:
    """When the first message would leave if "send" were pressed now."""
    earliest = timezone.now() + datetime.timedelta(seconds=settings.COUNTDOWN_SECONDS)
    hours = hours_for(notice.organisation, notice.message_class)
    return first_allowed(max(earliest, notice.send_at or earliest), hours)


def is_later(notice: Notice) -> bool:
    """Whether it would begin later than a countdown after the button is pressed."""
    return begins_at(notice) > timezone.now() + COUNTDOWN_SHOWN


def pace_in_words(notice: Notice) -> list[str]:
    hours = hours_for(notice.organisation, notice.message_class)
    return [*_beginning(notice, hours), *_waves(notice), *_hours(hours)]


def _beginning(notice: Notice, hours: Hours | None) -> list[str]:
    if notice.send_at is None:
        return [_("When somebody presses the button.")]
    if notice.send_at <= timezone.now():
        passed = _("It was to leave %(moment)s. That has passed: it leaves when it is sent.")
        return [passed % {"moment": moment(notice.send_at)}]
    lines = [_("Planned: %(moment)s.") % {"moment": moment(notice.send_at)}]
    if is_double(notice.send_at):
        lines.append(
            _("The clock shows this time twice that night; it leaves at the first, in summer time.")
        )
    if hours and not hours.hold(notice.send_at):
        later = first_allowed(notice.send_at, hours)
        lines.append(
            _("That is outside the allowed hours: it leaves %(moment)s.")
            % {"moment": moment(later)}
        )
    return lines


def _waves(notice: Notice) -> list[str]:
    if notice.wave_addresses is None:
        return []
    text = _("In waves: at most %(addresses)s every %(minutes)s minutes.")
    return [
        text % {"addresses": address_count(notice.wave_addresses), "minutes": notice.wave_minutes}
    ]


def _hours(hours: Hours | None) -> list[str]:
    if hours is None:
        return []
    return [between(hours)]


def between(hours: Hours) -> str:
    return _("Messages leave between %(opens)s and %(closes)s only.") % {
        "opens": clock(hours.opens),
        "closes": clock(hours.closes),
    }
