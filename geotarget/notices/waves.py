from __future__ import annotations

from django.db import connection


def open_waves() -> int:
    """Let the next wave go of every dispatch of which it is due. Returns how many go on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT open_waves()")
        return int(cursor.fetchone()[0])
