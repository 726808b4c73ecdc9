"""E-mail through the municipality's own mail server: plain SMTP, one recipient per message.

SMTP has no way to ask afterwards. What matters is therefore the exact moment at which a message may
have been taken: only after its content was begun. Until then nothing was accepted; after that only
the server's own answer tells.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Sequence
from typing import ClassVar, Literal

from geotarget.channels.contract import Capability, Handover, Message, Outcome, require_batch
from geotarget.channels.email_text import BadAddress, EmailSender, composed, envelope_address
from geotarget.channels.in_time import InTime, not_begun
from geotarget.channels.smtp_refusal import SmtpRefusal, Step
from geotarget.channels.smtp_replies import LimitedSmtp, LimitedSmtps

Security = Literal["none", "starttls", "tls"]
_MESSAGES_PER_CONNECTION = 100
_STEPS: tuple[Step, Step, Step] = ("sender-refused", "recipient-refused", "data-refused")
_LOWEST_CODE = 100
"""What has a lower one, or none, is no reply of a mail server."""
_GOES_ON = frozenset({250, 251, 354})


class SmtpEmail:
    """One account at one mail server. The connection is kept between batches until `close`."""

    name: ClassVar[str] = "smtp-email"
    capability: ClassVar[Capability] = Capability("email", max_batch=100)

    def __init__(
        self,
        *,
        host: str,
        port: int,
        sender: str,
        sender_name: str = "",
        reply_to: str = "",
        security: Security = "starttls",
        username: str = "",
        password: str = "",
        bounce_address: str = "",
        answer_seconds: float = 30.0,
    ) -> None:
        """`security`: "none" only for a server on the same machine or an own closed network;
        `bounce_address`: where mail comes back to, each under its own reference;
        `answer_seconds`: within which each reply of the server has to be here, whole."""
        self._from = EmailSender(sender, sender_name, reply_to)
        self._host, self._port, self._security = host, port, security
        self._username, self._password = username, password
        self._bounce_address = envelope_address(bounce_address) if bounce_address else ""
        self._answer_seconds = answer_seconds
        self._connection: smtplib.SMTP | None = None
        self._sent_on_connection = 0

    def send(self, messages: Sequence[Message]) -> list[Handover]:
        """Hand over one after the other. See `Channel.send`."""
        require_batch(messages, self.capability.max_batch)
        in_time = InTime()
        handovers: list[Handover] = []
        for message in messages:
            if handovers and in_time.is_over():
                return handovers + not_begun(messages[len(handovers) :])
            closed = self._open()
            if closed is not None and closed.is_for_all:
                return handovers + [
                    closed.handover(m.reference) for m in messages[len(handovers) :]
                ]
            handovers.append(self._send_one(message))
        return handovers

    def close(self) -> None:
        """Say good-bye to the server, or just hang up where it no longer listens."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()

    def _send_one(self, message: Message) -> Handover:
        try:
            to = envelope_address(message.to)
            content = composed(message, to, self._from)
        except BadAddress as error:
            return Handover(
                message.reference, Outcome.REFUSED, reason_code=str(error), permanent=True
            )
        connection = self._connection
        assert connection is not None
        refusal = self._announce(connection, self._comes_back_to(message.reference), to)
        if refusal is not None:
            return refusal.handover(message.reference)
        return self._hand_over(connection, message.reference, content)

    def _open(self) -> SmtpRefusal | None:
        """Make sure of a connection that answers: the kept one, else a new one."""
        if self._connection is not None and self._still_answers(self._connection):
            return None
        self.close()
        try:
            self._connection = self._connect()
        except smtplib.SMTPResponseException as error:
            return SmtpRefusal("not-let-in", error.smtp_code)
        except smtplib.SMTPNotSupportedError:
            return SmtpRefusal("not-let-in", 538)
        except ssl.SSLCertVerificationError:
            return SmtpRefusal("certificate-refused")
        except (smtplib.SMTPException, OSError):
            return SmtpRefusal("not-reached")
        self._sent_on_connection = 0
        return None

    def _still_answers(self, connection: smtplib.SMTP) -> bool:
        if self._sent_on_connection >= _MESSAGES_PER_CONNECTION:
            return False
        try:
            return connection.rset()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._security == "tls":
            connection: smtplib.SMTP = LimitedSmtps(
                self._host, self._port, timeout=self._answer_seconds, context=context
            )
        else:
            connection = LimitedSmtp(self._host, self._port, timeout=self._answer_seconds)
        try:
            if self._security == "starttls":
                connection.starttls(context=context)
            connection.ehlo_or_helo_if_needed()
            if self._username:
                connection.login(self._username, self._password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _comes_back_to(self, reference: str) -> str:
        """The sender of the envelope: it tells which message came back, and to nobody whose."""
        if not self._bounce_address:
            return self._from.address
        local, _, domain = self._bounce_address.rpartition("@")
        return f"{local}+{reference}@{domain}"

    def _announce(self, connection: smtplib.SMTP, sender: str, to: str) -> SmtpRefusal | None:
        """Sender, recipient and the word DATA: whatever fails here, nothing was accepted."""
        commands = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA")
        for step, command in zip(_STEPS, commands, strict=True):
            try:
                code, text = connection.docmd(command)
            except (smtplib.SMTPException, OSError):
                self._hang_up()
                return SmtpRefusal("connection-lost")
            if code < _LOWEST_CODE:
                self._hang_up()
                return SmtpRefusal("connection-lost")
            if code not in _GOES_ON:
                self._hang_up_if_leaving(code)
                return SmtpRefusal.answered(step, code, text)
        return None

    def _hand_over(self, connection: smtplib.SMTP, reference: str, content: bytes) -> Handover:
        try:
            connection.send(_framed(content))
            code, text = connection.getreply()
        except (smtplib.SMTPException, OSError):
            self._hang_up()
            return Handover(reference, Outcome.UNKNOWN, reason_code="no-answer-after-data")
        if code < _LOWEST_CODE:
            self._hang_up()
            return Handover(reference, Outcome.UNKNOWN, reason_code="unreadable-answer")
        self._sent_on_connection += 1
        self._hang_up_if_leaving(code)
        if 200 <= code < 300:
            return Handover(reference, Outcome.ACCEPTED, _queue_id(text))
        if code < 400:
            return Handover(reference, Outcome.UNKNOWN, reason_code=f"smtp-{code}")
        return SmtpRefusal("content-refused", code).handover(reference)

    def _hang_up_if_leaving(self, code: int) -> None:
        if code == 421:
            self._hang_up()

    def _hang_up(self) -> None:
        """Drop the connection without a word: its state is not known."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _framed(content: bytes) -> bytes:
    """RFC 5321 4.5.2: a leading dot is doubled, a lone dot ends the message."""
    ends = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ends) + b".\r\n"


def _queue_id(text: bytes) -> str | None:
    """The server's own reference, where its answer names one (`queued as 4F1A…`)."""
    found = re.search(rb"queued as ([A-Za-z0-9.-]{4,64})", text)
    return found.group(1).decode() if found else None
