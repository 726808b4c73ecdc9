"""Lines of a pasted list that are looked up one by one: house numbers from–to, districts, circles,
and what nothing has.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from geotarget.cadastre.models import CadastralUnit

from .listed_hit import Fault, Hit, of_address, of_street
from .listed_line import Line
from .listed_similar import MOST_PROPOSED, SimilarStreets
from .messages import missing_numbers, old_number, radius_fault
from .picked_words import (
    district_words,
    not_loaded_words,
    place_name,
    street_words,
    within_words,
)
from .picks import HouseNumbers
from .places import Place
from .search import Found, find, street_key
from .selected import Row, rows
from .typed import (
    LEAST_RADIUS_M,
    MOST_RADIUS_M,
    parse_district,
    parse_district_last,
    parse_special,
    parse_within,
)

MOST_LOOKED_UP = 300
_FIND = "SELECT * FROM find_listed(%s::jsonb, %s::text[])"


class LookUp:
    """`territory` None means everywhere."""

    def __init__(self, territory: Sequence[str] | None) -> None:
        self.territory = None if territory is None else list(territory)
        self.left = MOST_LOOKED_UP
        self.similar = SimilarStreets(territory)

    def special(self, line: Line) -> Hit | Fault | None:
        """None for a line that is an address, a property, a street or nothing."""
        if line.is_property or not parse_special(line.text):
            return None
        if not self._may_look():
            return self._too_many(line)
        found = find(line.text, self.territory or [])
        hits = self._hits(found, line)
        if len(hits) == 1:
            return hits[0]
        message = _("Several have that name. Which one is meant?") if hits else _why(found)
        return Fault(line.number, line.text, message, hits[:MOST_PROPOSED])

    def not_found(self, line: Line) -> Fault:
        """What is wrong with a line that names nothing, and what may be meant."""
        if "id" in line.asked:
            return Fault(line.number, line.text, _("No address has this adresseId."))
        if not self._may_look():
            return self._too_many(line)
        if line.is_property:
            return self._property(line)
        return self._house(line) if line.is_house else self._name(line)

    def _name(self, line: Line) -> Fault:
        meant = [of_street(_as_listed(row)) for row in self.similar.of(line.asked["name"])]
        if not meant:
            message = _("This is no street, address, gnr/bnr or adresseId that we know.")
            return Fault(line.number, line.text, message)
        return _misspelt(line, line.text, meant, [hit.name for hit in meant])

    def _house(self, line: Line) -> Fault:
        houses = self._houses(line, self.similar.of(line.asked["name"]))
        return _misspelt(line, line.street, houses, [_street_of(hit, line) for hit in houses])

    def _may_look(self) -> bool:
        self.left -= 1
        return self.left >= 0

    def _too_many(self, line: Line) -> Fault:
        message = _(
            "Not found, as many lines before. Correct those first and paste the list again."
        )
        return Fault(line.number, line.text, message)

    def _hits(self, found: Found, line: Line) -> list[Hit]:
        circles = [_circle(row, found.within_m) for row in found.addresses if found.within_m]
        places = [_circle_at(place, found.within_m) for place in found.places or ()]
        _metres, wanted = parse_within(line.text) or (0, "")
        exact = [hit for hit in circles if hit.circles[0]["label"].upper() == wanted.upper()]
        in_range = LEAST_RADIUS_M <= (found.within_m or 1) <= MOST_RADIUS_M
        return [
            *(_numbers(street, numbers) for street, numbers in found.numbers),
            *map(_district, _whole_numbers(found.districts, line.text)),
            *(exact[:1] or [*circles, *places] if in_range else []),
        ]

    def _property(self, line: Line) -> Fault:
        found = find(line.text, self.territory or [])
        if found.old_number is not None:
            proposals = [of_address([_listed(row)]) for row in found.addresses]
            return Fault(line.number, line.text, old_number(found.old_number), proposals)
        if CadastralUnit.objects.filter(self._of_property(line)).exists():
            message = _("%(number)s is a property without an address.") % {"number": line.text}
            return Fault(line.number, line.text, message)
        return Fault(line.number, line.text, _("No address has this cadastral number."))

    def _of_property(self, line: Line) -> Q:
        asked = line.asked
        known = Q(gnr=asked["gnr"], bnr=asked["bnr"], fnr=asked.get("fnr", 0))
        if "municipality" in asked:
            return known & Q(municipality_number=asked["municipality"])
        return (
            known if self.territory is None else known & Q(municipality_number__in=self.territory)
        )

    def _houses(self, line: Line, streets: Sequence[Row]) -> list[Hit]:
        """The same number in other streets."""
        names = dict.fromkeys(row["street_name"].upper() for row in streets)
        asked = [{**line.asked, "line": at, "name": name} for at, name in enumerate(names)]
        found = rows(_FIND, [json.dumps(asked), self.territory])
        houses = [row for row in found if row["kind"] == "address" and row["is_exact"]]
        own = [row for row in houses if row["in_territory"]]
        return [of_address([row]) for row in (own or houses)[:MOST_PROPOSED]]


def _misspelt(line: Line, name: str, meant: list[Hit], streets: list[str]) -> Fault:
    message = _("No street is called “%(name)s”.") % {"name": name}
    if len(set(streets)) == 1:
        question = _("Did you mean %(street)s?") % {"street": streets[0]}
        message = f"{message} {question}"
    elif meant:
        message = " ".join((message, _("Did you mean one of these?")))
    return Fault(line.number, line.text, message, meant)


def _street_of(hit: Hit, line: Line) -> str:
    """The name before the number of a proposed house."""
    return hit.name.removesuffix(line.house).rstrip()


def _why(found: Found) -> str:
    """Why a line of a kind that is looked up has no hit."""
    if found.within_m is not None and not LEAST_RADIUS_M <= found.within_m <= MOST_RADIUS_M:
        return radius_fault()
    missing = not_loaded_words(found.not_loaded)
    return missing or _("Nothing of that name and number is there.")


def _numbers(street: Row, found: HouseNumbers) -> Hit:
    name, place = street_words(street["street_name"], found.part), street["municipality_name"]
    picked = {"key": str(found.part), "name": name, "municipality": place}
    missing = missing_numbers(found.missing)
    return Hit(name, place, streets=[picked], note=f"{name}: {missing}" if missing else "")


def _whole_numbers(districts: Sequence[Row], text: str) -> Sequence[Row]:
    """Only the one whose number or name is written in full, where there is one."""
    _kind, words = parse_district(text) or parse_district_last(text) or (None, text)
    exact = [row for row in districts if words.upper() in (row["number"], row["name"].upper())]
    return exact or districts


def _district(row: Row) -> Hit:
    key = f"{row['kind']}:{row['number']}"
    name = district_words(key, row["name"])
    picked = {"key": key, "name": name, "municipality": row["municipality_name"]}
    return Hit(name, row["municipality_name"], districts=[picked])


def _circle_at(place: Place, metres: int | None) -> Hit:
    label, point = place_name(place), [place.longitude, place.latitude]
    circle = {"label": label, "point": point, "metres": metres}
    return Hit(within_words(metres or 0, label), place.municipality, circles=[circle])


def _circle(row: Row, metres: int | None) -> Hit:
    circle: dict[str, Any] = {
        "label": row["label"],
        "point": [row["longitude"], row["latitude"]],
        "metres": metres,
    }
    return Hit(within_words(metres or 0, row["label"]), row["post_town"], circles=[circle])


def _as_listed(street: Row) -> Row:
    """A row of `find_streets` as `find_listed` has it."""
    return {
        "key": street_key(street),
        "label": street["street_name"],
        "municipality": street["municipality_name"],
    }


def _listed(row: Row) -> Row:
    """A row of `find_addresses` as `find_listed` has it."""
    return {**row, "key": row["source_id"], "municipality": row["municipality_name"]}
