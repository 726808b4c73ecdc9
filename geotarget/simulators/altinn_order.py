"""One order of Altinn Notifications: whether it is valid, and which way its message goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from geotarget.domain.moment import read_moment
from geotarget.domain.organisation_number import is_organisation_number

_STALE = timedelta(days=548)
_BOTH = ("smsSettings", "emailSettings")
_SETTINGS = {
    "Sms": ("smsSettings",),
    "Email": ("emailSettings",),
    **dict.fromkeys(("SmsPreferred", "EmailPreferred", "EmailAndSms"), _BOTH),
}
"""What each channelSchema needs."""
_ORDER: dict[str, tuple[str, ...]] = {
    "Sms": ("SMS",),
    "Email": ("Email",),
    "EmailPreferred": ("Email", "SMS"),
    "SmsPreferred": ("SMS", "Email"),
    # Both are sent in truth; here the first of them stands for it.
    "EmailAndSms": ("Email", "SMS"),
}
_CONTENT_TYPES = frozenset({"Plain", "Html"})
_POLICIES = frozenset({"Anytime", "Daytime"})
_BY_LAST_DIGIT = {"7": "SMS_Failed_Expired", "8": "SMS_Failed_BarredReceiver", "9": "SMS_Failed"}
Fields = dict[str, Any]


def _is_identity_number(text: str) -> bool:
    return re.fullmatch("[0-9]{11}", text) is not None


_NUMBERS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "recipientPerson": ("nationalIdentityNumber", _is_identity_number),
    "recipientOrganization": ("orgNumber", is_organisation_number),
}
"""By kind of recipient: the field of its number, and what is one."""


class _Invalid(ValueError):
    """What the order lacks."""


@dataclass(frozen=True)
class Recipient:
    """Who an order is for: a person, or an organisation."""

    number: str
    is_organisation: bool
    fields: Fields


def valid_recipient(order: Fields) -> Recipient:
    """The one recipient, if the order is one that Altinn takes. Raises ValueError and the like."""
    if not order.get("idempotencyId"):
        raise _Invalid("idempotencyId is required")
    ((kind, fields),) = order["recipient"].items()
    if kind not in _NUMBERS:
        raise _Invalid("Only recipientPerson and recipientOrganization are simulated")
    name, is_good = _NUMBERS[kind]
    number = fields[name] if isinstance(fields[name], str) else ""
    if not is_good(number):
        raise _Invalid(f"{name} is not valid")
    if order.get("reminders"):
        raise _Invalid("Reminders are not simulated")
    asked_for = order.get("requestedSendTime")
    if asked_for is not None and read_moment(asked_for) is None:
        raise _Invalid("requestedSendTime is no time")
    _check_settings(fields)
    return Recipient(number, kind == "recipientOrganization", fields)


def _check_settings(fields: Fields) -> None:
    needed = _SETTINGS.get(fields["channelSchema"])
    if needed is None:
        raise _Invalid("channelSchema is not known")
    for kind in needed:
        settings = fields[kind]
        if not settings["body"] or not settings.get("subject", kind == "smsSettings"):
            raise _Invalid("body and, of an e-mail, subject are required")
        if settings.get("sendingTimePolicy", "Daytime") not in _POLICIES:
            raise _Invalid("sendingTimePolicy is not known")
        if settings.get("contentType", "Plain") not in _CONTENT_TYPES:
            raise _Invalid("contentType is not known")


def contact_of_organisation(number: str) -> Fields:
    """The register of organisations' notification addresses: every tenth (a nought before the check
    digit) has none, every other tenth (a nine there) e-mail alone."""
    if number[7] == "0":
        return {}
    email = f"post.{number}@virksomhet.example"
    mobile = "" if number[7] == "9" else f"+4745{number[3:8]}0"
    return {"status": "AKTIV", "mobile": mobile, "email": email}


def chosen(person: Fields, contact: Mapping[str, Any]) -> tuple[str, str]:
    """SMS or e-mail as the schema prefers, and the address; "" where there is none to be used."""
    usable = {
        "SMS": _usable(contact, "mobile", person),
        "Email": _usable(contact, "email", person),
    }
    order = _ORDER[person["channelSchema"]]
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
