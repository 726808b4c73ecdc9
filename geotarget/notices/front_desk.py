"""What was sent to an address, when, with which text: for whoever answers the phone.

Whether anybody there was reached is never told, and not asked for here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from geotarget.domain.delivery_state import OPEN_STATES, ChunkState
from geotarget.organisations.models import Organisation
from geotarget.targeting.search import find

from .begun import begun
from .models import Chunk, Dispatch


@dataclass(frozen=True)
class Place:
    """An address as the cadastre has it today."""

    key: str
    label: str
    about: str
    """Postcode and place, which tell two of the same name apart."""


def places(text: str, organisation: Organisation) -> list[Place]:
    """Addresses for what a person typed, the best first."""
    hits = find(text, organisation.municipality_numbers()).addresses
    return [
        Place(hit["source_id"], hit["label"], f"{hit['postcode']} {hit['post_town']}".strip())
        for hit in hits
    ]


def sent_to(key: str, organisation: Organisation) -> list[Dispatch]:
    """Dispatches whose list has the address, the newest first; not those of which nothing left."""
    listed = Q(address_list__addresses__source_id=key, address_list__addresses__included=True)
    rows = begun().filter(listed, organisation=organisation)
    rows = rows.select_related("organisation").distinct()
    return list(rows.defer("address_list__geom").order_by("-starts_at", "-pk"))


class Done(StrEnum):
    """How far a dispatch is, over all its addresses: what became of one of them is never told."""

    ALL = "all"
    GOING_ON = "going_on"
    STOPPED = "stopped"
    NOT_ALL = "not_all"
    """It has ended, and some addresses were not done in time."""


def how_far(dispatch: Dispatch) -> Done:
    if dispatch.stopped_at is not None:
        return Done.STOPPED
    chunks = Chunk.objects.filter(dispatch=dispatch)
    # What is opened once more, for a second channel, has been done.
    if chunks.filter(state__in=OPEN_STATES, rounds_again=0).exists():
        return Done.GOING_ON
    failed = chunks.filter(state=ChunkState.FAILED).exists()
    return Done.NOT_ALL if failed else Done.ALL
