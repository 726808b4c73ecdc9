"""Residents of every kind, and who of them should be told: worked out from the people alone.

Nothing here uses the product's rules: they are written down a second time, plainly.
"""

from __future__ import annotations

import datetime
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from geotarget.targeting.models import ListedAddress
from tests.notices.world import ADDRESS_FIELDS, World, plot_address, street_address

Person = dict[str, Any]
TODAY = datetime.date.today
FRESH, OLD = 60, 620
"""Days since contact data were confirmed: well within eighteen months, and well past them."""


def listed_rows() -> list[ListedAddress]:
    """A whole street, some houses of another, and plots; as new rows each time."""
    whole = [street_address(100 + n, 1, n, size=6) for n in range(1, 7)]
    houses = [street_address(200 + n, 2, n, size=10) for n in range(1, 5)]
    return [*whole, *houses, *(plot_address(900 + n, 4, "9991") for n in range(3))]


def unlisted_rows() -> list[ListedAddress]:
    """Neighbours: found by the same searches, and not to be told."""
    street = [street_address(200 + n, 2, n, size=10) for n in range(5, 11)]
    return [*street, plot_address(950, 4, "9991")]


def settle_every_kind(world: World) -> None:
    """Two homes at every address, four people of any kind and a grown-up in each; every kind lives
    at listed addresses too.

    A child's two homes are of one search: by a second home the register finds nobody.
    """
    dice, listed = random.Random(7), listed_rows()
    drawn = _every_kind_in_turn(dice)
    for group in (listed[:6], listed[6:10], listed[10:], unlisted_rows()):
        for row in group:
            for unit in ("H0101", "H0102"):
                for kind in ["grown-up", *islice(drawn, 4)]:
                    _move_in(world, row, unit, kind, dice.choice(group))


def _every_kind_in_turn(dice: random.Random) -> Iterator[str]:
    while True:
        yield from dice.sample(sorted(KINDS), len(KINDS))


def _move_in(world: World, row: ListedAddress, unit: str, kind: str, other: ListedAddress) -> None:
    number = f"{len(world.people) + 31_415_900_000}"
    person = {
        "national_id": number,
        "name": "Oppdiktet Person",
        "birth_date": born(40),
        "status": "bosatt",
        "address_id": row.source_id,
        "address": _address(row, unit),
        "grading": "ugradert",
        "krr": contact(f"+4741{len(world.people):05d}0", f"{number}.person@epost.example"),
    }
    shared = f"90 {int(row.source_id):05d} {unit[-1]}"
    world.people.append(person | KINDS.get(kind, lambda *_: {})(person, shared, _at(other, unit)))


def _address(row: ListedAddress, unit: str) -> Person:
    return {name: getattr(row, name) for name in ADDRESS_FIELDS} | {"unit_number": unit}


def _at(row: ListedAddress, unit: str) -> Person:
    return {"address_id": row.source_id, "address": _address(row, unit), "grading": "ugradert"}


def contact(mobile: str, email: str, mobile_days: int = FRESH, email_days: int = FRESH) -> Person:
    return {
        "mobile": mobile,
        "mobile_updated": f"{_written(mobile_days)}+01",
        "email": email,
        "email_updated": f"{_written(email_days)}.768Z",
        "reserved": False,
        "status": "AKTIV",
        "language": "nb",
    }


def _written(days: int) -> str:
    """A time so many days ago, without zone."""
    then = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days)
    return f"{then:%Y-%m-%dT%H:%M:%S}"


def born(years: int, days_ago: int = 0) -> str:
    """Who is so many years old today, since so many days; -1: will be tomorrow."""
    day = TODAY() - datetime.timedelta(days_ago)
    try:
        return day.replace(year=day.year - years).isoformat()
    except ValueError:
        return f"{day.year - years}-02-28"


def _krr(**changes: Any) -> Any:
    return lambda person, shared, other: {"krr": person["krr"] | changes}


def _child(years: int) -> Any:
    return lambda person, shared, other: {"birth_date": born(years), "krr": None}


KINDS: dict[str, Any] = {
    "shares a number": lambda person, shared, other: {"krr": person["krr"] | {"mobile": shared}},
    "shares it too": lambda person, shared, other: {
        "krr": person["krr"] | {"mobile": "+47" + shared.replace(" ", "")}
    },
    "e-mail only": _krr(mobile=""),
    "no contact": _krr(mobile="", email=""),
    "reserved": _krr(reserved=True),
    "old number": lambda person, shared, other: {
        "krr": contact(person["krr"]["mobile"], person["krr"]["email"], mobile_days=OLD)
    },
    "old contact": lambda person, shared, other: {
        "krr": contact(person["krr"]["mobile"], person["krr"]["email"], OLD, OLD)
    },
    "confirmed lately": lambda person, shared, other: {
        "krr": contact(person["krr"]["mobile"], person["krr"]["email"], OLD, OLD)
        | dict.fromkeys(("mobile_verified", "email_verified"), _written(FRESH))
    },
    "never registered": lambda *_: {"krr": None},
    "deleted": _krr(status="SLETTET"),
    "dead": lambda *_: {"status": "doed"},
    "moved away": lambda *_: {"status": "utflyttet"},
    "protected": lambda *_: {"grading": "fortrolig"},
    "at a client address": lambda *_: {"grading": "klientadresse"},
    "for some time": lambda *_: {"status": "midlertidig"},
    "strictly protected": lambda *_: {"grading": "strengtFortrolig"},
    "kept back": lambda *_: {"bulk_error": "Personen er opphørt"},
    "small child": _child(3),
    "child": _child(10),
    "twelve until tomorrow": lambda *_: {"birth_date": born(13, -1), "krr": None},
    "thirteen today": lambda *_: {"birth_date": born(13), "krr": None},
    "eighteen tomorrow": lambda *_: {"birth_date": born(18, -1)},
    "votes the next time": lambda *_: {"birth_date": f"{TODAY().year - 17}-01-01"},
    "child of two homes": lambda person, shared, other: {
        "birth_date": born(8), "krr": None, "second_homes": [other],
    },
    "sixteen today": lambda *_: {"birth_date": born(16)},
    "sixteen tomorrow": lambda *_: {"birth_date": born(16, -1)},
    "sixty-seven today": lambda *_: {"birth_date": born(67)},
    "sixty-seven tomorrow": lambda *_: {"birth_date": born(67, -1)},
    "born in a year": lambda *_: {"birth_date": ""},
    "votes first": lambda *_: {"birth_date": f"{TODAY().year - 18}-12-31"},
    "voted once": lambda *_: {"birth_date": f"{TODAY().year - 22}-12-31"},
    "stays here": lambda person, shared, other: {
        "stay": {name: person[name] for name in ("address_id", "address", "grading")},
        "address_id": "77777", "address": person["address"] | {"street_name": "Bortegata"},
    },
    "known by number": lambda *_: {"address_id": None},
}  # fmt: skip


