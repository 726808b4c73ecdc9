"""Chunks that are worked on together, and the threads that do it."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from geotarget.notices import control
from geotarget.notices.deliver import deliver_next
from geotarget.notices.deliverers import Deliverers
from geotarget.notices.models import Chunk, Dispatch
from geotarget.notices.progress import counts
from geotarget.notices.waves import open_waves
from geotarget.registers.errors import QuestionRefused
from geotarget.registers.folkeregisteret import NAME, Folkeregisteret
from geotarget.simulators.running import Simulators
from tests.notices.delivering import (
    arrived,
    deliver_all,
    held_after_the_first_batch,
    send_to,
)
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


def test_a_round_takes_nothing_of_a_later_wave(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    dispatch.chunks.filter(position__gte=5).update(wave=2)
    past = "2020-01-01T00:00:00Z"
    Dispatch.objects.update(wave_count=2, wave_minutes=30, wave_opened_at=past)
    deliver_next()
    deliver_next()
    assert deliver_next() is None
    assert set(dispatch.chunks.values_list("wave", "state")) == {(1, "done"), (2, "waiting")}
    assert open_waves() == 1
    deliver_next()
    assert done(dispatch) == STREETS
    assert arrived(simulators) == Counter(dict.fromkeys(world.reached_by.values(), 1))


def test_nothing_is_taken_along_of_a_dispatch_that_is_held_since_the_claim(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_next()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_chunk(20, false)")
        claimed = cursor.fetchone()
        control.pause(dispatch, user=world.author)
        cursor.execute("SELECT * FROM claim_along(%s, %s, 400, 48)", claimed)
        assert cursor.fetchall() == []
        control.resume(dispatch, user=world.author)
        cursor.execute("SELECT * FROM claim_along(%s, %s, 400, 48)", claimed)
        assert len(cursor.fetchall()) == STREETS - 2


@pytest.mark.parametrize("act", [control.pause, control.stop])
def test_a_round_that_is_held_gives_all_its_chunks_back(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    dispatch: Dispatch,
    simulators: Simulators,
    act: Any,
) -> None:
    deliver_next()
    before = arrived(simulators)
    held_after_the_first_batch(monkeypatch, act, dispatch, world.approver)
    deliver_next()
    got = arrived(simulators)
    assert before < got < Counter(dict.fromkeys(world.reached_by.values(), 1))
    assert not dispatch.chunks.filter(state="working").exists()
    assert not dispatch.chunks.exclude(lease_token=None).exists()
    assert deliver_next() is None
    assert counts(dispatch).adds_up
    if act is control.stop:
        assert not dispatch.attempts.filter(state="ready").exists()
        assert counts(dispatch).is_finished
        return
    assert dispatch.chunks.filter(state="waiting", problem="", tries=0).count() == STREETS - 1
    control.resume(dispatch, user=world.author)
    deliver_next()
    assert done(dispatch) == STREETS
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
