"""A dispatch that somebody pauses or stops, or whose allowed hours end, while a worker is at it."""

from __future__ import annotations

from django.db import connection

from .lease import Lease


class Held(RuntimeError):
    """Nothing of the dispatch may be handed over now; give the chunks back as they are."""


def check_held(dispatch_id: int) -> None:
    """Raise `Held` when sending is not allowed at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sending_is_allowed(d) FROM dispatch d WHERE d.id = %s", [dispatch_id]
        )
        if not cursor.fetchone()[0]:
            raise Held(f"Dispatch {dispatch_id} is held.")


def give_back(lease: Lease) -> None:
    """All chunks of the round: they wait as if nobody had touched them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT give_back_chunk(%s, %s)", [lease.chunk_ids, str(lease.token)])
