"""Who may be told, and how. Pure decisions on plain values; the tables are the law of the house.

Source: eForvaltningsforskriften §§ 8, 15 a, 32 and the terms of Kontakt- og reservasjonsregisteret:
a service notice may go to those who are reserved, and to contact data older than 18 months; a
formal one may not.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .message_class import MessageClass
from .phone import can_receive_sms, normalised

LIVING_STATUSES = frozenset({"bosatt", "aktiv", "midlertidig"})
"""Statuses of Folkeregisteret in which a person lives at the address. Dead and moved are not."""

STAYS_TOLD = frozenset({MessageClass.EMERGENCY})
"""Classes told also to those who only stay at the address (oppholdsadresse): danger asks for no
registered home."""

NEVER_TOLD = frozenset({"strengtFortrolig"})
"""The register gives no home for them; one who turns up all the same is left out without a trace.
`fortrolig` and `klientadresse` are told like everybody: no page shows who was."""

MONTHS_FRESH = 18
"""§ 32: so long contact data hold for a formal notice after they were last confirmed."""

SMS, EMAIL, LETTER, ALTINN = "link-sms", "smtp-email", "svarut", "altinn"


class AddressKind(StrEnum):
    """By what a channel knows whom to reach: the same words as in its `Capability`."""

    PHONE = "phone"
    EMAIL = "email"
    PERSON = "person"
    """The identity number; the channel finds the way itself."""


ADDRESSED_BY = {
    SMS: AddressKind.PHONE,
    EMAIL: AddressKind.EMAIL,
    LETTER: AddressKind.PERSON,
    ALTINN: AddressKind.PERSON,
}
"""A channel that is not here is given nothing of anybody."""


class Use(StrEnum):
    """What a channel may carry to a person."""

    CONTENT = "content"
    ANNOUNCEMENT = "announcement"
    """Only that there is something to read, and where."""
    NOTHING = "nothing"


@dataclass(frozen=True)
class Rule:
    """What a channel carries in a message class, and to whom."""

    use: Use
    to_reserved: bool
    """Also to those who are reserved against digital communication."""
    with_old_contact: bool
    """Also to contact data not confirmed in `MONTHS_FRESH` months, or of unknown age."""


RULES: dict[tuple[MessageClass, str], Rule] = {
    (MessageClass.SERVICE, SMS): Rule(Use.CONTENT, to_reserved=True, with_old_contact=True),
    (MessageClass.SERVICE, EMAIL): Rule(Use.CONTENT, to_reserved=True, with_old_contact=True),
    (MessageClass.INFORMATION, EMAIL): Rule(Use.CONTENT, to_reserved=False, with_old_contact=False),
    (MessageClass.EMERGENCY, SMS): Rule(Use.CONTENT, to_reserved=True, with_old_contact=True),
    (MessageClass.EMERGENCY, EMAIL): Rule(Use.CONTENT, to_reserved=True, with_old_contact=True),
    (MessageClass.FORMAL, SMS): Rule(Use.ANNOUNCEMENT, to_reserved=False, with_old_contact=False),
    (MessageClass.FORMAL, EMAIL): Rule(Use.ANNOUNCEMENT, to_reserved=False, with_old_contact=False),
    # Altinn is told what its class allows, and chooses SMS or e-mail itself.
    (MessageClass.SERVICE, ALTINN): Rule(Use.CONTENT, to_reserved=True, with_old_contact=True),
    (MessageClass.EMERGENCY, ALTINN): Rule(Use.CONTENT, to_reserved=True, with_old_contact=True),
    (MessageClass.FORMAL, ALTINN): Rule(
        Use.ANNOUNCEMENT, to_reserved=False, with_old_contact=False
    ),
    # SvarUt knows the reservation and the mailboxes itself, and prints where there is no other way.
    (MessageClass.FORMAL, LETTER): Rule(Use.CONTENT, to_reserved=True, with_old_contact=True),
}
"""What is not here carries nothing."""

CHANNEL_ORDER: dict[MessageClass, tuple[str, ...]] = {
    MessageClass.SERVICE: (SMS, EMAIL),
    # Only where everybody can opt out of it: nobody can answer an SMS from a name.
    MessageClass.INFORMATION: (EMAIL,),
    MessageClass.EMERGENCY: (SMS, EMAIL),
    MessageClass.FORMAL: (LETTER,),
}
"""The first channel that may carry the content to the person is used."""

ANNOUNCEMENT_ORDER: dict[MessageClass, tuple[str, ...]] = {MessageClass.FORMAL: (SMS, EMAIL)}
"""The first that may announce a letter to the person does, where the organisation wants it."""

ORDER_BY_ALTINN: dict[MessageClass, tuple[str, ...]] = {
    MessageClass.SERVICE: (ALTINN,),
    # Altinn has no way to opt out.
    MessageClass.INFORMATION: (),
    MessageClass.EMERGENCY: (ALTINN,),
    MessageClass.FORMAL: (LETTER,),
}
"""The same for organisations whose SMS and e-mail go through Altinn."""

OPT_OUT_HONOURED = frozenset({MessageClass.INFORMATION})
"""Classes of which one can opt out. The others tell why one cannot."""

BY_CONTACT_REGISTER = frozenset(
    channel for channel, kind in ADDRESSED_BY.items() if kind is not AddressKind.PERSON
)
"""Channels whose addresses the contact register has. It is not asked for the others."""


HAS_NEXT = frozenset(
    channel for order in CHANNEL_ORDER.values() for channel in order if channel != order[-1]
)
"""Channels after which another one may be tried, where they surely did not reach."""


def channel_order(message_class: MessageClass, *, by_altinn: bool = False) -> tuple[str, ...]:
    """The channels that carry the content, the first choice first."""
    return (ORDER_BY_ALTINN if by_altinn else CHANNEL_ORDER)[message_class]


@dataclass(frozen=True, repr=False)
class Reachable:
    """What is known of how a person can be reached. `repr` hides it: it holds personal data."""

    national_id: str
    status: str = "IKKE_REGISTRERT"
    """`AKTIV`, `SLETTET` or `IKKE_REGISTRERT` in the contact register."""
    is_reserved: bool = False
    mobile: str | None = None
    mobile_confirmed_at: datetime.datetime | None = None
    email: str | None = None
    email_confirmed_at: datetime.datetime | None = None


def may_tell_businesses(message_class: MessageClass) -> bool:
    """Whether the class may go to places of business: what Altinn carries to everybody."""
    rule = RULES.get((message_class, ALTINN))
    return rule is not None and rule.use is Use.CONTENT


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
    message_class: MessageClass,
    person: Reachable,
    now: datetime.datetime,
    *,
    by_altinn: bool = False,
) -> tuple[str, str] | None:
    """Channel name and address for a person's content; None when no channel reaches."""
    return next(ways_for(message_class, person, now, by_altinn=by_altinn), None)


