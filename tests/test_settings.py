from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from geotarget.database import database
from geotarget.running import paths

REAL_LINKS = {
    "MASKINPORTEN_URL": "https://maskinporten.example",
    "FOLKEREGISTERET_URL": "https://folkeregisteret.example",
    "KRR_URL": "https://krr.example/rest",
    "LINK_URL": "https://link.example/sms",
    "ALTINN_URL": "https://altinn.example",
    "SVARUT_URL": "https://svarut.example/api",
    "LINK_RECEIPT_SOURCES": "192.0.2.0/24",
}


own_process = pytest.mark.services  # a second each: not for `make test-fast`


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """manage.py with the product's own settings and no database."""
    kept = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=paths.REPOSITORY,
        env=kept | environment,
        capture_output=True,
        text=True,
    )


@own_process
def test_an_installation_with_tls_and_real_links_has_nothing_to_complain_of() -> None:
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING",
        PUBLIC_URL="https://varsel.example.no", **REAL_LINKS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@own_process
def test_an_installation_that_would_send_to_the_simulators_is_warned() -> None:
    links = REAL_LINKS | {"LINK_URL": "http://127.0.0.1:8001/link/sms"}
    done = manage("check", "--deploy", PORT="8000", PUBLIC_URL="https://varsel.example.no", **links)
    assert "link-sms leads to the simulators" in done.stderr


@own_process
def test_an_installation_that_takes_receipts_from_anywhere_is_warned() -> None:
    done = manage("check", "--deploy", **REAL_LINKS | {"LINK_RECEIPT_SOURCES": ""})
    assert "Receipts may come from anywhere" in done.stderr


@own_process
def test_an_installation_that_sends_nothing_is_warned() -> None:
    done = manage("check", "--deploy", TRAINING="1", **REAL_LINKS)
    assert "TRAINING is on" in done.stderr


@own_process
def test_an_installation_without_tls_is_refused() -> None:
    done = manage("check", "--deploy", **REAL_LINKS)
    assert done.returncode == 1
    assert "PUBLIC_URL is not https" in done.stderr


@own_process
def test_a_postgres_url_keeps_its_socket_directory() -> None:
    code = "from django.conf import settings; print(settings.DATABASES['default'])"
    done = manage(
        "shell", "--no-imports", "-c", code,
        DATABASE_URL="postgresql://somebody@/place?host=/run/somewhere",
    )  # fmt: skip
    assert "'HOST': '/run/somewhere'" in done.stdout
    assert "'ENGINE': 'django.contrib.gis.db.backends.postgis'" in done.stdout


def test_a_database_on_another_host_is_noticed_when_it_is_gone() -> None:
    far = database("postgresql://somebody@db.example.no/place?sslmode=require")
    assert far["OPTIONS"]["sslmode"] == "require"
    assert far["OPTIONS"]["keepalives_idle"] > 0
    assert "tcp_keepalives_idle" in far["OPTIONS"]["options"], "and holds no lock of ours for us"
    assert not database("postgresql://somebody@/place?host=/run/somewhere").get("OPTIONS")


@pytest.fixture
def login_page(db: None) -> dict[str, str]:
    return dict(Client().get("/login/").headers)


def test_a_page_runs_no_inline_script_and_cannot_be_framed(login_page: dict[str, str]) -> None:
    policy = login_page["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "https://cache.kartverket.no" in policy


@pytest.mark.parametrize(
    ("cookie", "asked", "given"),
    [("", "en", "nb"), ("en", "nb", "en"), ("nb", "en", "nb"), ("xx", "en", "nb")],
)
def test_the_language_is_the_chosen_one_else_bokmaal(
    db: None, cookie: str, asked: str, given: str
) -> None:
    client = Client(headers={"Accept-Language": asked})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    assert client.get("/login/").headers["Content-Language"] == given


def test_no_lock_file_says_where_packages_come_from() -> None:
    """A mirror must be usable: the clients' own configuration says where it is."""
    place = re.compile(r"https?://|--(extra-)?index-url|--find-links")
    for name in ("requirements.lock", "frontend/node.lock", "packages.apt", "frontend/.npmrc"):
        assert not place.search((paths.REPOSITORY / name).read_text()), name
    assert '"resolved"' not in (paths.REPOSITORY / "frontend" / "package-lock.json").read_text()
