"""Other people's registers and pipes, as this installation is set up to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from geotarget.channels.contract import Channel
from geotarget.channels.registry import open_channel
from geotarget.registers.folkeregisteret import Folkeregisteret, skatteetaten_door
from geotarget.registers.krr import DELEGATED_SCOPE, SCOPE, Krr
from geotarget.registers.maskinporten import Maskinporten


@dataclass(frozen=True)
class Registers:
    """The national registers with the access of one municipality."""

    population: Folkeregisteret
    contacts: Krr


@cache
def registers_for(organisation_number: str) -> Registers:
    """Clients for the access of one municipality; each has its own tokens. Kept per process."""
    setup = settings.REGISTERS
    tokens = Maskinporten(
        issuer=setup["maskinporten_issuer"],
        token_url=setup["maskinporten_token_url"],
        client_id=setup["maskinporten_client_id"],
        key_pem=Path(setup["maskinporten_key_file"]).read_bytes(),
        kid=setup["maskinporten_kid"],
        consumer_org=organisation_number if setup["is_supplier"] else None,
    )
    scope = DELEGATED_SCOPE if setup["is_supplier"] else SCOPE
    return Registers(
        population=Folkeregisteret(skatteetaten_door(setup["folkeregisteret_url"], tokens)),
        contacts=Krr(setup["krr_url"], tokens, scope=scope),
    )


class Sender(Protocol):
    """Who a message comes from: an organisation, or the copy of it that a dispatch keeps."""

    sms_sender: str
    email_sender: str
    email_reply_to: str


def channel(name: str, sender: Sender) -> Channel:
    """A channel ready to send, for one thread; close it after use."""
    shown = {
        "link-sms": {"sender": sender.sms_sender},
        "smtp-email": {"sender": sender.email_sender, "reply_to": sender.email_reply_to},
    }
    return open_channel(name, settings.CHANNELS[name] | shown[name])
