"""Two invented organisations, the addresses of their notices, and who lives there.

Streets of 18 addresses with two residents each, some more at every fourth; one street in fifty lies
on the border of the area, so that it is asked for house by house, and one address in a hundred has
no street. Some share a number, some have none. Nobody has e-mail alone: mail goes by one connection
for ten messages, and would be a measure of something else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from django.contrib.gis.geos import Point

from geotarget.domain.roles import Role
from geotarget.notices.models import Notice
from geotarget.organisations.models import Membership, Organisation, User
from geotarget.running import addresses
from geotarget.targeting.models import ListedAddress
from tests.notices.world import ADDRESS_FIELDS, World, make_list, make_notice

HOUSES = 18
LETTERS = "abdefghijklmnoprstuv"
_FIRST_PERSON = 31_415_900_000


@dataclass
class Town:
    """An organisation, its notice, and its people as the simulators' lines."""

    world: World
    notice: Notice
    numbers: set[str]
    """The phone numbers that should get the notice, each once."""


def empty() -> None:
    """No organisation, and nothing that belongs to one."""
    with psycopg2.connect(addresses.database_owner_url()) as connection:
        connection.cursor().execute("TRUNCATE organisation, staff_user CASCADE")
    connection.close()


def build(residents: int, number: int, population: Path) -> Town:
    """An organisation with a notice to so many; its people are added to the population's file."""
    municipality = str(9900 + number)
    world = _organisation(number, municipality)
    rows = list(_addresses(round(residents * 0.45), number, municipality))
    numbers = set()
    with population.open("a", encoding="utf-8") as file:
        for place in range(residents):
            person = _person(place, number, rows[place * len(rows) // residents])
            file.write(json.dumps(person) + "\n")
            numbers.add(person["krr"]["mobile"])
    return Town(world, make_notice(world, make_list(world, rows)), numbers - {""})


def _organisation(number: int, municipality: str) -> World:
    organisation = Organisation.objects.create(
        name=f"Prøve {number} kommune",
        organisation_number=f"99999999{number}",
        kind=Organisation.Kind.MUNICIPALITY,
        sms_sender="Proven",
        email_sender="varsel@kommune.example",
        email_reply_to="post@kommune.example",
    )
    organisation.territory.create(
        municipality_number=municipality, register_organisation_number=f"99999999{number}"
    )
    sender = _user(organisation, f"avsender{number}", Role.SENDER)
    return World(organisation, sender, _user(organisation, f"godkjenner{number}", Role.APPROVER))


def _user(organisation: Organisation, name: str, role: Role) -> User:
    user = User.objects.create_user(name, f"{name}@kommune.example", "et langt passord")
    Membership.objects.create(user=user, organisation=organisation, roles=[role])
    return user


def _addresses(count: int, number: int, municipality: str) -> Iterator[ListedAddress]:
    for place in range(count):
        street, house = divmod(place, HOUSES)
        row = ListedAddress(
            source="matrikkel",
            source_id=f"{number}{place:06}",
            kind="vegadresse",
            municipality_number=municipality,
            postcode=f"{9000 + street // 100:04}",
            post_town="VIKA",
            point=Point(100_000 + street * 10, 7_000_000 + house, srid=25833),
            included=True,
            reason="inside",
        )
        if place % 100 == 99:
            row.kind, row.gnr, row.bnr = "matrikkeladresse", street + 1, house + 1
            row.label = f"{row.gnr}/{row.bnr}"
        else:
            row.street_code, row.street_name = f"{1000 + street}", f"{_name(street)}vegen"
            row.number, row.label = house + 1, f"{_name(street)}vegen {house + 1}"
            row.street_size = 3 * HOUSES if street % 50 == 49 else HOUSES
        yield row


def _name(street: int) -> str:
    """Names that differ in their first letters, as those of a town do."""
    rest, first = divmod(street, len(LETTERS))
    third, second = divmod(rest, len(LETTERS))
    return f"{LETTERS[first]}{LETTERS[second]}{LETTERS[third]}".capitalize()


def _person(place: int, number: int, row: ListedAddress) -> dict[str, Any]:
    own = f"+47{90_000_000 + number * 1_500_000 + place * 10}"
    if place % 8 == 7:
        own = f"+47{90_000_000 + number * 1_500_000 + (place - 1) * 10}"
    if place % 25 == 24:
        own = ""
    return {
        "national_id": f"{_FIRST_PERSON + number * 1_000_000 + place}",
        "birth_date": f"{1940 + place % 60}-05-17",
        "status": "bosatt",
        "address_id": row.source_id,
        "address": {name: getattr(row, name) for name in ADDRESS_FIELDS},
        "grading": "ugradert",
        "krr": {"mobile": own, "email": "", "reserved": False, "status": "AKTIV", "language": "nb"},
    }
