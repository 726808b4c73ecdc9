"""Every door to Folkeregisteret, channel and kind of notice: what arrives is what should arrive.

Compared with `every_kind.Oracle`, which works it out from the people alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geotarget.domain.message_class import MessageClass
from geotarget.notices import outside
from geotarget.notices.progress import counts
from geotarget.simulators.running import Simulators
from tests.notices.delivering import deliver_all, send_to
from tests.notices.every_kind import Oracle, listed_rows, settle_every_kind
from tests.notices.outside import simulated_outside
from tests.notices.world import CONTENT, World

pytestmark = pytest.mark.django_db(transaction=True)

PLAIN = {"by_altinn": False, "announced": False}
WAYS = [
    *((kind, PLAIN) for kind in MessageClass),
    *((kind, PLAIN | {"by_altinn": True}) for kind in MessageClass),
    (MessageClass.FORMAL, PLAIN | {"announced": True}),
]


@pytest.fixture(params=["skatteetaten", "fiks"])
def simulators(
    request: pytest.FixtureRequest, world: World, tmp_path: Path, settings: Any
) -> Iterator[Simulators]:
    settle_every_kind(world)
    (tmp_path / "fiks-password").write_text("hemmelig\n")
    with simulated_outside(tmp_path, world.people, settings) as running:
        settings.REGISTERS = settings.REGISTERS | {
            "folkeregisteret_door": request.param,
            "fiks_integration_id": "id-1",
            "fiks_password_file": str(tmp_path / "fiks-password"),
            "fiks_roles": {world.organisation.organisation_number: "rolle-1"},
        }
        outside.registers_for.cache_clear()
        yield running


def test_what_arrives_is_what_should_arrive(world: World, simulators: Simulators) -> None:
    oracle = Oracle(world.people, listed_rows())
    for kind, way in WAYS:
        world.organisation.sends_through_altinn = way["by_altinn"]
        world.organisation.announces_letters = way["announced"]
        world.organisation.save()
        simulators.arrived.clear()
        dispatch = send_to(world, listed_rows(), message_class=kind)
        deliver_all()
        entries = simulators.arrived.matching()
        arrived = Counter((entry.channel, entry.to) for entry in entries)
        assert arrived == oracle.messages(kind, **way), (kind, way)
        assert counts(dispatch).is_finished, (kind, way)
        assert counts(dispatch).residents == len(oracle.told(kind)), (kind, way)
        is_content_sent = kind != MessageClass.FORMAL
        assert all(_has_our_words(entry) is is_content_sent for entry in entries), (kind, way)


def _has_our_words(entry: Any) -> bool:
    """A letter has them in its document, an announcement nowhere."""
    return any(CONTENT[name] in entry.text for name in ("sms_text", "email_text"))
