"""The sample municipality with everything real but the people: workers, registers, gateways."""

from __future__ import annotations

import datetime
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

import cadastre_import
from geotarget.celery import app
from geotarget.domain.roles import Role
from geotarget.domain.short_code import shown
from geotarget.notices.models import Attempt, Dispatch, Notice
from geotarget.organisations.models import Organisation, User
from geotarget.running import cluster
from geotarget.simulators.running import Simulators
from geotarget.targeting.freeze import freeze
from geotarget.targeting.models import AddressList
from tests.notices.outside import simulated_outside, worker_environment
from tests.organisations.members import make_member, make_organisation
from tests.reliability.workers import workers

from .sight import sign_in

app.set_default()  # who presses "send" wakes workers through the tests' own broker

SAMPLE = Path(__file__).resolve().parents[2] / "fixtures" / "sample"
Person = dict[str, Any]
TEXTS = {
    "headline": "Vannet stenges i utkanten",
    "sms_text": "Vannet stenges tirsdag kl. 10-14. Tapp opp vann på forhånd.",
    "email_subject": "Vannet stenges tirsdag",
    "email_text": "Vannet stenges tirsdag kl. 10-14.\n\nTapp opp vann på forhånd.",
    "purpose": "Varsle om planlagt vannstenging",
    "legal_basis": "Personvernforordningen artikkel 6 nr. 1 bokstav e",
    "department": "Vann og avløp",
    "contact_phone": "62 00 00 00",
}


@dataclass
class Town:
    """The sample municipality, its people, and what arrives at them."""

    people: list[Person]
    simulators: Simulators
    population: Path
    """The file in which people move."""

    def move(self, people: list[Person]) -> None:
        """From now on these live in the municipality."""
        self.people = people
        self.population.write_text("\n".join(map(json.dumps, people)), encoding="utf-8")

    def arrived(self) -> Counter[str]:
        return Counter(entry.to for entry in self.simulators.arrived.matching())


@pytest.fixture
def cadastre(test_database_environment: dict[str, str]) -> None:
    for delivery in sorted(SAMPLE.glob("*.zip")):
        cadastre_import.run(delivery, dsn=test_database_environment["DATABASE_OWNER_URL"])


@pytest.fixture
def organisation(cadastre: None) -> Organisation:
    made = make_organisation("310000019", "Strandvik kommune", "9901")
    for role in (Role.PLANNER, Role.SENDER, Role.APPROVER):
        make_member(made, str(role), role)
    return made


@pytest.fixture
def town(
    live_server: Any,
    organisation: Organisation,
    broker_url: str,
    test_database_environment: dict[str, str],
    tmp_path: Path,
    settings: Any,
) -> Iterator[Town]:
    """Simulators, workers and beat, on the test's database and broker."""
    people = [json.loads(line) for line in (SAMPLE / "population.jsonl").read_text().splitlines()]
    receipts = f"{live_server.url}/receipts/link/{settings.LINK_RECEIPT_SECRET}/"
    with simulated_outside(tmp_path, people, settings, receipts) as simulators:
        environment = {
            **test_database_environment,
            **worker_environment(simulators, tmp_path),
            "DATABASE_URL": cluster.url("geotarget_app", connection.settings_dict["NAME"]),
            "DJANGO_SETTINGS_MODULE": "geotarget.settings",
            "REDIS_URL": broker_url,
            "PYTHONPATH": str(SAMPLE.parents[1]),
        }
        with workers(environment, tmp_path, {}) as running:
            running.start()
            yield Town(people, simulators, tmp_path / "population.jsonl")


def as_(page: Page, username: str, to: str = "/") -> None:
    """Somebody else sits down at the machine."""
    page.context.clear_cookies()
    sign_in(page, username, to)


def number_in(text: str) -> int:
    """The first number of a text; thousands stand apart by a narrow no-break space."""
    digits = text.replace("\u202f", "").removeprefix("minst ").split()[0]
    return int(digits)


