"""The main job in a real browser, with everything real but the people.

A planner draws on the map and freezes; a sender writes; an approver approves; it is sent; real
workers ask the registers and hand over; what arrived is exactly what the population says.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geotarget.notices.models import Attempt, Notice
from geotarget.notices.progress import counts
from geotarget.targeting.models import AddressList

from . import town as acts
from .sight import draw, rectangle
from .town import Town, as_, number_in, sms_of, to_be_told, way_to

NEARLY_ALL = rectangle(0.17, 0.27, 0.85, 0.85)
TOWN = rectangle(0.40, 0.46, 0.60, 0.66)


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
    acts.begin(page, "Utkanten")
    acts.fill(page)
    acts.save(page)
    expect(page.locator(".bubble")).to_have_text(sms_of(Notice.objects.get()))
    acts.submit(page)


@pytest.mark.timeout(300)
def test_from_the_map_to_the_residents(page: Page, town: Town) -> None:
    listed = plan(page)
    write(page)
    acts.approve(page)
    dispatch = acts.send(page)
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
    assert {entry.text for entry in town.simulators.arrived.matching(channel="sms")} == {
        sms_of(dispatch.notice)
    }

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
