from __future__ import annotations


class CannotRun(Exception):
    """The machine or its configuration stands in the way. The text says what to do next."""
