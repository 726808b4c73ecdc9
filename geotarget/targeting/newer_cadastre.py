"""Whether the cadastre has been renewed since a list was frozen."""

from __future__ import annotations

import datetime

from .models import AddressList
from .selected import rows


def newer_addresses(frozen: AddressList) -> datetime.datetime | None:
    """When newer addresses of one of the list's municipalities were published; None: not at all."""
    [found] = rows(
        "SELECT max(v.published_at) AS at FROM dataset_coverage c "
        "JOIN dataset_version v ON v.id = c.version_id "
        "WHERE c.dataset = 'address' AND v.id > %s AND c.municipality_number IN ("
        "SELECT l.municipality_number FROM listed_address l WHERE l.address_list_id = %s)",
        [frozen.dataset_version, frozen.pk],
    )
    at: datetime.datetime | None = found["at"]
    return at
