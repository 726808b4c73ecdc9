"""Chunks that are worked on together, and the threads that do it."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest

from geotarget.notices.deliver import deliver_next
from geotarget.notices.deliverers import Deliverers
from geotarget.notices.models import Chunk, Dispatch
from geotarget.notices.progress import counts
from geotarget.registers.errors import QuestionRefused
from geotarget.registers.folkeregisteret import NAME, Folkeregisteret
from geotarget.simulators.running import Simulators
from tests.notices.delivering import arrived, deliver_all, send_to
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)

STREETS = 12


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    rows = [
        street_address(100 + 10 * street + house, street, house, size=2)
        for street in range(STREETS)
        for house in (1, 2)
    ]
    settle(world, rows)
    return send_to(world, rows)


def done(dispatch: Dispatch) -> int:
    return dispatch.chunks.filter(state="done").count()


def test_the_first_chunk_goes_alone_and_the_others_together(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_next()
    assert done(dispatch) == 1
    asked = Counter(simulators.world.calls)
    deliver_next()
    assert done(dispatch) == STREETS
    asked = Counter(simulators.world.calls) - asked
    assert asked["folkeregisteret soek"] == STREETS - 1
    assert asked["folkeregisteret bulkoppslag"] == asked["krr personer"] == 1
    assert arrived(simulators) == Counter(dict.fromkeys(world.reached_by.values(), 1))


def test_a_street_that_the_register_refuses_holds_up_itself_alone(
    monkeypatch: pytest.MonkeyPatch, world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    refused = dispatch.address_list.addresses.latest("pk").street_name
    search = Folkeregisteret.search

    def picky(self: Folkeregisteret, asked: Any, *rest: Any) -> list[str]:
        if asked.street_name == refused:
            raise QuestionRefused(NAME, "will not answer this question.")
        return search(self, asked, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(Folkeregisteret, "search", picky)
        deliver_next()
        deliver_next()
    assert done(dispatch) == STREETS - 1
    waiting = dispatch.chunks.get(state="waiting")
    assert (waiting.problem, waiting.tries) == ("register_refuses", 1)
    deliver_all()
    assert arrived(simulators) == Counter(dict.fromkeys(world.reached_by.values(), 1))


def test_a_place_is_kept_for_an_organisation_that_nobody_works_for(
    dispatch: Dispatch, simulators: Simulators
) -> None:
    busy = Chunk.objects.filter(dispatch=dispatch).earliest("position")
    later = "2100-01-01T00:00:00Z"
    Chunk.objects.filter(pk=busy.pk).update(state="working", lease_until=later)
    assert deliver_next(only_idle=True) is None
    Chunk.objects.filter(pk=busy.pk).update(state="waiting", lease_until=None)
    assert deliver_next(only_idle=True) is not None


def test_threads_of_a_process_deliver_all_and_end(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliverers = Deliverers()
    for _ in range(10):
        deliverers.call()
    for _ in range(600):
        if counts(dispatch).is_finished:
            break
        time.sleep(0.05)
    deliverers.drain()
    assert arrived(simulators) == Counter(dict.fromkeys(world.reached_by.values(), 1))
    assert counts(dispatch).is_finished
