"""Wake workers. The chunk rows are the queue; a message carries nothing and may get lost."""

from __future__ import annotations

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

MOST_WORKERS = 16
DELIVER = "geotarget.notices.deliver"


def wake(chunks: int) -> None:
    """Ask up to 16 workers to look for chunks. A broker that is away is no error: the reconciler
    of the next worker finds the rows."""
    try:
        for _ in range(min(chunks, MOST_WORKERS)):
            current_app.send_task(DELIVER, retry=False)
    except OperationalError:
        logger.warning("the broker does not answer; the dispatch starts when it is back")


def wake_after_commit(chunks: int) -> None:
    """`wake` once the rows can be seen."""
    transaction.on_commit(lambda: wake(chunks))
