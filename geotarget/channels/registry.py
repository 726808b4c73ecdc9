"""All channels by name. A new channel is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from geotarget.channels.altinn import AltinnNotifications
from geotarget.channels.console import Console
from geotarget.channels.contract import Channel
from geotarget.channels.link_sms import LinkSms
from geotarget.channels.smtp_email import SmtpEmail
from geotarget.channels.svarut import SvarUt

CHANNELS: dict[str, type[Channel]] = {
    LinkSms.name: LinkSms,
    SmtpEmail.name: SmtpEmail,
    SvarUt.name: SvarUt,
    AltinnNotifications.name: AltinnNotifications,
    Console.name: Console,
}


class ChannelSettingsError(ValueError):
    """The settings name no channel, or not what the channel needs. The text is for the operator."""


def open_channel(name: str, settings: Mapping[str, Any]) -> Channel:
    """A channel ready to send, for one thread. `settings` are the keyword arguments of its class.

    Raises ChannelSettingsError with what to mend.
    """
    opens: Callable[..., Channel] = _channel_class(name)
    try:
        return opens(**settings)
    except (TypeError, ValueError) as error:
        raise ChannelSettingsError(f"Settings of channel {name}: {error}.") from None


def _channel_class(name: str) -> type[Channel]:
    try:
        return CHANNELS[name]
    except KeyError:
        known = ", ".join(sorted(CHANNELS))
        raise ChannelSettingsError(f"There is no channel {name!r}. Known: {known}.") from None
