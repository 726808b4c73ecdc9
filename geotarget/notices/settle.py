"""Settle what is unknown with providers that can be asked, and ask what became of messages.

A message that may have been accepted is never sent again on a guess: only the provider's own "there
is none", long after the request, makes it ready again (`docs/decisions/ambiguous-sends.md`).
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TypeVar, cast

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from geotarget.channels.contract import CanBeAsked, CanBeFollowed, Outcome, Settling
from geotarget.channels.registry import CHANNELS
from geotarget.domain.delivery_state import (
    ASK_AFTER_S,
    FOLLOW_DAYS,
    NOT_THERE_AFTER_S,
    REPEAT_WITHIN_S,
    AttemptState,
)
from geotarget.registers.errors import NotAuthorised

from . import outside
from .database_clock import database_now
from .handover import record_handovers
from .models import Attempt, Dispatch
from .receipts import record_receipt
from .wake import wake_after_commit

Part = TypeVar("Part")

logger = logging.getLogger(__name__)

_ASKED_AT_ONCE = 50
CAN_REPEAT = [n for n, c in CHANNELS.items() if c.capability.settling is Settling.REPEAT]
CAN_BE_ASKED = [n for n, c in CHANNELS.items() if c.capability.settling is Settling.ASK]
CAN_BE_FOLLOWED = [n for n, c in CHANNELS.items() if c.capability.can_be_followed]


def settle_unknown() -> int:
    """Ask for unknown messages, and make ready what was surely not taken. Returns how many."""
    now = database_now()
    unknown = Attempt.objects.filter(state=AttemptState.UNKNOWN)
    repeatable = unknown.filter(
        channel__in=CAN_REPEAT, sending_at__gte=now - datetime.timedelta(seconds=REPEAT_WITHIN_S)
    )
    ready = _reopen(list(repeatable.values_list("reference", flat=True)), absent=False)
    due = unknown.filter(
        channel__in=CAN_BE_ASKED, sending_at__lt=now - datetime.timedelta(seconds=ASK_AFTER_S)
    )
    believed = now - datetime.timedelta(seconds=NOT_THERE_AFTER_S)
    for channel, attempts in _by_channel(due):
        old = {attempt.reference for attempt in attempts if attempt.sending_at < believed}
        ready += _ask(cast(CanBeAsked, channel), [each.reference for each in attempts], old)
    if ready:
        wake_after_commit(ready)
    return ready


def follow() -> int:
    """Ask what became of messages that were accepted. Returns how many answers were recorded."""
    since = database_now() - datetime.timedelta(days=FOLLOW_DAYS)
    open_ones = Attempt.objects.filter(
        channel__in=CAN_BE_FOLLOWED, state=AttemptState.ACCEPTED, sending_at__gte=since
    ).exclude(provider_id="")
    recorded = 0
    for channel, attempts in _by_channel(open_ones):
        for some in _in_parts(attempts, channel.capability.max_followed):
            receipts = channel.follow({each.provider_id: each.reference for each in some})
            recorded += sum(record_receipt(receipt) for receipt in receipts)
    return recorded


def _ask(channel: CanBeAsked, references: Sequence[str], old: set[str]) -> int:
    ready = 0
    for some in _in_parts(references, _ASKED_AT_ONCE):
        answers = channel.ask(some)
        record_handovers([each for each in answers if each.outcome is Outcome.ACCEPTED])
        absent = {each.reference for each in answers if each.outcome is Outcome.NOT_SENT}
        ready += _reopen(sorted(absent & old), absent=True)
    return ready


def _by_channel(attempts: QuerySet[Attempt]) -> Iterator[tuple[CanBeFollowed, list[Attempt]]]:
    """Open channels of each dispatch, with its messages; what cannot be opened waits."""
    if settings.TRAINING:
        return
    pairs = attempts.order_by().values_list("dispatch_id", "channel").distinct()
    for dispatch_id, name in list(pairs):
        dispatch = Dispatch.objects.select_related("organisation").get(pk=dispatch_id)
        try:
            channel = outside.channel(name, dispatch)
        except NotAuthorised as error:
            logger.error("messages of dispatch %s cannot be asked for: %s", dispatch_id, error)
            continue
        with closing(channel):
            mine = attempts.filter(dispatch_id=dispatch_id, channel=name).order_by("pk")
            yield cast(CanBeFollowed, channel), list(mine)


def _in_parts(everything: Sequence[Part], size: int) -> Iterator[Sequence[Part]]:
    for start in range(0, len(everything), size):
        yield everything[start : start + size]


def _reopen(references: list[str], *, absent: bool) -> int:
    if not references:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT reopen_unsent(%s, %s)", [references, absent])
        return int(cursor.fetchone()[0])
