"""Receipts as the gateway sends them, caught by a receipt address of ours."""

from __future__ import annotations

import json
import queue
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import cast

import pytest

from geotarget.channels.contract import Delivery, Message, Outcome, Receipt
from geotarget.channels.link_answers import parse_answer
from geotarget.channels.link_receipts import parse_receipt
from geotarget.channels.link_sms import LinkSms
from geotarget.simulators import receipts as receipts_module
from geotarget.simulators.faults import ReceiptRules
from geotarget.simulators.link import Link
from geotarget.simulators.receipts import Receipts, is_loopback
from geotarget.simulators.running import Simulators

SOON = ReceiptRules(delay_ms=(0, 5))
SECONDS = 10


class Gate:
    """Takes receipts; answers with the statuses given, then 200."""

    def __init__(self) -> None:
        gate = self
        self.caught: queue.Queue[Receipt] = queue.Queue()
        self.statuses: list[int] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = gate.statuses.pop(0) if gate.statuses else 200
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                if status == 200:
                    gate.caught.put(parse_receipt(body))

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/receipts"

    def take(self, count: int) -> list[Receipt]:
        return [self.caught.get(timeout=SECONDS) for _ in range(count)]


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    Thread(target=gate.server.serve_forever, args=(0.02,), daemon=True).start()
    yield gate
    gate.server.shutdown()
    gate.server.server_close()


@pytest.fixture
def gateway(simulators: Simulators, gate: Gate) -> LinkSms:
    simulators.faults.receipts = SOON
    return LinkSms(
        base_url=f"{simulators.url}/link/sms",
        username="simulator",
        password="simulator",
        platform_id="1",
        platform_partner_id="2",
        sender="Testkommune",
        receipt_gates=[gate.url],
    )


def send(gateway: LinkSms, *numbers: str) -> list[Outcome]:
    messages = [Message(f"ref-{n}", number, "Hei") for n, number in enumerate(numbers)]
    return [handover.outcome for handover in gateway.send(messages)]


def test_the_last_digit_decides(gateway: LinkSms, gate: Gate) -> None:
    send(gateway, "+4790000000", "+4790000006", "+4790000007", "+4790000008", "+4790000009")
    caught = {receipt.reference: receipt for receipt in gate.take(4)}
    assert [caught[f"ref-{n}"].code for n in range(4)] == [
        "link-1001", "link-1001", "link-1002", "link-2105",
    ]  # fmt: skip
    assert caught["ref-3"].permanent
    assert caught["ref-0"].at is not None


def test_receipts_of_many_come_each_once(gateway: LinkSms, gate: Gate) -> None:
    messages = [Message(f"r{n}", f"+47901{n:04d}1", "Hei") for n in range(300)]
    assert {handover.outcome for handover in gateway.send(messages)} == {Outcome.ACCEPTED}
    caught = Counter(receipt.reference for receipt in gate.take(300))
    assert len(caught) == 300
    assert gate.caught.empty()


def test_a_receipt_can_come_before_the_answer(
    simulators: Simulators, gateway: LinkSms, gate: Gate
) -> None:
    simulators.faults.receipts = ReceiptRules(before_response=True)
    send(gateway, "+4790000001")
    assert gate.caught.get_nowait().reference == "ref-0"


def test_a_receipt_can_come_twice_and_out_of_order(
    simulators: Simulators, gateway: LinkSms, gate: Gate
) -> None:
    simulators.faults.receipts = ReceiptRules((0, 0), duplicates=1.0, late_pending=True)
    send(gateway, "+4790000001")
    outcomes = [receipt.outcome for receipt in gate.take(3)]
    assert outcomes == [Delivery.DELIVERED, Delivery.DELIVERED, Delivery.PENDING]


def test_a_receipt_can_be_missing(simulators: Simulators, gateway: LinkSms, gate: Gate) -> None:
    simulators.faults.receipts = ReceiptRules((0, 0), missing=1.0)
    assert send(gateway, "+4790000001") == [Outcome.ACCEPTED]
    assert simulators.receipts.waiting() == 0


def test_a_receipt_that_is_not_taken_comes_again(
    gateway: LinkSms, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts_module, "_AGAIN_AFTER_SECONDS", (0.01, 0.01, 0.01))
    gate.statuses = [500, 503, 404]
    send(gateway, "+4790000001")
    (receipt,) = gate.take(1)
    assert receipt.outcome is Delivery.DELIVERED


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8000/x", True),
        ("http://localhost/x", True),
        ("https://example.com/x", False),
        ("http://127.0.0.1.example.com/", False),
        ("file:///etc/passwd", False),
        ("gate-name", False),
    ],
)
def test_receipts_leave_this_machine_for_nobody(url: str, local: bool) -> None:
    assert is_loopback(url) is local


def test_the_body_is_as_documented(simulators: Simulators) -> None:
    arrival = simulators.arrived.add("sms", to="+4790000001", sender="K", text="Hei", reference="r")
    body = json.loads(receipts_module._receipt(arrival, 1001))
    assert {"refId", "id", "operator", "sentTimestamp", "timestamp", "resultCode"} <= body.keys()
    assert "+47" not in str(body)


@pytest.mark.parametrize(
    ("sender", "kind", "answers"),
    [
        ("2333", "SHORTNUMBER", "2333"),
        ("+4790000099", "MSISDN", "+4790000099"),
        ("Kommune", "ALPHANUMERIC", ""),
    ],
)
def test_a_phone_answers_stop_to_a_number_and_cannot_to_a_name(
    simulators: Simulators, sender: str, kind: str, answers: str
) -> None:
    link = simulators.world.link
    posted: list[bytes] = []
    account = replace(link.account, answer_url="http://127.0.0.1:1/")
    receipts = SimpleNamespace(
        plan=lambda *_: None, schedule=lambda url, final, late: posted.append(final.make())
    )
    message = {
        "destination": "+4790000066",
        "source": sender,
        "sourceTON": kind,
        "userData": "Hei",
        "refId": "r",
    }
    Link(account, link.arrived, cast(Receipts, receipts))._take(message)
    assert [parse_answer(each).to for each in posted] == ([answers] if answers else [])


def test_the_receipt_tells_the_parts_that_are_charged(simulators: Simulators) -> None:
    arrival = simulators.arrived.add("sms", to="+47", sender="K", text="č" * 71, reference="r")
    assert json.loads(receipts_module._receipt(arrival, 1001))["segments"] == 2
