"""One order of Altinn Notifications: whether it is valid, and which way its message goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from geotarget.domain.moment import read_moment

_STALE = timedelta(days=548)
_SCHEMAS = frozenset({"Email", "Sms", "EmailPreferred", "SmsPreferred", "EmailAndSms"})
_POLICIES = frozenset({"Anytime", "Daytime"})
_BY_LAST_DIGIT = {"7": "SMS_Failed_Expired", "8": "SMS_Failed_BarredReceiver", "9": "SMS_Failed"}
Fields = dict[str, Any]


class _Invalid(ValueError):
    """What the order lacks."""


def valid_person(order: Fields) -> Fields:
    """The one recipient, if the order is one that Altinn takes. Raises ValueError and the like."""
    if not order.get("idempotencyId"):
        raise _Invalid("idempotencyId is required")
    (recipient,) = order["recipient"].items()
    if recipient[0] != "recipientPerson":
        raise _Invalid("Only recipientPerson is simulated")
    person: Fields = recipient[1]
    number = str(person["nationalIdentityNumber"])
    if not (number.isdecimal() and len(number) == 11):
        raise _Invalid("nationalIdentityNumber has 11 digits")
    if person["channelSchema"] not in _SCHEMAS:
        raise _Invalid("channelSchema is not known")
    if not person["smsSettings"]["body"] or not person["emailSettings"]["body"]:
        raise _Invalid("body is required")
    if not person["emailSettings"]["subject"]:
        raise _Invalid("subject is required")
    for settings in (person["smsSettings"], person["emailSettings"]):
        if settings.get("sendingTimePolicy", "Daytime") not in _POLICIES:
            raise _Invalid("sendingTimePolicy is not known")
    return person


def chosen(person: Fields, contact: Mapping[str, Any]) -> tuple[str, str]:
    """SMS or e-mail as the schema prefers, and the address; "" where there is none to be used."""
    usable = {
        "SMS": _usable(contact, "mobile", person),
        "Email": _usable(contact, "email", person),
    }
    order = ("Email", "SMS") if person["channelSchema"].startswith("Email") else ("SMS", "Email")
    return next(((kind, usable[kind]) for kind in order if usable[kind]), (order[0], ""))


def _usable(contact: Mapping[str, Any], name: str, person: Fields) -> str:
    to = str(contact.get(name) or "")
    confirmed = read_moment(contact.get(f"{name}_verified") or contact.get(f"{name}_updated"))
    is_stale = confirmed is not None and confirmed < datetime.now(UTC) - _STALE
    return "" if is_stale and not person.get("useStaleContactInformation") else to


def final_status(kind: str, to: str) -> str:
    """What becomes of a message, by the last digit of the number or the end of the local part."""
    if kind == "SMS":
        return _BY_LAST_DIGIT.get(to[-1:], "SMS_Delivered")
    return "Email_Failed_Bounced" if ".bounce@" in to else "Email_Delivered"
