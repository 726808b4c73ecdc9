"""The search box: streets, addresses, house numbers, properties, districts, coordinates and saved
areas, by our own data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from geotarget.domain.districts import SEARCHED, DistrictKind
from geotarget.domain.house_numbers import StreetPart
from geotarget.domain.typed_place import TypedPlace, parse_places

from .models import Area
from .picks import HouseNumbers, house_numbers
from .places import Place, addresses_near, find_places
from .properties import find_properties
from .selected import rows
from .typed import (
    NumberRange,
    PropertyNumber,
    parse_district,
    parse_district_last,
    parse_house,
    parse_numbered,
    parse_property,
    parse_range,
    parse_within,
)
from .typed_address import TypedAddress, parse_address

MAX_STREETS = 8
MAX_ADDRESSES = 12
MAX_DISTRICTS = 8
MAX_AREAS = 8
MIN_LETTERS = 2
MAX_LETTERS = 100
_IS_NAME = r"""WITH named AS MATERIALIZED (SELECT FROM address_name WHERE upper(name)
    LIKE '%%' || regexp_replace(upper(%s), '([\\%%_])', '\\\1', 'g') || '%%')
  SELECT true AS is_name FROM named LIMIT 1"""
"""A street may be called "Felt 7 Nord". Materialized, so that the trigram index serves it: with
LIMIT on the table, a name that nothing has would be looked for from its first row to its last.
"""
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
    properties: list[dict[str, Any]] = field(default_factory=list)
    property_number: PropertyNumber | None = None
    """What `properties` were looked for by."""
    places: list[Place] | None = None
    """Those that coordinates mean; empty for coordinates far from Norway, None where none are
    written."""
    areas: list[Area] = field(default_factory=list)
    areas_found: int = 0
    old_number: OldNumber | None = None
    missing_number: str = ""
    """The house number searched for, where none of `streets` has it."""
    typed_address: TypedAddress | None = None
    """What was written beside street and number: unit, postcode, place."""
    is_elsewhere: bool = False
    """The address is there, but with another postcode or place than was written."""
    within_m: int | None = None
    """Metres around each address, where a circle was asked for."""
    not_loaded: list[DistrictKind] = field(default_factory=list)
    """Kinds of districts that were looked for and that nobody has loaded."""

    @property
    def more(self) -> int:
        """Hits that are not shown."""
        groups = (self.streets, self.addresses, self.districts, self.properties)
        areas = self.areas_found - len(self.areas)
        return areas + sum(_all(hits) - len(hits) for hits in groups)


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
        return _within(*within, territory)
    if (places := parse_places(words)) is not None:
        return _at(places, territory)
    if (named := parse_district(words)) is not None:
        return _of_kind(*named, territory)
    if (named := parse_district_last(words)) is not None:
        found = _of_kind(*named, territory)
        if found.districts:
            return found
    if (wanted := parse_range(words)) is not None:
        return _find_range(wanted, territory)
    if (number := parse_property(words)) is not None:
        return _by_number(number, territory)
    postal = parse_address(words)
    if postal is not None and postal.is_postal and not rows(_IS_NAME, [words]):
        return _by_postal(postal, territory, organisation)
    return _by_name(words, territory, organisation)


def _within(metres: int, words: str, territory: Sequence[str]) -> Found:
    """Addresses or a place, with metres around."""
    if (places := parse_places(words)) is not None:
        return Found(places=find_places(places, territory), within_m=metres)
    postal = parse_address(words)
    if postal is not None and postal.is_postal:
        found = _postal_addresses(postal, territory)
        return Found(addresses=found or _addresses(postal.words, territory), within_m=metres)
    return Found(addresses=_addresses(words, territory), within_m=metres)


def _at(typed: Sequence[TypedPlace], territory: Sequence[str]) -> Found:
    places = find_places(typed, territory)
    near = addresses_near(places[0], territory) if len(places) == 1 else []
    return Found(places=places, addresses=near)


def _by_number(number: PropertyNumber, territory: Sequence[str]) -> Found:
    return Found(
        properties=find_properties(number, territory),
        property_number=number,
        addresses=_addresses(number.words, territory),
        old_number=_old_number(number.words),
    )


def _by_postal(postal: TypedAddress, territory: Sequence[str], organisation: int | None) -> Found:
    if addresses := _postal_addresses(postal, territory):
        return Found(addresses=addresses, typed_address=postal)
    found = _by_name(postal.words, territory, organisation)
    is_elsewhere = any(_is_house(row, postal) for row in found.addresses)
    return replace(found, typed_address=postal, is_elsewhere=is_elsewhere)


def _postal_addresses(postal: TypedAddress, territory: Sequence[str]) -> list[dict[str, Any]]:
    parameters = [postal.words, list(territory), MAX_ADDRESSES]
    # A written postcode tells the place: its name may be misspelt.
    where = [postal.postcode, "" if postal.postcode else postal.place]
    found = rows("SELECT * FROM find_addresses(%s, %s, %s, %s, %s)", [*parameters, *where])
    exact = [row for row in found if _is_house(row, postal)]
    return [{**row, "found": len(exact)} for row in exact] or found


def _is_house(row: dict[str, Any], postal: TypedAddress) -> bool:
    return str(row["label"]).upper().endswith(f" {postal.house}")


def _by_name(words: str, territory: Sequence[str], organisation: int | None) -> Found:
    streets = find_streets(words, territory, MAX_STREETS)
    addresses = _addresses(words, territory)
    missing = ""
    house = parse_house(words)
    if house and not _has_name(streets, words):
        # Whoever writes a number does not ask for the whole street.
        streets = [] if addresses else find_streets(house[0], territory, MAX_STREETS)
        missing = house[1] if streets else ""
    districts = [] if words.isdecimal() and len(words) < 4 else _named_districts(words, territory)
    areas = _areas(words, organisation)
    shown = list(areas.defer("geom", "drawing").order_by("name", "-created_at")[:MAX_AREAS])
    old = _old_number(words)
    is_answered = "/" in words or any((streets, addresses, districts, shown, old))
    return Found(
        streets=streets,
        addresses=addresses,
        districts=districts,
        areas=shown,
        areas_found=areas.count() if len(shown) == MAX_AREAS else len(shown),
        old_number=old,
        missing_number=missing,
        not_loaded=[] if is_answered else _not_loaded(SEARCHED),
    )


def _has_name(streets: Sequence[dict[str, Any]], words: str) -> bool:
    """Whether a street is called so, the number being part of its name."""
    return any(words.casefold() in street["street_name"].casefold() for street in streets)


def _find_range(wanted: NumberRange, territory: Sequence[str]) -> Found:
    ends = (wanted.first, wanted.last, wanted.side)
    found = [
        (street, house_numbers(StreetPart(street_key(street), *ends)))
        for street in find_streets(wanted.street, territory, MAX_STREETS)
    ]
    numbers = [(street, there) for street, there in found if there.addresses]
    if numbers or not found:
        return Found(numbers=numbers)
    missing = f"{wanted.first}–{wanted.last}"
    return Found(streets=[street for street, _there in found], missing_number=missing)


def street_key(street: dict[str, Any]) -> str:
    return f"{street['municipality_number']}-{street['street_code']}"


def _of_kind(kind: DistrictKind, words: str, territory: Sequence[str]) -> Found:
    districts = _districts(words, territory, [kind])
    return Found(districts=districts, not_loaded=[] if districts else _not_loaded([kind]))


def _named_districts(words: str, territory: Sequence[str]) -> list[dict[str, Any]]:
    """By number, name, or both as "9994 Strandvik"."""
    found = _districts(words, territory)
    numbered = parse_numbered(words)
    if found or numbered is None:
        return found
    number, name = numbered
    return [
        row for row in _districts(number, territory) if name.casefold() in row["name"].casefold()
    ]


def _districts(
    words: str, territory: Sequence[str], kinds: Sequence[DistrictKind] = SEARCHED
) -> list[dict[str, Any]]:
    parameters = [words, [str(kind) for kind in kinds], list(territory), MAX_DISTRICTS]
    return rows("SELECT * FROM find_districts(%s, %s::text[], %s::text[], %s)", parameters)


def _not_loaded(kinds: Sequence[DistrictKind]) -> list[DistrictKind]:
    loaded = {row["kind"] for row in rows(_LOADED, [])}
    return [kind for kind in kinds if kind not in loaded]


def _areas(words: str, organisation: int | None) -> QuerySet[Area]:
    return Area.objects.filter(organisation=organisation, replaced_by=None, name__icontains=words)


def find_streets(words: str, territory: Sequence[str], limit: int) -> list[dict[str, Any]]:
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
