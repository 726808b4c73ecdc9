"""Hand the messages of chunks to their channels: row first, send second, record third.

No transaction is open while the channel is waited for.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from geotarget.channels.contract import (
    NOT_BEGUN,
    Capability,
    Channel,
    Handover,
    Outcome,
    Settling,
)
from geotarget.channels.in_time import not_begun, running_seconds
from geotarget.domain.delivery_state import (
    AVOIDED_S,
    BEGUN_HOLDS_S,
    FIRST_PER_REQUEST,
    MESSAGES_PER_REQUEST,
    PROBE_AFTER_DOWN,
    SHORT_WAIT_S,
    SOME_LATER_S,
    UNSETTLED_PER_REQUEST,
    AttemptState,
    Problem,
)
from geotarget.organisations.away import wait_while_away
from geotarget.outbound.gate import Gate, Turn

from . import outside
from .compose import Ready, composed
from .holding import check_held
from .lease import Lease
from .models import Dispatch

logger = logging.getLogger(__name__)

_ID = re.compile(r"[A-Za-z0-9._:/-]{1,100}")


@dataclass(frozen=True)
class Delay:
    """Not everything of a chunk could be done: try it again."""

    problem: Problem
    seconds: float | None
    is_last_try: bool = False
    """It is not tried again; the problem stays with the chunk for the report."""
    is_of_register: bool = False
    """A register refused, by the access of one municipality or only this question: others may get
    through."""


def hand_over(dispatch: Dispatch, ready: Iterable[Ready], lease: Lease) -> dict[int, Delay]:
    """Send what is ready. Returns the delay of each chunk of which a channel did not take all."""
    by_channel: dict[str, list[Ready]] = {}
    for message in ready:
        by_channel.setdefault(message.channel, []).append(message)
    delays: dict[int, Delay] = {}
    for name, messages in sorted(by_channel.items()):
        delays = _through_any(name, dispatch, messages, lease) | delays
    return delays


def _through_any(
    name: str, dispatch: Dispatch, messages: Sequence[Ready], lease: Lease
) -> dict[int, Delay]:
    """Through the channel's first provider; what that surely did not take, through the next. What
    it may have taken is not ready any more: no other is given it."""
    delays: dict[int, Delay] = {}
    providers = outside.providers(name, dispatch.organisation)
    if not providers:
        logger.error("dispatch %s: its SMS accounts are gone; see SMS_ACCOUNTS_FILE", dispatch.pk)
        return {message.chunk_id: Delay(Problem.NOT_AUTHORISED, None) for message in messages}
    *better, last = providers
    for provider in (*better, last):
        stopped, some_later = _through(provider, name, dispatch, messages, lease)
        delays |= some_later
        if stopped is None:
            return delays
        delay, messages = stopped
        if provider != last and delay.seconds is None:
            outside.gate(provider).stay_away(AVOIDED_S)
    return delays | {message.chunk_id: delay for message in messages}


def _through(
    provider: str, name: str, dispatch: Dispatch, messages: Sequence[Ready], lease: Lease
) -> tuple[tuple[Delay, Sequence[Ready]] | None, dict[int, Delay]]:
    """All batches of one provider; stops where going on would harm or get nothing through. Returns
    why and with what left, and the chunks of which some messages are for later."""
    later: dict[int, Delay] = {}
    sent = 0
    gate = outside.gate(provider)
    channel = outside.channel(name, dispatch, provider)
    try:
        full = _full_size(channel.capability, outside.most_at_once(provider))
        size = first = min(FIRST_PER_REQUEST, full)
        while batch := messages[sent : sent + size]:
            turn = _await_turn(gate, len(batch))
            if turn.away_s:
                return (Delay(Problem.CHANNEL_BUSY, turn.away_s), messages[sent:]), later
            batch = batch[:PROBE_AFTER_DOWN] if turn.is_probe else batch
            lease.check()
            handovers = _send_batch(channel, dispatch, batch, lease)
            begun = _begun(batch, handovers)
            delay = _reason_to_stop(handovers)
            _tell(gate, delay, handovers[:begun])
            if delay:
                return (delay, messages[sent:]), later
            postponed = {each.reference for each in handovers if _is_postponed(each)}
            some_later = Delay(Problem.SOME_LATER, SOME_LATER_S)
            later |= {m.chunk_id: some_later for m in batch if m.reference in postponed}
            sent += begun
            # As many as it has time for: whoever is slow is asked for few at a time.
            full = begun if 0 < begun < len(batch) else full
            size = min(first, full) if turn.is_probe else full
        return None, later
    finally:
        channel.close()


def _await_turn(gate: Gate, messages: int) -> Turn:
    """The provider's rate is one for all workers, and so is its word to stay away; while it is
    down, one of them tries it."""
    turn = gate.enter(messages)
    if 0 < turn.away_s <= SHORT_WAIT_S:
        time.sleep(turn.away_s)
        turn = gate.enter(messages)
    if not turn.away_s:
        time.sleep(turn.wait_s)
    return turn


def _tell(gate: Gate, delay: Delay | None, handovers: Sequence[Handover]) -> None:
    """What all workers should know of the provider. Nothing was asked where nothing may leave."""
    if delay is None:
        if handovers:
            gate.answered()
        return
    gate.failed(is_down=delay.problem is not Problem.NOT_AUTHORISED and not delay.seconds)
    if delay.seconds and delay.problem is Problem.CHANNEL_BUSY:
        gate.stay_away(delay.seconds)


def _full_size(capability: Capability, most: int | None) -> int:
    """Messages of one request after the first: as many as an unclear answer may make unknown."""
    can_settle = capability.settling is not Settling.SHOW_TO_A_PERSON
    size = min(MESSAGES_PER_REQUEST if can_settle else UNSETTLED_PER_REQUEST, capability.max_batch)
    return min(size, most or size)


def _send_batch(
    channel: Channel, dispatch: Dispatch, batch: Sequence[Ready], lease: Lease
) -> list[Handover]:
    began = running_seconds()
    allowed = _begin([message.attempt_id for message in batch], lease)
    messages = [composed(dispatch, ready) for ready in batch if ready.reference in allowed]
    if not messages:
        check_held(dispatch.pk)
        return []
    is_late = running_seconds() - began > BEGUN_HOLDS_S
    handovers = not_begun(messages) if is_late else channel.send(messages)
    record_handovers(handovers)
    return handovers


def _begun(batch: Sequence[Ready], handovers: Sequence[Handover]) -> int:
    """How many from the front the channel has tried; the others go in the next request."""
    left = {each.reference for each in handovers if each.reason_code == NOT_BEGUN}
    return next((n for n, ready in enumerate(batch) if ready.reference in left), len(batch))


def _begin(attempt_ids: list[int], lease: Lease) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM begin_sending(%s, %s)", [str(lease.token), attempt_ids])
        return {row[0] for row in cursor.fetchall()}


def record_handovers(handovers: Sequence[Handover]) -> None:
    """Write down what a channel said of each message: what we know already must not become unknown
    because the database is started again."""
    wait_while_away(lambda: _record(handovers))


def _record(handovers: Sequence[Handover]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_handovers(%s::text[], %s::text[], %s::text[], %s::text[])",
            [
                [handover.reference for handover in handovers],
                [_state(handover) for handover in handovers],
                [_kept_id(handover) for handover in handovers],
                [handover.reason_code for handover in handovers],
            ],
        )


def _kept_id(handover: Handover) -> str:
    """Only what looks like an id: whatever a provider writes there must not spoil the record of a
    whole batch, nor be kept."""
    given = handover.provider_id or ""
    return given if _ID.fullmatch(given) else ""


def _state(handover: Handover) -> str:
    """A refusal of our account is no refusal of the message: it waits until that is mended."""
    if handover.outcome is Outcome.ACCEPTED:
        return AttemptState.ACCEPTED
    if handover.outcome is Outcome.UNKNOWN:
        return AttemptState.UNKNOWN
    if handover.outcome is Outcome.REFUSED and not handover.is_configuration:
        return AttemptState.REFUSED
    return AttemptState.READY


def _is_postponed(handover: Handover) -> bool:
    return _state(handover) == AttemptState.READY and handover.reason_code != NOT_BEGUN


def _reason_to_stop(handovers: Sequence[Handover]) -> Delay | None:
    """An unclear answer, or a provider that takes nothing now. One mailbox is no reason."""
    if any(handover.outcome is Outcome.UNKNOWN for handover in handovers):
        logger.warning("a channel gives unclear answers: %s", _codes(handovers))
        return Delay(Problem.CHANNEL_UNCLEAR, None)
    held = [h for h in handovers if _is_postponed(h) and (h.is_for_all or h.is_configuration)]
    if not held:
        return None
    logger.warning("a channel takes nothing now: %s", _codes(held))
    asked = [h.retry_after_seconds for h in held if h.retry_after_seconds is not None]
    mended_by_us = any(handover.is_configuration for handover in held)
    return Delay(
        Problem.NOT_AUTHORISED if mended_by_us else Problem.CHANNEL_BUSY,
        max(asked, default=None),
    )


def _codes(handovers: Sequence[Handover]) -> str:
    return ", ".join(sorted({handover.reason_code for handover in handovers}))
