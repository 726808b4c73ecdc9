"""On to the next channel for those whom their message surely did not reach.

The persons are looked up anew, in the chunk that wrote them: nobody is remembered for it.
See docs/decisions/one-channel-per-resident.md.
"""

from __future__ import annotations

from django.db import connection

from geotarget.domain.contact_policy import HAS_NEXT
from geotarget.domain.delivery_state import PASS_ON_AFTER_S, PASS_ON_AGAIN_AFTER_S


def pass_on() -> int:
    """Open the chunks of such messages once more, for a while from now. Returns how many chunks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reopen_undelivered(%s, %s, %s)",
            [sorted(HAS_NEXT), PASS_ON_AFTER_S, PASS_ON_AGAIN_AFTER_S],
        )
        return int(cursor.fetchone()[0])