class Oracle:
    """Who should get what, of one list of addresses."""

    def __init__(self, people: list[Person], listed: list[ListedAddress]) -> None:
        self.people = people
        self.ids = {row.source_id for row in listed}
        self.by_number = {self._number(_address(row, "")): row.source_id for row in listed}

    def told(self, message_class: str, **audience: Any) -> list[Person]:
        emergency, families = message_class == "emergency", "children" in audience
        homes = {
            person["national_id"]: set(self._homes(person, stays=emergency, second=families))
            for person in self.people
            if self._is_shown(person)
        }
        child_homes = {
            home
            for person in self.people
            if families and _is_aged(person, *audience["children"])
            for home in homes.get(person["national_id"], ())
        }
        return [
            person
            for person in self.people
            if homes.get(person["national_id"])
            and _age(person, unknown=99) >= 16
            and ("ages" not in audience or _is_aged(person, *audience["ages"]))
            and (
                not families
                or (_is_aged(person, 18, 200) and homes[person["national_id"]] & child_homes)
            )
            and ("election" not in audience or _votes_first(person, audience["election"]))
        ]

    def messages(
        self,
        message_class: str,
        *,
        by_altinn: bool = False,
        announced: bool = False,
        **audience: Any,
    ) -> Counter[tuple[str, str]]:
        """How often a channel should carry something to an address."""
        told = self.told(message_class, **audience)
        if message_class == "formal":
            said = {way for person in told if announced and (way := _way_of_announcement(person))}
            return Counter(("letter", person["national_id"]) for person in told) + Counter(said)
        if by_altinn:
            ways = [_any_way(person, spelled=True) for person in told]
            return Counter() if message_class == "information" else Counter(filter(None, ways))
        if message_class == "information":
            return Counter({way for person in told if (way := _way_of_news(person))})
        return Counter({way for person in told if (way := _any_way(person))})

    def _is_shown(self, person: Person) -> bool:
        return (
            person["status"] in ("bosatt", "midlertidig")
            and person["grading"] != "strengtFortrolig"
            and "bulk_error" not in person
        )

    def _homes(self, person: Person, *, stays: bool, second: bool) -> Iterator[tuple[str, str]]:
        found = [(person["address_id"], person["address"])]
        if stays and "stay" in person:
            found.append((person["stay"]["address_id"], person["stay"]["address"]))
        if second:
            found += [(h["address_id"], h["address"]) for h in person.get("second_homes", ())]
        for key, address in found:
            key = key or self.by_number.get(self._number(address))
            if key in self.ids:
                yield key, address["unit_number"]

    def _number(self, address: Person) -> tuple[Any, ...]:
        names = ("street_name", "number", "gnr", "bnr")
        return tuple(address.get(name) or "" for name in names)


def _any_way(person: Person, *, spelled: bool = False) -> tuple[str, str] | None:
    known = _contact(person)
    if known.get("mobile"):
        plain = "+47" + re.sub(r"\D", "", known["mobile"])[-8:]
        return "sms", known["mobile"] if spelled else plain
    return ("email", known["email"]) if known.get("email") else None


def _way_of_news(person: Person) -> tuple[str, str] | None:
    known = _contact(person)
    may_be_used = not known.get("reserved") and _is_fresh(known, "email")
    return ("email", known["email"]) if may_be_used else None


def _way_of_announcement(person: Person) -> tuple[str, str] | None:
    known = _contact(person)
    if known.get("reserved"):
        return None
    return _any_way(person) if _is_fresh(known, "mobile") else _way_of_news(person)


def _is_fresh(known: Person, name: str) -> bool:
    if not known.get(name):
        return False
    said = (known.get(f"{name}_{when}") for when in ("updated", "verified"))
    confirmed = max(datetime.date.fromisoformat(moment[:10]) for moment in said if moment)
    return confirmed > TODAY() - datetime.timedelta(540)


def _contact(person: Person) -> Person:
    known = person["krr"] or {}
    return known if known.get("status") == "AKTIV" else {}


def _age(person: Person, *, unknown: int) -> int:
    if not person["birth_date"]:
        return unknown
    day, today = datetime.date.fromisoformat(person["birth_date"]), TODAY()
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def _is_aged(person: Person, low: int, high: int) -> bool:
    return low <= _age(person, unknown=-1) <= high


def _votes_first(person: Person, year: int) -> bool:
    return bool(person["birth_date"]) and year - int(person["birth_date"][:4]) in (18, 19, 20, 21)
