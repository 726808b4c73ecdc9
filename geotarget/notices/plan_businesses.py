"""Cut the addresses of a dispatch that have places of business into chunks of their own.

They go in the wave of the address's residents, after them. Their addresses are in no count: those
of a dispatch are residents' (`models.Chunk.address_count`).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from .models import Chunk, Dispatch

ADDRESSES_PER_CHUNK = 50
"""A street of shops; one order at Altinn for each business of theirs."""


def business_chunks(dispatch: Dispatch, chunks: Sequence[Chunk]) -> list[Chunk]:
    """Not saved. `chunks`: those of the residents."""
    there = _with_business(dispatch.address_list_id)
    places: dict[tuple[int, str], list[int]] = {}
    for chunk in chunks:
        found = [pk for pk in chunk.listed_address_ids if pk in there]
        places.setdefault((chunk.wave, chunk.municipality_number), []).extend(found)
    cut = [
        (wave, municipality, ids[start : start + ADDRESSES_PER_CHUNK])
        for (wave, municipality), ids in places.items()
        for start in range(0, len(ids), ADDRESSES_PER_CHUNK)
    ]
    return [
        Chunk(
            dispatch=dispatch,
            position=len(chunks) + place,
            wave=wave,
            lookup=Chunk.Lookup.BUSINESSES,
            municipality_number=municipality,
            listed_address_ids=[],
            business_address_ids=ids,
            address_count=0,
        )
        for place, (wave, municipality, ids) in enumerate(cut)
    ]


def _with_business(address_list_id: int) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM addresses_with_business(%s)", [address_list_id])
        return {pk for (pk,) in cursor.fetchall()}
