"""The bytes of one e-mail and the address it goes to. Nothing given can add a header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from geotarget.channels.contract import Message

_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,255}}$)(?:{_LABEL}\.)*{_LABEL}")
_LINK = re.compile(r"https?://[!-;=?-~]{1,900}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class BadAddress(ValueError):
    """No mail can be sent to the address. The text is a code and never holds the address."""


@dataclass(frozen=True)
class EmailSender:
    """Who writes: an address, the name shown, and where answers go (empty: to the address)."""

    address: str
    name: str = ""
    reply_to: str = ""

    def __post_init__(self) -> None:
        for address in filter(None, (self.address, self.reply_to)):
            envelope_address(address)

    @property
    def domain(self) -> str:
        """The part after @, which also names the Message-ID."""
        return self.address.rpartition("@")[2]


def envelope_address(address: str) -> str:
    """The address as it stands in the SMTP command, the domain in its ASCII form.

    Raises BadAddress where it is none, or where it needs a server with SMTPUTF8.
    """
    local, _, domain = address.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        raise BadAddress("address-is-none") from None
    if not local.isascii():
        raise BadAddress("address-not-ascii")
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise BadAddress("address-is-none")
    return f"{local}@{domain}"


def composed(message: Message, to: str, sender: EmailSender) -> bytes:
    """The mail with CRLF line ends: UTF-8 text, seven bits on the wire."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _shown(sender.address, one_line(message.sender or sender.name))
    if sender.reply_to:
        mail["Reply-To"] = _shown(sender.reply_to)
    mail["To"] = _shown(to)
    mail["Subject"] = one_line(message.subject or "")
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{message.reference}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, charset="utf-8", cte="quoted-printable")
    return _opting_out(message.opt_out_link) + mail.as_bytes()


def _opting_out(link: str | None) -> bytes:
    """The two headers of RFC 8058. Written by hand: the library would break a link that is longer
    than a line into encoded words, which no mail program opens."""
    if not link:
        return b""
    if not _LINK.fullmatch(link):
        raise BadAddress("link-is-none")
    post = "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    return f"List-Unsubscribe: <{link}>\r\n{post}\r\n".encode("ascii")


def _shown(address: str, name: str = "") -> Address:
    local, _, domain = address.rpartition("@")
    return Address(name, local, domain)


def one_line(text: str) -> str:
    """The text with line breaks and control characters as single spaces, fit for a header."""
    return _CONTROL.sub(" ", text).strip()
