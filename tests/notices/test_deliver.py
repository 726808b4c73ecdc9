"""One dispatch through all registers and channels, against the simulators, in one process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geotarget.notices.approve import approve, submit
from geotarget.notices.deliver import deliver_next
from geotarget.notices.models import Chunk, Dispatch
from geotarget.notices.progress import counts, waiting
from geotarget.notices.send import send
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import Simulators
from tests.notices.outside import simulated_outside
from tests.notices.world import (
    World,
    make_list,
    make_notice,
    make_world,
    plot_address,
    settle,
    street_address,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(tmp_path: Path, settings: Any) -> World:
    settings.KEYS_DIR = str(tmp_path / "keys")
    return make_world()


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    """A whole street, two houses of a large street, and farms without a street."""
    rows = [street_address(100 + n, 1, n, size=10) for n in range(1, 11)]
    rows += [street_address(200 + n, 2, n, size=90) for n in (4, 7)]
    rows += [plot_address(300 + n, 12, "9991") for n in range(8)]
    settle(world, rows)
    neighbours = [street_address(400 + n, 2, n, size=90) for n in (5, 6, 70)]
    settle(World(world.organisation, world.author, world.approver, world.people), neighbours)
    notice = submit(make_notice(world, make_list(world, rows)), user=world.author)
    approve(notice, content_hash=notice.content_hash(), user=world.approver)
    return send(notice, user=world.author)


@pytest.fixture
def simulators(
    world: World, dispatch: Dispatch, tmp_path: Path, settings: Any
) -> Iterator[Simulators]:
    with simulated_outside(tmp_path, world.people, settings) as running:
        yield running


def deliver_all() -> None:
    """Every chunk once; what has to wait, waits."""
    for _ in range(Chunk.objects.exclude(state="done").count()):
        deliver_next()


def retry_now() -> None:
    Chunk.objects.update(not_before="2000-01-01T00:00:00Z")


def arrived(simulators: Simulators) -> Counter[str]:
    return Counter(entry.to for entry in simulators.arrived.matching())


def test_everybody_is_told_once(world: World, dispatch: Dispatch, simulators: Simulators) -> None:
    assert sorted(dispatch.chunks.values_list("lookup", flat=True)) == [
        "houses",
        "postcode",
        "street",
    ]
    deliver_all()
    assert arrived(simulators) == Counter(dict.fromkeys(world.reached_by.values(), 1))
    done = counts(dispatch)
    assert done.adds_up
    assert done.is_finished
    assert done.addresses == 20
    assert done.messages == len(set(world.reached_by.values()))
    assert done.residents - done.no_contact == len(world.reached_by)


@pytest.mark.parametrize(
    ("backend", "problem"),
    [
        ("maskinporten", "sign_in_down"),
        ("folkeregisteret", "population_register_down"),
        ("krr", "contact_register_down"),
    ],
)
def test_a_register_that_is_down_delays(
    world: World, dispatch: Dispatch, simulators: Simulators, backend: str, problem: str
) -> None:
    simulators.faults.set(backend, Fault("html" if backend != "maskinporten" else "503"))
    deliver_all()
    assert not arrived(simulators)
    held = waiting(dispatch)
    assert held is not None
    assert held.problem == problem
    assert not counts(dispatch).is_finished
    simulators.faults.clear()
    retry_now()
    deliver_all()
    assert arrived(simulators) == Counter(dict.fromkeys(world.reached_by.values(), 1))
    assert counts(dispatch).is_finished


def test_a_busy_gateway_delays_and_nothing_is_lost(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.set("link", Fault("429", retry_after="1"))
    simulators.faults.set("smtp", Fault("450"))
    deliver_all()
    assert not arrived(simulators)
    held = waiting(dispatch)
    assert held is not None
    assert held.problem == "channel_busy"
    assert counts(dispatch).adds_up
    simulators.faults.clear()
    retry_now()
    deliver_all()
    assert arrived(simulators) == Counter(dict.fromkeys(world.reached_by.values(), 1))


@pytest.mark.parametrize("kind", ["accept-then-reset", "500-after-acceptance", "reset", "500"])
def test_an_ambiguous_gateway_is_never_asked_again(
    world: World, dispatch: Dispatch, simulators: Simulators, kind: str
) -> None:
    simulators.faults.set("link", Fault(kind))
    deliver_all()
    phones = {to for to in world.reached_by.values() if to.startswith("+")}
    done = counts(dispatch)
    assert done.unknown == sum(to in phones for to in world.reached_by.values())
    assert done.is_finished
    assert done.adds_up
    simulators.faults.clear()
    retry_now()
    deliver_all()
    assert max(arrived(simulators).values()) == 1


def test_a_redo_forgets_who_moved_before_being_told(
    world: World, dispatch: Dispatch, simulators: Simulators, tmp_path: Path
) -> None:
    simulators.faults.set("link", Fault("429"))
    simulators.faults.set("smtp", Fault("421"))
    deliver_all()
    before = counts(dispatch)
    moved = next(p for p in world.people if p["national_id"] in world.reached_by)
    people = simulators.world.people.now()
    del people.by_id[moved["national_id"]]
    people.__init__(list(people.by_id.values()))  # type: ignore[misc]
    simulators.faults.clear()
    retry_now()
    deliver_all()
    after = counts(dispatch)
    assert after.residents == before.residents - 1
    assert after.ready == 0
    still = {n: to for n, to in world.reached_by.items() if n != moved["national_id"]}
    assert arrived(simulators) == Counter(dict.fromkeys(still.values(), 1))
