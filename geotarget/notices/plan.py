"""Cut a frozen list into chunks: what is asked of the register in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from geotarget.domain.delivery_state import (
    HOUSES_PER_CHUNK,
    WHOLE_STREET_SHARE,
    ChunkState,
    Problem,
)
from geotarget.domain.message_class import MessageClass
from geotarget.registers.folkeregisteret import can_be_searched_for
from geotarget.targeting.models import AddressList, ListedAddress

from .models import Chunk, Dispatch, Notice
from .wide_lookups import wide_lookups


class Place(NamedTuple):
    """What of a listed address decides how it is looked up. A town has so many that reading whole
    rows would hold up the first message."""

    pk: int
    municipality_number: str
    postcode: str
    street_code: str
    street_name: str
    street_size: int | None


Group = list[Place]


def plan_chunks(dispatch: Dispatch) -> list[Chunk]:
    """Chunks that hold every included address of the dispatch's list once; not saved.

    One for which too many others would be looked up is ended before it begins, as the approver saw.
    """
    most = dispatch.wave_addresses
    planned = [piece for group in _groups(dispatch.address_list) for piece in _pieces(group, most)]
    waves = _waves([len(places) for _, places in planned], most)
    too_wide = _too_wide(dispatch)
    chunks = [
        Chunk(
            dispatch=dispatch,
            position=position,
            wave=waves[position],
            lookup=lookup,
            municipality_number=places[0].municipality_number,
            listed_address_ids=[place.pk for place in places],
            address_count=len(places),
        )
        for position, (lookup, places) in enumerate(planned)
    ]
    for chunk, (_, places) in zip(chunks, planned, strict=True):
        if _key(places[0]) in too_wide:
            chunk.state, chunk.problem = ChunkState.FAILED, Problem.TOO_MANY_OTHERS
    return chunks


def pieces_within_limit(notice: Notice) -> Iterator[tuple[str, list[ListedAddress]]]:
    """What would be looked up in one go each, if the notice was sent now."""
    too_wide = _too_wide(notice)
    for group in _groups(notice.address_list):
        if _key(group[0]) not in too_wide:
            for lookup, places in _pieces(group, notice.wave_addresses):
                rows = ListedAddress.objects.filter(pk__in=[place.pk for place in places])
                yield lookup, list(rows.order_by("pk"))


def _too_wide(words: Notice | Dispatch) -> set[tuple[str, ...]]:
    message_class = MessageClass(words.message_class)
    return {
        ("postcode", wide.municipality_number, wide.postcode)
        for wide in wide_lookups(words.address_list_id)
        if wide.is_too_wide(message_class)
    }


def _waves(sizes: list[int], most: int | None) -> list[int]:
    """The wave of each piece, from 1; no wave has more than `most` addresses (None: any number)."""
    waves, wave, filled = [], 1, 0
    for size in sizes:
        if most is not None and filled + size > most:
            wave, filled = wave + 1, 0
        filled += size
        waves.append(wave)
    return waves


def _groups(address_list: AddressList) -> list[Group]:
    """Addresses by street; those without one that the register can search for by postcode."""
    groups: defaultdict[tuple[str, ...], Group] = defaultdict(list)
    rows = ListedAddress.objects.filter(address_list=address_list, included=True).order_by("id")
    for row in rows.values_list(*Place._fields).iterator(chunk_size=5000):
        place = Place(*row)
        groups[_key(place)].append(place)
    return list(groups.values())


def _key(place: Place) -> tuple[str, ...]:
    if can_be_searched_for(place.street_name):
        return ("street", place.municipality_number, place.street_code, place.street_name)
    return ("postcode", place.municipality_number, place.postcode)


def _pieces(group: Group, most: int | None) -> Iterator[tuple[str, Group]]:
    """A street that is mostly inside is asked for whole; else house by house, so that few persons
    outside the area are looked up. No piece has more than `most` addresses (None: any number)."""
    first = group[0]
    most = most or len(group)
    if _key(first)[0] == "postcode":
        yield from ((Chunk.Lookup.POSTCODE, some) for some in _cut(group, most))
    elif (
        len(group) >= WHOLE_STREET_SHARE * (first.street_size or len(group)) and len(group) <= most
    ):
        yield Chunk.Lookup.STREET, group
    else:
        yield from (
            (Chunk.Lookup.HOUSES, some) for some in _cut(group, min(most, HOUSES_PER_CHUNK))
        )


def _cut(group: Group, size: int) -> Iterator[Group]:
    return (group[start : start + size] for start in range(0, len(group), size))
