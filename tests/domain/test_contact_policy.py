"""The policy tables against an oracle written from the regulation, for every combination."""

from __future__ import annotations

import datetime
from itertools import product

import pytest

from geotarget.domain.contact_policy import (
    CHANNEL_ORDER,
    RULES,
    Reachable,
    Use,
    announcement_for,
    channel_for,
    is_fresh,
    may_be_told,
    use_of,
)
from geotarget.domain.message_class import MessageClass

NOW = datetime.datetime(2026, 8, 31, 12, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
LIMIT = datetime.datetime(2025, 2, 28, 12, 0, tzinfo=datetime.UTC)
"""Eighteen months before NOW: February 2025 has no 31st."""
CONFIRMED = {
    "fresh": NOW - 30 * DAY,
    "at the limit": LIMIT,
    "a day too old": LIMIT - DAY,
    "nobody knows": None,
}
CLASSES = list(MessageClass)
STATUSES = ["AKTIV", "SLETTET", "IKKE_REGISTRERT"]
MOBILES = {"+4741000000": True, "+4722000000": False, "": False}
"""A mobile, a landline, none: whether an SMS can reach it."""
EMAILS = {"Kari@Example.no": True, "kari": False, "": False}


def person(
    status: str, reserved: bool, mobile: str, mobile_age: str, email: str, email_age: str
) -> Reachable:
    return Reachable(
        "01810100288",
        status=status,
        is_reserved=reserved,
        mobile=mobile,
        mobile_confirmed_at=CONFIRMED[mobile_age],
        email=email,
        email_confirmed_at=CONFIRMED[email_age],
    )


def by_the_regulation(
    message_class: MessageClass, channel: str, status: str, reserved: bool, age: str
) -> Use:
    """§ 8 and § 32 and the terms of the contact register in their own words."""
    if channel == "svarut":
        # Only a formal message is sent as a letter, and to anybody: print is always left.
        return Use.CONTENT if message_class == "formal" else Use.NOTHING
    if channel == "altinn":
        # Altinn has contact data, status and their age: it is told what the class allows.
        if message_class in ("service", "emergency"):
            return Use.CONTENT
        if message_class == "information":
            return Use.NOTHING
        return Use.NOTHING if reserved else Use.ANNOUNCEMENT
    if status != "AKTIV":
        return Use.NOTHING
    if message_class in ("service", "emergency"):
        # "Også til de som har reservert seg", and expired contact data may be used.
        return Use.CONTENT
    if reserved or age not in ("fresh", "at the limit"):
        return Use.NOTHING
    if message_class == "information":
        # Nobody can opt out by answering an SMS from a name.
        return Use.CONTENT if channel == "smtp-email" else Use.NOTHING
    return Use.ANNOUNCEMENT


EVERY_CONTACT = list(product(STATUSES, (False, True), MOBILES, CONFIRMED, EMAILS, CONFIRMED))


@pytest.mark.parametrize("message_class", CLASSES)
@pytest.mark.parametrize("channel", ["link-sms", "smtp-email", "svarut", "altinn"])
def test_every_cell_of_the_table(message_class: MessageClass, channel: str) -> None:
    for status, reserved, mobile, mobile_age, email, email_age in EVERY_CONTACT:
        someone = person(status, reserved, mobile, mobile_age, email, email_age)
        age = mobile_age if channel == "link-sms" else email_age
        expected = by_the_regulation(message_class, channel, status, reserved, age)
        assert use_of(message_class, channel, someone, NOW) is expected


@pytest.mark.parametrize("message_class", CLASSES)
def test_the_content_goes_by_the_first_channel_that_may_carry_it(
    message_class: MessageClass,
) -> None:
    for status, reserved, mobile, mobile_age, email, email_age in EVERY_CONTACT:
        someone = person(status, reserved, mobile, mobile_age, email, email_age)
        if message_class == "formal":
            expected: tuple[str, str] | None = ("svarut", "01810100288")
        elif message_class == "information":
            usable = status == "AKTIV" and not reserved and EMAILS[email]
            is_new = email_age in ("fresh", "at the limit")
            expected = ("smtp-email", email.lower()) if usable and is_new else None
        elif status == "AKTIV" and MOBILES[mobile]:
            expected = ("link-sms", mobile)
        elif status == "AKTIV" and EMAILS[email]:
            expected = ("smtp-email", email.lower())
        else:
            expected = None
        assert channel_for(message_class, someone, NOW) == expected
        by_altinn = channel_for(message_class, someone, NOW, by_altinn=True)
        way = "svarut" if message_class == "formal" else "altinn"
        nowhere = message_class == "information"
        assert by_altinn == (None if nowhere else (way, "01810100288"))


def test_the_content_of_a_formal_message_is_in_no_sms_and_no_email() -> None:
    carried = {channel for (kind, channel), rule in RULES.items()
               if kind == "formal" and rule.use is Use.CONTENT}  # fmt: skip
    assert carried.isdisjoint({"link-sms", "smtp-email", "altinn"})
    assert set(CHANNEL_ORDER["formal"]) <= carried  # type: ignore[index]


@pytest.mark.parametrize("message_class", CLASSES)
def test_only_a_letter_is_announced_and_only_where_the_regulation_lets_it(
    message_class: MessageClass,
) -> None:
    for status, reserved, mobile, mobile_age, email, email_age in EVERY_CONTACT:
        someone = person(status, reserved, mobile, mobile_age, email, email_age)
        may = message_class == "formal" and status == "AKTIV" and not reserved
        new = ("fresh", "at the limit")
        if may and MOBILES[mobile] and mobile_age in new:
            expected: tuple[str, str] | None = ("link-sms", mobile)
        elif may and EMAILS[email] and email_age in new:
            expected = ("smtp-email", email.lower())
        else:
            expected = None
        assert announcement_for(message_class, someone, NOW) == expected


@pytest.mark.parametrize(
    ("now", "oldest"),
    [
        ("2026-08-31T12:00", "2025-02-28T12:00"),
        ("2026-07-15T00:00", "2025-01-15T00:00"),
        ("2025-08-29T00:00", "2024-02-29T00:00"),
        ("2026-01-01T00:00", "2024-07-01T00:00"),
    ],
)
def test_eighteen_months_are_calendar_months(now: str, oldest: str) -> None:
    moment, limit = (
        datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC) for text in (now, oldest)
    )
    assert is_fresh(limit, moment)
    assert is_fresh(limit + DAY, moment)
    assert not is_fresh(limit - DAY, moment)
    assert not is_fresh(limit - datetime.timedelta(seconds=1), moment)


