"""Deliveries that are refused although each row could be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from .limits import Limits
from .older_extracts import older_extracts
from .refusal import DeliveryRefused, Fault
from .report import Counts, Report
from .staging import Staging


def refuse_many_rejected(report: Report, limits: Limits) -> None:
    """Nothing good in it, or too much bad: the file is not what it should be."""
    if report.rows_read == 0:
        raise DeliveryRefused(
            "The delivery has a header but no rows: it was emptied or cut short. Download it again."
        )
    if not report.rejected_count:
        return
    first = report.rejected[0]
    share = report.rejected_count / report.rows_read
    is_over = share > limits.rejected_share and report.rejected_count > limits.rejected_rows
    if is_over or report.rejected_count >= report.rows_read:
        raise DeliveryRefused(
            "%(count)s of %(read)s rows cannot be used; nothing was published. The first is "
            "line %(line)s: %(reason)s. Get the file again from the deliverer.",
            count=report.rejected_count,
            read=report.rows_read,
            line=first.line,
            reason=first.reason,
        )


def refuse_undeclared(staging: Staging, declared: str | None) -> None:
    """A file name that promises a municipality of which the file has no row."""
    if not declared:
        return
    rows = staging.rows("SELECT municipality_number, rows_read, is_complete FROM coverage")
    if not any(rows_read and is_complete for _, rows_read, is_complete in rows):
        raise DeliveryRefused(
            "The file name says %(declared)s but the rows are of %(found)s. "
            "Rename the file if the rows are right.",
            declared=declared,
            found=", ".join(sorted(number for number, rows_read, _ in rows if rows_read)),
        )


_LOST_COLUMNS = """
SELECT municipality_number, access_points, census_tracts, urban_areas
FROM (
  SELECT
    a.municipality_number,
    count(*) FILTER (WHERE a.access_points IS NOT NULL AND %s) AS access_points,
    count(*) FILTER (WHERE a.census_tract <> '' AND %s) AS census_tracts,
    count(*) FILTER (WHERE a.urban_area <> '' AND %s) AS urban_areas
  FROM verdict AS v
  JOIN address AS a ON a.id = v.published_id
  WHERE v.change = 'changed'
  GROUP BY a.municipality_number
) AS counted
WHERE access_points + census_tracts + urban_areas > 0
ORDER BY municipality_number LIMIT 1
"""
"""What published addresses have and a form of the delivery has not, or not where it is read: each
parameter says whether that column is missing."""

_LOSABLE = {
    "access_north": "access points",
    "census_tract": "grunnkrets",
    "urban_area": "tettsted",
}
"""Columns in the order of the counts of `_LOST_COLUMNS`, and what a message calls them."""

_SMALLER_BORDER = """
SELECT p.municipality_number, m.name, ST_Area(m.border) / 1e6, ST_Area(p.border) / 1e6
FROM verdict AS v
JOIN parsed AS p USING (line)
JOIN municipality AS m ON m.number = p.municipality_number
WHERE ST_Area(p.border) < (1 - %s) * ST_Area(m.border)
ORDER BY p.municipality_number LIMIT 1
"""

_LEFT_OUTSIDE = """
SELECT municipality_number, outside, total
FROM (
  SELECT
    p.municipality_number, m.border IS NULL AS is_first, count(*) AS total,
    count(*) FILTER (WHERE CASE
      WHEN ST_Intersects(p.border, a.geom) THEN false
      WHEN ST_DWithin(p.border, a.geom, %s) THEN false
      ELSE m.border IS NULL OR ST_Intersects(m.border, a.geom)
    END) AS outside
  FROM verdict AS v
  CROSS JOIN run
  JOIN parsed AS p USING (line)
  JOIN municipality AS m ON m.number = p.municipality_number
  JOIN address AS a ON a.source = run.source AND a.municipality_number = p.municipality_number
  GROUP BY p.municipality_number, m.border IS NULL
) AS counted
WHERE outside > CASE WHEN is_first THEN %s * total ELSE 0 END
ORDER BY municipality_number LIMIT 1
"""
"""Addresses that the published border holds. Where there is none, some of them are wrong."""


def refuse_loss(staging: Staging, report: Report, limits: Limits, columns: Collection[str]) -> None:
    """What only `force` publishes. One message tells everything that it would override.
    `columns`: those that the form of the delivery has."""
    faults = [*_mass_removal(staging, report, limits), *older_extracts(staging, report.dataset)]
    if report.dataset == "address":
        faults.extend(_lost_columns(staging, columns))
    if report.dataset == "municipality":
        faults.extend(_lost_land(staging, limits))
    if faults:
        params = {name: value for _, given in faults for name, value in given.items()}
        removed, kept = report.total("removed"), report.kept_count
        raise DeliveryRefused(
            " ".join(sentence for sentence, _ in faults)
            + " Download the newest. (--force publishes it all the same and removes "
            "%(total)s published rows"
            + (
                "; %(kept)s stay, since a line that cannot be read may be any of them.)"
                if kept
                else ".)"
            ),
            total=removed,
            kept=kept,
            **params,
        )


def _lost_columns(staging: Staging, columns: Collection[str]) -> Iterator[Fault]:
    missing = [name not in columns for name in _LOSABLE]
    if not any(missing):
        return
    for number, *counts in staging.rows(_LOST_COLUMNS, missing):
        told = [
            f"{what} ({count} addresses)"
            for what, count in zip(_LOSABLE.values(), counts, strict=True)
            if count
        ]
        yield (
            "Municipality %(losing)s would lose what this form of the delivery has not: "
            "%(lost)s. Take the CSV of today.",
            {"losing": number, "lost": ", ".join(told)},
        )


def _lost_land(staging: Staging, limits: Limits) -> Iterator[Fault]:
    """A border that is not that of the municipality, but of something else with its number."""
    for number, name, before, after in staging.rows(_SMALLER_BORDER, (limits.removed_share,)):
        yield (
            "The border of municipality %(shrunk)s %(name)s would shrink from %(before)s to "
            "%(after)s km², by more than %(limit)s %%.",
            {
                "shrunk": number,
                "name": name,
                "before": f"{before:.1f}",
                "after": f"{after:.1f}",
                "limit": round(limits.removed_share * 100),
            },
        )
    shares = (limits.border_metres, limits.removed_share)
    for number, outside, total in staging.rows(_LEFT_OUTSIDE, shares):
        yield (
            "%(outside)s of the %(addresses)s published addresses of municipality %(left)s would "
            "lie outside its border.",
            {"left": number, "outside": outside, "addresses": total},
        )


def _mass_removal(staging: Staging, report: Report, limits: Limits) -> Iterator[Fault]:
    """More rows gone than a cadastre loses: the file was cut, or is of something else. A line that
    cannot be read may be one of the missing rows, and no more than one."""
    kept = dict(staging.rows("SELECT municipality_number, count(*) FROM kept GROUP BY 1"))
    ((unreadable,),) = staging.rows("SELECT count(*) FROM rejected WHERE source_id IS NULL")
    for number in sorted(report.municipalities.keys() | kept.keys()):
        counts = report.municipalities.get(number, Counts())
        missing = counts.removed + kept.get(number, 0)
        published = missing + counts.changed + counts.unchanged
        lost = missing - min(unreadable, kept.get(number, 0))
        if lost > limits.removed_share * published and lost > limits.removed_rows:
            yield (
                "Municipality %(number)s: %(removed)s of %(published)s published rows are not in "
                "the delivery, more than %(limit)s %%. It may have been cut short.",
                {
                    "number": number,
                    "removed": missing,
                    "published": published,
                    "limit": round(limits.removed_share * 100),
                },
            )
            return
