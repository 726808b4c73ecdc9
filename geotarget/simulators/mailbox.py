"""The simulated mail server. The end of a local part decides what becomes of a mail.

`ola.421@…` closes the connection, `ola.450@…` asks to come back, `ola.550@…` has no mailbox.
Mail to `ola.bounce@…` and `ola.slow@…` is accepted and comes back: not delivered, or delayed.
"""

from __future__ import annotations

import asyncio
import logging
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from threading import Thread
from typing import Any, cast
from weakref import WeakKeyDictionary

from aiosmtpd.smtp import SMTP, Envelope, Session

from geotarget.simulators.arrived import Arrival, Arrived
from geotarget.simulators.bounces import bounce
from geotarget.simulators.faults import Fault, Faults
from geotarget.simulators.receipts import Parcel, Receipts

_ANSWERS = {
    "421": "421 4.3.2 Service shutting down",
    "450": "450 4.2.0 Greylisted, come back later",
    "550": "550 5.1.1 No such mailbox",
    "554-after-data": "554 5.6.0 Content refused",
}
# Something in between that speaks another language.
_WALL = "<html><body>The requested URL was rejected. Your support ID is: 4711</body></html>"
_BY_LOCAL_PART = re.compile(r"(421|450|550)@")
_COMES_BACK = re.compile(r"\.(bounce|slow)@")


# The library writes every command with its address into the log.
logging.getLogger("mail.log").setLevel(logging.ERROR)


class Mailbox:
    """What the mail server does at each command (the hooks of aiosmtpd)."""

    def __init__(
        self, arrived: Arrived, faults: Faults, receipts: Receipts, bounce_url: str = ""
    ) -> None:
        self._arrived, self._faults = arrived, faults
        self._receipts, self._bounce_url = receipts, bounce_url
        self._fault: WeakKeyDictionary[Session, Fault] = WeakKeyDictionary()

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A new mail: its fault is drawn here."""
        fault = self._fault[session] = self._faults.take("smtp")
        await asyncio.sleep(fault.latency_ms / 1000)
        if fault.kind == "hang":
            await self._hang()
        if fault.kind in ("hang", "reset"):
            _break(server)
        if fault.kind == "html":
            return _WALL
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A recipient."""
        asked = _BY_LOCAL_PART.search(address)
        kind = asked.group(1) if asked else self._kind(session)
        if kind in ("421", "450", "550"):
            return _ANSWERS[kind]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """The content: accepted mail is in the log before anybody is told."""
        kind = self._kind(session)
        if kind in _ANSWERS:
            return _ANSWERS[kind]
        number = self._log(envelope)
        if kind == "accept-then-hang":
            await self._hang()
        if kind in ("accept-then-hang", "accept-then-reset"):
            _break(server)
        if kind == "garbled-after-acceptance":
            return _WALL
        return f"250 2.0.0 OK: queued as SIM{number:06d}"

    def _kind(self, session: Session) -> str:
        return self._fault.get(session, Fault()).kind

    def _log(self, envelope: Envelope) -> int:
        mail = message_from_bytes(cast(bytes, envelope.content), policy=policy.default)
        text = mail.get_body(("plain",))
        arrivals = [
            self._arrived.add(
                "email",
                to=address,
                sender=str(mail.get("From", "")),
                subject=str(mail.get("Subject", "")),
                text=text.get_content().replace("\r\n", "\n") if text else "",
                reference=str(mail.get("Message-ID", "")).strip("<> ").partition("@")[0],
            )
            for address in envelope.rcpt_tos
        ]
        for arrival in arrivals:
            self._deliver(arrival, str(envelope.mail_from), mail)
        return arrivals[0].number

    def _deliver(self, arrival: Arrival, sender: str, mail: EmailMessage) -> None:
        """Into the mailbox, or back to its sender as a report."""
        asked = _COMES_BACK.search(arrival.to)
        arrival.state = {None: "delivered", "bounce": "not_delivered", "slow": "queued"}[
            asked and asked.group(1)
        ]
        if asked and sender:
            failed, delayed = (
                Parcel(
                    arrival.reference,
                    partial(bounce, arrival, sender, mail, is_final=is_final),
                    "message/rfc822",
                )
                for is_final in (True, False)
            )
            self._receipts.schedule(
                self._bounce_url, failed if asked.group(1) == "bounce" else delayed, delayed
            )

    async def _hang(self) -> None:
        await asyncio.get_running_loop().run_in_executor(None, self._faults.hang)


def _break(server: SMTP) -> None:
    """Cut the connection with a reset and give no answer."""
    transport: Any = server.transport
    if transport is not None:
        transport.abort()
    raise asyncio.CancelledError


class MailServer:
    """The mail server in a thread of its own."""

    def __init__(self, mailbox: Mailbox, host: str, port: int) -> None:
        self._mailbox, self._host, self._asked_port = mailbox, host, port
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0
        """The port it listens at, once started."""

    def start(self) -> None:
        """Returns when it listens. Raises OSError where the port is taken."""
        self._thread.start()
        listening = asyncio.run_coroutine_threadsafe(self._listen(), self._loop)
        self._server = listening.result(timeout=10)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Close the door and end the thread."""
        if self.port:
            asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(timeout=5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        if not self._thread.is_alive():
            self._loop.close()

    async def _hang_up(self) -> None:
        self._server.close()
        conversations = asyncio.all_tasks() - {asyncio.current_task()}
        for task in conversations:
            task.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)

    async def _listen(self) -> asyncio.Server:
        def conversation() -> SMTP:
            return SMTP(self._mailbox, hostname="simulator", loop=self._loop, enable_SMTPUTF8=True)

        return await self._loop.create_server(conversation, self._host, self._asked_port)
