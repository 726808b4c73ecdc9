from __future__ import annotations

from typing import Any

import pytest

from geotarget.channels.contract import Capability, Message, Settling
from geotarget.channels.registry import (
    CHANNELS,
    ChannelSettingsError,
    open_channel,
)

LINK = {
    "base_url": "https://gateway.example/sms",
    "username": "user",
    "password": "hemmelig",
    "platform_id": "1",
    "platform_partner_id": "2",
    "sender": "Kommunen",
}


@pytest.mark.parametrize("reference", ["", "a" * 37, "with space", "æ", "a\r\nBcc: x", "a@b"])
def test_a_reference_is_short_and_plain(reference: str) -> None:
    with pytest.raises(ValueError, match="reference"):
        Message(reference, "+4790000001", "Hei")


def test_a_message_does_not_show_itself() -> None:
    shown = repr(Message("ref-1", "+4790000001", "Kok vannet", "Viktig"))
    assert "ref-1" in shown
    assert not any(secret in shown for secret in ("+47", "Kok", "Viktig"))


@pytest.mark.parametrize(
    ("can", "settling"),
    [
        ({"dedupes_by_key": True, "has_receipts": True}, Settling.REPEAT),
        ({"can_be_asked": True, "has_receipts": True}, Settling.ASK),
        ({"has_receipts": True}, Settling.AWAIT_RECEIPT),
        ({}, Settling.SHOW_TO_A_PERSON),
    ],
)
def test_the_surest_way_to_settle_is_taken(can: dict[str, bool], settling: Settling) -> None:
    assert Capability("phone", 1, **can).settling is settling


def test_every_channel_is_found_by_its_name() -> None:
    assert all(channel.name == name for name, channel in CHANNELS.items())
    assert CHANNELS["link-sms"].capability.settling is Settling.AWAIT_RECEIPT
    assert CHANNELS["smtp-email"].capability.settling is Settling.SHOW_TO_A_PERSON


def test_a_channel_is_opened_from_settings() -> None:
    channel = open_channel("link-sms", LINK)
    assert channel.send([]) == []
    channel.close()


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        ("pigeon", {}, "Known: altinn, console, link-sms, smtp-email, svarut"),
        ("link-sms", {"base_url": "x"}, "platform_id"),
        ("link-sms", {**LINK, "colour": "red"}, "colour"),
        ("smtp-email", {"host": "x", "port": 25, "sender": "no address"}, "address"),
    ],
)
def test_settings_that_do_not_fit_are_named(
    name: str, settings: dict[str, Any], words: str
) -> None:
    with pytest.raises(ChannelSettingsError, match=words):
        open_channel(name, settings)
