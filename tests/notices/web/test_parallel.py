"""Twenty who press "send" in the same moment start one dispatch."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from geotarget.notices import wake
from geotarget.notices.models import Approval, Chunk, Dispatch, Notice
from tests.notices.world import World

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 20


def press(world: World, url: str, data: dict[str, str]) -> set[str]:
    """Where the browsers of all who pressed at once are sent."""
    barrier = Barrier(AT_ONCE)
    clients = [Client() for _ in range(AT_ONCE)]
    for client in clients:
        client.force_login(world.author)

    def one(client: Client) -> str:
        barrier.wait(30)
        try:
            return client.post(url, data)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return set(pool.map(one, clients))


@pytest.fixture(autouse=True)
def woken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Workers are not the point here."""
    calls: list[int] = []
    noted: Callable[[int], None] = calls.append
    monkeypatch.setattr(wake, "wake", noted)
    return calls


def test_an_approved_notice(
    transactional_db: None, world: World, approved: Notice, woken: list[int]
) -> None:
    shown = press(world, reverse("notices:send", args=(approved.pk,)), {})
    dispatch = Dispatch.objects.get()
    assert shown == {reverse("notices:dispatch", args=(dispatch.pk,))}
    assert sum(Chunk.objects.values_list("address_count", flat=True)) == 7
    assert len(woken) == 1


def test_an_emergency(transactional_db: None, world: World, emergency: Notice) -> None:
    data = {
        "typed_address_count": "7",
        "reason": "Hovedledningen er brutt",
        "content_hash": emergency.content_hash(),
    }
    shown = press(world, reverse("notices:send_without_approval", args=(emergency.pk,)), data)
    assert len(shown) == 1
    assert Dispatch.objects.count() == Approval.objects.count() == 1
