"""Two SMS accounts: the second gets what the first surely did not take, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from geotarget.domain.delivery_state import FIRST_PER_REQUEST
from geotarget.domain.errors import InputError
from geotarget.notices.deliver import deliver_next
from geotarget.notices.models import Dispatch
from geotarget.notices.progress import counts
from geotarget.notices.try_out import send_to_myself
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import Simulators
from tests.notices.delivering import arrived, deliver_all, mend, send_to
from tests.notices.world import World, make_list, make_notice, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    rows = [street_address(100 + n, 1, n, size=30) for n in range(1, 31)]
    settle(world, rows)
    return send_to(world, rows)


@pytest.fixture
def two(simulators: Simulators, settings: Any) -> Simulators:
    second = settings.CHANNELS["link-sms"] | {"base_url": f"{simulators.url}/link2/sms"}
    settings.CHANNELS = settings.CHANNELS | {"link-sms-2": second}
    return simulators


@pytest.mark.parametrize("kind", ["429", "reset-before", "401"])
def test_what_the_first_surely_did_not_take_goes_by_the_second(
    world: World, dispatch: Dispatch, two: Simulators, settings: Any, kind: str
) -> None:
    if kind == "429":
        two.faults.set("link", Fault("429", retry_after="60"))
    else:
        wrong = {"password": "wrong"} if kind == "401" else {"base_url": "http://127.0.0.1:1"}
        settings.CHANNELS["link-sms"] = settings.CHANNELS["link-sms"] | wrong
    deliver_next()
    assert set(arrived(two)) == set(world.reached_by.values())
    assert set(arrived(two).values()) == {1}
    assert counts(dispatch).is_finished
    assert counts(dispatch).unknown == 0


@pytest.mark.parametrize("kind", ["accept-then-reset", "500-after-acceptance", "reset"])
def test_what_the_first_may_have_taken_is_never_given_to_the_second(
    world: World, dispatch: Dispatch, two: Simulators, kind: str
) -> None:
    two.faults.set("link", Fault(kind))
    deliver_next()
    told, now = arrived(two), counts(dispatch)
    assert max(told.values()) == 1, "nobody twice"
    assert now.is_finished
    unknown = dispatch.attempts.filter(state="unknown")
    assert unknown.count() == FIRST_PER_REQUEST
    untold = sum(to not in told for to in set(world.reached_by.values()))
    assert untold == (0 if "accept" in kind else FIRST_PER_REQUEST)
    assert two.world.calls["link sendbatch"] == 1, "the first is passed by"


def test_when_both_take_nothing_the_chunk_waits_and_nobody_is_lost(
    world: World, dispatch: Dispatch, two: Simulators
) -> None:
    for name in ("link", "link2"):
        two.faults.set(name, Fault("429"))
    deliver_next()
    assert not counts(dispatch).is_finished
    assert counts(dispatch).unknown == 0
    mend(two)
    deliver_all()
    assert set(arrived(two)) == set(world.reached_by.values())
    assert set(arrived(two).values()) == {1}


@pytest.fixture
def own(world: World, two: Simulators, settings: Any) -> Simulators:
    """The organisation has an account of its own, at the second gateway, and tries it first."""
    settings.CHANNELS = {name: s for name, s in settings.CHANNELS.items() if name != "link-sms-2"}
    settings.CHANNELS["link-sms-vika"] = settings.CHANNELS["link-sms"] | {
        "base_url": f"{two.url}/link2/sms"
    }
    number = world.organisation.organisation_number
    settings.OWN_SMS_ACCOUNTS = {"link-sms-vika": frozenset({number})}
    choose(world, "link-sms-vika", "link-sms")
    return two


def choose(world: World, *accounts: str) -> None:
    world.organisation.sms_accounts = list(accounts)
    world.organisation.save()


def calls(simulators: Simulators) -> tuple[bool, bool]:
    """Whether the shared account was used, and the organisation's own."""
    asked = simulators.world.calls
    return asked["link sendbatch"] > 0, asked["link2 sendbatch"] > 0


def test_an_organisation_sends_by_its_own_account(
    world: World, dispatch: Dispatch, own: Simulators
) -> None:
    deliver_next()
    assert calls(own) == (False, True)
    assert set(arrived(own)) == set(world.reached_by.values())


def test_its_own_second_account_gets_what_the_first_surely_did_not_take(
    world: World, dispatch: Dispatch, own: Simulators
) -> None:
    own.faults.set("link2", Fault("429", retry_after="60"))
    deliver_next()
    assert set(arrived(own)) == set(world.reached_by.values())
    assert set(arrived(own).values()) == {1}
    assert counts(dispatch).unknown == 0


def test_its_own_first_account_keeps_what_it_may_have_taken(
    world: World, dispatch: Dispatch, own: Simulators
) -> None:
    own.faults.set("link2", Fault("accept-then-reset"))
    deliver_next()
    assert set(arrived(own)) == set(world.reached_by.values())
    assert set(arrived(own).values()) == {1}, "nobody twice"
    assert dispatch.attempts.filter(state="unknown").count() == FIRST_PER_REQUEST


def test_one_that_was_taken_away_is_not_replaced_by_somebody_elses(
    world: World, dispatch: Dispatch, own: Simulators, settings: Any
) -> None:
    choose(world, "link-sms-vika")
    settings.OWN_SMS_ACCOUNTS = {"link-sms-vika": frozenset({"310000027"})}
    deliver_next()
    assert calls(own) == (False, False)
    with pytest.raises(InputError, match="accounts"):
        try_out(world)
    assert dispatch.chunks.get().problem == "not_authorised"
    assert counts(dispatch).ready > 0
    choose(world)
    deliver_all()
    assert calls(own) == (True, False)
    assert set(arrived(own)) == set(world.reached_by.values())


def try_out(world: World) -> None:
    world.author.phone = "+4790000001"
    send_to_myself(make_notice(world, make_list(world, [])), user=world.author)


def test_a_test_to_oneself_goes_by_the_same_account(world: World, own: Simulators) -> None:
    try_out(world)
    assert calls(own) == (False, True)
