"""Mail that came back: which of our messages it is about, and whether that is the end of it.

Source: RFC 3464 (reports), RFC 3463 (codes). Servers that write a letter of their own instead
(qmail, old Exim) are read by the codes in it. Only our reference and the code are taken out: whose
mailbox it was stands nowhere afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Mail

from geotarget.channels.contract import Delivery, Receipt, UnreadableReceipt

_REFERENCE = r"([A-Za-z0-9_-]{1,36})"
_IN_ADDRESS = re.compile(rf"\+{_REFERENCE}@")
_IN_RETURNED = re.compile(rf"^[\s>]*Message-ID:\s*<{_REFERENCE}@", re.IGNORECASE | re.MULTILINE)
_IN_ANSWER = re.compile(rf"<{_REFERENCE}@")
_OUR_ADDRESS = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")

_OF_ACTION = {
    "failed": Delivery.FAILED,
    "delivered": Delivery.DELIVERED,
    # Given to a server that reports nothing, or to a list: gone on, and nobody knows further.
    "relayed": Delivery.PENDING,
    "expanded": Delivery.PENDING,
    "delayed": Delivery.PENDING,
}
_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_SMTP_CODE = re.compile(r"(?<![\d.])([45]\d\d)[ -]")
_STILL_TRYING = re.compile(
    r"will (?:continue|keep|retry|be retried)|still (?:being|trying)|delayed|warning message",
    re.IGNORECASE,
)
_MAILBOX_IS_NONE = re.compile(r"5\.1\.(?:1|2|3|6|10)")
_MAIL_SYSTEM = re.compile(r"mailer-daemon|postmaster|mail delivery", re.IGNORECASE)


def parse_bounce(content: bytes) -> Receipt | None:
    """What a mail says of one of our messages; None for what is no report, as an answer by a person
    or while on holiday.

    Raises `UnreadableReceipt` for a report of which nobody can tell what it says, or of which.
    The same one may come twice, late, or after a later one: the reader has to bear it.
    """
    try:
        return _read(message_from_bytes(content))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, UnreadableReceipt):
            raise
        raise UnreadableReceipt("The mail cannot be read.") from None


def _read(mail: Mail) -> Receipt | None:
    report = next(_of_type(mail, "message/delivery-status"), None)
    if report is None and not _is_by_a_mail_system(mail):
        return None
    delivery, status = _told_by_report(report) if report else _told_in_words(_words(mail))
    reference = _reference(mail)
    if reference is None:
        raise UnreadableReceipt("The mail names no message of ours.")
    return Receipt(
        reference=reference,
        outcome=delivery,
        code=f"bounce-{status}" if status else "bounce",
        at=None,
        permanent=delivery is Delivery.FAILED and bool(_MAILBOX_IS_NONE.fullmatch(status)),
    )


def _told_by_report(report: Mail) -> tuple[Delivery, str]:
    """The fields of the one recipient: each of our mails has one."""
    for group in _inside(report):
        action = str(group.get("Action", "")).split(";")[0].strip().lower()
        if action in _OF_ACTION:
            found = _CODE.search(str(group.get("Status", "")))
            return _OF_ACTION[action], found.group(1) if found else ""
    raise UnreadableReceipt("The report tells no action.")


def _told_in_words(text: str) -> tuple[Delivery, str]:
    """Without a code there is nothing to go by."""
    found = _CODE.search(text) or _SMTP_CODE.search(text)
    if found is None or found.group(1).startswith("2"):
        raise UnreadableReceipt("The mail tells no code.")
    is_waiting = found.group(1).startswith("4") and _STILL_TRYING.search(text)
    return Delivery.PENDING if is_waiting else Delivery.FAILED, found.group(1)


def _is_by_a_mail_system(mail: Mail) -> bool:
    """A letter by a server that writes no reports. Whoever answers for a person has a name."""
    if str(mail.get("Return-Path", "")).strip() == "<>" and mail.get("X-Failed-Recipients"):
        return True
    return _MAIL_SYSTEM.search(str(mail.get("From", ""))) is not None


def _reference(mail: Mail) -> str | None:
    for name in _OUR_ADDRESS:
        for value in mail.get_all(name, ()):
            if found := _IN_ADDRESS.search(str(value)):
                return found.group(1)
    for returned in (*_of_type(mail, "message/rfc822"), *_of_type(mail, "text/rfc822-headers")):
        if found := _IN_RETURNED.search(_text(returned)):
            return found.group(1)
    answered = " ".join(str(mail.get(name, "")) for name in ("In-Reply-To", "References"))
    found = _IN_RETURNED.search(_words(mail)) or _IN_ANSWER.search(answered)
    return found.group(1) if found else None


def _of_type(mail: Mail, content_type: str) -> Iterator[Mail]:
    return (part for part in mail.walk() if part.get_content_type() == content_type)


def _inside(part: Mail) -> list[Mail]:
    inside = part.get_payload()
    return [each for each in inside if isinstance(each, Mail)] if isinstance(inside, list) else []


def _text(part: Mail) -> str:
    """A part with what is in it, as text."""
    if inside := _inside(part):
        return "\n".join(each.as_string() for each in inside)
    content = part.get_payload(decode=True)
    return content.decode("latin-1") if isinstance(content, bytes) else ""


def _words(mail: Mail) -> str:
    return "\n".join(_text(part) for part in mail.walk() if part.get_content_maintype() == "text")
