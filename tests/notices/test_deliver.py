"""One dispatch through all registers and channels, against the simulators, in one process."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from geotarget.channels.contract import Handover, Outcome
from geotarget.domain.delivery_state import FIRST_PER_REQUEST, UNREAD_TRIES
from geotarget.notices import outside
from geotarget.notices.deliver import deliver_next
from geotarget.notices.handover import record_handovers
from geotarget.notices.held import held_up, some_unread
from geotarget.notices.models import Chunk, Dispatch
from geotarget.notices.progress import counts
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import Simulators
from tests.notices.delivering import arrived, deliver_all, mend, send_to
from tests.notices.world import World, plot_address, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    """A whole street, two houses of a large street, and farms without a street."""
    rows = [street_address(100 + n, 1, n, size=10) for n in range(1, 11)]
    rows += [street_address(200 + n, 2, n, size=90) for n in (4, 7)]
    rows += [plot_address(300 + n, 12, "9991") for n in range(8)]
    settle(world, rows)
    neighbours = [street_address(400 + n, 2, n, size=90) for n in (5, 6, 70)]
    settle(World(world.organisation, world.author, world.approver, world.people), neighbours)
    return send_to(world, rows)


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
    held = held_up(dispatch)
    assert held is not None
    assert held.problem == problem
    assert not counts(dispatch).is_finished
    mend(simulators)
    deliver_all()
    assert arrived(simulators) == Counter(dict.fromkeys(world.reached_by.values(), 1))
    assert counts(dispatch).is_finished


def test_the_trouble_is_told_steadily_until_something_gets_through(
    dispatch: Dispatch, simulators: Simulators
) -> None:
    chunks = Chunk.objects.filter(dispatch=dispatch)
    simulators.faults.set("folkeregisteret", Fault("html"))
    deliver_next()
    for state, at in [("waiting", "2100"), ("waiting", "2000"), ("working", "2000")]:
        chunks.update(state=state, not_before=f"{at}-01-01T00:00:00Z")
        held = held_up(dispatch)
        assert held is not None
        assert held.problem == "population_register_down"
        assert (held.next_try_at is None) == (at == "2000")
    in_work = chunks.order_by("pk").last()
    assert in_work is not None
    chunks.exclude(pk=in_work.pk).update(state="waiting")
    chunks.filter(pk=in_work.pk).update(lease_until="2100-01-01T00:00:00Z")
    mend(simulators)
    deliver_next()
    assert held_up(dispatch) is None


def test_a_busy_gateway_delays_and_nothing_is_lost(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.set("link", Fault("429", retry_after="1"))
    simulators.faults.set("smtp", Fault("450"))
    deliver_all()
    assert not arrived(simulators)
    held = held_up(dispatch)
    assert held is not None
    assert held.problem == "channel_busy"
    assert counts(dispatch).adds_up
    mend(simulators)
    deliver_all()
    assert arrived(simulators) == Counter(dict.fromkeys(world.reached_by.values(), 1))


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a1B2-c:3/4.5_6", "a1B2-c:3/4.5_6")]
    + [(odd, "") for odd in ("a\x00b", "+47 900 00 000", "x" * 101, "", None)],
)
def test_an_id_that_is_none_spoils_no_record(
    dispatch: Dispatch, simulators: Simulators, given: str | None, kept: str
) -> None:
    deliver_next()
    attempt = dispatch.attempts.filter(state="accepted").first()
    assert attempt is not None
    dispatch.attempts.filter(pk=attempt.pk).update(state="sending")
    record_handovers([Handover(attempt.reference, Outcome.ACCEPTED, given)])
    attempt.refresh_from_db()
    assert (attempt.state, attempt.provider_id) == ("accepted", kept)


def test_a_gateway_that_asks_for_a_thousand_years_is_tried_within_the_hour(
    dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.set("link", Fault("429", retry_after="31557600000"))
    deliver_next()
    held = held_up(dispatch)
    assert held is not None
    assert (held.problem, held.next_try_at is None) == ("channel_busy", False)
    assert held.next_try_at < timezone.now() + datetime.timedelta(seconds=3600)
    assert outside.gate("link-sms").enter().away_s <= 3600


@pytest.mark.parametrize("kind", ["accept-then-reset", "500-after-acceptance", "reset", "500"])
def test_an_ambiguous_gateway_is_never_asked_again(
    world: World, dispatch: Dispatch, simulators: Simulators, kind: str
) -> None:
    simulators.faults.set("link", Fault(kind))
    deliver_all()
    broken = counts(dispatch)
    assert 0 < broken.unknown <= 3 * FIRST_PER_REQUEST + 10, "the rest waits"
    assert broken.adds_up
    held = held_up(dispatch)
    assert held is not None
    assert held.problem in ("channel_unclear", "channel_busy"), "some found out, others were told"
    mend(simulators)
    deliver_all()
    told = arrived(simulators)
    done = counts(dispatch)
    assert max(told.values()) == 1
    assert done.is_finished
    assert done.unknown == broken.unknown
    untold = sum(to not in told for to in world.reached_by.values())
    assert untold == (0 if "accept" in kind else done.unknown)


def test_with_a_shared_problem_the_other_chunks_wait_along_until_one_gets_through(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.set("link", Fault("500"))
    assert deliver_next() is not None
    assert deliver_next() is None, "nothing else is tried meanwhile"
    assert dispatch.attempts.filter(state="unknown").count() <= FIRST_PER_REQUEST
    mend(simulators)
    first = dispatch.chunks.filter(tries__gt=0).earliest("position")
    Chunk.objects.filter(pk=first.pk).update(not_before="2000-01-01T00:00:00Z")
    while deliver_next() is not None:
        pass
    assert counts(dispatch).is_finished, "no chunk had to wait for its own turn"


def test_mailboxes_that_refuse_for_now_hold_nobody_else_back(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    slow = [person for person in world.people if person["krr"]["email"]][:12]
    for number, person in enumerate(slow):
        person["krr"] |= {"mobile": "", "email": f"ola{number}.450@epost.example"}
    people = simulators.world.people.now()
    for person in slow:
        people.by_id[person["national_id"]].krr.update(person["krr"])
    for _ in range(3):
        deliver_all()
    told = arrived(simulators)
    others = {
        to for who, to in world.reached_by.items() if who not in {p["national_id"] for p in slow}
    }
    assert set(told) == others
    assert set(told.values()) == {1}
    assert counts(dispatch).ready > 0, "they are tried again until the deadline"


def hide(simulators: Simulators, people: list[dict[str, Any]]) -> None:
    """The search goes on finding them, the bulk look-up does not give them."""
    known = simulators.world.people.now().by_id
    for person in people:
        number = person["national_id"]
        known[number] = replace(known[number], bulk_error="Midlertidig feil")


def test_many_whom_the_register_does_not_show_are_asked_for_again_and_then_reported(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    on_street = [p for p in world.people if p["address"]["street_code"] == "1001"]
    hide(simulators, on_street[:10])
    deliver_all()
    held = held_up(dispatch)
    assert held is not None
    assert held.problem == "residents_unread"
    for _ in range(UNREAD_TRIES):
        deliver_all()
    assert counts(dispatch).is_finished
    assert some_unread(dispatch)


def test_few_whom_the_register_does_not_show_are_asked_for_again_at_once(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    hide(simulators, world.people[:1])
    deliver_all()
    assert counts(dispatch).is_finished
    assert not some_unread(dispatch)
    asked = simulators.world.calls["folkeregisteret bulkoppslag"]
    assert asked == dispatch.chunks.count() + UNREAD_TRIES - 1


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
    mend(simulators)
    deliver_all()
    after = counts(dispatch)
    assert after.residents == before.residents - 1
    assert after.ready == 0
    still = {n: to for n, to in world.reached_by.items() if n != moved["national_id"]}
    assert arrived(simulators) == Counter(dict.fromkeys(still.values(), 1))