def begin(page: Page, listed: str) -> None:
    """From the page of a list to an empty notice."""
    page.goto("/")
    page.get_by_role("link", name="Adresselister").first.click()
    page.get_by_role("link", name=listed).click()
    page.get_by_role("link", name="Skriv et varsel").click()


def fill(page: Page, **changed: str) -> None:
    for name, text in (TEXTS | changed).items():
        page.fill(f"#id_{name}", text)


def sms_of(notice: Notice) -> str:
    """What arrives on a phone: the text, who to call, and how to see that it is genuine."""
    page = settings.PUBLIC_URL.split("//")[1]
    return (
        f"{notice.sms_text}\n{TEXTS['department']}, tlf. {TEXTS['contact_phone']}\n"
        f"Ekte? Kode {shown(notice.code)} på {page}/v"
    )


def save(page: Page) -> None:
    page.get_by_role("button", name="Lagre kladden").click()
    page.wait_for_url(re.compile(r"/notices/\d+/$"))


def submit(page: Page) -> None:
    page.get_by_role("button", name="Send til godkjenning").click()
    expect(page.locator("body")).to_contain_text("Det venter på en godkjenner")


def approve(page: Page, headline: str = TEXTS["headline"]) -> None:
    as_(page, "approver")
    page.get_by_role("link", name="Se hva som venter").click()
    page.locator(".waiting").get_by_role("link", name=headline).click()
    page.get_by_role("button", name="Godkjenn").click()
    expect(page.locator(".messages")).to_contain_text("Godkjenningen din er registrert")


def send(page: Page, headline: str = TEXTS["headline"]) -> Dispatch:
    as_(page, "sender", "/notices/")
    page.locator(".waiting").get_by_role("link", name=headline).click()
    tick = page.locator("#id_knows_holiday_homes")
    if tick.count():
        tick.check()
    page.get_by_role("button", name="Send nå til").click()
    page.wait_for_url("**/dispatches/*/")
    return Dispatch.objects.latest("pk")


def to_be_told(people: list[Person], listed: AddressList) -> list[Person]:
    """Who lives at the listed addresses and is told, by the population itself."""
    ids = set(listed.addresses.filter(included=True).values_list("source_id", flat=True))
    return [
        person
        for person in people
        if person["address_id"] in ids
        and person["status"] == "bosatt"
        and person["grading"] != "strengtFortrolig"
        and age(person) >= 16
    ]


def age(person: Person) -> int:
    today, born = timezone.localdate(), datetime.date.fromisoformat(person["birth_date"])
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def way_to(person: Person) -> str | None:
    """Mobile phone, else e-mail; None where nothing digital reaches the person."""
    contact = person["krr"] or {}
    return contact.get("mobile") or contact.get("email")


def freeze_streets(organisation: Organisation, *codes: str) -> AddressList:
    drawing = {"streets": [f"9901-{code}" for code in codes], "rule": "address-inside"}
    planner = User.objects.get(username="planner")
    return freeze(drawing, name="Gatene", organisation=organisation, user=planner)


def streets(town: Town, most: int) -> list[str]:
    """Codes of the streets with the most people."""
    homes = [person["address"] for person in town.people if person["address"]]
    own = [home for home in homes if home["municipality_number"] == "9901" and home["street_code"]]
    lived_in = Counter(home["street_code"] for home in own)
    return [code for code, _ in lived_in.most_common(most)]


def reachable(town: Town, listed: AddressList) -> set[str]:
    return {way for person in to_be_told(town.people, listed) if (way := way_to(person))}


def refused(dispatch: Dispatch) -> int:
    return Attempt.objects.filter(dispatch=dispatch, state="refused").count()


def settled(dispatch: Dispatch) -> None:
    """No gateway has a message of it in its hands any more."""
    assert not Attempt.objects.filter(dispatch=dispatch, state="sending").exists()


def eventually(holds: Callable[[], None], seconds: float = 60, again_after: float = 0.2) -> None:
    """Asked again until it holds."""
    until = time.monotonic() + seconds
    while True:
        try:
            return holds()
        except AssertionError:
            if time.monotonic() > until:
                raise
            time.sleep(again_after)
