"""What decides whether staff trust the tool, whole: real registers' doors, gateways and workers.

Someone alone at night, a wrong text, a register that is down, a list of holiday homes.
"""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from geotarget.domain.coordinates import to_degrees
from geotarget.domain.roles import Role
from geotarget.notices.models import Attempt, Chunk, Dispatch, Notice, SendingHours
from geotarget.notices.progress import counts
from geotarget.organisations.models import Organisation, User
from geotarget.simulators.faults import Fault
from geotarget.targeting.freeze import freeze
from tests.organisations.members import make_member

from .sight import accessibility_faults
from .town import (
    TEXTS,
    Town,
    approve,
    as_,
    begin,
    eventually,
    fill,
    freeze_streets,
    number_in,
    reachable,
    refused,
    save,
    send,
    settled,
    streets,
    submit,
    to_be_told,
)

pytestmark = pytest.mark.timeout(300)

STATE, SENTENCE = "[data-state]", "[data-sentence]"


def test_burst_main_at_half_past_two(page: Page, town: Town, organisation: Organisation) -> None:
    """Outside the hours of everything else, alone: it leaves at once, and the leader reviews it."""
    hours = (0, 60) if timezone.localtime().hour >= 12 else (1380, 1440)
    for message_class in ("service", "information", "formal"):
        SendingHours.objects.create(
            organisation=organisation,
            message_class=message_class,
            opens_minute=hours[0],
            closes_minute=hours[1],
        )
    make_member(organisation, "vakt", Role.SENDER, Role.EMERGENCY_SENDER)
    listed = freeze_streets(organisation, *streets(town, 2))
    as_(page, "vakt")
    begin(page, "Gatene")
    fill(page, headline="Vannledningen er brutt")
    page.check("input[name=message_class][value=emergency]")
    save(page)
    page.get_by_role("link", name="Send uten godkjenning").click()
    page.fill("#id_typed_address_count", str(listed.address_count))
    page.fill("#id_reason", "Hovedledningen er brutt, og ingen leder svarer")
    page.get_by_role("button", name="Send nå uten godkjenning").click()
    expect(page.locator(STATE)).to_have_text("Sendes nå")
    expect(page.locator("[data-countdown]")).to_be_hidden()
    expect(page.locator(STATE)).to_have_text("Sendt", timeout=120_000)
    dispatch = Dispatch.objects.get()
    assert len(reachable(town, listed) - set(town.arrived())) == refused(dispatch)

    as_(page, "approver")
    expect(page.locator(".cards")).to_contain_text("Etterkontroll")
    page.get_by_role("link", name="Se hva som venter").click()
    page.locator(".waiting").get_by_role("link", name="Vannledningen er brutt").click()
    expect(page.locator("blockquote")).to_contain_text("ingen leder svarer")
    page.get_by_role("button", name="Jeg har etterkontrollert det").click()
    expect(page.locator("body")).to_contain_text("Etterkontrollert av approver")


def test_only_cabins(page: Page, town: Town, organisation: Organisation) -> None:
    """The page says that hardly anybody is reached; sending needs a tick."""
    south_west, north_east = to_degrees(145_500, 7_140_000), to_degrees(180_000, 7_190_000)
    (west, south), (east, north) = south_west, north_east
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    drawing = {
        "include": {"type": "Polygon", "coordinates": [ring]},
        "rule": "address-inside",
        "filters": {"holiday_homes": "only"},
    }
    planner = User.objects.get(username="planner")
    listed = freeze(drawing, name="Hyttefeltet", organisation=organisation, user=planner)
    as_(page, "sender")
    begin(page, "Hyttefeltet")
    fill(page)
    save(page)
    cabins = page.locator("[data-holiday-homes]")
    expect(cabins).to_contain_text(re.compile(r"[0-9\u202f]+ fritidsbygg\. .*Eiere varsles ikke\."))
    page.get_by_role("button", name="Tell hvem vi når").click()
    few = re.compile(r"\d+ fritidsbygg\. Færre enn 10 personer nås\. Eiere varsles ikke\.")

    def counted() -> None:
        page.reload()
        expect(cabins).to_contain_text(few, timeout=1_000)

    eventually(counted)
    assert number_in(cabins.locator("strong").inner_text()) >= listed.address_count / 2
    submit(page)
    approve(page)
    as_(page, "sender", "/notices/")
    page.locator(".waiting").get_by_role("link", name=TEXTS["headline"]).click()
    assert accessibility_faults(page) == []
    button = page.get_by_role("button", name="Send nå til")
    button.click()
    assert not Dispatch.objects.exists()
    page.get_by_label("Jeg vet at eierne av fritidsbyggene ikke varsles").check()
    button.click()
    page.wait_for_url("**/dispatches/*/")
    assert Dispatch.objects.get().address_list == listed


