"""Send the texts of a notice to oneself, through the same channels that residents get them by."""

from __future__ import annotations

import secrets

from geotarget.channels.contract import Handover, Message, Outcome
from geotarget.domain import message_text
from geotarget.domain.contact_policy import EMAIL, SMS
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.message_class import MessageClass
from geotarget.domain.phone import normalised
from geotarget.organisations.audit import record
from geotarget.organisations.models import Organisation, User

from . import outside
from .compose import email
from .models import Notice

_MARK = "test-"
"""Begins the reference of a test: no row is written of it, so its receipt finds none."""


def is_of_a_test(reference: str) -> bool:
    """Whether a receipt is about a test: nothing is to be recorded of it."""
    return reference.startswith(_MARK)


def send_to_myself(notice: Notice, *, user: User) -> dict[str, Outcome]:
    """What each channel answered. Raises `InputError` for a user with neither phone nor e-mail."""
    if notice.message_class == MessageClass.FORMAL:
        raise InputError(
            gettext_noop("A letter cannot be sent as a test. Open it as PDF and read it there.")
        )
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
    if phone and content.sms_text:
        messages[SMS] = Message(_reference(), phone, message_text.sms(content))
    if user.email:
        messages[EMAIL] = email(notice, _reference(), user.email)
    return messages


def _reference() -> str:
    return _MARK + secrets.token_hex(15)


def _send(name: str, sender: Organisation, message: Message) -> Handover:
    providers = outside.providers(name, sender)
    if not providers:
        raise InputError(
            gettext_noop(
                "The SMS accounts that your organisation has chosen are gone. Ask your "
                "administrator to choose others on the page Sending."
            )
        )
    channel = outside.channel(name, sender, providers[0])
    try:
        return channel.send([message])[0]
    finally:
        channel.close()
