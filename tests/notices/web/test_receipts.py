"""Who may post receipts: the secret address, and the gateway's networks through our proxies."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from geotarget.notices.models import Attempt, Dispatch, Notice
from geotarget.notices.send import send
from tests.notices.web.reached import reach
from tests.notices.world import World

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
