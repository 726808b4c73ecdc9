"""Workers are killed again and again during a dispatch to 2,000 residents.

No resident is told twice; each is told once or shown as unknown; what the gateway accepted is
settled by its receipts; the counts add up at every sample.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable

import pytest

from geotarget.domain.delivery_state import AttemptState
from geotarget.domain.tokens import Tokens
from geotarget.notices import keyring, paper_list
from geotarget.notices.models import Dispatch
from geotarget.notices.progress import Counts, counts
from geotarget.simulators.faults import Fault
from tests.reliability.conftest import Product

KILLS = 8
TOLD = {AttemptState.ACCEPTED, AttemptState.DELIVERED}


@pytest.mark.timeout(600)
def test_killed_workers_tell_nobody_twice_and_lose_nobody(product: Product) -> None:
    dice = random.Random()
    product.simulators.faults.set("link", Fault(latency_ms=60))
    product.simulators.faults.set("folkeregisteret", Fault(latency_ms=30))
    dispatch = product.send()
    for kill in range(KILLS):
        product.workers.start()
        product.workers.start_beat()
        _wait_for_work(product, dispatch)
        _sample_for(dispatch, dice.uniform(0.05, 1.2))
        if kill % 3 == 2:
            product.workers.kill_one_child()
            _sample_for(dispatch, dice.uniform(0.05, 0.5))
        product.workers.kill()
    product.simulators.faults.clear()
    product.workers.start()
    product.workers.start_beat()
    _finish(product, dispatch)
    _check_outcome(product, dispatch)


def _wait_for_work(product: Product, dispatch: Dispatch) -> None:
    """Until something more has arrived, or all is done."""
    before = len(product.simulators.arrived.matching())
    _until(
        dispatch,
        lambda now: now.is_finished or len(product.simulators.arrived.matching()) > before,
        seconds=60,
    )


def _finish(product: Product, dispatch: Dispatch) -> None:
    """Until all chunks are worked on and every SMS that arrived has been settled by its receipt."""
    _until(dispatch, lambda now: now.is_finished and not now.sending, seconds=120)
    _until(dispatch, lambda now: not _unsettled(product, dispatch), seconds=60)


def _unsettled(product: Product, dispatch: Dispatch) -> set[str]:
    """References of messages that the gateway accepted and we do not know to be delivered."""
    open_states = (AttemptState.ACCEPTED, AttemptState.UNKNOWN)
    ours = dispatch.attempts.filter(channel="link-sms", state__in=open_states)
    arrived = {entry.reference for entry in product.simulators.arrived.matching()}
    return arrived & set(ours.values_list("reference", flat=True))


def _until(dispatch: Dispatch, condition: Callable[[Counts], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition(_sample(dispatch)):
            return
        time.sleep(0.05)
    pytest.fail(f"not reached in {seconds} s: {counts(dispatch)}")


def _sample_for(dispatch: Dispatch, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        _sample(dispatch)
        time.sleep(0.02)


def _sample(dispatch: Dispatch) -> Counts:
    now = counts(dispatch)
    assert now.adds_up, now
    assert now.addresses == dispatch.address_list.address_count
    return now


def _check_outcome(product: Product, dispatch: Dispatch) -> None:
    arrived = Counter(entry.to for entry in product.simulators.arrived.matching())
    expected = set(product.world.reached_by.values())
    assert len(product.world.reached_by) >= 2000
    assert not [to for to, times in arrived.items() if times > 1], "told twice"
    assert not set(arrived) - expected, "told somebody who does not live there"
    states = _states(dispatch, expected)
    assert set(states) == expected, "lost"
    for to, state in states.items():
        if state in TOLD:
            assert arrived[to] == 1, f"counted as told and was not: {state}"
        else:
            assert state == AttemptState.UNKNOWN, state
            assert arrived[to] == 0 or "@" in to, "a receipt should have settled it"
    final = counts(dispatch)
    assert final.residents - final.no_contact == len(product.world.reached_by)
    _check_paper_list(product, dispatch, {to for to, state in states.items() if state in TOLD})


def _check_paper_list(product: Product, dispatch: Dispatch, told: set[str]) -> None:
    """Exactly the addresses at which nobody is counted as told."""
    reached_by = product.world.reached_by
    homes = {
        person["address_id"]
        for person in product.world.people
        if reached_by.get(person["national_id"]) in told
    }
    listed = set(dispatch.address_list.addresses.values_list("source_id", flat=True))
    made = paper_list.make(dispatch, form="csv", user=dispatch.started_by)
    assert {row.source_id for row in made} == listed - homes


def _states(dispatch: Dispatch, expected: set[str]) -> dict[str, str]:
    """State by phone or e-mail; only the test can tell, since it knows all of them."""
    dispatch.refresh_from_db()
    tokens = Tokens(keyring.open_key(dispatch.pk, dispatch.wrapped_key))
    channels = {to: "smtp-email" if "@" in to else "link-sms" for to in expected}
    by_token = {tokens.address(channel, to): to for to, channel in channels.items()}
    rows = dispatch.attempts.values_list("address_token", "state")
    return {by_token[bytes(token)]: state for token, state in rows}
