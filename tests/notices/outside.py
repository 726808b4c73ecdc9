"""The product's settings pointed at simulators that a test runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from redis import RedisError

from geotarget.notices import outside
from geotarget.outbound.gate import connect
from geotarget.simulators.running import Simulators
from tests.simulators.world import running_simulators, write_key_pair


@contextmanager
def simulated_outside(
    folder: Path,
    people: list[dict[str, Any]],
    settings: Any,
    receipt_url: str = "",
    bounce_url: str = "",
) -> Iterator[Simulators]:
    """Run simulators that know `people`, and let this process talk to them."""
    key, public = write_key_pair(folder)
    (folder / "client.pem").write_bytes(key)
    with running_simulators(folder, people, public, receipt_url, bounce_url) as simulators:
        settings.REGISTERS = settings.REGISTERS | registers_at(simulators, folder)
        settings.CHANNELS = {
            "link-sms": settings.CHANNELS["link-sms"] | {"base_url": f"{simulators.url}/link/sms"},
            "smtp-email": settings.CHANNELS["smtp-email"] | {"port": simulators.smtp_port},
            "altinn": {"base_url": f"{simulators.url}/altinn/notifications/api/v1"},
            "svarut": {"base_url": f"{simulators.url}/svarut/api"},
        }
        exchange = f"{simulators.url}/altinn/authentication/api/v1/exchange/maskinporten"
        settings.ALTINN = settings.ALTINN | {"exchange_url": exchange}
        settings.LETTERS = settings.LETTERS | {"is_simulated": True}
        settings.KEYS_DIR = str(folder / "keys")
        forget_clients()
        yield simulators
        forget_clients()


def forget_clients() -> None:
    outside.registers_for.cache_clear()
    open_gates()
    outside._letter_access.cache_clear()
    outside._altinn_access.cache_clear()


def open_gates() -> None:
    """As if what was down or asked to be left alone had been for long enough."""
    outside.gate.cache_clear()
    broker = connect(settings.CELERY_BROKER_URL)
    with suppress(RedisError):  # no broker, no gates
        for key in broker.scan_iter("geotarget:gate:*"):
            broker.delete(key)


def registers_at(simulators: Simulators, folder: Path) -> dict[str, str]:
    return {
        "maskinporten_issuer": f"{simulators.url}/maskinporten/",
        "maskinporten_token_url": f"{simulators.url}/maskinporten/token",
        "maskinporten_key_file": str(folder / "client.pem"),
        "folkeregisteret_url": simulators.url,
        "krr_url": f"{simulators.url}/krr/rest",
    }


def worker_environment(simulators: Simulators, folder: Path) -> dict[str, str]:
    """The same for a worker process."""
    return {
        "MASKINPORTEN_URL": f"{simulators.url}/maskinporten",
        "MASKINPORTEN_KEY_FILE": str(folder / "client.pem"),
        "FOLKEREGISTERET_URL": simulators.url,
        "KRR_URL": f"{simulators.url}/krr/rest",
        "LINK_URL": f"{simulators.url}/link/sms",
        "SVARUT_URL": f"{simulators.url}/svarut/api",
        "EMAIL_PORT": str(simulators.smtp_port),
        "KEYS_DIR": str(folder / "keys"),
    }
