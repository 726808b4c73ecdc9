"""Write down, as tokens, who is told by which message, before any message is sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import DatabaseError, connection, transaction

from geotarget.domain.tokens import Tokens

from .compose import Ready
from .lease import Lease, LeaseLost
from .lookup import Asked
from .reaching import Reached


def write_residents(
    lease: Lease,
    tokens: Tokens,
    ways: Reached,
    homes: dict[str, list[int]],
    asked: Sequence[Asked],
) -> list[Ready]:
    """Rows for everybody before anything is sent; returns the messages that are ready."""
    people = _People(tokens, ways, homes, asked)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM record_residents("
                "%s, %s, %s::bytea[], %s::bigint[], %s::text[], %s::bytea[], %s::text[],"
                " %s::bytea[], %s::bigint[])",
                [
                    [each.chunk_id for each in asked],
                    str(lease.token),
                    *people.columns(),
                    *people.home_columns(),
                ],
            )
            rows = cursor.fetchall()
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", None) == "55P03":
            raise LeaseLost(f"The lease on a chunk of {lease.chunk_ids} is lost.") from None
        raise
    return [
        Ready(attempt_id, chunk_id, channel, reference, people.addresses[bytes(token)])
        for attempt_id, chunk_id, channel, token, reference in rows
        if bytes(token) in people.addresses
    ]


class _People:
    """Residents as the columns that `record_residents` takes. Tokens are made once."""

    def __init__(
        self,
        tokens: Tokens,
        ways: Reached,
        homes: dict[str, list[int]],
        asked: Sequence[Asked],
    ) -> None:
        self._ways, self._homes = ways, homes
        self._persons = {national_id: tokens.person(national_id) for national_id in ways}
        self._tokens = {n: tokens.address(*way) for n, way in ways.items() if way is not None}
        self._chunk_at = {a.pk: each.chunk_id for each in asked for a in each.addresses}
        self.addresses = {self._tokens[n]: way[1] for n, way in ways.items() if way is not None}
        """Phone, e-mail or identity number by its token."""

    def columns(self) -> list[list[object]]:
        return [
            list(self._persons.values()),
            [self._chunk_at[self._homes[national_id][0]] for national_id in self._ways],
            [way and way[0] for way in self._ways.values()],
            [self._tokens.get(national_id) for national_id in self._ways],
            [str(uuid.uuid4()) for _ in self._ways],
        ]

    def home_columns(self) -> list[list[object]]:
        pairs = [(self._persons[person], at) for person in self._ways for at in self._homes[person]]
        return [[person for person, _ in pairs], [at for _, at in pairs]]
