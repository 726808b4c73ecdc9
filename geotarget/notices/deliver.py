"""Deliver chunks: residents → who may be told → how they are reached → rows → messages.

Chunks of one dispatch that wait together are asked for and handed over together: a round.
Personal data live in this process's memory for the length of one round. Nothing of them is logged:
an unexpected error is named by its type alone.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.conf import settings
from django.db import connection, transaction

from geotarget.domain.contact_policy import HAS_NEXT
from geotarget.domain.delivery_state import (
    ADDRESSES_AT_ONCE,
    LOOK_UPS_AT_ONCE,
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
from .businesses import tell_businesses
from .handover import Delay, hand_over
from .holding import Held, give_back
from .lease import Lease, LeaseLost
from .lookup import Asked, Found, people_of
from .models import Attempt, Chunk, Dispatch
from .reaching import Reached, Ways, letters, reached
from .who_is_told import who_is_told
from .write_residents import write_residents

logger = logging.getLogger(__name__)

DOWN = {
    folkeregisteret.NAME: Problem.POPULATION_REGISTER_DOWN,
    krr.NAME: Problem.CONTACT_REGISTER_DOWN,
    maskinporten.NAME: Problem.SIGN_IN_DOWN,
}


def deliver_next(*, only_idle: bool = False) -> int | None:
    """Work on the next chunks, whoever's they are. Returns their dispatch; None when none waits.

    `only_idle`: only those of an organisation of which nobody works on any.
    """
    claimed = _claim(only_idle=only_idle)
    if claimed is None:
        return None
    chunk_ids, token = claimed
    chunks = list(
        Chunk.objects.select_related("dispatch__organisation")
        .filter(pk__in=chunk_ids)
        .order_by("pk")
    )
    with Lease(chunk_ids, token) as lease:
        try:
            _finish(lease, chunks, _deliver(chunks, lease))
        except LeaseLost:
            logger.warning("one of the chunks %s was taken over by another worker", chunk_ids)
        except Held:
            give_back(lease)
    return int(chunks[0].dispatch_id)


def _claim(*, only_idle: bool) -> tuple[list[int], uuid.UUID] | None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_chunk(%s, %s)", [settings.LEASE_SECONDS, only_idle])
        row = cursor.fetchone()
        if row is None:
            return None
        cursor.execute(
            "SELECT * FROM claim_along(%s, %s, %s, %s)",
            [row[0], str(row[1]), ADDRESSES_AT_ONCE, LOOK_UPS_AT_ONCE],
        )
        return [row[0], *(along for (along,) in cursor.fetchall())], row[1]


def _deliver(chunks: Sequence[Chunk], lease: Lease) -> dict[int, Delay]:
    """By chunk, where not every message of it has been handed over: why, and how long to wait."""
    try:
        return _look_up_and_send(chunks, lease)
    except RegisterError as error:
        delay = _held_by(error)
        _log(_level(error), chunks, error)
    except (LeaseLost, Held):
        raise
    except Exception as error:
        # The text and the frames of an unexpected error may hold personal data.
        delay = Delay(Problem.INTERNAL, None)
        _log(logging.ERROR, chunks, f"unexpected {type(error).__name__}")
    return {chunk.pk: delay for chunk in chunks}


def _held_by(error: RegisterError) -> Delay:
    if isinstance(error, RegisterUnavailable):
        return Delay(DOWN[error.register], error.retry_after_seconds)
    problem = Problem.REGISTER_REFUSES
    if isinstance(error, NotAuthorised):
        problem = Problem.NOT_AUTHORISED
    return Delay(problem, None, is_of_register=True)


def _level(error: RegisterError) -> int:
    """A register that is away for a while comes back by itself; the rest needs an operator."""
    return logging.WARNING if isinstance(error, RegisterUnavailable) else logging.ERROR


def _log(level: int, chunks: Iterable[Chunk], why: object) -> None:
    logger.log(level, "chunks %s wait: %s", ", ".join(str(chunk.pk) for chunk in chunks), why)


def _look_up_and_send(chunks: Sequence[Chunk], lease: Lease) -> dict[int, Delay]:
    dispatch = chunks[0].dispatch
    tokens = Tokens(keyring.open_key(dispatch.pk, dispatch.wrapped_key))
    if chunks[0].lookup == Chunk.Lookup.BUSINESSES:
        return tell_businesses(chunks[0], tokens, lease)  # no other is taken along with it
    asked, age = _asked(chunks), dispatch.minimum_age
    told = who_is_told(dispatch, asked, minimum_age=age, check=lease.check)
    found = told.found
    delays = {pk: _held_by(error) for pk, error in found.failed.items()}
    for pk, error in found.failed.items():
        logger.log(_level(error), "chunk %s waits: %s", pk, error)
    asked = [each for each in asked if each.chunk_id not in found.failed]
    if not asked:
        return delays
    ways = _reached(dispatch, tokens, told.ways)
    ready = write_residents(lease, tokens, ways, found.homes, asked)
    addresses = [address for each in asked for address in each.addresses]
    written = letters(dispatch, told.people, found, addresses, ways)
    ready = [replace(message, letter=written.get(message.to)) for message in ready]
    _record_unread(chunks, found, lease)
    delays |= _asked_again(chunks, found) | hand_over(dispatch, ready, lease)
    for each in asked:
        if each.chunk_id not in delays:
            ours = people_of(each, told.people, found)
            delays |= announce(dispatch, each.chunk_id, ours, tokens, told.contact_register, lease)
    return delays


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


def _asked(chunks: Sequence[Chunk]) -> list[Asked]:
    ids = [pk for chunk in chunks for pk in chunk.listed_address_ids]
    listed = ListedAddress.objects.defer("point").in_bulk(ids)
    return [
        Asked(chunk.pk, chunk.lookup, [listed[pk] for pk in sorted(chunk.listed_address_ids)])
        for chunk in chunks
    ]


def _record_unread(chunks: Sequence[Chunk], found: Found, lease: Lease) -> None:
    for chunk in chunks:
        if chunk.unread != found.unread[chunk.pk] and chunk.pk not in found.failed:
            ours = Chunk.objects.filter(pk=chunk.pk, lease_token=lease.token)
            ours.update(unread=found.unread[chunk.pk])


def _asked_again(chunks: Sequence[Chunk], found: Found) -> dict[int, Delay]:
    """The register kept persons back. So many are a fault of it; a few may be persons it protects,
    and must make no difference that anybody could see: no wait, no problem, no line in a log."""
    delays = {}
    for chunk in chunks:
        if found.unread[chunk.pk] >= FEWEST_SHOWN:
            logger.warning("chunk %s: Folkeregisteret did not show everybody it found", chunk.pk)
            is_last_try = chunk.tries + 1 >= UNREAD_TRIES
            delays[chunk.pk] = Delay(Problem.RESIDENTS_UNREAD, None, is_last_try=is_last_try)
    return delays


def _finish(lease: Lease, chunks: Sequence[Chunk], delays: dict[int, Delay]) -> None:
    """Chunks of one fate together; first those that got through: they let the others go on."""
    fates: dict[tuple[bool, int, str, bool], list[int]] = {}
    for chunk in chunks:
        delay = delays.get(chunk.pk)
        again = delay is not None and not delay.is_last_try
        wait = int(max((delay and delay.seconds) or 0, wait_seconds(chunk.tries + 1)))
        why = (delay.problem, delay.is_of_register) if delay else ("", False)
        fate = (again, wait if again else 0, *why)
        fates.setdefault(fate, []).append(chunk.pk)
    shared = sorted(SHARED_PROBLEMS)
    for (again, wait, problem, is_of_register), ids in sorted(fates.items()):
        until = wait if again else None
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT finish_chunk(%s, %s, %s, %s, %s::text[], %s)",
                [ids, str(lease.token), until, problem, shared, is_of_register],
            )
