"""Make the messages that leave: the words of a notice or a dispatch for one recipient."""

from __future__ import annotations

from dataclasses import dataclass, field

from geotarget.channels.contract import Letter, Message
from geotarget.domain import message_text
from geotarget.domain.contact_policy import ALTINN, EMAIL, LETTER, OPT_OUT_HONOURED
from geotarget.domain.message_class import MessageClass

from . import opt_out
from .models import Dispatch, Notice


@dataclass(frozen=True)
class Ready:
    """A message that is written and not yet sent. `to` lives in memory only."""

    attempt_id: int
    chunk_id: int
    channel: str
    reference: str
    to: str = field(repr=False)
    letter: Letter | None = field(default=None, repr=False)


def composed(dispatch: Dispatch, ready: Ready) -> Message:
    """What one recipient of a dispatch gets by the channel."""
    content = dispatch.content()
    if dispatch.message_class == MessageClass.FORMAL and ready.channel != LETTER:
        sender = dispatch.organisation.name
        return Message(
            reference=ready.reference,
            to=ready.to,
            text=message_text.announcement(content, sender),
            subject=message_text.announcement_subject(content, sender),
        )
    if ready.channel == LETTER:
        return Message(
            reference=ready.reference,
            to=ready.to,
            text="",
            subject=content.email_subject,
            letter=ready.letter,
        )
    if ready.channel == ALTINN:
        return Message(
            reference=ready.reference,
            to=ready.to,
            text=message_text.sms(content),
            subject=content.email_subject,
            email_text=message_text.email_body(content, ""),
        )
    if ready.channel == EMAIL:
        return email(dispatch, ready.reference, ready.to)
    return Message(reference=ready.reference, to=ready.to, text=message_text.sms(content))


def email(words: Notice | Dispatch, reference: str, to: str) -> Message:
    """What stands in an e-mail of a notice or a dispatch, with a link of its own where the
    recipient can opt out."""
    content = words.content()
    link = None
    if words.message_class in OPT_OUT_HONOURED:
        link = opt_out.link(words.organisation, EMAIL, to)
    return Message(
        reference=reference,
        to=to,
        text=message_text.email_body(content, link or ""),
        subject=content.email_subject,
        opt_out_link=link,
    )
