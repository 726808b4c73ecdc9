"""An agreement that has ended: a municipality that has left lends its access to nobody."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from geotarget.domain.errors import InputError
from geotarget.notices.approve import approve, submit
from geotarget.notices.deliver import deliver_next
from geotarget.notices.held import held_up
from geotarget.notices.models import Notice, Reach
from geotarget.notices.reach import ask_reach, count_reach
from geotarget.notices.send import send, send_emergency
from geotarget.notices.territory import register_access
from geotarget.simulators.running import Simulators
from geotarget.targeting.models import ListedAddress
from tests.notices.delivering import arrived, release, send_to
from tests.notices.outside import simulated_outside
from tests.notices.world import World, make_list, make_notice, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)

DAY = datetime.timedelta(days=1)


@pytest.fixture
def rows(world: World) -> list[ListedAddress]:
    rows = [street_address(100 + n, 1, n, size=3) for n in range(1, 4)]
    settle(world, rows)
    return rows


@pytest.fixture
def simulators(
    world: World, rows: list[ListedAddress], tmp_path: Path, settings: Any
) -> Iterator[Simulators]:
    with simulated_outside(tmp_path, world.people, settings) as running:
        yield running


@pytest.fixture
def notice(world: World, rows: list[ListedAddress]) -> Notice:
    return make_notice(world, make_list(world, rows))


def leaves(world: World, in_days: int) -> None:
    world.organisation.territory.update(valid_to=timezone.localdate() + in_days * DAY)


def test_a_list_of_a_municipality_that_has_left_is_not_sent_to(
    world: World, notice: Notice
) -> None:
    leaves(world, in_days=0)
    with pytest.raises(InputError, match="does not belong to your territory"):
        release(notice, author=world.author, approver=world.approver)
    assert Notice.objects.get().state == "approved"


def test_nor_in_an_emergency(world: World, rows: list[ListedAddress]) -> None:
    notice = make_notice(world, make_list(world, rows), message_class="emergency")
    leaves(world, in_days=0)
    with pytest.raises(InputError, match="does not belong to your territory"):
        send_emergency(notice, reason="Det haster veldig", typed_address_count=3, user=world.author)


def test_the_day_of_sending_counts(world: World, rows: list[ListedAddress]) -> None:
    tomorrow = timezone.now() + DAY
    planned = make_notice(world, make_list(world, rows), send_at=tomorrow)  # type: ignore[arg-type]
    submit(planned, user=world.author)
    shown = Notice.objects.get().content_hash()
    approve(planned, content_hash=shown, user=world.approver)
    leaves(world, in_days=1)
    with pytest.raises(InputError, match="does not belong to your territory"):
        send(planned, user=world.author)
    leaves(world, in_days=2)
    assert send(planned, user=world.author).starts_at == tomorrow


def test_what_was_planned_before_looks_nobody_up(
    world: World, rows: list[ListedAddress], simulators: Simulators
) -> None:
    dispatch = send_to(world, rows)
    leaves(world, in_days=0)
    deliver_next()
    held = held_up(dispatch)
    assert held is not None
    assert held.problem == "not_authorised"
    assert not arrived(simulators)


def test_nor_does_a_count_beforehand(world: World, notice: Notice, simulators: Simulators) -> None:
    leaves(world, in_days=0)
    ask_reach(notice, user=world.author)
    count_reach(notice.pk)
    assert Reach.objects.get().problem == "not_authorised"


def test_access_that_begins_later_is_not_used_yet(
    world: World, notice: Notice, simulators: Simulators
) -> None:
    now = world.organisation.territory.get()
    later = timezone.localdate() + 30 * DAY
    world.organisation.territory.create(
        municipality_number=now.municipality_number,
        register_organisation_number="888888888",
        valid_from=later,
    )
    used = register_access(world.organisation, now.municipality_number)
    assert used == now.register_organisation_number
    release(notice, author=world.author, approver=world.approver)
    deliver_next()
    assert set(arrived(simulators)) == set(world.reached_by.values())
