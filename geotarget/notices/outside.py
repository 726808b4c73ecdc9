"""Other people's registers and pipes, as this installation is set up to reach them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast
from uuid import NAMESPACE_OID, uuid5

from django.conf import settings

from geotarget.channels.console import Console
from geotarget.channels.contract import Channel
from geotarget.channels.registry import open_channel
from geotarget.channels.svarut import SvarUt
from geotarget.domain.contact_policy import ALTINN, EMAIL, LETTER, RULES, SMS
from geotarget.domain.message_class import MessageClass
from geotarget.organisations.models import Organisation
from geotarget.organisations.sms_accounts import tried_in_order
from geotarget.outbound.gate import Gate, NoGate, SharedGate, connect
from geotarget.registers.altinn_token import SCOPE as ALTINN_SCOPE
from geotarget.registers.altinn_token import AltinnAccess
from geotarget.registers.asking import Bearer
from geotarget.registers.errors import NotAuthorised
from geotarget.registers.folkeregisteret import (
    FIKS_SCOPE,
    NAME,
    Door,
    FiksAccess,
    Folkeregisteret,
    fiks_door,
    skatteetaten_door,
)
from geotarget.registers.krr import DELEGATED_SCOPE, SCOPE, Krr
from geotarget.registers.maskinporten import Maskinporten

from .models import Dispatch
from .proven_access import ProvenAccess
from .token_shelf import TokenShelf


@dataclass(frozen=True)
class Registers:
    """The national registers with the access of one municipality."""

    population: Folkeregisteret
    contacts: Krr


@cache
def registers_for(organisation_number: str) -> Registers:
    """Clients for the access of one municipality; each has its own tokens. Kept per process.

    Raises NotAuthorised where the settings do not give the municipality access.
    """
    setup = settings.REGISTERS
    consumer = organisation_number if setup["is_supplier"] else None
    tokens = _maskinporten(consumer)
    scope = DELEGATED_SCOPE if setup["is_supplier"] else SCOPE
    if setup["folkeregisteret_door"] == "fiks":
        door = _fiks(organisation_number)
    else:
        door = skatteetaten_door(setup["folkeregisteret_url"], tokens)
    return Registers(
        population=Folkeregisteret(door, gate=gate("folkeregisteret")),
        contacts=Krr(setup["krr_url"], tokens, scope=scope, gate=gate("krr")),
    )


def make_ready() -> None:
    """What a process needs for its first token, before it is asked for one. A key that is missing
    is told of by the first dispatch that needs it."""
    with suppress(OSError):
        _maskinporten(None).make_ready()


@cache
def gate(name: str) -> Gate:
    """The gate before a register or a channel's provider, shared by all workers."""
    if settings.TRAINING:
        return NoGate()
    client = connect(settings.CELERY_BROKER_URL)
    return SharedGate(client, name, settings.PER_SECOND.get(name, 0.0))


def most_at_once(name: str) -> int | None:
    """Messages in one request where a rate is agreed: not those of many seconds at once."""
    rate = settings.PER_SECOND.get(name, 0.0)
    return max(1, int(rate)) if rate else None


def _maskinporten(consumer_org: str | None) -> Maskinporten:
    setup = settings.REGISTERS
    key = Path(setup["maskinporten_key_file"]).read_bytes()
    return Maskinporten(
        issuer=setup["maskinporten_issuer"],
        token_url=setup["maskinporten_token_url"],
        client_id=setup["maskinporten_client_id"],
        key_pem=key,
        kid=setup["maskinporten_kid"],
        consumer_org=consumer_org,
        shelf=TokenShelf(key),
    )


def _fiks(organisation_number: str) -> Door:
    """Through KS Fiks: the integration belongs to whoever owns the client, so nobody delegates; the
    municipality's role says for whom we ask."""
    setup = settings.REGISTERS
    role = setup["fiks_roles"].get(organisation_number)
    if not role:
        raise NotAuthorised(
            NAME, f"no role of {organisation_number} in KS Fiks is known. Add it to FIKS_ROLES."
        )
    try:
        password = Path(setup["fiks_password_file"]).read_text(encoding="utf-8").strip()
    except OSError:
        raise NotAuthorised(
            NAME, "the password of the integration cannot be read. Check FIKS_PASSWORD_FILE."
        ) from None
    return fiks_door(
        setup["folkeregisteret_url"],
        _maskinporten(None),
        role_id=role,
        integration_id=setup["fiks_integration_id"],
        integration_password=password,
    )


