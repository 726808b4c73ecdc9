"""Cut a frozen list into chunks: what is asked of the register in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connection

from geotarget.domain.delivery_state import (
    HOUSES_PER_CHUNK,
    WHOLE_STREET_SHARE,
    ChunkState,
    Problem,
)
from geotarget.domain.message_class import MessageClass
from geotarget.registers.folkeregisteret import SEARCHABLE
from geotarget.targeting.models import ListedAddress

from .models import Chunk, Dispatch, Notice
from .plan_businesses import business_chunks
from .wide_lookups import wide_lookups


class Group(NamedTuple):
    """Addresses of a street, or of a postcode, by their ids. A town has so many that reading them
    one by one would hold up the first message."""

    is_street: bool
    municipality_number: str
    postcode: str
    street_size: int | None
    ids: list[int]


def plan_chunks(dispatch: Dispatch) -> list[Chunk]:
    """Chunks that hold every included address of the dispatch's list once; not saved. After them
    those of businesses, where these are told too.

    One for which too many others would be looked up is ended before it begins, as the approver saw.
    """
    most, too_wide = dispatch.wave_addresses, _too_wide(dispatch)
    planned = [
        (group, lookup, ids)
        for group in _groups(dispatch.address_list_id)
        for lookup, ids in _pieces(group, most)
    ]
    waves = _waves([len(ids) for _, _, ids in planned], most)
    chunks = [
        Chunk(
            dispatch=dispatch,
            position=position,
            wave=waves[position],
            lookup=lookup,
            municipality_number=group.municipality_number,
            listed_address_ids=ids,
            address_count=len(ids),
        )
        for position, (group, lookup, ids) in enumerate(planned)
    ]
    for chunk, (group, _, _) in zip(chunks, planned, strict=True):
        if _is_too_wide(group, too_wide):
            chunk.state, chunk.problem = ChunkState.FAILED, Problem.TOO_MANY_OTHERS
    return chunks + (business_chunks(dispatch, chunks) if dispatch.tells_businesses else [])


def save_chunks(dispatch: Dispatch, chunks: Sequence[Chunk]) -> None:
    """Write what `plan_chunks` has planned, for a dispatch that is saved."""
    columns = [
        [chunk.wave for chunk in chunks],
        [chunk.lookup for chunk in chunks],
        [chunk.municipality_number for chunk in chunks],
        [_array(chunk.listed_address_ids) for chunk in chunks],
        [_array(chunk.business_address_ids) for chunk in chunks],
        [chunk.state for chunk in chunks],
        [chunk.problem for chunk in chunks],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT add_chunks(%s, %s::int[], %s::text[], %s::text[], %s::text[], %s::text[],"
            " %s::text[], %s::text[])",
            [dispatch.pk, *columns],
        )


def _array(ids: Sequence[int]) -> str:
    """As PostgreSQL spells it."""
    return f"{{{','.join(map(str, ids))}}}"


def pieces_within_limit(notice: Notice) -> Iterator[tuple[str, list[ListedAddress]]]:
    """What would be looked up in one go each, if the notice was sent now."""
    too_wide = _too_wide(notice)
    for group in _groups(notice.address_list_id):
        if not _is_too_wide(group, too_wide):
            for lookup, ids in _pieces(group, notice.wave_addresses):
                yield lookup, list(ListedAddress.objects.filter(pk__in=ids).order_by("pk"))


def _too_wide(words: Notice | Dispatch) -> set[tuple[str, str]]:
    """Municipality and postcode."""
    message_class = MessageClass(words.message_class)
    return {
        (wide.municipality_number, wide.postcode)
        for wide in wide_lookups(words.address_list_id)
        if wide.is_too_wide(message_class)
    }


def _is_too_wide(group: Group, too_wide: set[tuple[str, str]]) -> bool:
    return not group.is_street and (group.municipality_number, group.postcode) in too_wide


def _waves(sizes: list[int], most: int | None) -> list[int]:
    """The wave of each piece, from 1; no wave has more than `most` addresses (None: any number)."""
    waves, wave, filled = [], 1, 0
    for size in sizes:
        if most is not None and filled + size > most:
            wave, filled = wave + 1, 0
        filled += size
        waves.append(wave)
    return waves


def _groups(address_list_id: int) -> list[Group]:
    """Addresses by street; those without one that the register can search for by postcode."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM lookup_groups(%s, %s)", [address_list_id, SEARCHABLE])
        return [Group(*row) for row in cursor.fetchall()]


def _pieces(group: Group, most: int | None) -> Iterator[tuple[str, list[int]]]:
    """A street that is mostly inside is asked for whole; else house by house, so that few persons
    outside the area are looked up. No piece has more than `most` addresses (None: any number)."""
    size = len(group.ids)
    most = most or size
    if not group.is_street:
        yield from ((Chunk.Lookup.POSTCODE, ids) for ids in _cut(group.ids, most))
    elif size >= WHOLE_STREET_SHARE * (group.street_size or size) and size <= most:
        yield Chunk.Lookup.STREET, group.ids
    else:
        each = min(most, HOUSES_PER_CHUNK)
        yield from ((Chunk.Lookup.HOUSES, ids) for ids in _cut(group.ids, each))


def _cut(ids: list[int], size: int) -> Iterator[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
