"""Problems of a dispatch: what holds it up now, and what stayed undone at the end."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone

from geotarget.domain.delivery_state import ChunkState
from geotarget.domain.small_counts import FEWEST_SHOWN

from .models import Chunk, Dispatch


@dataclass(frozen=True)
class Waiting:
    """Why a dispatch is held up, and when it is tried again."""

    problem: str
    next_try_at: datetime.datetime


def held_up(dispatch: Dispatch) -> Waiting | None:
    """The problem that is tried again next; None once its wait is over.

    A chunk whose time has come waits for a worker, whatever its last try met: that says nothing of
    how a register is now.
    """
    held = Chunk.objects.filter(
        dispatch=dispatch, state=ChunkState.WAITING, not_before__gt=timezone.now()
    ).exclude(problem="")
    first = held.order_by("not_before").values("problem", "not_before").first()
    return Waiting(first["problem"], first["not_before"]) if first else None


def some_unread(dispatch: Dispatch) -> bool:
    """The population register kept back so many persons that it is a fault of the register.

    Fewer are never told of: one of them may be a person whom the register protects, and nobody may
    see that there is one (`docs/decisions/small-counts.md`).
    """
    total = Chunk.objects.filter(dispatch=dispatch).aggregate(total=Sum("unread"))["total"]
    return (total or 0) >= FEWEST_SHOWN
