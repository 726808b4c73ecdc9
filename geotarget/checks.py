"""What `manage.py check` looks at besides Django's own checks. Each message says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

OLDEST_POSTGRESQL = 150_000
OLDEST_POSTGIS = (3, 3)


@register(Tags.staticfiles)
def front_end_libraries_are_installed(**kwargs: Any) -> list[CheckMessage]:
    folders = [entry[1] for entry in settings.STATICFILES_DIRS if isinstance(entry, tuple)]
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    hint = "Run 'make install'."
    return [Error(f"Missing: {name}", hint=hint, id="geotarget.E001") for name in missing]


@register(Tags.security, deploy=True)
def outside_links_are_real(**kwargs: Any) -> list[CheckMessage]:
    """In production nothing may be sent to the simulators that ship with the product."""
    simulator = urlsplit(settings.SIMULATOR_URL).netloc
    links = {
        **settings.REGISTERS,
        **{name: setup.get("base_url", "") for name, setup in settings.CHANNELS.items()},
    }
    hint = "Set its address in the environment (see docs/running.md)."
    return [
        Warning(f"{name} leads to the simulators.", hint=hint, id="geotarget.W001")
        for name, value in links.items()
        if isinstance(value, str) and urlsplit(value).netloc == simulator
    ]


@register(Tags.security, deploy=True)
def receipts_come_from_the_gateway(**kwargs: Any) -> list[CheckMessage]:
    """They are unsigned: the networks that they may come from stand for a signature."""
    if settings.LINK_RECEIPT_SOURCES:
        return []
    hint = "Set LINK_RECEIPT_SOURCES to the gateway's networks (see docs/running.md)."
    return [Warning("Receipts may come from anywhere.", hint=hint, id="geotarget.W003")]


@register(Tags.security, deploy=True)
def notices_are_sent(**kwargs: Any) -> list[CheckMessage]:
    if not settings.TRAINING:
        return []
    hint = "Remove TRAINING from the environment."
    return [Warning("Nothing is sent: TRAINING is on.", hint=hint, id="geotarget.W002")]


@register(Tags.security, deploy=True)
def people_reach_us_by_tls(**kwargs: Any) -> list[CheckMessage]:
    if settings.HTTPS:
        return []
    hint = "Set PUBLIC_URL to the https address that people use."
    return [Error("PUBLIC_URL is not https.", hint=hint, id="geotarget.E002")]


@register(Tags.database)
def database_is_new_enough(databases: Sequence[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """Runs where a database is asked for: `migrate`, and `check --database default`."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            postgresql = int(cursor.fetchone()[0])
            cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'postgis'")
            row = cursor.fetchone()
        if postgresql < OLDEST_POSTGRESQL:
            found.append(Error("PostgreSQL 15 or newer is needed.", id="geotarget.E003"))
        if row and tuple(map(int, row[0].split(".")[:2])) < OLDEST_POSTGIS:
            found.append(Error("PostGIS 3.3 or newer is needed.", id="geotarget.E004"))
    return found
