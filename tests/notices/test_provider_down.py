"""A gateway or register that is down: one dispatch finds out, and the next does not try it anew."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from geotarget.notices import handover, outside
from geotarget.notices.deliver import deliver_next
from geotarget.notices.models import Chunk, Dispatch
from geotarget.notices.progress import counts
from geotarget.outbound.gate import connect
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import Simulators
from tests.notices.delivering import arrived, deliver_all, mend, send_to
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    rows = [street_address(100 + n, n, 1, size=1) for n in range(1, 7)]
    settle(world, rows)
    return send_to(world, rows)


def test_another_dispatch_does_not_try_it_anew(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.set("link", Fault("500"))
    deliver_all()
    tried = simulators.world.calls["link sendbatch"]
    other = send_to(world, [street_address(101, 1, 1, size=1)])
    Chunk.objects.filter(dispatch=dispatch).update(not_before="2100-01-01T00:00:00Z")
    deliver_next()
    assert simulators.world.calls["link sendbatch"] == tried
    assert other.chunks.get().problem == "channel_busy"
    assert counts(other).unknown == 0, "it was given nothing"
    mend(simulators)
    deliver_all()
    assert counts(other).is_finished
    assert counts(dispatch).is_finished
    assert counts(other).accepted > 0
    assert counts(other).unknown == 0
    assert max(arrived(simulators).values()) == 1


def was_down_until_now() -> None:
    """So that the next who comes is the one who tries it."""
    for _ in range(3):
        outside.gate("link-sms").failed(is_down=True)
    connect(settings.CELERY_BROKER_URL).hset("geotarget:gate:link-sms", "open_until", "1")


def test_one_that_was_down_is_tried_with_one_message(
    dispatch: Dispatch, simulators: Simulators
) -> None:
    was_down_until_now()
    simulators.faults.set("link", Fault("500"))
    deliver_all()
    assert simulators.world.calls["link sendbatch"] == 1
    assert counts(dispatch).unknown == 1


def test_when_that_one_is_taken_the_rest_follows(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    was_down_until_now()
    deliver_all()
    assert counts(dispatch).is_finished
    assert set(arrived(simulators)) == set(world.reached_by.values())
    assert set(arrived(simulators).values()) == {1}


@pytest.fixture
def big(world: World) -> Dispatch:
    rows = [street_address(100 + n, 1, n, size=30) for n in range(1, 31)]
    settle(world, rows)
    return send_to(world, rows)


def test_a_full_batch_does_not_find_out_whether_it_is_well(
    monkeypatch: pytest.MonkeyPatch, big: Dispatch, simulators: Simulators
) -> None:
    """Other workers find it down between our first batch and the next."""
    send_batch, sizes = handover._send_batch, list[int]()

    def noting(channel: Any, dispatch: Any, batch: Any, lease: Any) -> Any:
        sizes.append(len(batch))
        handovers = send_batch(channel, dispatch, batch, lease)
        if len(sizes) == 1:
            was_down_until_now()
        return handovers

    monkeypatch.setattr(handover, "_send_batch", noting)
    deliver_all()
    assert sizes[:3] == [10, 1, 10]
    assert counts(big).is_finished


@pytest.mark.parametrize(
    ("register", "fault", "level"),
    [("krr", "503", "WARNING"), ("maskinporten", "MP-250", "ERROR")],
)
def test_a_register_that_is_away_is_no_alarm_and_one_that_shuts_us_out_is(
    dispatch: Dispatch, simulators: Simulators, caplog: Any, register: str, fault: str, level: str
) -> None:
    simulators.faults.set(register, Fault(fault))
    deliver_next()
    said = [each for each in caplog.records if each.name == "geotarget.notices.deliver"]
    assert [each.levelname for each in said] == [level]
    assert dispatch.chunks.exclude(problem="").exists()
