"""Send the texts of a notice to oneself, through the same channels that residents get them by."""

from __future__ import annotations

import uuid

from geotarget.channels.contract import Handover, Message, Outcome
from geotarget.domain import message_text
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.phone import normalised
from geotarget.organisations.audit import record
from geotarget.organisations.models import Organisation, User

from . import outside
from .models import Notice


def send_to_myself(notice: Notice, *, user: User) -> dict[str, Outcome]:
    """What each channel answered. Raises `InputError` for a user with neither phone nor e-mail."""
    messages = _messages(notice, user)
    if not messages:
        raise InputError(
            gettext_noop(
                "Your user has neither phone nor e-mail. Ask your administrator to add one."
            )
        )
    outcomes = {
        name: _send(name, notice.organisation, message).outcome
        for name, message in messages.items()
    }
    record(notice.organisation, user, "try_out", f"notice:{notice.pk}")
    return outcomes


def _messages(notice: Notice, user: User) -> dict[str, Message]:
    content = notice.content()
    messages = {}
    phone = normalised(user.phone)
    if phone:
        messages["link-sms"] = Message(str(uuid.uuid4()), phone, message_text.sms(content))
    if user.email:
        messages["smtp-email"] = Message(
            str(uuid.uuid4()),
            user.email,
            message_text.email_body(content),
            subject=content.email_subject,
        )
    return messages


def _send(name: str, sender: Organisation, message: Message) -> Handover:
    channel = outside.channel(name, sender)
    try:
        return channel.send([message])[0]
    finally:
        channel.close()
