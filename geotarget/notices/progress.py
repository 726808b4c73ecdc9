"""Progress of a dispatch, counted from its rows; it adds up at every moment."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import connection

from .models import Dispatch


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

    @property
    def adds_up(self) -> bool:
        chunks = (
            self.addresses_waiting
            + self.addresses_working
            + self.addresses_done
            + self.addresses_failed
        )
        people = self.no_contact + self.ready + self.sending + self.accepted + self.delivered
        people += self.not_delivered + self.refused + self.unknown + self.given_up
        return self.addresses == chunks and self.residents == people

    @property
    def is_finished(self) -> bool:
        """Every address has been worked on, for better or worse; receipts may still come."""
        return self.addresses == self.addresses_done + self.addresses_failed

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def counts(dispatch: Dispatch) -> Counts:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dispatch_counts(%s)", [dispatch.pk])
        return Counts(*cursor.fetchone())