LIVES = {"bosatt": True, "aktiv": True, "midlertidig": True, "utflyttet": False, "doed": False,
         "forsvunnet": False, "opphoert": False, "inaktiv": False, "ikkeBosatt": False,
         "foedselsregistrert": False, None: False}  # fmt: skip
PROTECTIONS = {
    "ugradert": True,
    "klientadresse": True,
    "fortrolig": True,
    "strengtFortrolig": False,
}
TODAY = datetime.date(2026, 3, 1)
BORN = {
    datetime.date(2010, 3, 1): 16,
    datetime.date(2010, 3, 2): 15,
    datetime.date(2008, 2, 29): 18,
    None: None,
}
YEARS = {2010: 16, 2011: 15, None: None}


def test_who_is_told_at_all() -> None:
    every = product(LIVES, PROTECTIONS, BORN, YEARS, (0, 16, 18))
    for status, protection, birth_date, birth_year, minimum_age in every:
        age = BORN[birth_date] if birth_date else YEARS[birth_year]
        old_enough = age is None or age >= minimum_age
        told = may_be_told(
            status=status,
            protection=protection,
            birth_date=birth_date,
            birth_year=birth_year,
            minimum_age=minimum_age,
            today=TODAY,
        )
        assert told is (LIVES[status] and PROTECTIONS[protection] and old_enough)
