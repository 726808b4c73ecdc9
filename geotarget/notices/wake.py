"""Wake workers. The chunk rows are the queue; a message carries nothing and may get lost."""

from __future__ import annotations

import datetime
import logging

from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

MOST_WORKERS = 16
LONGEST_IN_BROKER_S = 60
DELIVER = "geotarget.notices.deliver"


def wake(chunks: int, after_seconds: float = 0) -> None:
    """Ask up to 16 workers to look for chunks. A broker that is away is no error: the reconciler
    of the next worker finds the rows."""
    try:
        for _ in range(min(chunks, MOST_WORKERS)):
            current_app.send_task(DELIVER, retry=False, countdown=after_seconds or None)
    except OperationalError:
        logger.warning("the broker does not answer; the dispatch starts when it is back")


def wake_after_commit(chunks: int, at: datetime.datetime | None = None) -> None:
    """`wake` once the rows can be seen, and `at` has come (None: at once). What begins later than a
    broker message may wait, the reconciler wakes up."""
    after = max(0.0, (at - timezone.now()).total_seconds()) if at else 0.0
    if after <= LONGEST_IN_BROKER_S:
        transaction.on_commit(lambda: wake(chunks, after) if after else wake(chunks))
