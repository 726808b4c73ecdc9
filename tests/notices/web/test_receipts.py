"""Who may post receipts: the secret address, and the gateway's networks through our proxies."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from geotarget.notices.models import Attempt, Dispatch, Notice
from geotarget.notices.send import send
from tests.notices.web.reached import reach
from tests.notices.world import World

BOUNCES = Path(__file__).parents[2] / "channels" / "bounces"
IN_BOUNCES = "0b0c2a54-7e1c-4c59-9a0e-5d3a4e1f6b21"
GATEWAY, CALLER = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def dispatch(world: World, approved: Notice) -> Dispatch:
    return send(approved, user=world.author)


def post(settings: Any, body: object, secret: str = "", **headers: str) -> int:
    url = reverse("notices:link_receipt", args=(secret or settings.LINK_RECEIPT_SECRET,))
    data = body if isinstance(body, str) else json.dumps(body)
    return Client().post(url, data, content_type="application/json", **headers).status_code


def test_a_receipt_settles_what_is_unknown(dispatch: Dispatch, settings: Any) -> None:
    reach(dispatch, unknown=1)
    reference = Attempt.objects.get().reference
    assert post(settings, {"refId": reference, "resultCode": 1001}) == 200
    assert Attempt.objects.get().state == "delivered"


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"refId": "r"}', "\x00"])
def test_what_is_no_receipt_gets_400(db: None, settings: Any, body: str) -> None:
    assert post(settings, body) == 400


def test_who_does_not_know_the_address_finds_nothing(db: None, settings: Any) -> None:
    assert post(settings, {"refId": "r", "resultCode": 1001}, secret="guessed") == 404


def came_back(settings: Any, name: str, reference: str, secret: str = "") -> int:
    mail = (BOUNCES / f"{name}.eml").read_text(encoding="utf-8").replace(IN_BOUNCES, reference)
    url = reverse("notices:mail_receipt", args=(secret or settings.MAIL_RECEIPT_SECRET,))
    return Client().post(url, mail, content_type="message/rfc822").status_code


def test_mail_that_came_back_is_not_delivered_and_what_is_delayed_waits(
    dispatch: Dispatch, settings: Any
) -> None:
    reach(dispatch, accepted=1)
    reference = Attempt.objects.get().reference
    for name in ("postfix-delayed", "on-holiday"):
        assert came_back(settings, name, reference) == 200
        assert Attempt.objects.get().state == "accepted"
    for _ in range(2):
        assert came_back(settings, "postfix-unknown-user", reference) == 200
        assert Attempt.objects.get().state == "not_delivered"
    assert came_back(settings, "postfix-delayed", reference) == 200
    attempt = Attempt.objects.get()
    assert (attempt.state, attempt.reason_code) == ("not_delivered", "bounce-5.1.1")


def test_a_bounce_settles_what_is_unknown(dispatch: Dispatch, settings: Any) -> None:
    reach(dispatch, unknown=1)
    came_back(settings, "gmail-unknown-user", Attempt.objects.get().reference)
    assert Attempt.objects.get().state == "not_delivered"


def test_a_bounce_that_nobody_can_read_is_told_without_its_words(
    db: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert came_back(settings, "postfix-unknown-user", "some.body") == 200
    assert came_back(settings, "postfix-unknown-user", "a", secret="guessed") == 404
    lines = lines_of(caplog)
    assert "left aside" in lines
    assert "kari" not in lines.lower()
    assert "guessed" not in lines


CASES = [
    # proxies, REMOTE_ADDR, X-Forwarded-For, let in
    (0, GATEWAY, None, True),
    (0, f"::ffff:{GATEWAY}", None, True),
    (0, CALLER, None, False),
    (0, CALLER, GATEWAY, False),  # nobody of ours wrote the header
    (0, "", None, False),  # a Unix socket
    (1, "127.0.0.1", GATEWAY, True),
    (1, "127.0.0.1", f"{CALLER}, {GATEWAY}", True),
    (1, "127.0.0.1", f"{GATEWAY}, {CALLER}", False),  # the caller wrote the left one
    (1, GATEWAY, None, False),
    (1, "127.0.0.1", "unknown", False),
    (2, "127.0.0.1", f"{GATEWAY},10.0.0.1", True),
    (2, "127.0.0.1", f"{GATEWAY}, {CALLER}, 10.0.0.1", False),
    (2, "127.0.0.1", GATEWAY, False),
]


@pytest.mark.parametrize(("proxies", "remote", "forwarded", "let_in"), CASES)
def test_only_the_networks_of_the_gateway_are_let_in(
    db: None, settings: Any, proxies: int, remote: str, forwarded: str | None, let_in: bool
) -> None:
    settings.LINK_RECEIPT_SOURCES = ["198.51.100.0/24", "2001:db8::/32"]
    settings.TRUSTED_PROXIES = proxies
    headers = {"REMOTE_ADDR": remote}
    if forwarded is not None:
        headers["HTTP_X_FORWARDED_FOR"] = forwarded
    answer = post(settings, {"refId": "none-of-ours", "resultCode": 1001}, **headers)
    assert answer == (200 if let_in else 404)


def lines_of(caplog: pytest.LogCaptureFixture) -> str:
    """Everything that a handler could write of the records."""
    formatter = logging.Formatter()
    return "\n".join(f"{formatter.format(r)} {vars(r)}" for r in caplog.records)


def no_receipt(settings: Any) -> int:
    return post(settings, "{}")


def from_elsewhere(settings: Any) -> int:
    settings.LINK_RECEIPT_SOURCES = ["198.51.100.0/24"]
    return post(settings, {"refId": "r", "resultCode": 1001}, REMOTE_ADDR=CALLER)


def without_database(settings: Any) -> int:
    client = Client(raise_request_exception=False)
    url = reverse("notices:link_receipt", args=(settings.LINK_RECEIPT_SECRET,))
    with connection.execute_wrapper(lambda *_: 1 / 0):
        body = json.dumps({"refId": "r", "resultCode": 1001})
        return client.post(url, body, content_type="application/json").status_code


def misspelt(settings: Any) -> int:
    return Client().post(f"/receipt/links/{settings.LINK_RECEIPT_SECRET}/").status_code


FAILURES = [
    (no_receipt, 400),
    (from_elsewhere, 404),
    (without_database, 500),
    (misspelt, 404),
]


@pytest.mark.parametrize(("fail", "status"), FAILURES, ids=[f[0].__name__ for f in FAILURES])
def test_no_log_record_holds_the_secret(
    db: None, settings: Any, caplog: pytest.LogCaptureFixture, fail: Any, status: int
) -> None:
    assert fail(settings) == status
    assert [record for record in caplog.records if record.name == "django.request"]
    assert settings.LINK_RECEIPT_SECRET not in lines_of(caplog)


def test_the_web_server_logs_no_secret_either(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    path = f"/receipts/link/{settings.LINK_RECEIPT_SECRET}/"
    server = logging.getLogger("gunicorn.error")
    server.error("Error handling request %s", path)
    server.info("%(r)s %(s)s", {"r": f"POST {path} HTTP/1.1", "s": "500"})
    lines = lines_of(caplog)
    assert "/receipts/link/…/" in lines
    assert settings.LINK_RECEIPT_SECRET not in lines
