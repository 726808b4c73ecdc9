"""Deliver one chunk: residents → who may be told → how they are reached → rows → messages.

Personal data live in this process's memory for the length of one chunk. Nothing of them is logged:
an unexpected error is named by its type alone.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from geotarget.domain.contact_policy import HAS_NEXT
from geotarget.domain.delivery_state import (
    SHARED_PROBLEMS,
    UNREAD_TRIES,
    AttemptState,
    Problem,
    wait_seconds,
)
from geotarget.domain.small_counts import FEWEST_SHOWN
from geotarget.domain.tokens import Tokens
from geotarget.registers import folkeregisteret, krr, maskinporten
from geotarget.registers.errors import NotAuthorised, RegisterError, RegisterUnavailable
from geotarget.targeting.models import ListedAddress

from . import keyring
from .announce import announce
from .compose import Ready
from .handover import Delay, hand_over
from .holding import Held, give_back
from .lease import Lease, LeaseLost
from .models import Attempt, Chunk, Dispatch
from .reaching import Reached, Ways, letters, reached
from .who_is_told import who_is_told

logger = logging.getLogger(__name__)

DOWN = {
    folkeregisteret.NAME: Problem.POPULATION_REGISTER_DOWN,
    krr.NAME: Problem.CONTACT_REGISTER_DOWN,
    maskinporten.NAME: Problem.SIGN_IN_DOWN,
}


def deliver_next() -> int | None:
    """Work on the next chunk, whoever's it is. Returns its dispatch's id; None when none waits."""
    claimed = _claim()
    if claimed is None:
        return None
    chunk = Chunk.objects.select_related("dispatch__organisation").get(pk=claimed[0])
    with Lease(chunk.pk, claimed[1]) as lease:
        try:
            _finish(lease, chunk, _deliver(chunk, lease))
        except LeaseLost:
            logger.warning("chunk %s was taken over by another worker", chunk.pk)
        except Held:
            give_back(lease)
    return int(chunk.dispatch_id)


def _claim() -> tuple[int, uuid.UUID] | None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_chunk(%s)", [settings.LEASE_SECONDS])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def _deliver(chunk: Chunk, lease: Lease) -> Delay | None:
    """None when every message of the chunk has been handed over, else why and how long to wait."""
    try:
        return _look_up_and_send(chunk, lease)
    except RegisterUnavailable as error:
        logger.warning("chunk %s waits: %s", chunk.pk, error)
        return Delay(DOWN[error.register], error.retry_after_seconds)
    except NotAuthorised as error:
        logger.error("chunk %s waits: %s", chunk.pk, error)
        return Delay(Problem.NOT_AUTHORISED, None)
    except RegisterError as error:
        logger.error("chunk %s waits: %s", chunk.pk, error)
        return Delay(Problem.REGISTER_REFUSES, None)
    except (LeaseLost, Held):
        raise
    except Exception as error:
        # The text and the frames of an unexpected error may hold personal data.
        logger.error("chunk %s waits: unexpected %s", chunk.pk, type(error).__name__)
        return Delay(Problem.INTERNAL, None)


def _look_up_and_send(chunk: Chunk, lease: Lease) -> Delay | None:
    dispatch = chunk.dispatch
    tokens = Tokens(keyring.open_key(dispatch.pk, dispatch.wrapped_key))
    addresses = list(ListedAddress.objects.filter(pk__in=chunk.listed_address_ids).order_by("id"))
    age = dispatch.minimum_age
    told = who_is_told(dispatch, chunk.lookup, addresses, minimum_age=age, check=lease.check)
    found, ways = told.found, _reached(dispatch, tokens, told.ways)
    ready = _write(lease, tokens, ways, found.homes)
    written = letters(dispatch, told.people, found, addresses, ways)
    ready = [replace(message, letter=written.get(message.to)) for message in ready]
    Chunk.objects.filter(pk=chunk.pk, lease_token=lease.token).update(unread=found.unread)
    return (
        hand_over(dispatch, ready, lease)
        or _ask_again(chunk, found.unread)
        or announce(dispatch, told.people, tokens, told.contact_register, lease)
    )


def _reached(dispatch: Dispatch, tokens: Tokens, ways: Ways) -> Reached:
    """Past the ways that surely did not reach: refused, or not delivered. Never past one of which
    nobody knows."""
    by_token = {tokens.address(*way): way for found in ways.values() for way in found[:-1]}
    failed = Attempt.objects.filter(
        dispatch=dispatch,
        channel__in=HAS_NEXT,
        address_token__in=list(by_token),
        state__in=(AttemptState.NOT_DELIVERED, AttemptState.REFUSED),
    )
    tried = failed.values_list("address_token", flat=True) if by_token else ()
    return reached(ways, {by_token[bytes(token)] for token in tried})


def _ask_again(chunk: Chunk, unread: int) -> Delay | None:
    """The register kept persons back. So many are a fault of it; a few may be persons it protects,
    and must make no difference that anybody could see: no wait, no problem, no line in a log."""
    if unread < FEWEST_SHOWN:
        return None
    logger.warning("chunk %s: Folkeregisteret did not show everybody it found", chunk.pk)
    is_last_try = chunk.tries + 1 >= UNREAD_TRIES
    return Delay(Problem.RESIDENTS_UNREAD, None, is_last_try=is_last_try)


def _write(lease: Lease, tokens: Tokens, ways: Reached, homes: dict[str, list[int]]) -> list[Ready]:
    """Rows for everybody before anything is sent; returns the messages that are ready."""
    addresses = {tokens.address(*found): found[1] for found in ways.values() if found is not None}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM record_residents("
                "%s, %s, %s::bytea[], %s::text[], %s::bytea[], %s::text[],"
                " %s::bytea[], %s::bigint[])",
                [
                    lease.chunk_id,
                    str(lease.token),
                    *_columns(tokens, ways),
                    *_home_columns(tokens, ways, homes),
                ],
            )
            rows = cursor.fetchall()
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", None) == "55P03":
            raise LeaseLost(f"The lease on chunk {lease.chunk_id} is lost.") from None
        raise
    return [
        Ready(attempt_id, channel, reference, addresses[bytes(token)])
        for attempt_id, channel, token, reference in rows
        if bytes(token) in addresses
    ]


def _columns(tokens: Tokens, ways: Reached) -> list[list[object]]:
    people = list(ways.items())
    return [
        [tokens.person(national_id) for national_id, _ in people],
        [found and found[0] for _, found in people],
        [found and tokens.address(*found) for _, found in people],
        [str(uuid.uuid4()) for _ in people],
    ]


def _home_columns(tokens: Tokens, ways: Reached, homes: dict[str, list[int]]) -> list[list[object]]:
    pairs = [(tokens.person(person), at) for person in ways for at in homes[person]]
    return [[person for person, _ in pairs], [at for _, at in pairs]]


def _finish(lease: Lease, chunk: Chunk, delay: Delay | None) -> None:
    seconds = None
    if delay and not delay.is_last_try:
        seconds = int(max(delay.seconds or 0, wait_seconds(chunk.tries + 1)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT finish_chunk(%s, %s, %s, %s, %s::text[])",
            [
                chunk.pk,
                str(lease.token),
                seconds,
                delay.problem if delay else "",
                sorted(SHARED_PROBLEMS),
            ],
        )
