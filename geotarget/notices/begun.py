"""Dispatches of which something has left, or may leave any moment: what one may ask about."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from geotarget.domain.delivery_state import ChunkState

from .models import Dispatch


def begun() -> QuerySet[Dispatch]:
    """Not those that are planned, nor what was undone before anything left."""
    undone = Q(stopped_at__isnull=False) & ~Q(chunks__state=ChunkState.DONE)
    return Dispatch.objects.filter(starts_at__lte=timezone.now()).exclude(undone)
