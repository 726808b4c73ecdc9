"""The main job in a real browser, with everything real but the people.

A planner draws on the map and freezes; a sender writes; an approver approves; it is sent; real
workers ask the registers and hand over; what arrived is exactly what the population says.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

import cadastre_import
from geotarget.domain.roles import Role
from geotarget.notices.models import Attempt, Dispatch
from geotarget.notices.progress import counts
from geotarget.organisations.models import Organisation
from geotarget.running import cluster
from geotarget.simulators.running import Simulators
from geotarget.targeting.models import AddressList
from tests.notices.outside import simulated_outside, worker_environment
from tests.organisations.members import make_member, make_organisation
from tests.reliability.workers import workers

from .sight import draw, rectangle, sign_in

SAMPLE = Path(__file__).resolve().parents[2] / "fixtures" / "sample"
Person = dict[str, Any]

NEARLY_ALL = rectangle(0.17, 0.27, 0.85, 0.85)
TOWN = rectangle(0.40, 0.46, 0.60, 0.66)
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
SMS = f"{TEXTS['sms_text']}\nVann og avløp, tlf. 62 00 00 00"


@dataclass
class Town:
    """The sample municipality, its people, and what arrives at them."""

    people: list[Person]
    simulators: Simulators

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
            yield Town(people, simulators)


def as_(page: Page, username: str, to: str = "/") -> None:
    """Somebody else sits down at the machine."""
    page.context.clear_cookies()
    sign_in(page, username, to)


def number_in(text: str) -> int:
    """The first number of a text; thousands stand apart by a narrow no-break space."""
    digits = text.replace("\u202f", "").removeprefix("minst ").split()[0]
    return int(digits)


def plan(page: Page) -> AddressList:
    """Draw the municipality, take the town away, freeze. The page and the list agree."""
    as_(page, "planner", "/map/")
    count = page.locator("#count-addresses")
    expect(count).to_have_text("Ingenting er valgt ennå")
    draw(page, *NEARLY_ALL)
    expect(count).to_have_text("2\u202f035 adresser")
    page.get_by_text("Trekk fra område", exact=True).click()
    draw(page, *TOWN)
    expect(count).not_to_have_text("2\u202f035 adresser")
    page.fill("#freeze-name", "Utkanten")
    page.locator("#freeze-button").click()
    page.wait_for_url("**/lists/*/")
    frozen = AddressList.objects.get()
    assert number_in(page.locator(".count-main").inner_text()) == frozen.address_count
    assert 0 < frozen.address_count < 2035
    assert frozen.outside_territory_count > 0
    return frozen


def write(page: Page) -> None:
    as_(page, "sender")
    page.get_by_role("link", name="Adresselister").first.click()
    page.get_by_role("link", name="Utkanten").click()
    page.get_by_role("link", name="Skriv et varsel").click()
    for name, text in TEXTS.items():
        page.fill(f"#id_{name}", text)
    page.get_by_role("button", name="Lagre kladden").click()
    expect(page.locator(".bubble")).to_have_text(SMS)
    page.get_by_role("button", name="Send til godkjenning").click()
    expect(page.locator("body")).to_contain_text("Det venter på en godkjenner")


def approve(page: Page) -> None:
    as_(page, "approver")
    page.get_by_role("link", name="Se hva som venter").click()
    page.locator(".waiting").get_by_role("link", name=TEXTS["headline"]).click()
    page.get_by_role("button", name="Godkjenn").click()
    expect(page.locator(".messages")).to_contain_text("Godkjenningen din er registrert")


def send(page: Page) -> Dispatch:
    as_(page, "sender", "/notices/")
    page.locator(".waiting").get_by_role("link", name=TEXTS["headline"]).click()
    page.get_by_role("button", name="Send nå til").click()
    page.wait_for_url("**/dispatches/*/")
    return Dispatch.objects.get()


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


def shown(page: Page) -> dict[str, int | None]:
    """The report's rows by key as a reader sees them, all of one moment; None below ten."""
    read = (
        "rows => rows.map(row => [row.dataset.line, row.querySelector('[data-count]').innerText])"
    )
    rows = page.locator("[data-line]:visible").evaluate_all(read)
    return {key: None if text == "færre enn 10" else number_in(text) for key, text in rows}


def told_of(count: int) -> int | None:
    """What a reader is told of a number of persons."""
    return None if 0 < count < 10 else count


@pytest.mark.timeout(300)
def test_from_the_map_to_the_residents(page: Page, town: Town) -> None:
    listed = plan(page)
    write(page)
    approve(page)
    dispatch = send(page)
    expect(page.locator("[data-state]")).to_have_text("Sendt", timeout=120_000)

    told = to_be_told(town.people, listed)
    reachable = {way for person in told if (way := way_to(person))}
    rural = {way_to(p) for p in told if p["address"]["kind"] == "matrikkeladresse"} - {None}
    arrived = town.arrived()
    refused = Attempt.objects.filter(dispatch=dispatch, state="refused").count()
    assert set(arrived.values()) == {1}
    assert set(arrived) <= reachable
    assert len(reachable - set(arrived)) == refused
    assert len(rural) >= 5
    assert len(rural & set(arrived)) >= len(rural) - refused
    assert {entry.text for entry in town.simulators.arrived.matching(channel="sms")} == {SMS}

    delivered = page.locator("[data-line=delivered] [data-count]")
    expect(delivered).not_to_have_text("0", timeout=60_000)
    rows = shown(page)
    visible = sum(count or 0 for count in rows.values())
    assert visible == number_in(page.locator("[data-total]").inner_text()) <= len(told)
    assert counts(dispatch).residents == len(told)
    assert rows["no_contact"] == told_of(sum(way_to(person) is None for person in told))
    assert rows["unknown"] == 0
    taken = sum(1 for person in told if way_to(person) in arrived)
    assert 10 <= number_in(page.locator("[data-handed-over]").inner_text()) <= taken
    expect(page.locator("body")).to_contain_text(listed.checksum)
    expect(page.locator("body")).to_contain_text("approver")
