"""Days later: somebody asks at the front desk; the water is back, and the cadastre is newer."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

import cadastre_import
from geotarget.domain.roles import Role
from geotarget.notices.models import Dispatch, Notice
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList
from tests.organisations.members import make_member

from .sight import accessibility_faults
from .town import (
    SAMPLE,
    Person,
    Town,
    approve,
    as_,
    begin,
    fill,
    freeze_streets,
    reachable,
    refused,
    save,
    send,
    streets,
    submit,
    to_be_told,
    way_to,
)

pytestmark = pytest.mark.timeout(300)

ADDRESSES = SAMPLE / "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse_CSV.zip"
Row = dict[str, str]


@pytest.fixture
def sent(page: Page, town: Town, organisation: Organisation) -> Dispatch:
    """A notice to two streets, eight days ago."""
    freeze_streets(organisation, *streets(town, 2))
    as_(page, "sender")
    begin(page, "Gatene")
    fill(page)
    save(page)
    submit(page)
    approve(page)
    dispatch = send(page)
    expect(page.locator("[data-state]")).to_have_text("Sendt", timeout=120_000)
    at = timezone.now() - datetime.timedelta(days=8)
    Dispatch.objects.update(starts_at=at, started_at=at)
    return Dispatch.objects.get(pk=dispatch.pk)


def test_i_got_nothing(page: Page, town: Town, organisation: Organisation, sent: Dispatch) -> None:
    """The same is told whether everybody at the address was reached or nobody."""
    make_member(organisation, "torget", Role.FRONT_DESK)
    as_(page, "torget")
    page.get_by_role("link", name="Søk etter en adresse").click()
    told = to_be_told(town.people, sent.address_list)
    at: dict[str, list[Person]] = {}
    for person in told:
        at.setdefault(person["address_id"], []).append(person)
    got = set(town.arrived())
    all_of_it = {key for key, people in at.items() if {way_to(one) for one in people} <= got}
    none_of_it = {key for key, people in at.items() if not {way_to(one) for one in people} & got}
    labels = dict(
        sent.address_list.addresses.filter(included=True).values_list("source_id", "label")
    )
    empty = set(labels) - set(at)
    shown = {asked(page, labels[min(some)]) for some in (all_of_it, none_of_it, empty) if some}
    assert len(shown) == 1
    [text] = shown
    when = timezone.localtime(sent.starts_at)
    assert re.search(rf"Omfattet, varslet \w+ {when.day}\. \w+ kl\. {when:%H\.%M}", text)
    assert sent.sms_text in text
    assert "Hvorfor noen kan ha gått glipp av det" in text
    assert "kontakt- og reservasjonsregisteret" in text
    for never in ("overlevert", "levert", "ikke nådd", "beboere funnet"):
        assert never not in text.lower().replace("hvem som er nådd", "")
    assert accessibility_faults(page) == []


def asked(page: Page, label: str) -> str:
    """What the page tells of an address, without its name; lines as they may break before the
    styles have come."""
    page.fill("#id_text", label)
    page.get_by_role("button", name="Søk").click()
    choice = page.locator(".desk-places").get_by_role("button", name=re.compile(f"^{label}, "))
    heading = page.get_by_role("heading", name=re.compile(f"^{label}, "))
    expect(choice.or_(heading)).to_be_visible()
    if choice.count():
        choice.click()
    expect(heading).to_be_visible()
    told = page.locator("main").inner_text().replace(label, "")
    return " ".join(told.split())


def test_the_water_is_back(
    page: Page,
    town: Town,
    sent: Dispatch,
    tmp_path: Path,
    test_database_environment: dict[str, str],
) -> None:
    """To the same frozen addresses, and to two that were built meanwhile; not to who moved out."""
    count = sent.address_list.address_count
    gone, came = reload_cadastre(town, sent.address_list, tmp_path, test_database_environment)
    town.simulators.arrived.clear()
    page.goto(f"/notices/dispatches/{sent.pk}/")
    page.get_by_role("button", name="Opphev varselet").click()
    page.fill("#id_sms_text", "Opphevet: Vannet er tilbake.")
    save(page)
    follows = page.locator("[aria-labelledby=follows-title]")
    expect(follows).to_contain_text(f"nøyaktig de samme {count} adresse")
    expect(follows).to_contain_text("De som har flyttet ut, får den ikke.")
    expect(follows).to_contain_text("2 nye adresser i området – ta med?")
    assert accessibility_faults(page) == []
    same = Notice.objects.latest("pk")
    assert same.address_list == sent.address_list
    follows.get_by_role("button", name="Ta med").click()
    expect(follows).not_to_contain_text("ta med?")
    expect(follows).to_contain_text("De som har flyttet ut, får den ikke.")
    both = Notice.objects.latest("pk").address_list
    assert both.address_count == count + 2
    assert kept(sent.address_list) < kept(both)
    submit(page)
    headline = Notice.objects.latest("pk").headline
    approve(page, headline)
    all_clear = send(page, headline)
    expect(page.locator("[data-state]")).to_have_text("Sendt", timeout=120_000)
    arrived = set(town.arrived())
    assert not gone & arrived
    assert len(came - arrived) <= refused(all_clear)
    assert len(reachable(town, both) - arrived) == refused(all_clear)


def kept(listed: AddressList) -> set[str]:
    return set(listed.addresses.filter(included=True).values_list("source_id", flat=True))


def reload_cadastre(
    town: Town, listed: AddressList, folder: Path, environment: dict[str, str]
) -> tuple[set[str], set[str]]:
    """A newer delivery: two new houses in the street, an old one gone. One household has moved out,
    another into a new house. Returns where those are reached."""
    rows, names = delivered()
    of_list = [row for row in rows if row["adresseId"] in kept(listed)]
    new = [built(of_list[-1], number) for number in (1, 2)]
    torn_down = of_list[0]["adresseId"]
    newer = [row for row in rows if row["adresseId"] != torn_down] + new
    path = folder / "matrikkelenAdresse.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names, delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(row | {"datauttaksdato": "22.11.2026 06:10:00"} for row in newer)
    cadastre_import.run(path, dsn=environment["DATABASE_OWNER_URL"])
    return moved(town, listed, new[0])


def delivered() -> tuple[list[Row], list[str]]:
    with zipfile.ZipFile(ADDRESSES) as archive, archive.open(archive.namelist()[0]) as file:
        reader = csv.DictReader(io.TextIOWrapper(file, "utf-8-sig"), delimiter=";")
        return list(reader), list(reader.fieldnames or [])


def built(beside: Row, number: int) -> Row:
    house, key = 900 + number, str(7_990_000_000 + number)
    text = f"{beside['adressenavn']} {house}"
    return beside | {
        "lokalid": key,
        "adresseId": key,
        "uuidAdresse": f"00000000-0000-4000-8000-00000000000{number}",
        "nummer": str(house),
        "bokstav": "",
        "adresseTekst": text,
        "adresseTekstUtenAdressetilleggsnavn": text,
    }


def moved(town: Town, listed: AddressList, house: Row) -> tuple[set[str], set[str]]:
    ways, arrived = Counter(map(way_to, town.people)), set(town.arrived())
    got_it = [p for p in to_be_told(town.people, listed) if way_to(p) in arrived]
    leaving, coming = [person for person in got_it if ways[way_to(person)] == 1][:2]
    home: dict[str, Any] = coming["address"] | {
        "street_name": house["adressenavn"],
        "street_code": house["adressekode"],
        "number": int(house["nummer"]),
        "letter": "",
        "unit_number": "",
    }
    moves_in = coming | {"address_id": house["adresseId"], "address": home}
    stay = [person for person in town.people if person not in (leaving, coming)]
    town.move([*stay, moves_in])
    return {str(way_to(leaving))}, {str(way_to(coming))}
