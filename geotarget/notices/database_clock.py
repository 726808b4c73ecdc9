"""What the clock of the database says. Whatever is sent once more, or deleted, is timed by it: the
clock of one worker's machine may jump by an hour or a day."""

from __future__ import annotations

import datetime

from django.db import connection


def database_now() -> datetime.datetime:
    """Aware; within a transaction the moment at which that began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        moment: datetime.datetime = cursor.fetchone()[0]
    return moment
