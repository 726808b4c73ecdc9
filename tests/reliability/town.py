"""Two municipalities, notices over all four kinds of channel, and who must be told by each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from geotarget.cadastre.models import Business
from geotarget.domain.contact_policy import ALTINN, EMAIL, LETTER, SMS
from geotarget.domain.roles import Role
from geotarget.notices.approve import approve, submit
from geotarget.notices.models import Dispatch
from geotarget.notices.send import send
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList, ListedAddress
from tests.notices.business_world import numbers, phone, place_of_business
from tests.notices.world import (
    MUNICIPALITY,
    World,
    _user,
    make_list,
    make_notice,
    make_world,
    plot_address,
    settle,
    street_address,
)

ALTINN_ORGANISATION = "888888888"
FEW_HOUSES, HOUSES = 4, 12


Ways = list[tuple[str, str]]


@dataclass(frozen=True)
class Campaign:
    """One dispatch with the residents it must reach: by identity number, the channels and addresses
    that its messages are known by, the first choice first, and where they arrive."""

    name: str
    dispatch: Dispatch
    ways: dict[str, Ways]
    arrives_at: dict[str, list[str]]
    home: dict[str, str]
    """The address of each in the cadastre, by identity number."""
    homes: set[str]
    """All addresses of the list, empty ones too."""
    businesses: frozenset[str]
    """Organisation numbers that must be told too, each once."""

    def expected(self) -> Counter[str]:
        """How often something may arrive at each phone, mailbox or person. Own providers are given
        each number once, however many share it; Altinn and SvarUt are asked person by person."""
        if self.name == "sms and e-mail":
            return Counter({to for some in self.arrives_at.values() for to in some})
        arrives = Counter(to for some in self.arrives_at.values() for to in some)
        return arrives + Counter(phone(number) for number in self.businesses)


@dataclass
class Town:
    """Lists and people are made once, and can be sent to again and again."""

    world: World
    altinn: World
    lists: dict[str, AddressList]
    homes: dict[str, set[str]]
    """Addresses of each list, by their ids in the cadastre."""
    businesses: frozenset[str]
    """At the addresses of whom Altinn tells."""
    _numbers: count[int] = field(default_factory=count)

    def send(self) -> list[Campaign]:
        """One dispatch of each kind, all at once."""
        return [
            self._sent("sms and e-mail", self.world),
            self._sent("altinn", self.altinn, tells_businesses=True),
            self._sent("letters", self.world, message_class="formal", sms_text=""),
        ]

    def _sent(self, name: str, world: World, **content: Any) -> Campaign:
        notice = make_notice(world, self.lists[name], **content)
        notice = submit(notice, user=world.author)
        approve(
            notice,
            content_hash=notice.content_hash(),
            user=world.approver,
            reason="Sent once more on purpose",
        )
        dispatch = send(notice, user=world.author)
        homes = self.homes[name]
        here = [p for p in self.world.people if str(p["address_id"]) in homes]
        if name == "letters":
            adults = [p["national_id"] for p in here if not p["birth_date"].startswith("2020")]
            arrives_at = {number: [number] for number in adults}
        else:
            reached = self.world.reached_by
            arrives_at = {n: _contacts(p) for p in here if (n := p["national_id"]) in reached}
        if name == "altinn":
            arrives_at = {number: some[:1] for number, some in arrives_at.items()}
        home = {p["national_id"]: str(p["address_id"]) for p in here}
        businesses = self.businesses if dispatch.tells_businesses else frozenset()
        ways = _ways(name, arrives_at)
        return Campaign(name, dispatch, ways, arrives_at, home, homes, businesses)


def _contacts(person: dict[str, Any]) -> list[str]:
    return [to for to in (person["krr"]["mobile"], person["krr"]["email"]) if to]


def _ways(name: str, arrives_at: dict[str, list[str]]) -> dict[str, Ways]:
    """Own providers know a phone or mailbox; Altinn and SvarUt the person."""
    if name == "sms and e-mail":
        return {
            number: [(EMAIL if "@" in to else SMS, to) for to in some]
            for number, some in arrives_at.items()
        }
    return {n: [(LETTER if name == "letters" else ALTINN, n)] for n in arrives_at}


def make_town(streets: int) -> Town:
    """`streets` of them in each list, most of twelve houses and some of four, and plots without
    street: every kind of look-up, and many chunks."""
    world = make_world()
    altinn = _neighbour(world)
    rows: dict[str, list[ListedAddress]] = {}
    for place, name in enumerate(("sms and e-mail", "altinn", "letters")):
        rows[name] = _addresses(place, streets)
        settle(world, rows[name], seed=place)
    _let_some_fail(world)
    for person in world.people:
        person["name"] = f"Oppdiktet Kanarifugl{person['national_id'][-5:]}"
    homes = {name: {row.source_id for row in some} for name, some in rows.items()}
    owners = {"altinn": altinn}
    lists = {name: make_list(owners.get(name, world), some) for name, some in rows.items()}
    return Town(world, altinn, lists, homes, _open_businesses(rows["altinn"]))


def _open_businesses(rows: list[ListedAddress]) -> frozenset[str]:
    """One of its own at every third address, and at every tenth a place of the same chain."""
    chain, *own = numbers(1, 1 + len(rows[::3]), "5")
    shops = numbers(1000, len(rows[::10]), "6")
    pairs = zip(rows[::10], shops, strict=True)
    places = [place_of_business(row.source_id, shop, chain) for row, shop in pairs]
    places += [
        place_of_business(row.source_id, number) for row, number in zip(rows[::3], own, strict=True)
    ]
    Business.objects.bulk_create(places)
    return frozenset({chain, *own})


def _let_some_fail(world: World) -> None:
    """Every fifth who has a mailbox alone: it takes what is sent to it, and reports later that it
    could not. Every tenth own phone is barred; the mailbox is next."""
    own = {n: to for n, to in world.reached_by.items() if to.startswith(("+4741", n))}
    no_mailbox = {n for n, to in own.items() if "@" in to and int(n) % 5 == 0}
    no_phone = {n for n, to in own.items() if "@" not in to and int(n) % 10 == 0}
    for person in world.people:
        number, contact = person["national_id"], person["krr"]
        if number in no_mailbox:
            contact["email"] = f"{number}.bounce@epost.example"
        if number in no_phone:
            contact["mobile"] = contact["mobile"][:-1] + "8"
        if number in no_mailbox | no_phone:
            world.reached_by[number] = _contacts(person)[0]


def _addresses(place: int, streets: int) -> list[ListedAddress]:
    first = 1 + place * streets
    rows = [
        street_address(10000 + street * 100 + number, street, number, size=HOUSES)
        for street in range(first, first + streets)
        for number in range(1, (FEW_HOUSES if street % 4 == 0 else HOUSES) + 1)
    ]
    return rows + [plot_address(80000 + place * 100 + n, 12, f"99{place}1") for n in range(6)]


def _neighbour(world: World) -> World:
    """The one whose SMS and e-mail go through Altinn."""
    organisation = Organisation.objects.create(
        name="Indre Prøve kommune",
        organisation_number=ALTINN_ORGANISATION,
        kind=Organisation.Kind.MUNICIPALITY,
        sms_sender="Indre",
        email_sender="varsel@indre.example",
        email_reply_to="post@indre.example",
        sends_through_altinn=True,
    )
    organisation.territory.create(
        municipality_number=MUNICIPALITY, register_organisation_number=ALTINN_ORGANISATION
    )
    author = _user(organisation, "indre-avsender", [Role.SENDER, Role.EMERGENCY_SENDER])
    return World(organisation, author, _user(organisation, "indre-godkjenner", [Role.APPROVER]))
