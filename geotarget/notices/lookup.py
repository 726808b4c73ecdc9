"""Residents of a chunk's addresses, asked of Folkeregisteret at the moment of sending.

The register has no search by area or property. A street, a house number or a postcode is searched
for, the persons are read in bulk, and whoever does not live at a listed address is dropped here.
Who lives at one is decided by one rule (`_Here`; docs/decisions/who-lives-here.md).
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from geotarget.domain.delivery_state import SEARCHES_AT_ONCE, UNREAD_TRIES
from geotarget.registers.errors import RegisterError, RegisterUnavailable, TooMany
from geotarget.registers.folkeregisteret import PART_OF_STAYS, PARTS, Folkeregisteret, Search
from geotarget.registers.resident import Home, Resident
from geotarget.targeting.models import ListedAddress

from .models import Chunk

OLDEST_BIRTH_YEAR = 1900

Number = tuple[object, ...]
Household = tuple[int, str | None]
"""Who lives at one listed address (its id) in one unit; None: a unit that the register does not
know."""


@dataclass(frozen=True, repr=False)
class Asked:
    """A chunk and its addresses."""

    chunk_id: int
    lookup: str
    addresses: Sequence[ListedAddress]


@dataclass(repr=False)
class Found:
    """Who lives at the addresses of some chunks."""

    residents: list[Resident] = field(default_factory=list)
    homes: dict[str, list[int]] = field(default_factory=dict)
    """Ids of the listed addresses at which each lives, by national id."""
    households: dict[str, set[Household]] = field(default_factory=dict)
    """Listed address and unit of each home there, by national id."""
    unread: Counter[int] = field(default_factory=Counter)
    """How many persons the register found and then did not show, asked for again, by chunk; they
    may live here or elsewhere."""
    failed: dict[int, RegisterError] = field(default_factory=dict)
    """Chunks that could not be searched for; nobody of theirs is in `residents`."""


def residents_of(
    asked: Sequence[Asked],
    register: Folkeregisteret,
    parts: Sequence[str] = PARTS,
    *,
    by_unit: bool = False,
) -> Found:
    """Everybody registered at one of the addresses, each once, with these parts of what the
    register knows. `by_unit`: the lists name units, not whole addresses. Raises `RegisterError`
    where the persons can not be read."""
    found = Found()
    chunk_of: dict[str, int] = {}
    with_stays = PART_OF_STAYS in parts
    for chunk_id, ids in _searched(asked, register, with_stays=with_stays):
        if isinstance(ids, RegisterError):
            found.failed[chunk_id] = ids
        else:
            for national_id in ids:
                chunk_of.setdefault(national_id, chunk_id)
    searched = [each for each in asked if each.chunk_id not in found.failed]
    here = _Here([a for each in searched for a in each.addresses], by_unit=by_unit)
    unread = list(chunk_of)
    for _ in range(UNREAD_TRIES):
        read, unread = unread, []
        for batch in register.bulk(read, parts):
            unread += batch.missing
            for person in batch.residents:
                if at := here.households_of(person):
                    found.residents.append(person)
                    found.homes[person.national_id] = list(dict.fromkeys(pk for pk, _ in at))
                    found.households[person.national_id] = set(at)
    found.unread.update(chunk_of[national_id] for national_id in unread)
    return found


def people_of(asked: Asked, people: Sequence[Resident], found: Found) -> list[Resident]:
    """Those of the people who live at an address of this chunk first."""
    here = {address.pk for address in asked.addresses}
    return [person for person in people if found.homes[person.national_id][0] in here]


def _searched(
    asked: Sequence[Asked], register: Folkeregisteret, *, with_stays: bool
) -> Iterator[tuple[int, list[str] | RegisterError]]:
    """National ids by chunk, or why there are none. Several searches are under way at once; when
    the register is down, the rest is not tried."""
    down: list[RegisterUnavailable] = []

    def hits(search: Search) -> list[str]:
        if down:
            raise down[0]
        try:
            return list(_found(register, replace(search, include_stays=with_stays)))
        except RegisterUnavailable as error:
            down.append(error)
            raise

    with ThreadPoolExecutor(SEARCHES_AT_ONCE, "search") as pool:
        under_way = [
            (each.chunk_id, [pool.submit(hits, s) for s in searches(each.lookup, each.addresses)])
            for each in asked
        ]
        for chunk_id, answers in under_way:
            try:
                yield chunk_id, [number for answer in answers for number in answer.result()]
            except RegisterError as error:
                yield chunk_id, error


def searches(lookup: str, addresses: Sequence[ListedAddress]) -> Iterator[Search]:
    """What the register is asked for a chunk."""
    first = addresses[0]
    if lookup == Chunk.Lookup.STREET:
        yield Search(municipality_number=first.municipality_number, street_name=first.street_name)
    elif lookup == Chunk.Lookup.POSTCODE:
        yield Search(municipality_number=first.municipality_number, postcode=first.postcode or None)
    else:
        for address in addresses:
            yield Search(
                municipality_number=address.municipality_number,
                street_name=address.street_name,
                house_number=None
                if address.number is None
                else f"{address.number}{address.letter}",
            )


def _found(register: Folkeregisteret, search: Search) -> Iterator[str]:
    """All hits; where there are too many for one answer, by halves of the birth years."""
    try:
        yield from register.search(search)
    except TooMany:
        oldest = search.born_from_year or OLDEST_BIRTH_YEAR
        youngest = search.born_to_year or datetime.date.today().year
        if oldest >= youngest:
            raise
        middle = (oldest + youngest) // 2
        for years in ((oldest, middle), (middle + 1, youngest)):
            born = replace(search, born_from_year=years[0], born_to_year=years[1])
            yield from _found(register, born)


class _Here:
    """The rule by which a person lives at a listed address.

    1. The home names its address by the key of the cadastre: that decides, and nothing else does.
    2. It names none: municipality, street code and number with letter; or the cadastral number.
    3. Where the list names units, a home in another unit of the address does not count. A home of
       which the register knows no unit does: better one who need not know than one who is not told.
    """

    def __init__(self, addresses: Sequence[ListedAddress], *, by_unit: bool) -> None:
        self._by_key = {address.source_id: address for address in addresses}
        self._by_number = {_number(address): address for address in reversed(addresses)}
        self._by_unit = by_unit

    def households_of(self, person: Resident) -> list[Household]:
        """The listed addresses, with unit, at which the person lives; the registered home first."""
        found = ((self._address_of(home), home) for home in person.homes)
        return [
            (address.pk, home.unit_number)
            for address, home in found
            if address and self._is_its_unit(home, address)
        ]

    def _address_of(self, home: Home) -> ListedAddress | None:
        if home.address_matrikkel_id:
            return self._by_key.get(home.address_matrikkel_id)
        return self._by_number.get(_number(home))

    def _is_its_unit(self, home: Home, address: ListedAddress) -> bool:
        is_any = not self._by_unit or address.units is None or home.unit_number is None
        return is_any or home.unit_number in address.units


def _number(place: ListedAddress | Home) -> Number:
    """Street and house number, or cadastral number; the same for the list and for the register."""
    if place.street_code:
        return (
            place.municipality_number,
            place.street_code.lstrip("0"),
            place.number,
            (place.letter or "").upper(),
        )
    return (
        place.municipality_number,
        place.gnr,
        place.bnr,
        place.fnr or 0,
        place.undernumber or 0,
    )