class Sender(Protocol):
    """Who a message comes from: an organisation, or the copy of it that a dispatch keeps."""

    sms_sender: str
    email_sender: str
    email_reply_to: str


def providers(name: str, organisation: Organisation) -> list[str]:
    """Those of a channel, in the order in which the organisation wants them tried. None where the
    SMS accounts that it has chosen are gone."""
    return tried_in_order(organisation) if name == SMS and not settings.TRAINING else [name]


def channel(name: str, sender: Sender, provider: str = "") -> Channel:
    """A channel ready to send, for one thread; close it after use. `provider`: see `providers`.

    Raises NotAuthorised where the organisation has no account at the provider.
    """
    if settings.TRAINING:
        return open_channel(Console.name, {})
    return open_channel(name, settings.CHANNELS[provider or name] | _SHOWN[name](sender))


def has_letters(organisation: Organisation) -> bool:
    """Whether the organisation has an account for letters."""
    return bool(_letter_account(organisation.organisation_number))


def uses_altinn(organisation: Organisation) -> bool:
    """Whether the organisation's SMS and e-mail go through Altinn."""
    return organisation.sends_through_altinn


def _altinn_settings(sender: Sender) -> dict[str, Any]:
    rule = RULES[(MessageClass(cast(Dispatch, sender).message_class), ALTINN)]
    return {
        "access": _altinn_access(_organisation(sender).organisation_number),
        "sms_sender": sender.sms_sender,
        "email_sender": sender.email_sender,
        "ignore_reservation": rule.to_reserved,
        "use_stale_contact": rule.with_old_contact,
    }


@cache
def _altinn_access(organisation_number: str) -> ProvenAccess:
    consumer = organisation_number if settings.REGISTERS["is_supplier"] else None
    access = AltinnAccess(
        settings.ALTINN["exchange_url"],
        Bearer(_maskinporten(consumer), ALTINN_SCOPE),
        organisation_number=organisation_number,
        shelf=TokenShelf(Path(settings.REGISTERS["maskinporten_key_file"]).read_bytes()),
    )
    return ProvenAccess(access)


def _letter_settings(sender: Sender) -> dict[str, Any]:
    number = _organisation(sender).organisation_number
    account = _letter_account(number)
    if not account:
        raise NotAuthorised(
            SvarUt.name, f"no account of {number} is known. Add it to SVARUT_ACCOUNTS."
        )
    correlation = f"geotarget-{sender.pk}" if isinstance(sender, Dispatch) else ""
    return {"account": account, "access": _letter_access(), "correlation": correlation}


def _letter_account(organisation_number: str) -> str | None:
    setup = settings.LETTERS
    known: str | None = setup["accounts"].get(organisation_number)
    if known or not setup["is_simulated"]:
        return known
    return str(uuid5(NAMESPACE_OID, organisation_number))


@cache
def _letter_access() -> ProvenAccess:
    """Of the integration, which belongs to whoever owns the client: see `_fiks`."""
    setup = settings.LETTERS
    bearer = Bearer(_maskinporten(None), FIKS_SCOPE)
    return ProvenAccess(FiksAccess(bearer, setup["integration_id"], setup["integration_password"]))


def _organisation(sender: Sender) -> Organisation:
    return sender.organisation if isinstance(sender, Dispatch) else cast(Organisation, sender)


_SHOWN: dict[str, Callable[[Any], dict[str, Any]]] = {
    SMS: lambda sender: {"sender": sender.sms_sender},
    EMAIL: lambda sender: {"sender": sender.email_sender, "reply_to": sender.email_reply_to},
    LETTER: _letter_settings,
    ALTINN: _altinn_settings,
}
"""What depends on the sender, by channel."""
