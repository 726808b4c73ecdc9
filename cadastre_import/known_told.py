"""What the reader knows of published rows, told to the database once the file is read."""

from __future__ import annotations

from .known_rows import KnownRows
from .staging import Staging

_FORM = "FORMAT text"

_GIVEN_AGAIN = """
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


def tell_known(known: KnownRows, staging: Staging, source: str) -> None:
    """`source`: of the keys."""
    copy = staging.copy_rows
    copy(["municipality_number", "extracted", "row_count"], _FORM, known.counts(), "known")
    copy(["published_id"], _FORM, known.unseen(), "unseen")
    copy(["municipality_number"], _FORM, known.municipalities(), "looked_for")
    if known.any_seen:
        for number, id_, source_id in staging.rows(_GIVEN_AGAIN, (source,)):
            line = known.line_of(number, id_)
            staging.execute(
                "INSERT INTO known_again VALUES (%s, %s, %s)", (line, source_id, number)
            )
