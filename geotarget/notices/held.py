"""Problems of a dispatch: what holds it up now, and what stayed undone at the end."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Sum, When
from django.utils import timezone

from geotarget.domain.delivery_state import OPEN_STATES, SHARED_PROBLEMS, ChunkState, Problem
from geotarget.domain.small_counts import FEWEST_SHOWN

from .models import Chunk, Dispatch


@dataclass(frozen=True)
class Waiting:
    """Why a dispatch is held up, and when it is tried again."""

    problem: str
    next_try_at: datetime.datetime | None
    """None: now."""


def held_up(dispatch: Dispatch) -> Waiting | None:
    """The problem that the last try met; None once a try has got through.

    It is told for as long as nothing got through, also while the next try is made or waits for a
    worker: else it would come and go though nothing has changed. What got through clears it from
    the other chunks (`sql/functions/finish_chunk.sql`).
    """
    chunks = Chunk.objects.filter(dispatch=dispatch)
    first = troubled(chunks).values("problem", "state", "not_before").first()
    if first is None:
        return None
    is_later = first["state"] == ChunkState.WAITING and first["not_before"] > timezone.now()
    return Waiting(first["problem"], first["not_before"] if is_later else None)


def troubled(chunks: QuerySet[Chunk]) -> QuerySet[Chunk]:
    """Those that are not done because of a problem; what holds up all of them comes first."""
    is_shared = When(problem__in=SHARED_PROBLEMS, then=0)
    order = Case(is_shared, default=1, output_field=IntegerField())
    return (
        chunks.filter(state__in=OPEN_STATES).exclude(problem="").order_by(order, "not_before", "pk")
    )


def some_unread(dispatch: Dispatch) -> bool:
    """The population register kept back so many persons that it is a fault of the register.

    Fewer are never told of: one of them may be a person whom the register protects, and nobody may
    see that there is one (`docs/decisions/small-counts.md`).
    """
    total = Chunk.objects.filter(dispatch=dispatch).aggregate(total=Sum("unread"))["total"]
    return (total or 0) >= FEWEST_SHOWN


def addresses_not_looked_up(dispatch: Dispatch) -> int:
    """Addresses at which nobody was looked up, because too many others would have been."""
    chunks = Chunk.objects.filter(dispatch=dispatch, problem=Problem.TOO_MANY_OTHERS)
    return chunks.aggregate(total=Sum("address_count"))["total"] or 0
