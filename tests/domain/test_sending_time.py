from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotarget.domain.errors import InputError
from geotarget.domain.sending_time import (
    NORWAY,
    Hours,
    first_allowed,
    in_norway,
    is_double,
    minutes_of_day,
    wave_starts,
)

OFFICE = Hours(9 * 60, 17 * 60)
MINUTE = datetime.timedelta(minutes=1)


def norway(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=NORWAY)


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-03-29T01:59", "2026-03-29T00:59"),
        ("2026-03-29T03:00", "2026-03-29T01:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30"),
        ("2026-10-25T03:00", "2026-10-25T02:00"),
    ],
)
def test_a_time_by_the_clock_in_norway(typed: str, utc: str) -> None:
    moment = in_norway(datetime.datetime.fromisoformat(typed))
    assert moment.replace(tzinfo=None) == datetime.datetime.fromisoformat(utc)
    assert moment.utcoffset() == datetime.timedelta()


@pytest.mark.parametrize("typed", ["2026-03-29T02:00", "2026-03-29T02:30", "2026-03-29T02:59"])
def test_a_time_that_the_clock_leaps_over_is_told(typed: str) -> None:
    with pytest.raises(InputError, match=r"There is no 02\.\d\d that night"):
        in_norway(datetime.datetime.fromisoformat(typed))


def test_a_time_that_comes_twice_is_known() -> None:
    at = datetime.datetime.fromisoformat
    assert is_double(in_norway(at("2026-10-25T02:30")))
    assert is_double(norway("2026-10-25T02:59"))
    assert not is_double(in_norway(at("2026-10-25T03:00")))
    assert not is_double(in_norway(at("2026-10-24T02:30")))
    assert not is_double(norway("2026-03-29T03:10"))


@pytest.mark.parametrize(
    ("at", "first"),
    [
        ("2026-05-04T12:00", "2026-05-04T12:00"),
        ("2026-05-04T08:59", "2026-05-04T09:00"),
        ("2026-05-04T17:00", "2026-05-05T09:00"),
        ("2026-03-28T18:00", "2026-03-29T09:00"),
        ("2026-10-24T18:00", "2026-10-25T09:00"),
    ],
)
def test_what_comes_outside_the_hours_waits_for_them(at: str, first: str) -> None:
    assert first_allowed(norway(at), OFFICE) == norway(first)


def test_hours_that_do_not_exist_that_night_wait_for_the_next() -> None:
    night = Hours(2 * 60, 3 * 60)
    assert first_allowed(norway("2026-03-29T01:00"), night) == norway("2026-03-30T02:00")


def test_in_autumn_the_second_of_two_openings_is_not_before_now() -> None:
    second = norway("2026-10-25T02:15").replace(fold=1)
    first = first_allowed(second, Hours(150, 600))
    assert first == datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.UTC)


moments = st.datetimes(
    datetime.datetime(2026, 1, 1),
    datetime.datetime(2027, 12, 31),
    timezones=st.just(ZoneInfo("UTC")),
)
hours_of_day = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda h: h[0] < h[1])


@given(moments, hours_of_day)
def test_the_first_allowed_moment_is_allowed_and_not_before(
    at: datetime.datetime, hours: tuple[int, int]
) -> None:
    allowed = Hours(*hours)
    first = first_allowed(at, allowed)
    assert first >= at
    assert allowed.hold(first)
    assert first - at < datetime.timedelta(hours=49)


@given(moments)
def test_no_moment_of_office_hours_is_passed_over(at: datetime.datetime) -> None:
    first = first_allowed(at, OFFICE)
    one_before = first.replace(second=0, microsecond=0) - MINUTE
    assert first == at or one_before < at or not OFFICE.hold(one_before)


def test_waves_keep_their_distance_and_the_hours() -> None:
    starts = list(wave_starts(norway("2026-05-04T16:00"), 4, 45, OFFICE))
    times = ["04T16:00", "04T16:45", "05T09:00", "05T09:45"]
    assert starts == [norway(f"2026-05-{time}") for time in times]


def test_hours_of_an_installation() -> None:
    assert minutes_of_day("09:00-17:30") == (540, 1050)
    assert minutes_of_day("00:00-24:00") == (0, 1440)
    for wrong in ("17:00-09:00", "09:00", "9-17", "09:00-25:00"):
        with pytest.raises(ValueError, match=r".+"):
            minutes_of_day(wrong)
