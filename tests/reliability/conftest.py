"""A whole product that may be broken: database, broker, web for receipts, workers, and a proxy
between them and each system outside."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from geotarget.celery import app
from geotarget.running import cluster
from geotarget.simulators.running import Simulators
from tests.notices.outside import simulated_outside, worker_environment
from tests.reliability.faults import OUTSIDE, Bench
from tests.reliability.proxy import Proxy
from tests.reliability.town import Town, make_town
from tests.reliability.watch import Watch
from tests.reliability.workers import Workers, workers

app.set_default()

ACCOUNT = "999999999=0b7c0f52-0000-4000-8000-000000000001"


@dataclass(frozen=True)
class Scale:
    """How large a campaign is, and how soon what died is looked for."""

    streets: int
    lease_seconds: int
    reconcile_seconds: int


@dataclass(frozen=True)
class Place:
    """Where the services are for the workers, and how a worker is run on its host."""

    address: str
    database_url: str
    broker_url: str
    hosts: dict[str, tuple[str, ...]]


@dataclass
class Product:
    town: Town
    simulators: Simulators
    workers: Workers
    proxies: dict[str, Proxy]
    watch: Watch
    folder: Path
    broker_url: str

    def bench(self, dice: random.Random) -> Bench:
        points = self.folder / "points"
        database = connection.settings_dict["NAME"]
        return Bench(self.workers, self.proxies, self.broker_url, database, points, dice)


@pytest.fixture
def scale() -> Scale:
    """Small and quick, for `make test`."""
    return Scale(streets=5, lease_seconds=3, reconcile_seconds=1)


@pytest.fixture
def place(test_database_environment: dict[str, str], broker_url: str) -> Place:
    """Everything on this machine."""
    url = cluster.url("geotarget_app", connection.settings_dict["NAME"])
    return Place("127.0.0.1", url, broker_url, {})


@pytest.fixture
def product(
    scale: Scale,
    place: Place,
    live_server: Any,
    broker_url: str,
    test_database_environment: dict[str, str],
    tmp_path: Path,
    settings: Any,
) -> Iterator[Product]:
    town = make_town(scale.streets)
    receipts = f"{live_server.url}/receipts/link/{settings.LINK_RECEIPT_SECRET}/"
    bounces = f"{live_server.url}/receipts/mail/{settings.MAIL_RECEIPT_SECRET}/"
    for name in ("points", "tmp"):
        (tmp_path / name).mkdir()
    _commit_before_answering()
    with ExitStack() as stack:
        simulators = stack.enter_context(
            simulated_outside(tmp_path, town.world.people, settings, receipts, bounces)
        )
        proxies = _proxies(simulators, place.address)
        environment = {
            **test_database_environment,
            **worker_environment(simulators, tmp_path),
            **_through(proxies, place.address),
            "DATABASE_URL": place.database_url,
            "DJANGO_SETTINGS_MODULE": "tests.reliability.worker_settings",
            "REDIS_URL": place.broker_url,
            "LEASE_SECONDS": str(scale.lease_seconds),
            "RECONCILE_SECONDS": str(scale.reconcile_seconds),
            "DIE_AT": str(tmp_path / "points"),
            "TMPDIR": str(tmp_path / "tmp"),
        }
        running = stack.enter_context(workers(environment, tmp_path, place.hosts))
        dsn = cluster.url("geotarget_app", connection.settings_dict["NAME"])
        watch = stack.enter_context(Watch(dsn, running.revive))
        yield Product(town, simulators, running, proxies, watch, tmp_path, broker_url)
        connection.close()  # it may have been ended under us
    for proxy in proxies.values():
        proxy.close()


def _commit_before_answering() -> None:
    """The tests' cluster forces nothing to disk; but what it has said yes to, a killed server must
    still know, as any real one does."""
    name = connection.settings_dict["NAME"]
    cluster.query(f"ALTER DATABASE {name} SET synchronous_commit = on", database="postgres")


def _proxies(simulators: Simulators, address: str) -> dict[str, Proxy]:
    http = int(simulators.url.rpartition(":")[2])
    ports = dict.fromkeys(OUTSIDE, http) | {"smtp-email": simulators.smtp_port}
    return {
        name: Proxy(port, is_mail=name == "smtp-email", host=address)
        for name, port in ports.items()
    }


def _through(proxies: dict[str, Proxy], address: str) -> dict[str, str]:
    """The addresses outside, as the workers know them."""
    at = {name: f"http://{address}:{proxy.port}" for name, proxy in proxies.items()}
    return {
        "MASKINPORTEN_URL": f"{at['registers']}/maskinporten",
        "FOLKEREGISTERET_URL": at["registers"],
        "KRR_URL": f"{at['registers']}/krr/rest",
        "LINK_URL": f"{at['link-sms']}/link/sms",
        "SVARUT_URL": f"{at['svarut']}/svarut/api",
        "SVARUT_ACCOUNTS": ACCOUNT,
        "ALTINN_URL": f"{at['altinn']}/altinn",
        "EMAIL_HOST": address,
        "EMAIL_BOUNCE_ADDRESS": "studs@bounce.example",
        "EMAIL_PORT": str(proxies["smtp-email"].port),
        "PYTHONPATH": os.getcwd(),
    }
