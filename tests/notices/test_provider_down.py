"""A gateway that is down: one dispatch finds out, and the next does not try it anew."""

from __future__ import annotations

import pytest

from geotarget.notices.deliver import deliver_next
from geotarget.notices.models import Chunk, Dispatch
from geotarget.notices.progress import counts
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
