"""Mail that comes back, in the forms of several mail servers in turn (RFC 3464)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from geotarget.simulators.arrived import Arrival

_MAIL = """\
From: {reporter}
To: {sender}
Date: {date}
Subject: {subject}
Message-ID: <{number}.{action}@mx.epost.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_report"

--=_report
Content-Type: text/plain; charset=us-ascii

{words}

--=_report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.epost.example
Arrival-Date: {date}

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnosis}

--=_report
Content-Type: {returned}

{headers}
--=_report--
"""
_SERVERS = (
    ("Mail Delivery System <MAILER-DAEMON@mx.epost.example>", "message/rfc822"),
    ("Mail Delivery Subsystem <mailer-daemon@mx.epost.example>", "text/rfc822-headers"),
    ("Microsoft Outlook <postmaster@epost.example>", "message/rfc822"),
)


def bounce(arrival: Arrival, sender: str, mail: EmailMessage, *, is_final: bool) -> bytes:
    """The report that goes back to the sender of the envelope. Not final: it is only delayed."""
    reporter, returned = _SERVERS[arrival.number % len(_SERVERS)]
    text = _MAIL.format(
        reporter=reporter,
        returned=returned,
        sender=sender,
        to=arrival.to,
        number=arrival.number,
        date=format_datetime(datetime.now(UTC)),
        subject="Undelivered Mail Returned to Sender" if is_final else "Delayed Mail",
        words="Your message could not be delivered." if is_final else "It is still being tried.",
        action="failed" if is_final else "delayed",
        status="5.1.1" if is_final else "4.2.2",
        diagnosis="550 5.1.1 User unknown" if is_final else "452 4.2.2 Mailbox full",
        headers="".join(f"{name}: {value}\n" for name, value in mail.items()),
    )
    return text.replace("\n", "\r\n").encode("utf-8")
