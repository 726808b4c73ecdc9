"""Reads deliveries of cadastre data, compares them with what is published, and publishes the rest.

No Django: it is given a connection string.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_HOMES = {
    "Counts": "report",
    "DeliveryRefused": "refusal",
    "ImportBusy": "refusal",
    "Limits": "limits",
    "NoRoomLeft": "room",
    "Rejected": "report",
    "Report": "report",
    "run": "importing",
}


def __getattr__(name: str) -> object:
    """Loaded when asked for: the processes that only parse start in half the time."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
