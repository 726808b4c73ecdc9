"""Announce letters by SMS or e-mail: only to whom a letter has been handed over, and only once.

An announcement is a message without a resident: it is handed over under the same rules as every
other, and counted nowhere, since the letter is what tells. Its chunk counts as done meanwhile.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from geotarget.domain.contact_policy import ANNOUNCEMENT_ORDER, LETTER, announcement_for
from geotarget.domain.delivery_state import AttemptState
from geotarget.domain.message_class import MessageClass
from geotarget.domain.tokens import Tokens
from geotarget.registers.krr import Krr
from geotarget.registers.resident import Resident

from .compose import Ready
from .handover import Delay, hand_over
from .lease import Lease
from .models import Attempt, Dispatch
from .reaching import Way, reachable

_HAS_IT = (AttemptState.ACCEPTED, AttemptState.DELIVERED)


def announce(
    dispatch: Dispatch,
    chunk_id: int,
    people: Sequence[Resident],
    tokens: Tokens,
    register: Krr,
    lease: Lease,
) -> dict[int, Delay]:
    """The letters of one chunk. Returns its delay when a channel did not take some of it. Raises as
    the register does."""
    message_class = MessageClass(dispatch.message_class)
    if message_class not in ANNOUNCEMENT_ORDER or not dispatch.organisation.announces_letters:
        return {}
    told = _with_letter(dispatch, people, tokens)
    _count_as_done(lease, chunk_id)
    contacts, now = register.contacts(told), timezone.now()
    found = (announcement_for(message_class, reachable(each, contacts), now) for each in told)
    ways = {tokens.address(*way): way for way in found if way}
    lease.check()
    return hand_over(dispatch, _write(lease, chunk_id, ways), lease)


def _with_letter(dispatch: Dispatch, people: Sequence[Resident], tokens: Tokens) -> list[str]:
    by_token = {tokens.address(LETTER, each.national_id): each.national_id for each in people}
    handed = Attempt.objects.filter(
        dispatch=dispatch, channel=LETTER, address_token__in=list(by_token), state__in=_HAS_IT
    )
    return [by_token[bytes(token)] for token in handed.values_list("address_token", flat=True)]


def _count_as_done(lease: Lease, chunk_id: int) -> None:
    """The letters are out: whatever keeps the announcements must not hide that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE chunk SET rounds_again = greatest(rounds_again, 1)"
            " WHERE id = %s AND lease_token = %s",
            [chunk_id, str(lease.token)],
        )


def _write(lease: Lease, chunk_id: int, ways: dict[bytes, Way]) -> list[Ready]:
    """A row for each address that has none, before anything is sent; returns what is ready."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM record_announcements(%s, %s, %s::text[], %s::bytea[], %s::text[])",
            [
                chunk_id,
                str(lease.token),
                [channel for channel, _ in ways.values()],
                list(ways),
                [str(uuid.uuid4()) for _ in ways],
            ],
        )
        rows = cursor.fetchall()
    return [
        Ready(attempt_id, chunk_id, channel, reference, ways[bytes(token)][1])
        for attempt_id, channel, token, reference in rows
        if bytes(token) in ways
    ]