def ways_for(
    message_class: MessageClass,
    person: Reachable,
    now: datetime.datetime,
    *,
    by_altinn: bool = False,
) -> Iterator[tuple[str, str]]:
    """Every channel that may carry the content to the person, with the address, in order."""
    for channel in channel_order(message_class, by_altinn=by_altinn):
        address = address_for(channel, person)
        if address and use_of(message_class, channel, person, now) is Use.CONTENT:
            yield channel, address


def announcement_for(
    message_class: MessageClass, person: Reachable, now: datetime.datetime
) -> tuple[str, str] | None:
    """Channel name and address for saying that there is a letter; None when nothing may."""
    for channel in ANNOUNCEMENT_ORDER.get(message_class, ()):
        address = address_for(channel, person)
        if address and use_of(message_class, channel, person, now) is Use.ANNOUNCEMENT:
            return channel, address
    return None


def use_of(
    message_class: MessageClass, channel: str, person: Reachable, now: datetime.datetime
) -> Use:
    """What the channel may carry to the person, if there is an address."""
    rule = RULES.get((message_class, channel))
    if rule is None or (person.is_reserved and not rule.to_reserved):
        return Use.NOTHING
    if channel in BY_CONTACT_REGISTER and person.status != "AKTIV":
        return Use.NOTHING
    has_date = channel in BY_CONTACT_REGISTER
    if has_date and not rule.with_old_contact and not is_fresh(_confirmed_at(channel, person), now):
        return Use.NOTHING
    return rule.use


def is_fresh(confirmed_at: datetime.datetime | None, now: datetime.datetime) -> bool:
    """Whether contact data were confirmed within `MONTHS_FRESH` calendar months. Unknown: no."""
    return confirmed_at is not None and confirmed_at >= _months_before(now, MONTHS_FRESH)


def address_for(channel: str, person: Reachable) -> str | None:
    """The person's address on a channel, in one spelling; None where there is none that works."""
    kind = ADDRESSED_BY.get(channel)
    if kind is AddressKind.PHONE:
        phone = normalised(person.mobile)
        return phone if phone and can_receive_sms(phone) else None
    if kind is AddressKind.EMAIL:
        return _email(person.email)
    return person.national_id if kind is AddressKind.PERSON else None


def _confirmed_at(channel: str, person: Reachable) -> datetime.datetime | None:
    is_phone = ADDRESSED_BY.get(channel) is AddressKind.PHONE
    return person.mobile_confirmed_at if is_phone else person.email_confirmed_at


def _months_before(moment: datetime.datetime, months: int) -> datetime.datetime:
    """The same day so many months ago; the last of the month where there is no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(
        year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1])
    )


def _email(raw: str | None) -> str | None:
    """Lower case, so that two spellings of one mailbox get one message."""
    email = (raw or "").strip().lower()
    return email if email.count("@") == 1 and email.isprintable() and " " not in email else None
