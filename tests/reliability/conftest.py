"""A whole product around one dispatch: database, broker, web for receipts, simulators, workers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from geotarget.celery import app
from geotarget.notices.approve import approve, submit
from geotarget.notices.models import Dispatch, Notice
from geotarget.notices.send import send
from geotarget.running import cluster
from geotarget.simulators.running import Simulators
from geotarget.targeting.models import AddressList
from tests.notices.outside import simulated_outside, worker_environment
from tests.notices.world import (
    World,
    make_list,
    make_notice,
    make_world,
    plot_address,
    settle,
    street_address,
)
from tests.reliability.workers import Workers, workers

app.set_default()

STREETS, HOUSES, PLOTS = 45, 18, 190
"""About 1,000 addresses with 2,000 adult residents."""


@dataclass
class Product:
    world: World
    notice: Notice
    simulators: Simulators
    workers: Workers
    folder: Path

    def send(self) -> Dispatch:
        notice = submit(self.notice, user=self.world.author)
        approve(notice, content_hash=notice.content_hash(), user=self.world.approver)
        return send(notice, user=self.world.author)


def _settled_list(world: World) -> AddressList:
    rows = [
        street_address(1000 + street * 100 + number, street, number, size=HOUSES)
        for street in range(STREETS)
        for number in range(1, HOUSES + 1)
    ]
    rows += [plot_address(80000 + n, 12, f"99{n % 4}1") for n in range(PLOTS)]
    settle(world, rows)
    return make_list(world, rows)


@pytest.fixture
def product(
    live_server: Any,
    broker_url: str,
    test_database_environment: dict[str, str],
    tmp_path: Path,
    settings: Any,
) -> Iterator[Product]:
    world = make_world()
    notice = make_notice(world, _settled_list(world))
    receipts = f"{live_server.url}/receipts/link/{settings.LINK_RECEIPT_SECRET}/"
    with simulated_outside(tmp_path, world.people, settings, receipts) as simulators:
        environment = {
            **test_database_environment,
            **worker_environment(simulators, tmp_path),
            "DATABASE_URL": cluster.url("geotarget_app", connection.settings_dict["NAME"]),
            "DJANGO_SETTINGS_MODULE": "geotarget.settings",
            "REDIS_URL": broker_url,
            "LEASE_SECONDS": "3",
            "RECONCILE_SECONDS": "1",
        }
        with workers(environment, tmp_path) as running:
            yield Product(world, notice, simulators, running, tmp_path)