def test_wrong_text(page: Page, town: Town, organisation: Organisation) -> None:
    """ "„Stopp“ holds at once, the numbers add up, and the correction goes to all the same."""
    listed = freeze_streets(organisation, *streets(town, 8))
    as_(page, "sender")
    begin(page, "Gatene")
    fill(page, sms_text="Vannet stenges i dag kl. 25-26.")
    save(page)
    submit(page)
    approve(page)
    town.simulators.faults.set("link", Fault(latency_ms=1_500))
    dispatch = send(page)
    stop = page.get_by_role("button", name="Stopp")
    expect(page.locator("[data-handed-over]")).to_contain_text(re.compile("[1-9][0-9]"))
    stop.click()
    expect(page.locator(STATE)).to_have_text("Stanset", timeout=5_000)
    numbers = re.compile(r"(\S+) ferdige · (\S+) stanset · (\S+) adresser i alt\.")
    expect(page.locator(SENTENCE)).to_contain_text(numbers)
    found = numbers.search(page.locator(SENTENCE).inner_text())
    assert found is not None
    done, stopped, addresses = map(number_in, found.groups())
    assert done + stopped == addresses == listed.address_count
    assert 0 < stopped < addresses
    dispatch.refresh_from_db()
    eventually(lambda: settled(dispatch))
    after = Attempt.objects.filter(dispatch=dispatch, sending_at__gt=dispatch.stopped_at)
    assert not after.exists()
    assert counts(dispatch).adds_up
    page.reload()
    told = number_in(page.locator("[data-handed-over]").inner_text())
    assert 10 <= told <= len(to_be_told(town.people, listed))

    town.simulators.faults.clear()
    page.get_by_role("button", name="Send rettelse").click()
    expect(page.locator("#id_sms_text")).to_have_value("Rettelse: Vannet stenges i dag kl. 25-26.")
    right = "Rettelse: Vannet stenges i dag kl. 15-16."
    page.fill("#id_sms_text", right)
    save(page)
    expect(page.locator("body")).to_contain_text("nøyaktig de samme")
    submit(page)
    headline = Notice.objects.latest("pk").headline
    approve(page, headline)
    correction = send(page, headline)
    expect(page.locator(STATE)).to_have_text("Sendt", timeout=120_000)
    got = {
        entry.to
        for entry in town.simulators.arrived.matching()
        if "Rettelse" in entry.text or entry.channel != "sms"
    }
    assert len(reachable(town, listed) - got) <= refused(correction)


def test_the_register_is_down(page: Page, town: Town, organisation: Organisation) -> None:
    """How far it is, why it waits and until when; "Sendt" only when it is."""
    listed = freeze_streets(organisation, *streets(town, 40))
    as_(page, "sender")
    begin(page, "Gatene")
    fill(page)
    save(page)
    submit(page)
    approve(page)
    town.simulators.faults.set("folkeregisteret", Fault(latency_ms=1_000))
    dispatch = send(page)
    eventually(lambda: some_done(dispatch), again_after=0.02)
    town.simulators.faults.set("folkeregisteret", Fault(kind="503"))
    held = re.compile(
        r"Folkeregisteret svarer ikke\. [1-9][\d\u202f]* av ([\d\u202f]+) adresser ferdige\. "
        r"Nytt forsøk kl\. \d\d\.\d\d\."
    )
    expect(page.locator(SENTENCE)).to_have_text(held, timeout=60_000)
    said = held.fullmatch(page.locator(SENTENCE).inner_text())
    assert said is not None
    assert number_in(said[1]) == listed.address_count
    expect(page.locator(STATE)).to_have_text("Sendes nå")
    page.goto("/notices/")
    row = page.locator("tr", has_text=TEXTS["headline"])
    expect(row).to_contain_text("Folkeregisteret svarer ikke")
    expect(row).not_to_contain_text("Sendt")
    assert reachable(town, listed) - set(town.arrived())

    town.simulators.faults.clear()
    Chunk.objects.filter(dispatch=dispatch).update(not_before=timezone.now())
    page.goto(f"/notices/dispatches/{dispatch.pk}/")
    expect(page.locator(STATE)).to_have_text("Sendt", timeout=120_000)
    arrived = town.arrived()
    assert set(arrived.values()) == {1}
    assert len(reachable(town, listed) - set(arrived)) == refused(dispatch)


def some_done(dispatch: Dispatch) -> None:
    assert counts(dispatch).addresses_done > 0
