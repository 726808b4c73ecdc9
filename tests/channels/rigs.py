"""How the contract test opens each channel, makes messages for it, breaks it and sees what arrived.

A new channel needs a rig here; `test_every_channel.py` then holds it to the contract.
"""

from __future__ import annotations

import io
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from geotarget.channels.access import NoAccess
from geotarget.channels.altinn import AltinnNotifications
from geotarget.channels.console import Console
from geotarget.channels.contract import Channel, Handover, Letter, Message, Outcome, Settling
from geotarget.channels.link_sms import LinkSms
from geotarget.channels.smtp_email import SmtpEmail
from geotarget.channels.svarut import SvarUt
from geotarget.registers.altinn_token import SCOPE, AltinnAccess
from geotarget.registers.asking import Bearer
from geotarget.simulators.faults import Fault, kinds_of
from tests.simulators.fixtures import Running
from tests.simulators.world import ANNE, BJORN

TEXT = "Vannet på Ås er borte – kok det"
SOON_SECONDS = 2.0
"""Patience with a server that is silent; one that answers may take that long on a busy machine."""


class Rig:
    """One channel and what stands for its provider."""

    backend: ClassVar[str]
    """Name of the provider among the simulators."""
    wrong_account: ClassVar[dict[str, Any]]
    """Settings with which the provider does not let us in."""

    def __init__(self, running: Running, closed_port: int) -> None:
        self.running, self.simulators = running, running.simulators
        self.closed_port = closed_port
        self._run = secrets.token_hex(4)

    @classmethod
    def faults(cls) -> tuple[str, ...]:
        """Every way in which the provider can misbehave."""
        return kinds_of(cls.backend)

    def reference(self, number: int) -> str:
        """Never used before: a provider may remember those of another test."""
        return f"ref-{self._run}-{number}"

    def open(self, **changes: Any) -> Channel:
        """The channel at the provider."""
        raise NotImplementedError

    def nobody_there(self) -> Channel:
        """The channel where nobody listens."""
        raise NotImplementedError

    def message(self, number: int) -> Message:
        """A message that the provider takes."""
        raise NotImplementedError

    def bad_message(self, number: int) -> Message:
        """A message that the provider refuses for good, whatever the others are."""
        raise NotImplementedError

    def break_it(self, kind: str, **details: Any) -> None:
        """Switch a fault on; "" for none."""
        self.simulators.faults.set(self.backend, Fault(kind, **details))

    def arrived(self) -> Counter[str]:
        """How often each reference was accepted."""
        return Counter(arrival.reference for arrival in self.simulators.arrived.matching())


class LinkRig(Rig):
    backend = "link"
    wrong_account: ClassVar = {"password": "wrong"}

    def open(self, **changes: Any) -> LinkSms:
        settings = {
            "base_url": f"{self.simulators.url}/link/sms",
            "username": "simulator",
            "password": "simulator",
            "platform_id": "COMMON_API",
            "platform_partner_id": "1",
            "sender": "Testkommune",
            "answer_seconds": SOON_SECONDS,
        }
        return LinkSms(**{**settings, **changes})

    def nobody_there(self) -> LinkSms:
        return self.open(base_url=f"http://127.0.0.1:{self.closed_port}/sms")

    def message(self, number: int) -> Message:
        return Message(self.reference(number), f"+4790{number:05d}0", TEXT)

    def bad_message(self, number: int) -> Message:
        return Message(self.reference(number), f"+4790{number:05d}9", TEXT)


class SmtpRig(Rig):
    backend = "smtp"
    wrong_account: ClassVar = {"username": "somebody", "password": "wrong"}

    def open(self, **changes: Any) -> SmtpEmail:
        settings = {
            "host": "127.0.0.1",
            "port": self.simulators.smtp_port,
            "sender": "varsel@kommune.example",
            "security": "none",
            "answer_seconds": SOON_SECONDS,
        }
        return SmtpEmail(**{**settings, **changes})

    def nobody_there(self) -> SmtpEmail:
        return self.open(port=self.closed_port)

    def message(self, number: int) -> Message:
        return Message(self.reference(number), f"kari{number}@example.no", TEXT, subject="Vannet")

    def bad_message(self, number: int) -> Message:
        return Message(
            self.reference(number), f"kari{number}.550@example.no", TEXT, subject="Vannet"
        )


PDF = b"%PDF-1.4 invented"
KONTO = "1d8c0b2e-0000-4000-8000-000000000001"


class FixedAccess:
    """A token of the simulated Maskinporten, and the integration's password."""

    def __init__(self, rig: Rig, scope: str, **more: str) -> None:
        self._tokens, self._scope, self._more = rig.running.tokens, scope, more

    def headers(self, *, fresh: bool) -> dict[str, str]:
        token = self._tokens.token(self._scope, fresh=fresh)
        return {"Authorization": f"Bearer {token}", **self._more}


