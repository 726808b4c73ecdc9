"""Message classes: what kind of notice may reach whom. Data."""

from __future__ import annotations

from enum import StrEnum


class MessageClass(StrEnum):
    """How serious a notice is decides who may be told and who may send it.

    A notice cannot be written in a class that is not listed here; what each channel may carry in a
    class stands in `contact_policy`.
    """

    SERVICE = "service"
    """Water shutoff, road works: also to those who are reserved, also with old contact data."""
    INFORMATION = "information"
    """News, hearings, invitations: not to those who are reserved or have opted out, nor with old
    contact data. Nobody has to know."""
    EMERGENCY = "emergency"
    """Danger to life, health or property: as service, and may be sent without approval."""
    FORMAL = "formal"
    """Decisions and other important letters (eForvaltningsforskriften § 8): the content itself only
    as digital post or paper; SMS and e-mail may only announce it."""
