"""What a monitoring system reads: figures, and nothing of anybody."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from geotarget.notices.models import Chunk, Notice
from geotarget.notices.send import send
from tests.notices.world import World

TOKEN = "et-merke-til-overvaakingen"
LINE = re.compile(r"geotarget_[a-z_]+(\{[a-z]+=\"[a-z0-9_-]+\"(,[a-z]+=\"[a-z_]+\")?\})? [0-9]+")


def read(client: Client, token: str = TOKEN) -> Any:
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}"})


def add_messages(world: World, approved: Notice, state: str, count: int) -> None:
    dispatch = send(approved, user=world.author)
    chunk = Chunk.objects.filter(dispatch=dispatch).first()
    for number in range(count):
        dispatch.attempts.create(
            chunk=chunk,
            channel="link-sms",
            address_token=bytes([number]) * 32,
            reference=f"{state}-{number}",
            state=state,
        )


def test_nobody_reads_without_the_token(client: Client, db: None, settings: Any) -> None:
    assert read(client).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    assert read(client, "et annet").status_code == 401
    assert client.get("/metrics").status_code == 401
    assert read(client).status_code == 200


@pytest.mark.parametrize(("count", "shown"), [(9, 0), (27, 20)])
def test_no_count_tells_of_a_person(
    client: Client, world: World, approved: Notice, settings: Any, count: int, shown: int
) -> None:
    settings.METRICS_TOKEN = TOKEN
    add_messages(world, approved, "unknown", count)
    text = read(client).content.decode()
    assert f'geotarget_messages{{channel="link-sms",state="unknown"}} {shown}\n' in text
    assert 'geotarget_chunks{state="waiting"}' in text
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert "9999" not in text, "no number of an organisation"