class NoProof:
    """Maskinporten does not know us."""

    def headers(self, *, fresh: bool) -> dict[str, str]:
        raise NoAccess("not-authorised", is_configuration=True)


class SvarUtRig(Rig):
    backend = "svarut"
    wrong_account: ClassVar = {"access": NoProof()}

    def open(self, **changes: Any) -> SvarUt:
        integration = {"IntegrasjonId": "id-1", "IntegrasjonPassord": "hemmelig"}
        settings = {
            "base_url": f"{self.simulators.url}/svarut/api",
            "account": KONTO,
            "access": FixedAccess(self, "ks:fiks", **integration),
            "answer_seconds": SOON_SECONDS,
        }
        return SvarUt(**{**settings, **changes})

    def nobody_there(self) -> SvarUt:
        return self.open(base_url=f"http://127.0.0.1:{self.closed_port}/api")

    def message(self, number: int) -> Message:
        letter = Letter("Kari Oppdiktet", ("Skolegata 10",), "9990", "VIKA", PDF)
        return Message(self.reference(number), f"018101{number:05d}", TEXT, "Vedtak", letter=letter)

    def bad_message(self, number: int) -> Message:
        return replace(self.message(number), to="123")


class AltinnRig(Rig):
    backend = "altinn"
    wrong_account: ClassVar = {"access": NoProof()}

    def __init__(self, running: Running, closed_port: int) -> None:
        super().__init__(running, closed_port)
        exchange = f"{self.simulators.url}/altinn/authentication/api/v1/exchange/maskinporten"
        self.access = AltinnAccess(exchange, Bearer(running.tokens, SCOPE))

    def open(self, **changes: Any) -> AltinnNotifications:
        settings = {
            "base_url": f"{self.simulators.url}/altinn/notifications/api/v1",
            "access": self.access,
            "sms_sender": "Testkommune",
            "email_sender": "varsel@kommune.example",
            "answer_seconds": SOON_SECONDS,
        }
        return AltinnNotifications(**{**settings, **changes})

    def nobody_there(self) -> AltinnNotifications:
        return self.open(base_url=f"http://127.0.0.1:{self.closed_port}/api")

    def message(self, number: int) -> Message:
        return Message(self.reference(number), ANNE, TEXT, "Vannet", email_text=TEXT)

    def bad_message(self, number: int) -> Message:
        """Somebody whom the contact register does not know."""
        return replace(self.message(number), to=BJORN)


class BrokenStream(io.StringIO):
    """A console that goes away: before anything stands there, or after."""

    kind = ""

    def write(self, text: str) -> int:
        if self.kind == "reset":
            raise BrokenPipeError
        return super().write(text)

    def flush(self) -> None:
        if self.kind == "accept-then-reset":
            raise BrokenPipeError


class ConsoleRig(Rig):
    """It has no provider, no account, and refuses nobody."""

    backend = ""

    def __init__(self, running: Running, closed_port: int) -> None:
        super().__init__(running, closed_port)
        self.stream = BrokenStream()

    @classmethod
    def faults(cls) -> tuple[str, ...]:
        return ("reset", "accept-then-reset")

    def open(self, **changes: Any) -> Console:
        return Console(stream=self.stream)

    def nobody_there(self) -> Console:
        closed = io.StringIO()
        closed.close()
        return Console(stream=closed)

    def message(self, number: int) -> Message:
        return Message(self.reference(number), f"+4790{number:05d}0", TEXT)

    def break_it(self, kind: str, **details: Any) -> None:
        self.stream.kind = kind

    def arrived(self) -> Counter[str]:
        heads = [line for line in self.stream.getvalue().splitlines() if line.startswith("---")]
        return Counter(line.rpartition(" ")[2] for line in heads)


RIGS: dict[str, type[Rig]] = {
    LinkSms.name: LinkRig,
    SmtpEmail.name: SmtpRig,
    SvarUt.name: SvarUtRig,
    AltinnNotifications.name: AltinnRig,
    Console.name: ConsoleRig,
}


def outcomes(handovers: Sequence[Handover]) -> dict[str, Outcome]:
    return {handover.reference: handover.outcome for handover in handovers}


def go_on(channel: Channel, messages: Sequence[Message], so_far: dict[str, Outcome]) -> None:
    """One more round as the product does it: send what was surely not sent, and settle what is
    unknown in the way the channel names. `so_far` is brought up to date."""
    unknown = [reference for reference, outcome in so_far.items() if outcome is Outcome.UNKNOWN]
    again = {reference for reference, outcome in so_far.items() if outcome is Outcome.NOT_SENT}
    if channel.capability.settling is Settling.REPEAT:
        again.update(unknown)
    elif channel.capability.settling is Settling.ASK and unknown:
        so_far.update(outcomes(channel.ask(unknown)))  # type: ignore[attr-defined]
    batch = [message for message in messages if message.reference in again]
    so_far.update(outcomes(channel.send(batch[: channel.capability.max_batch])))
