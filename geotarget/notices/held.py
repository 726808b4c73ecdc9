"""Problems of a dispatch: what holds it up now, and what stayed undone at the end."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from geotarget.domain.delivery_state import ChunkState, Problem

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
    """Chunks were finished although the population register did not show all their residents."""
    return Chunk.objects.filter(
        dispatch=dispatch, state=ChunkState.DONE, problem=Problem.RESIDENTS_UNREAD
    ).exists()
