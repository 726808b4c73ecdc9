"""What the members of an organisation may do. Data; the acts ask it."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    PLANNER = "planner"
    """Draws areas and freezes address lists."""
    SENDER = "sender"
    """Writes notices and submits them."""
    APPROVER = "approver"
    """Releases the notices of others."""
    EMERGENCY_SENDER = "emergency_sender"
    """May send in class emergency without approval, with a reason."""
    PAPER_LIST = "paper_list"
    """Makes the paper list of a dispatch: it tells where nothing was handed over."""
    FRONT_DESK = "front_desk"
    """Sees what was sent to an address; never whether anybody was reached."""
    ADMINISTRATOR = "administrator"
    """Users, roles and settings of the organisation."""
