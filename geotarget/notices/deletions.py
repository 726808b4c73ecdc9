"""Every deletion is tried by itself: one that fails holds up no other, and is told of until it is
done."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import connection

from geotarget.domain.delivery_state import RECEIPT_WINDOW_HOURS
from geotarget.domain.retention import OUTCOME_PER_ADDRESS
from geotarget.organisations.away import is_away

logger = logging.getLogger(__name__)

Due = TypeVar("Due")

GRACE = datetime.timedelta(hours=1)
"""So late a deletion may be before somebody has to look."""


def each_by_itself(due: Iterable[Due], delete: Callable[[Due], object], what: str) -> int:
    """Returns how many were done. Raises only where the database is away: then none can be."""
    done = 0
    for one in due:
        try:
            done += bool(delete(one))
        except Exception as error:
            if is_away(error):
                raise
            # The text of an unexpected error may hold what was to be deleted.
            logger.error("%s failed and is tried again: %s", what, type(error).__name__)
    return done


def overdue() -> int:
    """Dispatches of which something should have been deleted by now."""
    window = datetime.timedelta(hours=RECEIPT_WINDOW_HOURS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT overdue_deletions(%s, %s, %s)", [window, OUTCOME_PER_ADDRESS, GRACE])
        return int(cursor.fetchone()[0])


def tell_overdue() -> None:
    """In the log, each time, until somebody has mended it."""
    if count := overdue():
        logger.error("%s dispatches still have what should be deleted; see docs/running.md", count)
