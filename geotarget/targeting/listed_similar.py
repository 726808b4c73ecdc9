"""Streets that a misspelt name of a pasted list may mean."""

from __future__ import annotations

from collections.abc import Sequence

from .search import find_streets
from .selected import Row, rows

MOST_PROPOSED = 8
MOST_COMPARED = 40
"""Names that are compared with every street of the territory: 2 to 60 ms each."""
_ALIKE = "SELECT * FROM similar_streets(%s, %s::text[], %s)"


class SimilarStreets:
    """Remembers what it has looked up: a list tends to misspell the same name again."""

    def __init__(self, territory: Sequence[str] | None) -> None:
        self._territory = list(territory or ())
        self._known: dict[str, list[Row]] = {}
        self._left = MOST_COMPARED

    def of(self, name: str) -> list[Row]:
        """Rows with the municipality and the street's code and name, the likeliest first. `name` in
        capitals.
        """
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: str) -> list[Row]:
        found = find_streets(name, self._territory, MOST_PROPOSED)
        own = [row for row in found if row["in_territory"]]
        if own or not self._territory or self._left == 0:
            return own or found
        self._left -= 1
        return rows(_ALIKE, [name, self._territory, MOST_PROPOSED]) or found
