"""Other people's registers and pipes, as this installation is set up to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from geotarget.channels.console import Console
from geotarget.channels.contract import Channel
from geotarget.channels.registry import open_channel
from geotarget.registers.errors import NotAuthorised
from geotarget.registers.folkeregisteret import (
    NAME,
    Door,
    Folkeregisteret,
    fiks_door,
    skatteetaten_door,
)
from geotarget.registers.krr import DELEGATED_SCOPE, SCOPE, Krr
from geotarget.registers.maskinporten import Maskinporten


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
        population=Folkeregisteret(door), contacts=Krr(setup["krr_url"], tokens, scope=scope)
    )


def _maskinporten(consumer_org: str | None) -> Maskinporten:
    setup = settings.REGISTERS
    return Maskinporten(
        issuer=setup["maskinporten_issuer"],
        token_url=setup["maskinporten_token_url"],
        client_id=setup["maskinporten_client_id"],
        key_pem=Path(setup["maskinporten_key_file"]).read_bytes(),
        kid=setup["maskinporten_kid"],
        consumer_org=consumer_org,
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


def channel(name: str, sender: Sender) -> Channel:
    """A channel ready to send, for one thread; close it after use."""
    if settings.TRAINING:
        return open_channel(Console.name, {})
    shown = {
        "link-sms": {"sender": sender.sms_sender},
        "smtp-email": {"sender": sender.email_sender, "reply_to": sender.email_reply_to},
    }
    return open_channel(name, settings.CHANNELS[name] | shown[name])
