"""A pasted list, one address or property a line: what each names, or what is wrong with it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from geotarget.domain.errors import InputError, gettext_noop

from .listed_hit import Fault, Hit, of_address, of_street
from .listed_line import Line, one_text, read_line
from .listed_lookup import LookUp
from .listed_similar import MOST_PROPOSED
from .selected import Row, rows

MAX_LINES = 5_000
MAX_LETTERS = 500_000
_FIND = "SELECT * FROM find_listed(%s::jsonb, %s::text[])"


@dataclass(frozen=True)
class Pasted:
    lines: int
    """Those that say something."""
    hits: list[Hit]
    faults: list[Fault]


def read_list(text: str, territory: Sequence[str] | None) -> Pasted:
    """Every line is a hit or a fault. `territory` None means everywhere. Raises `InputError` for a
    text that is too long to be looked through.
    """
    lines = _lines(text)
    found = _find(lines, territory)
    lookup = LookUp(territory)
    meant = [lookup.special(line) or _plain(line, found[line.number], lookup) for line in lines]
    hits = [one for one in meant if isinstance(one, Hit)]
    return Pasted(len(lines), hits, [one for one in meant if isinstance(one, Fault)])


def _lines(text: str) -> list[Line]:
    if len(text) > MAX_LETTERS:
        raise InputError(
            gettext_noop("The list is longer than %(limit)s characters. Divide it."),
            limit=MAX_LETTERS,
        )
    written = map(one_text, text.splitlines())
    lines = [read_line(number, line) for number, line in enumerate(written, 1) if line]
    if len(lines) > MAX_LINES:
        raise InputError(
            gettext_noop("The list has more than %(limit)s lines. Divide it."), limit=MAX_LINES
        )
    if not lines:
        raise InputError(gettext_noop("Write one address, gnr/bnr or adresseId on each line."))
    return lines


def _find(lines: Sequence[Line], territory: Sequence[str] | None) -> dict[int, list[Row]]:
    asked = json.dumps([{"line": line.number, **line.asked} for line in lines])
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows(_FIND, [asked, None if territory is None else list(territory)]):
        found[row["line"]].append(row)
    return found


def _plain(line: Line, found: Sequence[Row], lookup: LookUp) -> Hit | Fault:
    addresses = _nearest([row for row in found if row["kind"] == "address"])
    streets = _nearest([row for row in found if row["kind"] == "street"])
    if line.is_house:
        return _house(line, addresses, streets, lookup)
    if not addresses and not streets:
        return lookup.not_found(line)
    if streets:
        return _outside(line, streets, of_street) or _one_of(
            line, [of_street(row) for row in streets]
        )
    return _one_of(line, _properties(line, addresses))


def _nearest(found: list[Row]) -> list[Row]:
    """Those in the own territory, where there are any."""
    own = [row for row in found if row["in_territory"]]
    return own or found


def _house(line: Line, addresses: list[Row], streets: list[Row], lookup: LookUp) -> Hit | Fault:
    exact = [row for row in addresses if row["is_exact"]]
    if not addresses and streets:
        message = _("No. %(number)s does not exist in %(street)s.")
        told = {"number": line.house, "street": streets[0]["label"]}
        return Fault(line.number, line.text, message % told)
    if not addresses:
        return lookup.not_found(line)
    if not exact:
        message = _("No. %(number)s does not exist. Which one is meant?") % {"number": line.house}
        return _fault(line, message, [of_address([row]) for row in addresses])
    if (outside := _outside(line, exact, lambda row: of_address([row]))) is not None:
        return outside
    fitting = [row for row in exact if _fits(line, row)]
    if not fitting:
        message = _("The address is there, but with another postcode or place.")
        return _fault(line, message, [of_address([row]) for row in exact])
    return _one_of(line, [of_address([row]) for row in fitting])


def _fits(line: Line, row: Row) -> bool:
    """A postcode or a place is never needed; one that is written must not be another's."""
    places = (row["post_town"].upper(), row["municipality"].upper())
    return line.postcode in ("", row["postcode"]) and (
        bool(line.postcode) or line.place in ("", *places)
    )


def _properties(line: Line, addresses: list[Row]) -> list[Hit]:
    """One for each municipality that has such a number; of an adresseId one."""
    by_place: defaultdict[str, list[Row]] = defaultdict(list)
    for row in addresses:
        by_place[row["municipality"]].append(row)
    name = line.text if line.is_property else ""
    return [of_address(there, name) for there in by_place.values()]


def _outside(line: Line, found: list[Row], hit: Callable[[Row], Hit]) -> Fault | None:
    """A name that only others have may be misspelt: it is proposed, not taken."""
    if any(row["in_territory"] for row in found):
        return None
    message = _("It is there only outside your territory.")
    return _fault(line, message, [hit(row) for row in found])


def _one_of(line: Line, hits: list[Hit]) -> Hit | Fault:
    if len(hits) == 1:
        return hits[0]
    return _fault(line, _("Several have that name. Which one is meant?"), hits)


def _fault(line: Line, message: str, hits: list[Hit]) -> Fault:
    if len(hits) > MOST_PROPOSED:
        message = " ".join((message, _("Write the postcode or the place too.")))
    return Fault(line.number, line.text, message, hits[:MOST_PROPOSED])
