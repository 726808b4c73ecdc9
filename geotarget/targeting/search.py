"""The search box: streets, addresses, house numbers, districts and saved areas, by our own data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from geotarget.domain.districts import DistrictKind
from geotarget.domain.house_numbers import StreetPart

from .models import Area
from .picks import HouseNumbers, house_numbers
from .selected import rows
from .typed import (
    NumberRange,
    parse_district,
    parse_house,
    parse_range,
    parse_within,
)

MAX_STREETS = 8
MAX_ADDRESSES = 12
MAX_DISTRICTS = 8
MAX_AREAS = 5
MIN_LETTERS = 2
MAX_LETTERS = 100
_LOADED = """SELECT DISTINCT CASE kind WHEN 'postcode_area' THEN 'postcode' ELSE kind END AS kind
    FROM district
  UNION SELECT 'postcode' FROM postcode
  UNION SELECT 'urban_area' FROM urban_area
  UNION SELECT 'municipality' FROM municipality"""


@dataclass(frozen=True)
class Found:
    """Best hits first. `streets_found` and so on count all hits, shown or not."""

    streets: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[tuple[dict[str, Any], HouseNumbers]] = field(default_factory=list)
    """House numbers, each with the row of its street."""
    districts: list[dict[str, Any]] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    old_number: OldNumber | None = None
    missing_number: str = ""
    """The house number searched for, where none of `streets` has it."""
    within_m: int | None = None
    """Metres around each address, where a circle was asked for."""
    not_loaded: list[DistrictKind] = field(default_factory=list)
    """Kinds of districts that were looked for and that nobody has loaded."""

    @property
    def more(self) -> int:
        """Hits that are not shown."""
        groups = (self.streets, self.addresses, self.districts)
        return sum(_all(hits) - len(hits) for hits in groups)


@dataclass(frozen=True)
class OldNumber:
    """What became of a cadastral number that nothing has today (`sql/functions/old_number.sql`)."""

    fate: str
    """`followed`, `gone` or `municipality`."""
    number: str
    today: list[str]
    """Cadastral numbers; municipalities ("9901 Strandvik") where only the municipality is known."""


def find(text: str, territory: Sequence[str], organisation: int | None = None) -> Found:
    """Hits for what a person typed; those in the own territory come first. `organisation`: whose
    saved areas are looked through.
    """
    words = " ".join(text.split())[:MAX_LETTERS]
    if len(words) < MIN_LETTERS or not words.isprintable():
        return Found()
    if (within := parse_within(words)) is not None:
        return Found(addresses=_addresses(within[1], territory), within_m=within[0])
    if (named := parse_district(words)) is not None:
        return _of_kind(named[0], named[1], territory)
    if (wanted := parse_range(words)) is not None:
        return _find_range(wanted, territory)
    return _by_name(words, territory, organisation)


def _by_name(words: str, territory: Sequence[str], organisation: int | None) -> Found:
    streets = _streets(words, territory, MAX_STREETS)
    addresses = _addresses(words, territory)
    missing = ""
    house = parse_house(words)
    if house and not _has_name(streets, words):
        # Whoever writes a number does not ask for the whole street.
        streets = [] if addresses else _streets(house[0], territory, MAX_STREETS)
        missing = house[1] if streets else ""
    districts = [] if words.isdecimal() and len(words) < 4 else _districts(words, territory)
    areas = _areas(words, organisation)
    old = _old_number(words)
    is_answered = "/" in words or any((streets, addresses, districts, areas, old))
    return Found(
        streets=streets,
        addresses=addresses,
        districts=districts,
        areas=areas,
        old_number=old,
        missing_number=missing,
        not_loaded=[] if is_answered else _not_loaded(DistrictKind),
    )


def _has_name(streets: Sequence[dict[str, Any]], words: str) -> bool:
    """Whether a street is called so, the number being part of its name."""
    return any(words.casefold() in street["street_name"].casefold() for street in streets)


def _find_range(wanted: NumberRange, territory: Sequence[str]) -> Found:
    ends = (wanted.first, wanted.last, wanted.side)
    found = [
        (street, house_numbers(StreetPart(street_key(street), *ends)))
        for street in _streets(wanted.street, territory, MAX_STREETS)
    ]
    return Found(numbers=[(street, there) for street, there in found if there.addresses])


def street_key(street: dict[str, Any]) -> str:
    return f"{street['municipality_number']}-{street['street_code']}"


def _of_kind(kind: DistrictKind, words: str, territory: Sequence[str]) -> Found:
    districts = _districts(words, territory, [kind])
    return Found(districts=districts, not_loaded=[] if districts else _not_loaded([kind]))


def _districts(
    words: str, territory: Sequence[str], kinds: Sequence[DistrictKind] = tuple(DistrictKind)
) -> list[dict[str, Any]]:
    parameters = [words, [str(kind) for kind in kinds], list(territory), MAX_DISTRICTS]
    return rows("SELECT * FROM find_districts(%s, %s::text[], %s::text[], %s)", parameters)


def _not_loaded(kinds: Sequence[DistrictKind] | type[DistrictKind]) -> list[DistrictKind]:
    loaded = {row["kind"] for row in rows(_LOADED, [])}
    return [kind for kind in kinds if kind not in loaded]


def _areas(words: str, organisation: int | None) -> list[Area]:
    newest = Area.objects.filter(organisation=organisation, replaced_by=None, name__icontains=words)
    return list(newest.defer("geom", "drawing").order_by("-created_at")[:MAX_AREAS])


def _streets(words: str, territory: Sequence[str], limit: int) -> list[dict[str, Any]]:
    return rows("SELECT * FROM find_streets(%s, %s, %s)", [words, list(territory), limit])


def _addresses(words: str, territory: Sequence[str]) -> list[dict[str, Any]]:
    parameters = [words, list(territory), MAX_ADDRESSES]
    return rows("SELECT * FROM find_addresses(%s, %s, %s)", parameters)


def _old_number(words: str) -> OldNumber | None:
    found = rows(
        """SELECT o.fate, o.number, ARRAY(
            SELECT concat_ws(' ', today, m.name) FROM unnest(o.today) AS today
              LEFT JOIN municipality m ON m.number = today ORDER BY 1) AS today
        FROM old_number(%s) AS o""",
        [words],
    )
    return OldNumber(**found[0]) if found else None


def _all(hits: Sequence[dict[str, Any]]) -> int:
    return hits[0]["found"] if hits else 0
