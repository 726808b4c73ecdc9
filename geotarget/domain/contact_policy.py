"""Who may be told, and how. Pure decisions on plain values; the tables are the law of the house.

Source: eForvaltningsforskriften §§ 8, 15 a, 32 and the terms of Kontakt- og reservasjonsregisteret:
a service notice may go to those who are reserved, and to contact data older than 18 months.
"""

from __future__ import annotations

import datetime

from .message_class import MessageClass
from .phone import can_receive_sms, normalised

LIVING_STATUSES = frozenset({"bosatt", "aktiv", "midlertidig"})
"""Statuses of Folkeregisteret in which a person lives at the address. Dead and moved are not."""

NEVER_TOLD = frozenset({"strengtFortrolig"})
"""The register gives no home for them; one who turns up all the same is left out without a trace.
`fortrolig` and `klientadresse` are told like everybody: no page shows who was."""

CHANNEL_ORDER: dict[MessageClass, tuple[str, ...]] = {
    MessageClass.SERVICE: ("link-sms", "smtp-email"),
    MessageClass.EMERGENCY: ("link-sms", "smtp-email"),
}
"""The first channel that the person has an address for is used."""


def may_be_told(
    *,
    status: str | None,
    protection: str,
    birth_date: datetime.date | None,
    birth_year: int | None,
    minimum_age: int,
    today: datetime.date,
) -> bool:
    """Whether a registered resident is told at all. An unknown age counts as adult."""
    if status not in LIVING_STATUSES or protection in NEVER_TOLD:
        return False
    age = age_on(today, birth_date, birth_year)
    return age is None or age >= minimum_age


def age_on(
    day: datetime.date, birth_date: datetime.date | None, birth_year: int | None
) -> int | None:
    """Whole years on a day; by the year alone the person has had the birthday."""
    if birth_date is not None:
        had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
        return day.year - birth_date.year - (0 if had_birthday else 1)
    return None if birth_year is None else day.year - birth_year


def channel_for(
    message_class: MessageClass, *, status: str, mobile: str | None, email: str | None
) -> tuple[str, str] | None:
    """Channel name and address for a person's contact data; None when nothing digital reaches."""
    if status != "AKTIV":
        return None
    phone = normalised(mobile)
    addresses = {
        "link-sms": phone if phone and can_receive_sms(phone) else None,
        "smtp-email": _email(email),
    }
    for channel in CHANNEL_ORDER[message_class]:
        address = addresses[channel]
        if address is not None:
            return channel, address
    return None


def _email(raw: str | None) -> str | None:
    """Lower case, so that two spellings of one mailbox get one message."""
    email = (raw or "").strip().lower()
    return email if email.count("@") == 1 and email.isprintable() and " " not in email else None
