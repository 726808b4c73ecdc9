"""Mail that came back, in the forms of several servers: what it says, and of which message."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotarget.channels.contract import Delivery, UnreadableReceipt
from geotarget.channels.email_bounces import parse_bounce

FOLDER = Path(__file__).parent / "bounces"
REFERENCE = "0b0c2a54-7e1c-4c59-9a0e-5d3a4e1f6b21"
SAID = {
    "postfix-unknown-user": (Delivery.FAILED, "bounce-5.1.1", True),
    "postfix-delayed": (Delivery.PENDING, "bounce-4.2.2", False),
    "exchange-unknown-user": (Delivery.FAILED, "bounce-5.1.10", True),
    "gmail-unknown-user": (Delivery.FAILED, "bounce-5.1.1", True),
    "sendmail-gave-up": (Delivery.FAILED, "bounce-4.4.7", False),
    "exim-mailbox-full": (Delivery.FAILED, "bounce-5.2.2", False),
    "exim-still-trying": (Delivery.PENDING, "bounce-4.2.2", False),
    "qmail-unknown-user": (Delivery.FAILED, "bounce-5.1.1", True),
}


def mail(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def test_every_example_is_read() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(SAID) | {"on-holiday"}


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
def test_what_a_server_says(name: str, line_end: bytes) -> None:
    receipt = parse_bounce(mail(name).replace(b"\r\n", line_end))
    assert receipt is not None
    assert receipt.reference == REFERENCE
    assert (receipt.outcome, receipt.code, receipt.permanent) == SAID[name]


def test_an_answer_on_holiday_says_nothing_of_the_mail() -> None:
    assert parse_bounce(mail("on-holiday")) is None


def test_nothing_of_the_person_is_kept() -> None:
    for name in SAID:
        assert "kari" not in repr(parse_bounce(mail(name))).lower()


@pytest.mark.parametrize(
    ("action", "outcome"),
    [
        ("delivered", Delivery.DELIVERED),
        ("relayed", Delivery.PENDING),
        ("expanded", Delivery.PENDING),
        ("Failed (gave up)", None),
    ],
)
def test_the_other_actions(action: str, outcome: Delivery | None) -> None:
    changed = mail("postfix-unknown-user").replace(b"Action: failed", f"Action: {action}".encode())
    if outcome is None:
        with pytest.raises(UnreadableReceipt):
            parse_bounce(changed)
        return
    receipt = parse_bounce(changed)
    assert receipt is not None
    assert receipt.outcome is outcome


def test_a_report_of_no_message_of_ours_is_unreadable() -> None:
    with pytest.raises(UnreadableReceipt) as caught:
        parse_bounce(mail("postfix-unknown-user").replace(REFERENCE.encode(), b"some.body"))
    assert "kari" not in str(caught.value)


@given(st.binary(max_size=400))
def test_what_is_no_mail_harms_nobody(content: bytes) -> None:
    assert parse_bounce(content) is None


@given(at=st.integers(0, 2000), junk=st.binary(max_size=30), name=st.sampled_from(sorted(SAID)))
def test_a_damaged_report_is_read_or_refused(at: int, junk: bytes, name: str) -> None:
    whole = mail(name)
    try:
        receipt = parse_bounce(whole[:at] + junk + whole[at + len(junk) :])
    except UnreadableReceipt:
        return
    assert receipt is None or receipt.reference
