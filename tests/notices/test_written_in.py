"""The words that are added to messages are in the organisation's form of Norwegian."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from geotarget.domain import message_text
from geotarget.notices.follow_up import follow_up
from geotarget.notices.letter_document import letter_document
from geotarget.notices.models import Notice
from geotarget.organisations.change_sending import change_sending
from geotarget.simulators.running import Simulators
from geotarget.targeting.models import ListedAddress
from tests.notices.delivering import deliver_all, send_to
from tests.notices.outside import simulated_outside
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)


def write_in(world: World, form: str) -> None:
    organisation = world.organisation
    kept = {
        name: getattr(organisation, name)
        for name in ("sends_through_altinn", "announces_letters", "sms_part_ore", "sms_accounts")
    }
    change_sending(organisation, world.author, **kept, written_in=form)


@pytest.fixture
def rows(world: World) -> list[ListedAddress]:
    """With somebody at each who has an e-mail alone, and contact data of today."""
    listed = [street_address(100 + n, 1, n, size=3) for n in range(1, 4)]
    settle(world, listed)
    today = timezone.now().isoformat()
    for number, person in enumerate(world.people):
        person["name"] = "Oppdiktet Person"
        person["krr"] |= {"email_updated": today, "mobile_updated": today}
        if number % 2:
            person["krr"] |= {"mobile": "", "email": f"person{number}@epost.example"}
    return listed


@pytest.fixture
def simulators(
    world: World, rows: list[ListedAddress], tmp_path: Path, settings: Any
) -> Iterator[Simulators]:
    with simulated_outside(tmp_path, world.people, settings) as running:
        yield running


@pytest.mark.parametrize(
    ("form", "words", "others"),
    [("nb", "Formål: ", "Føremål: "), ("nn", "Føremål: ", "Formål: ")],
)
@pytest.mark.parametrize("message_class", ["service", "information", "emergency"])
def test_an_email_says_who_and_why_in_it(
    world: World,
    rows: list[ListedAddress],
    simulators: Simulators,
    message_class: str,
    form: str,
    words: str,
    others: str,
) -> None:
    write_in(world, form)
    dispatch = send_to(world, rows, message_class=message_class)
    write_in(world, "nb")
    deliver_all()
    mails = [entry.text for entry in simulators.arrived.matching() if entry.channel == "email"]
    assert mails
    assert all(words in mail and others not in mail for mail in mails)
    assert dispatch.written_in == form, "what is sent is a copy"


def test_a_letter_and_its_announcement(
    world: World, rows: list[ListedAddress], simulators: Simulators
) -> None:
    world.organisation.announces_letters = True
    write_in(world, "nn")
    dispatch = send_to(world, rows, message_class="formal", sms_text="")
    deliver_all()
    announced = [each for each in simulators.arrived.matching() if each.channel != "letter"]
    assert announced
    assert all("har sendt deg eit brev" in entry.text for entry in announced)
    assert "Rettsleg grunnlag" in message_text.letter_body(dispatch.content())
    assert b"/Lang (nn)" in letter_document(dispatch)


def test_a_correction_begins_in_it(
    world: World, rows: list[ListedAddress], simulators: Simulators
) -> None:
    write_in(world, "nn")
    dispatch = send_to(world, rows)
    draft = follow_up(dispatch, Notice.FollowUp.ALL_CLEAR, user=world.author)
    assert draft.sms_text.startswith("Oppheva: ")
