"""Receipts as the gateway posts them: one request each, at the product's own web processes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from django.conf import settings

from geotarget.notices.models import Dispatch

RECEIPTS = 5_000
POSTERS = 8


def receipts_per_second(dispatch: Dispatch, web_url: str) -> float:
    """Of the first of a dispatch that has been handed over. All are recorded."""
    accepted = dispatch.attempts.filter(state="accepted").order_by("pk")
    references = list(accepted.values_list("reference", flat=True)[:RECEIPTS])
    url = f"{web_url}/receipts/link/{settings.LINK_RECEIPT_SECRET}/"
    _wait_until_up(web_url)
    start = time.monotonic()
    with ThreadPoolExecutor(POSTERS) as pool:
        list(pool.map(lambda reference: _post(url, reference), references))
    seconds = time.monotonic() - start
    recorded = dispatch.attempts.filter(state="delivered").count()
    assert recorded == len(references), f"{recorded} of {len(references)} receipts were recorded"
    return len(references) / seconds


def _post(url: str, reference: str) -> None:
    body: dict[str, Any] = {
        "refId": reference,
        "id": reference,
        "resultCode": 1001,
        "timestamp": "2026-11-22T12:00:00.000Z",
    }
    requests.post(url, json=body, timeout=60).raise_for_status()


def _wait_until_up(web_url: str) -> None:
    for _ in range(300):
        try:
            requests.get(web_url, timeout=10)
            return
        except requests.RequestException:
            time.sleep(0.1)
    raise TimeoutError("the web did not start")
