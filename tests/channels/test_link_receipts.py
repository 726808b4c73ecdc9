from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotarget.channels.contract import Delivery, Receipt, UnreadableReceipt
from geotarget.channels.link_receipts import parse_receipt


def receipt(code: Any, **more: Any) -> Receipt:
    return parse_receipt(json.dumps({"refId": "ref-1", "resultCode": code, **more}).encode())


@pytest.mark.parametrize(
    ("code", "outcome", "permanent"),
    [
        (1001, Delivery.DELIVERED, False),
        (1000, Delivery.PENDING, False),
        (1005, Delivery.PENDING, False),
        (1007, Delivery.PENDING, False),
        (1012, Delivery.PENDING, False),
        (1002, Delivery.FAILED, False),
        (1004, Delivery.FAILED, False),
        (1006, Delivery.FAILED, False),
        (2107, Delivery.FAILED, False),
        (2104, Delivery.FAILED, True),
        (2105, Delivery.FAILED, True),
        (2106, Delivery.FAILED, True),
        (4242, Delivery.FAILED, False),
        (9042, Delivery.PENDING, False),
    ],
)
def test_codes(code: int, outcome: Delivery, permanent: bool) -> None:
    read = receipt(code)
    assert (read.outcome, read.permanent, read.code) == (outcome, permanent, f"link-{code}")


@pytest.mark.parametrize(
    ("timestamp", "at"),
    [
        ("2026-08-05T10:45:15.768Z", datetime(2026, 8, 5, 10, 45, 15, 768000, tzinfo=UTC)),
        ("2026-08-05T12:45:15+02:00", datetime(2026, 8, 5, 10, 45, 15, tzinfo=UTC)),
        ("2026-08-05T10:45:15", datetime(2026, 8, 5, 10, 45, 15, tzinfo=UTC)),
        ("yesterday", None),
        (None, None),
    ],
)
def test_times(timestamp: str | None, at: datetime | None) -> None:
    assert receipt(1001, timestamp=timestamp).at == at


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"7",
        b"\xff",
        b'{"refId": "r"}',
        b'{"refId": "a b", "resultCode": 1001}',
    ],
)
def test_what_is_no_receipt_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableReceipt):
        parse_receipt(body)


def test_the_refusal_repeats_nothing() -> None:
    with pytest.raises(UnreadableReceipt) as caught:
        parse_receipt(b'{"refId": "+4790000001 hemmelig", "resultCode": 1001}')
    assert "4790000001" not in repr(caught.value)


@given(st.binary(max_size=40))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    with suppress(UnreadableReceipt):
        parse_receipt(body)
