"""Deliveries that were taken out before what is published: they would turn the clock back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from .refusal import Fault
from .staging import Staging

_OLDER = """
SELECT c.municipality_number, c.extracted_at, p.extracted_at
FROM run, coverage AS c JOIN dataset_coverage AS p USING (municipality_number)
WHERE p.dataset = run.dataset AND p.source = run.source
  AND c.extracted_at < p.extracted_at - interval '1 hour'
ORDER BY c.municipality_number LIMIT 1
"""
"""The rows of one extract differ by seconds, so that a part of it may look older than the whole. A
municipality that is declared and has no row is meant too: its rows would go."""

_OLDER_MOVES = """
SELECT v.municipality_before, count(*), max(c.extracted_at), max(p.extracted_at)
FROM run, verdict AS v
JOIN coverage AS c USING (municipality_number)
JOIN dataset_coverage AS p ON p.municipality_number = v.municipality_before
WHERE p.dataset = run.dataset AND p.source = run.source AND v.change = 'changed'
  AND v.municipality_before <> v.municipality_number
  AND c.extracted_at < p.extracted_at - interval '1 hour'
GROUP BY v.municipality_before
ORDER BY v.municipality_before LIMIT 1
"""
"""Rows that a newer extract has taken to another municipality."""

_UNDATED = """
SELECT c.municipality_number, p.extracted_at
FROM run, coverage AS c JOIN dataset_coverage AS p USING (municipality_number)
WHERE p.dataset = run.dataset AND p.source = run.source
  AND c.extracted_at IS NULL AND p.extracted_at IS NOT NULL
ORDER BY c.municipality_number LIMIT 1
"""
"""The form of 2018 has no time of the extract, and so cannot show that it is not older."""

_OLDER_NEWEST = """
SELECT municipality_number, delivered, published
FROM (
  SELECT municipality_number, max(source_updated_at) AS delivered
  FROM parsed JOIN coverage USING (municipality_number)
  WHERE is_complete
  GROUP BY municipality_number
) AS d JOIN (
  SELECT municipality_number, max(source_updated_at) AS published
  FROM {table} AS t
  WHERE source = (SELECT source FROM run)
    AND NOT EXISTS (SELECT FROM rejected AS r WHERE r.source_id = t.source_id)
  GROUP BY municipality_number
) AS p USING (municipality_number)
WHERE delivered < published - interval '1 hour'
ORDER BY municipality_number LIMIT 1
"""
"""A GML file does not say when it was taken out; its newest parcel or building does."""

_OLDER_ROWS = """
SELECT p.municipality_number, count(*)
FROM run, verdict AS v
JOIN parsed AS p USING (line)
JOIN {table} AS t ON t.id = v.published_id
WHERE NOT run.covers_content AND v.change = 'changed'
  AND p.source_updated_at < t.source_updated_at - interval '1 hour'
GROUP BY p.municipality_number
ORDER BY p.municipality_number LIMIT 1
"""
"""An answer of the web service is judged row by row: it is a part of its municipality."""


def older_extracts(staging: Staging, dataset: str) -> Iterator[Fault]:
    """What a delivery would take back; each municipality that is named is the first of its kind."""
    yield from _older_files(staging)
    yield from _older_moves(staging)
    if dataset in ("address", "unit"):
        yield from _undated_files(staging)
    if dataset in ("parcel", "building"):
        yield from _older_newest(staging, dataset)
        yield from _older_rows(staging, dataset)


def _older_files(staging: Staging) -> Iterator[Fault]:
    for number, delivered, published in staging.rows(_OLDER):
        yield (
            "The delivery for municipality %(older)s was taken out %(delivered)s, before the one "
            "that is published (%(published_at)s).",
            {"older": number, "delivered": _time(delivered), "published_at": _time(published)},
        )


def _older_moves(staging: Staging) -> Iterator[Fault]:
    for number, count, delivered, published in staging.rows(_OLDER_MOVES):
        yield (
            "%(moved)s rows of the delivery, taken out %(moved_at)s, are published as of "
            "municipality %(moved_to)s by a newer one (%(moved_since)s), which they would leave.",
            {
                "moved": count,
                "moved_at": _time(delivered),
                "moved_to": number,
                "moved_since": _time(published),
            },
        )


def _undated_files(staging: Staging) -> Iterator[Fault]:
    for number, published in staging.rows(_UNDATED):
        yield (
            "The delivery for municipality %(undated)s does not say when it was taken out; the "
            "one that is published is from %(dated)s and may be newer.",
            {"undated": number, "dated": _time(published)},
        )


def _older_newest(staging: Staging, dataset: str) -> Iterator[Fault]:
    for number, delivered, published in staging.rows(_OLDER_NEWEST.format(table=dataset)):
        yield (
            "The newest %(kind)s of municipality %(older_newest)s is from %(newest)s, before "
            "the newest that is published (%(newest_published)s): the delivery is older.",
            {
                "kind": dataset,
                "older_newest": number,
                "newest": _time(delivered),
                "newest_published": _time(published),
            },
        )


def _older_rows(staging: Staging, dataset: str) -> Iterator[Fault]:
    for number, count in staging.rows(_OLDER_ROWS.format(table=dataset)):
        yield (
            "%(older_rows)s of the %(what)ss of municipality %(older_rows_of)s are older than "
            "those that are published.",
            {"older_rows": count, "what": dataset, "older_rows_of": number},
        )


def _time(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
