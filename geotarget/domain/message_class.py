"""Message classes: what kind of notice may reach whom. Data."""

from __future__ import annotations

from enum import StrEnum


class MessageClass(StrEnum):
    """How serious a notice is decides who may be told and who may send it.

    Classes `information` and `formal` of the architecture come with their own rules later; a
    notice cannot be written in a class that is not listed here.
    """

    SERVICE = "service"
    """Water shutoff, road works: also to those who are reserved, also with old contact data."""
    EMERGENCY = "emergency"
    """Danger to life, health or property: as service, and may be sent without approval."""
