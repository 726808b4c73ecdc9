"""Deliveries that are refused although each row could be read."""

from __future__ import annotations

from .limits import Limits
from .refusal import DeliveryRefused
from .report import Report
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


_OLDER = """
SELECT c.municipality_number, c.extracted_at, p.extracted_at
FROM coverage AS c JOIN dataset_coverage AS p USING (municipality_number)
WHERE p.dataset = %s AND c.extracted_at < p.extracted_at AND c.rows_read > 0
ORDER BY c.municipality_number LIMIT 1
"""


def refuse_older(staging: Staging, dataset: str) -> None:
    """An extract from before the one that is published for a municipality."""
    for number, delivered, published in staging.rows(_OLDER, (dataset,)):
        raise DeliveryRefused(
            "The delivery for municipality %(number)s was taken out %(delivered)s, before the one "
            "that is published (%(published)s). Download the newest, or use --force.",
            number=number,
            delivered=f"{delivered:%Y-%m-%d %H:%M:%S} UTC",
            published=f"{published:%Y-%m-%d %H:%M:%S} UTC",
        )


def refuse_mass_removal(report: Report, limits: Limits) -> None:
    """More rows gone than a cadastre loses: the file was cut, or is of something else."""
    for number, counts in sorted(report.municipalities.items()):
        published = counts.removed + counts.changed + counts.unchanged
        over = counts.removed > limits.removed_share * published
        if over and counts.removed > limits.removed_rows:
            raise DeliveryRefused(
                "Municipality %(number)s: %(removed)s of %(published)s published rows are not in "
                "the delivery, more than %(limit)s %%. It may have been cut short. Download it "
                "again, or use --force if the rows are really gone.",
                number=number,
                removed=counts.removed,
                published=published,
                limit=round(limits.removed_share * 100),
            )
