"""What a user's description says of columns: ours by theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class DescribedColumns:
    """Members of a description, as docs/import.md tells them."""

    encoding: str
    delimiter: str
    columns: dict[str, str]
    """Ours = theirs."""
    fixed: dict[str, str]
    """Ours = what it is in every row."""
    parts: dict[str, re.Pattern[str]]
    """Theirs = a pattern whose groups have the names of ours."""
    joined: dict[str, str]
    """Ours = theirs in braces, with what stands between: "{street} {number}"."""
    only: dict[str, list[str]]
    """Theirs = the values of the rows that are meant."""
    unit: dict[str, str]
    """Of a parcel: ours of its cadastral unit = theirs."""

    def ours(self) -> set[str]:
        groups = (name for pattern in self.parts.values() for name in pattern.groupindex)
        return {*self.columns, *self.fixed, *groups, *self.joined}

    def theirs(self) -> list[str]:
        """Columns that the file must have, each once."""
        inside = (name for text in self.joined.values() for name in PLACEHOLDER.findall(text))
        named = (*self.columns.values(), *self.parts, *inside, *self.only, *self.unit.values())
        return list(dict.fromkeys(named))
