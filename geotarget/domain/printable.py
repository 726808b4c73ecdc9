"""Text of others on a terminal, where a control character could move the cursor or hide a line."""

from __future__ import annotations


def printable(text: str) -> str:
    r"""One line in which control characters stand escaped (`\x1b`)."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )
