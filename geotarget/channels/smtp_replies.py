"""SMTP connections whose every reply has to be whole within the time-out."""

from __future__ import annotations

import smtplib

from geotarget.outbound.time_limit import TimeLimit


class LimitedSmtp(smtplib.SMTP):
    """`smtplib.SMTP`; `timeout` limits a whole reply, not the silence between two of its bytes."""

    def getreply(self) -> tuple[int, bytes]:
        """See `smtplib.SMTP`. A reply that takes too long raises `SMTPServerDisconnected`."""
        with TimeLimit(self.timeout) as limit:
            limit.watch(lambda: self.sock)
            reply = super().getreply()
        return _in_time(self, limit, reply)


class LimitedSmtps(smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""

    def getreply(self) -> tuple[int, bytes]:
        """See `LimitedSmtp`."""
        with TimeLimit(self.timeout) as limit:
            limit.watch(lambda: self.sock)
            reply = super().getreply()
        return _in_time(self, limit, reply)


def _in_time(
    connection: smtplib.SMTP, limit: TimeLimit, reply: tuple[int, bytes]
) -> tuple[int, bytes]:
    if limit.is_over:
        # Cut in the middle, "250" without the end of its line reads like a whole reply.
        connection.close()
        raise smtplib.SMTPServerDisconnected("no whole reply in time")
    return reply
