"""The search box: streets, addresses and ranges of house numbers in our own cadastre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .picks import HouseNumbers, NumberRange, house_numbers, parse_house, parse_range
from .selected import rows

MAX_STREETS = 8
MAX_ADDRESSES = 12
MIN_LETTERS = 2
MAX_LETTERS = 100


@dataclass(frozen=True)
class Found:
    """Best hits first. `streets_found` and `addresses_found` count all hits, shown or not."""

    streets: list[dict[str, Any]]
    streets_found: int
    addresses: list[dict[str, Any]]
    addresses_found: int
    numbers: list[HouseNumbers]
    old_number: OldNumber | None = None
    missing_number: str = ""
    """The house number searched for, where none of `streets` has it."""


@dataclass(frozen=True)
class OldNumber:
    """What became of a cadastral number that nothing has today (`sql/functions/old_number.sql`)."""

    fate: str
    """`followed`, `gone` or `municipality`."""
    number: str
    today: list[str]
    """Cadastral numbers; municipalities ("9901 Strandvik") where only the municipality is known."""


def find(text: str, territory: Sequence[str]) -> Found:
    """Hits for what a person typed; those in the own territory come first."""
    words = " ".join(text.split())[:MAX_LETTERS]
    if len(words) < MIN_LETTERS or not words.isprintable():
        return Found([], 0, [], 0, [])
    wanted = parse_range(words)
    if wanted is not None:
        return _find_range(wanted, territory)
    streets = _streets(words, territory, MAX_STREETS)
    addresses = _addresses(words, territory)
    missing = ""
    house = parse_house(words)
    if house and not _has_name(streets, words):
        # Whoever writes a number does not ask for the whole street.
        streets = [] if addresses else _streets(house[0], territory, MAX_STREETS)
        missing = house[1] if streets else ""
    old = _old_number(words)
    return Found(streets, _all(streets), addresses, _all(addresses), [], old, missing)


def _has_name(streets: Sequence[dict[str, Any]], words: str) -> bool:
    """Whether a street is called so, the number being part of its name."""
    return any(words.casefold() in street["street_name"].casefold() for street in streets)


def _find_range(wanted: NumberRange, territory: Sequence[str]) -> Found:
    streets = _streets(wanted.street, territory, MAX_STREETS)
    numbers = [house_numbers(street, wanted) for street in streets]
    return Found([], 0, [], 0, [found for found in numbers if found.addresses])


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
