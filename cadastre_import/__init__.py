"""Reads deliveries of cadastre data, compares them with what is published, and publishes the rest.

No Django: it is given a connection string.
"""

from __future__ import annotations

from .importing import run
from .limits import Limits
from .refusal import DeliveryRefused, ImportBusy
from .report import Counts, Rejected, Report
from .room import NoRoomLeft

__all__ = [
    "Counts",
    "DeliveryRefused",
    "ImportBusy",
    "Limits",
    "NoRoomLeft",
    "Rejected",
    "Report",
    "run",
]
