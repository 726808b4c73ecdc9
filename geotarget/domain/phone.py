"""Phone numbers as the registers write them, brought to E.164: two spellings, one number."""

from __future__ import annotations

import phonenumbers
from phonenumbers import PhoneNumberType

# A number of a kind that the numbering plan does not know yet is left to the gateway to judge:
# refusing it here would silently lose a resident with a new number series.
_NO_SMS = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.PAGER,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)


def normalised(raw: str | None, region: str = "NO") -> str | None:
    """The number as E.164 (`+4799999999`), or None where it can not be a phone number at all.

    `region` is the country of a number written without country code.
    """
    try:
        number = phonenumbers.parse(raw or "", region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def can_receive_sms(e164: str) -> bool:
    """Whether the numbering plan lets the number be a mobile phone."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(number) not in _NO_SMS
