"""Progress of a dispatch, counted from its rows; it adds up at every moment."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass

from django.db import connection

from geotarget.domain.delivery_state import OPEN_STATES

from .models import Chunk, Dispatch

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Counts:
    """Addresses, residents and messages are three things (`sql/functions/dispatch_counts.sql`)."""

    addresses: int
    addresses_waiting: int
    addresses_working: int
    addresses_done: int
    addresses_failed: int
    residents: int
    no_contact: int
    ready: int
    sending: int
    accepted: int
    delivered: int
    not_delivered: int
    refused: int
    unknown: int
    given_up: int
    messages: int
    addresses_stopped: int
    stopped: int

    @property
    def adds_up(self) -> bool:
        chunks = (
            self.addresses_waiting
            + self.addresses_working
            + self.addresses_done
            + self.addresses_failed
            + self.addresses_stopped
        )
        people = self.no_contact + self.ready + self.sending + self.accepted + self.delivered
        people += self.not_delivered + self.refused + self.unknown + self.given_up + self.stopped
        return self.addresses == chunks and self.residents == people

    @property
    def is_finished(self) -> bool:
        """Every address has been worked on, for better or worse; receipts may still come."""
        ended = self.addresses_done + self.addresses_failed + self.addresses_stopped
        return self.addresses == ended

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def counts(dispatch: Dispatch) -> Counts:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dispatch_counts(%s)", [dispatch.pk])
        return Counts(*cursor.fetchone())


def check_running() -> None:
    """Warn, by its id alone, of a dispatch under way whose counts do not add up, or do not come to
    the addresses of its list: a fault of ours that the page would not show."""
    open_chunks = Chunk.objects.filter(state__in=OPEN_STATES)
    running = Dispatch.objects.filter(pk__in=open_chunks.values("dispatch"))
    listed = running.values_list("pk", "address_list__address_count").order_by("pk")
    for pk, address_count in listed:
        counted = counts(Dispatch(pk=pk))
        if not counted.adds_up or counted.addresses != address_count:
            logger.warning("the counts of dispatch %s do not add up", pk)
