"""What a monitoring system reads: figures, and nothing of anybody."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from geotarget.notices import control
from geotarget.notices.models import Chunk, Dispatch, Notice
from geotarget.notices.send import send
from tests.notices.world import World

TOKEN = "et-merke-til-overvaakingen"
LINE = re.compile(r"geotarget_[a-z_]+(\{[a-z]+=\"[a-z0-9_-]+\"(,[a-z]+=\"[a-z_]+\")?\})? [0-9]+")


def read(client: Client, token: str = TOKEN) -> Any:
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}"})


def add_messages(world: World, approved: Notice, state: str, count: int) -> Dispatch:
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
    return dispatch


def oldest(text: str) -> int:
    return int(text.split("\ngeotarget_oldest_waiting_seconds ")[1].split()[0])


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


@pytest.mark.parametrize(
    "held",
    [
        {"starts_at": "2100-01-01T00:00:00Z"},
        {"paused_at": "2020-01-01T00:00:00Z"},
        {"waves_opened": 0},
    ],
)
def test_what_somebody_holds_on_purpose_does_not_wait(
    client: Client, world: World, approved: Notice, settings: Any, held: dict[str, Any]
) -> None:
    settings.METRICS_TOKEN = TOKEN
    add_messages(world, approved, "ready", 20)
    Dispatch.objects.update(**({"starts_at": "2020-01-01T00:00:00Z"} | held))
    text = read(client).content.decode()
    assert 'geotarget_chunks{state="held"}' in text
    assert 'state="waiting"' not in text
    assert ('state="ready"' in text) == ("waves_opened" in held)
    assert oldest(text) == 0


def test_a_second_channel_waits_from_the_moment_it_could_be_tried(
    client: Client, world: World, approved: Notice, settings: Any
) -> None:
    settings.METRICS_TOKEN = TOKEN
    add_messages(world, approved, "not_delivered", 20)
    Dispatch.objects.update(starts_at="2020-01-01T00:00:00Z")
    now, minute = timezone.now(), datetime.timedelta(minutes=1)
    Chunk.objects.update(state="waiting", rounds_again=1, not_before=now + 60 * minute)
    text = read(client).content.decode()
    assert 'geotarget_chunks{state="held"}' in text
    assert oldest(text) == 0
    Chunk.objects.update(not_before=now - 10 * minute)
    text = read(client).content.decode()
    assert 'geotarget_chunks{state="waiting"}' in text
    assert 10 <= oldest(text) / 60 < 15


def test_what_is_stopped_does_not_wait(
    client: Client, world: World, approved: Notice, settings: Any
) -> None:
    settings.METRICS_TOKEN = TOKEN
    control.stop(add_messages(world, approved, "ready", 20), user=world.author)
    text = read(client).content.decode()
    assert 'geotarget_messages{channel="link-sms",state="stopped"} 20\n' in text
    assert 'geotarget_chunks{state="stopped"}' in text
    assert not re.search('state="(waiting|held|ready)"', text)
    assert oldest(text) == 0


def test_the_age_begins_when_something_could_leave(
    client: Client, world: World, approved: Notice, settings: Any
) -> None:
    settings.METRICS_TOKEN = TOKEN
    add_messages(world, approved, "ready", 1)
    now, minute = timezone.now(), datetime.timedelta(minutes=1)
    Dispatch.objects.update(
        starts_at=now - 900 * minute, started_at=now - 2000 * minute, wave_count=3, wave_minutes=30
    )
    assert 900 <= oldest(read(client).content.decode()) / 60 < 905
    Dispatch.objects.update(waves_opened=3, wave_opened_at=now - 10 * minute)
    assert 70 <= oldest(read(client).content.decode()) / 60 < 75
    Chunk.objects.update(wave=3)
    assert 10 <= oldest(read(client).content.decode()) / 60 < 15
