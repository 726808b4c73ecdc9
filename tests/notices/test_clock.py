"""A machine whose clock has jumped sends nothing twice and deletes nothing early."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from geotarget.domain.delivery_state import ASK_AFTER_S
from geotarget.domain.retention import OUTCOME_PER_ADDRESS
from geotarget.notices.close import close_finished
from geotarget.notices.deliver import deliver_next
from geotarget.notices.forget import forget_due
from geotarget.notices.models import Chunk, Dispatch
from geotarget.notices.progress import counts
from geotarget.notices.settle import settle_unknown
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import Simulators
from tests.notices.delivering import send_to
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)

JUMPS = [datetime.timedelta(hours=1), datetime.timedelta(days=1), datetime.timedelta(days=400)]


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    rows = [street_address(100 + n, 1, n, size=3) for n in range(1, 4)]
    settle(world, rows)
    for person in world.people:
        person["name"] = "Oppdiktet Person"
    return send_to(world, rows, message_class="formal", sms_text="")


@pytest.fixture(params=JUMPS, ids=str)
def jump(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts the clock of this machine forward; the database's goes on as it was."""

    def put_forward() -> None:
        real = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + request.param)

    return put_forward


def test_a_letter_is_not_believed_lost_early(
    dispatch: Dispatch, simulators: Simulators, jump: Any
) -> None:
    """SvarUt shows what it has taken with a delay; until then it says that there is none."""
    simulators.faults.set("svarut", Fault("reset", count=1))
    deliver_next()
    assert counts(dispatch).unknown == 1
    jump()
    assert settle_unknown() == 0
    then = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=ASK_AFTER_S + 1)
    dispatch.attempts.update(sending_at=then)
    assert settle_unknown() == 0
    assert counts(dispatch).unknown == 1


def test_neither_keys_nor_outcomes_are_deleted_early(
    dispatch: Dispatch, simulators: Simulators, jump: Any
) -> None:
    deliver_next()
    Chunk.objects.update(state="done")
    jump()
    assert close_finished() == 0
    assert forget_due() == 0


def test_what_is_due_is_deleted_though_the_machine_is_behind(
    dispatch: Dispatch, simulators: Simulators, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver_next()
    Chunk.objects.update(state="done")
    then = timezone.now() - OUTCOME_PER_ADDRESS
    Dispatch.objects.update(started_at=then, starts_at=then, deadline_at=then)
    dispatch.attempts.update(sending_at=then)
    monkeypatch.setattr(timezone, "now", lambda: then)
    assert close_finished() == 1
    assert forget_due() == 1
    dispatch.refresh_from_db()
    assert dispatch.keys_destroyed_at > then
