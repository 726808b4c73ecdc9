"""What an API token may do. Data; the REST interface asks it."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    READ = "read"
    """Address lists with their rows, and the open cadastre."""
    PREVIEW = "preview"
    """Count a selection, and list what it holds, without keeping it."""
    FREEZE = "freeze"
    """Make address lists."""
