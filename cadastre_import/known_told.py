"""What the reader knows of published rows, told to the database once the file is read."""

from __future__ import annotations

from .known_rows import KnownRows
from .staging import Staging

_FORM = "FORMAT text"

_GIVEN_AGAIN = """
CREATE UNLOGGED TABLE given_again AS
SELECT DISTINCT a.municipality_number, a.id, a.source_id
FROM (
  SELECT source_id FROM plain
  UNION ALL
  SELECT coalesce(source_id, local_id) FROM raw
) AS given
JOIN address AS a ON a.source = %s AND a.source_id = given.source_id
JOIN looked_for USING (municipality_number)
WHERE a.id NOT IN (SELECT published_id FROM unseen)
"""
"""Rows that were seen and whose key another row of the delivery has as well."""

_TOLD_AGAIN = """
INSERT INTO known_again (line, source_id, municipality_number)
SELECT s.line, g.source_id, g.municipality_number
FROM given_again AS g
JOIN seen AS s ON s.published_id = g.id
"""


def tell_known(known: KnownRows, staging: Staging, source: str) -> None:
    """`source`: of the keys."""
    copy = staging.copy_rows
    copy(["municipality_number", "extracted", "row_count"], _FORM, known.counts(), "known")
    copy(["published_id"], _FORM, known.unseen(), "unseen")
    copy(["municipality_number"], _FORM, known.municipalities(), "looked_for")
    if known.any_seen:
        staging.execute("ANALYZE unseen")
        staging.execute(_GIVEN_AGAIN, (source,))
        numbers = staging.rows("SELECT DISTINCT municipality_number FROM given_again")
        for (number,) in numbers:
            copy(["published_id", "line"], _FORM, known.seen(number), "seen")
        staging.execute(_TOLD_AGAIN)
