"""When messages may leave: times as people in Norway say them, allowed hours, and waves. Data and
arithmetic; `sql/functions/sending_is_allowed.sql` asks the same of the present moment."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .errors import InputError, gettext_noop

NORWAY = ZoneInfo("Europe/Oslo")
MINUTES_A_DAY = 24 * 60
LONGEST_AHEAD = datetime.timedelta(days=60)
"""A list grows old, and its key must be kept until it is sent."""
MOST_WAVES = 200


@dataclass(frozen=True)
class Hours:
    """From `opens` until before `closes`, both in minutes after midnight by the clock in Norway."""

    opens: int
    closes: int

    def hold(self, at: datetime.datetime) -> bool:
        local = at.astimezone(NORWAY)
        return self.opens <= local.hour * 60 + local.minute < self.closes


def minutes_of_day(text: str) -> tuple[int, int]:
    """Minutes after midnight of "09:00-17:00"; 24:00 is the end of the day. Raises ValueError."""
    minutes = []
    for clock in text.split("-"):
        hour, minute = (int(part) for part in clock.split(":"))
        minutes.append(hour * 60 + minute)
    opens, closes = minutes
    if not 0 <= opens < closes <= MINUTES_A_DAY:
        raise ValueError(f"Allowed hours are written as 09:00-17:00 within one day, not as {text}.")
    return opens, closes


def in_norway(wanted: datetime.datetime) -> datetime.datetime:
    """The moment (UTC) of a naive time by the clock in Norway; the first one where there are two.

    Raises `InputError` for a time that the clock leaps over in spring.
    """
    aware = wanted.replace(tzinfo=NORWAY)
    moment = aware.astimezone(datetime.UTC)
    if moment.astimezone(NORWAY).replace(tzinfo=None) != wanted.replace(fold=0):
        raise InputError(
            gettext_noop(
                "There is no %(time)s that night: the clock is put forward an hour. Choose a time "
                "an hour later or earlier."
            ),
            time=f"{wanted:%H.%M}",
        )
    return moment


def is_double(at: datetime.datetime) -> bool:
    """Whether the clock in Norway shows this time twice, as when it is put back in autumn."""
    local = at.astimezone(NORWAY)
    offsets = {local.replace(fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) == 2


def first_allowed(at: datetime.datetime, hours: Hours | None) -> datetime.datetime:
    """`at`, or the first moment after it within the hours (None: any hour)."""
    if hours is None or hours.hold(at):
        return at
    local = at.astimezone(NORWAY)
    days = int(local.hour * 60 + local.minute >= hours.opens)
    midnight = datetime.datetime.combine(
        local.date() + datetime.timedelta(days=days), datetime.time(), NORWAY
    )
    opening = midnight + datetime.timedelta(minutes=hours.opens)  # by the clock, not by duration
    moment = opening.replace(fold=0 if days else local.fold).astimezone(datetime.UTC)
    # Hours that lie wholly in the hour that is leapt over do not exist that day.
    return moment if hours.hold(moment) else first_allowed(moment, hours)


def wave_starts(
    first: datetime.datetime, count: int, minutes: int, hours: Hours | None
) -> Iterator[datetime.datetime]:
    """When each of `count` waves may begin, if nothing holds them up."""
    moment = first_allowed(first, hours)
    for _ in range(count):
        yield moment
        moment = first_allowed(moment + datetime.timedelta(minutes=minutes), hours)
