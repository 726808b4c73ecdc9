"""What every channel promises: messages in, one handover per message out, receipts later.

A channel is given plain values, sends each message at most once, and says of each honestly what is
known: accepted, refused, surely not sent, or unknown. It never tries an unknown message again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal, Protocol

REFERENCE_FORM = re.compile(r"[A-Za-z0-9_-]{1,36}")


class Outcome(StrEnum):
    """What is known of a message when the call returns."""

    ACCEPTED = "accepted"
    """The provider said yes."""
    REFUSED = "refused"
    """The provider said no, and the same message will get the same answer."""
    NOT_SENT = "not_sent"
    """Surely not accepted; it may be sent again."""
    UNKNOWN = "unknown"
    """It may have been accepted. Never sent again by itself."""


class Delivery(StrEnum):
    """What a receipt says."""

    DELIVERED = "delivered"
    FAILED = "failed"
    PENDING = "pending"
    """Not there yet; another receipt will follow."""


class Settling(StrEnum):
    """How an unknown handover can be settled."""

    REPEAT = "repeat"
    ASK = "ask"
    AWAIT_RECEIPT = "await_receipt"
    SHOW_TO_A_PERSON = "show_to_a_person"


AddressKind = Literal["phone", "email", "person", "any"]


@dataclass(frozen=True)
class Capability:
    """What a channel can do, as data beside the channel."""

    address_kind: AddressKind
    max_batch: int
    """Messages that one call of `send` takes at most."""
    dedupes_by_key: bool = False
    can_be_asked: bool = False
    has_receipts: bool = False
    can_be_followed: bool = False
    """Receipts do not come by themselves: the provider has to be asked for them."""
    max_followed: int = 0
    """Messages that one such question is about at most."""

    @property
    def settling(self) -> Settling:
        """The way to settle an unknown handover, the surest first."""
        if self.dedupes_by_key:
            return Settling.REPEAT
        if self.can_be_asked:
            return Settling.ASK
        return Settling.AWAIT_RECEIPT if self.has_receipts else Settling.SHOW_TO_A_PERSON


@dataclass(frozen=True, repr=False)
class Letter:
    """What a letter needs beside its text. `repr` hides it: name and address are personal data."""

    name: str
    address_lines: tuple[str, ...]
    """Street and number, or the name of the place, as on an envelope; for print."""
    postcode: str
    post_town: str
    document: bytes
    """PDF."""


@dataclass(frozen=True)
class Message:
    """One text to one address. `repr` shows the reference only."""

    reference: str
    """Random, 1 to 36 of letters, digits, `-`, `_`. The provider sees it: no token of a person."""
    to: str = field(repr=False)
    """E.164 for SMS, an address for e-mail; where the provider finds the way, an identity number,
    or an organisation number."""
    text: str = field(repr=False)
    subject: str | None = field(default=None, repr=False)
    sender: str | None = field(default=None, repr=False)
    """What the receiver sees as sender, where it differs from that of the account."""
    email_text: str | None = field(default=None, repr=False)
    """For channels that choose between SMS and e-mail themselves: `text` is the SMS then."""
    letter: Letter | None = field(default=None, repr=False)
    """For channels that send letters."""
    opt_out_link: str | None = field(default=None, repr=False)
    """Where a POST opts the recipient out (RFC 8058); for e-mail that one can opt out of."""

    def __post_init__(self) -> None:
        if not REFERENCE_FORM.fullmatch(self.reference):
            raise ValueError("A message reference is 1 to 36 letters, digits, '-' or '_'.")


NOT_BEGUN = "not-begun"
"""Reason code of the last messages of a batch that `send` gives back untouched, for another
call."""


@dataclass(frozen=True)
class Handover:
    """What became of one message when it was handed to the provider."""

    reference: str
    outcome: Outcome
    provider_id: str | None = None
    reason_code: str = ""
    """Stable code of the cause, safe to store and to count by."""
    permanent: bool = False
    """The address itself is at fault: no later message will reach it either."""
    is_configuration: bool = False
    """The account or its settings are at fault, not the message: tell the operator."""
    retry_after_seconds: float | None = None
    is_for_all: bool = False
    """The provider takes nothing now, whatever the message: no use in trying the next one."""


@dataclass(frozen=True)
class Receipt:
    """What the provider reports later about one message."""

    reference: str
    outcome: Delivery
    code: str
    at: datetime | None
    """When it happened by the provider's clock, aware UTC; None where the receipt does not say."""
    permanent: bool = False
    """The address will never work: do not use it again."""


class UnreadableReceipt(ValueError):
    """What arrived at the receipt address is no receipt. The text holds nothing of what came."""


class Channel(Protocol):
    """A pipe to residents. One object serves one thread."""

    name: ClassVar[str]
    capability: ClassVar[Capability]

    def send(self, messages: Sequence[Message]) -> list[Handover]:
        """Hand over at most `capability.max_batch` messages; one handover each, in their order.

        Where each needs a call of its own, the last ones may come back NOT_BEGUN (`in_time.py`):
        somebody may have stopped them. The first is always begun. Nothing that the provider or the
        network does raises: it becomes an outcome.
        """
        ...

    def close(self) -> None:
        """Give back connections."""
        ...


class CanBeAsked(Channel, Protocol):
    """A channel whose provider tells whether it has a message (`capability.can_be_asked`)."""

    def ask(self, references: Sequence[str]) -> list[Handover]:
        """What is known of each, in their order: ACCEPTED, NOT_SENT where the provider has none of
        that reference, UNKNOWN where it does not answer. Sends nothing and raises nothing.

        A request of ours that is still on its way is not there yet: wait until none can be.
        """
        ...


class CanBeFollowed(Channel, Protocol):
    """A channel whose provider is asked what became of messages (`capability.can_be_followed`)."""

    def follow(self, sent: Mapping[str, str]) -> list[Receipt]:
        """Receipts by now of messages, given as the provider's id → reference; at most
        `max_followed` of them. None where nothing is known, or nobody answers. Raises nothing."""
        ...


def same_for_all(
    messages: Sequence[Message],
    outcome: Outcome,
    reason_code: str,
    *,
    is_configuration: bool = False,
    retry_after_seconds: float | None = None,
) -> list[Handover]:
    """One handover per message where a whole batch met the same fate."""
    return [
        Handover(
            message.reference,
            outcome,
            reason_code=reason_code,
            is_configuration=is_configuration,
            retry_after_seconds=retry_after_seconds,
            is_for_all=True,
        )
        for message in messages
    ]


def require_batch(messages: Sequence[Message], limit: int) -> None:
    """Raise ValueError where the caller gives more than a channel takes or one reference twice."""
    if len(messages) > limit:
        raise ValueError(f"A batch holds at most {limit} messages, got {len(messages)}.")
    if len({message.reference for message in messages}) < len(messages):
        raise ValueError("Every message in a batch needs a reference of its own.")
