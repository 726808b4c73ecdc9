"""An invented municipality for delivery tests: organisation, frozen list, and who lives there."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import Point

from geotarget.domain.roles import Role
from geotarget.notices.models import Notice
from geotarget.notices.write import write
from geotarget.organisations.models import Membership, Organisation, User
from geotarget.targeting.models import AddressList, ListedAddress

MUNICIPALITY = "9998"
ADDRESS_FIELDS = (
    "kind",
    "municipality_number",
    "street_name",
    "street_code",
    "number",
    "letter",
    "gnr",
    "bnr",
    "fnr",
    "undernumber",
    "postcode",
    "post_town",
)
CONTENT = {
    "headline": "Vannet stenges",
    "message_class": "service",
    "sms_text": "Vannet stenges i dag kl. 10-14.",
    "email_subject": "Vannet stenges i dag",
    "email_text": "Vannet stenges i dag kl. 10-14. Tapp opp vann på forhånd.",
    "purpose": "Varsle om planlagt vannstenging",
    "legal_basis": "Personvernforordningen artikkel 6 nr. 1 bokstav e",
    "department": "Vann og avløp",
    "contact_phone": "+4790000000",
}


@dataclass
class World:
    """What the test knows and the product must not keep."""

    organisation: Organisation
    author: User
    approver: User
    people: list[dict[str, Any]] = field(default_factory=list)
    reached_by: dict[str, str] = field(default_factory=dict)
    """Phone or e-mail by national id, of everybody who should be told."""


def make_world() -> World:
    organisation = Organisation.objects.create(
        name="Ytre Prøve kommune",
        organisation_number="999999999",
        kind=Organisation.Kind.MUNICIPALITY,
        sms_sender="Proven",
        email_sender="varsel@kommune.example",
        email_reply_to="post@kommune.example",
    )
    organisation.territory.create(
        municipality_number=MUNICIPALITY, register_organisation_number="999999999"
    )
    author = _user(organisation, "avsender", [Role.SENDER, Role.EMERGENCY_SENDER])
    return World(organisation, author, _user(organisation, "godkjenner", [Role.APPROVER]))


def _user(organisation: Organisation, name: str, roles: list[Role]) -> User:
    user = User.objects.create_user(name, f"{name}@kommune.example", "et langt passord")
    Membership.objects.create(user=user, organisation=organisation, roles=roles)
    return user


def make_list(world: World, rows: list[ListedAddress]) -> AddressList:
    frozen = AddressList.objects.create(
        organisation=world.organisation,
        name="Prøveliste",
        drawing={},
        rule="address-inside",
        dataset_version=1,
        checksum="0" * 64,
        address_count=sum(row.included for row in rows),
        outside_territory_count=0,
        created_by=world.author,
    )
    for row in rows:
        row.address_list = frozen
    ListedAddress.objects.bulk_create(rows)
    return frozen


def make_notice(world: World, address_list: AddressList, **content: str) -> Notice:
    return write(
        CONTENT | content,
        address_list=address_list,
        organisation=world.organisation,
        user=world.author,
    )


def street_address(source_id: int, street: int, number: int, size: int) -> ListedAddress:
    return ListedAddress(
        source="matrikkel",
        source_id=str(source_id),
        kind="vegadresse",
        municipality_number=MUNICIPALITY,
        street_code=str(1000 + street),
        street_name=f"{_name(street)}vegen",
        number=number,
        label=f"{_name(street)}vegen {number}",
        postcode="9990",
        post_town="VIKA",
        point=Point(100000 + street * 10, 7000000 + number, srid=25833),
        street_size=size,
        included=True,
        reason="inside",
    )


def plot_address(source_id: int, gnr: int, postcode: str) -> ListedAddress:
    return ListedAddress(
        source="matrikkel",
        source_id=str(source_id),
        kind="matrikkeladresse",
        municipality_number=MUNICIPALITY,
        gnr=gnr,
        bnr=source_id,
        label=f"{gnr}/{source_id}",
        postcode=postcode,
        post_town="YTRE VIKA",
        point=Point(200000 + source_id, 7000000, srid=25833),
        included=True,
        reason="inside",
    )


def _name(number: int) -> str:
    letters = "abcdefghijklmnopqrst"
    return "Prøve" + letters[number // len(letters)] + letters[number % len(letters)]


def settle(world: World, rows: list[ListedAddress], *, seed: int = 1) -> None:
    """Let people move in: couples who share a phone, e-mail only, nothing at all, children."""
    dice = random.Random(seed)
    for row in rows:
        shared = f"+4790{row.source_id:0>5}0"  # ends in 0: the gateway delivers
        for place in range(dice.choice((1, 2, 2, 3, 4))):
            _move_in(world, row, place, shared, dice)


def _move_in(
    world: World, row: ListedAddress, place: int, shared: str, dice: random.Random
) -> None:
    national_id = f"{len(world.people) + 31_415_900_000}"
    year = dice.choice((1950, 1975, 1990, 2020)) if place > 1 else 1980
    mobile, email = shared, f"{national_id}.person@epost.example"
    way = dice.random()
    if way < 0.08:
        mobile = email = ""
    elif way < 0.18:
        mobile = ""
    elif way < 0.80:
        mobile = f"+4741{len(world.people):05d}0"
    world.people.append(
        {
            "national_id": national_id,
            "birth_date": f"{year}-05-17",
            "status": "bosatt",
            "address_id": row.source_id,
            "address": {name: getattr(row, name) for name in ADDRESS_FIELDS},
            "grading": "ugradert",
            "krr": {
                "mobile": mobile,
                "email": email,
                "reserved": False,
                "status": "AKTIV",
                "language": "nb",
            },
        }
    )
    if datetime.date.today().year - year > 16 and (mobile or email):
        world.reached_by[national_id] = mobile or email
