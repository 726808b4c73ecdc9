"""The gateway's client against the simulated gateway, over real HTTP, with all its faults."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from geotarget.channels.contract import Handover, Message, Outcome
from geotarget.channels.link_sms import LinkSms
from geotarget.domain.delivery_state import RECEIPT_WINDOW_HOURS
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import Simulators


def channel(base_url: str, **changes: Any) -> LinkSms:
    settings = {
        "base_url": base_url,
        "username": "simulator",
        "password": "simulator",
        "platform_id": "COMMON_API",
        "platform_partner_id": "1",
        "sender": "Testkommune",
    }
    return LinkSms(**{**settings, **changes})


@pytest.fixture
def gateway(simulators: Simulators) -> LinkSms:
    return channel(f"{simulators.url}/link/sms")


def messages(*last_digits: int, text: str = "Vannet er borte på Ås") -> list[Message]:
    return [Message(f"ref-{n}", f"+4790000{n:02d}{d}", text) for n, d in enumerate(last_digits)]


def fates(handovers: list[Handover]) -> set[tuple[Outcome, str]]:
    return {(handover.outcome, handover.reason_code) for handover in handovers}


def accepted(simulators: Simulators) -> list[str]:
    return [arrival.reference for arrival in simulators.arrived.matching()]


def test_a_batch_is_accepted_in_its_order(simulators: Simulators, gateway: LinkSms) -> None:
    handovers = gateway.send(messages(0, 1, 2))
    assert fates(handovers) == {(Outcome.ACCEPTED, "")}
    assert [handover.reference for handover in handovers] == ["ref-0", "ref-1", "ref-2"]
    assert all(handover.provider_id for handover in handovers)
    (first, *_) = simulators.arrived.matching()
    assert (first.to, first.text, first.sender) == (
        "+4790000000",
        "Vannet er borte på Ås",
        "Testkommune",
    )


@pytest.mark.parametrize("sender", ["1960", "+4790000000", "Kommune 1"])
@pytest.mark.parametrize("text", ["Boahttevaš čáhci – «nå» 😀", "plain"])
def test_senders_and_alphabets_the_gateway_takes(
    gateway: LinkSms, sender: str, text: str, simulators: Simulators
) -> None:
    (handover,) = gateway.send([Message("r", "+4790000001", text, sender=sender)])
    assert handover.outcome is Outcome.ACCEPTED
    assert simulators.arrived.matching()[0].text == text


def test_a_thousand_go_in_one_request(simulators: Simulators, gateway: LinkSms) -> None:
    before = simulators.world.calls["link sendbatch"]
    handovers = gateway.send(messages(*[1] * 1000))
    assert fates(handovers) == {(Outcome.ACCEPTED, "")}
    assert simulators.world.calls["link sendbatch"] == before + 1


def test_more_than_the_gateway_takes_is_the_callers_fault(gateway: LinkSms) -> None:
    with pytest.raises(ValueError, match="at most 1000"):
        gateway.send(messages(*[1] * 1001))


def test_one_reference_twice_is_the_callers_fault(gateway: LinkSms) -> None:
    with pytest.raises(ValueError, match="reference"):
        gateway.send([*messages(1), *messages(1)])


def test_one_refused_number_does_not_touch_the_others(gateway: LinkSms) -> None:
    good, bad, other = gateway.send(messages(0, 9, 1))
    assert (good.outcome, other.outcome) == (Outcome.ACCEPTED, Outcome.ACCEPTED)
    assert (bad.outcome, bad.reason_code, bad.permanent) == (Outcome.REFUSED, "link-2106", True)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("", None), ("7", 7), ("0", 0), ("1.5", 1.5), ("99999999999", 3600), ("1e300", None)]
    + [(none, None) for none in ("inf", "nan", "-7", "Wed, 21 Oct 2026 07:28:00 GMT", "9" * 400)],
)
def test_asked_to_wait_is_not_sent(
    simulators: Simulators, gateway: LinkSms, said: str, seconds: float | None
) -> None:
    """An hour at most: a slip of units must not silence everybody who sends."""
    simulators.faults.set("link", Fault("429", retry_after=said))
    handovers = gateway.send(messages(0, 1))
    assert fates(handovers) == {(Outcome.NOT_SENT, "http-429")}
    assert handovers[0].retry_after_seconds == seconds
    assert accepted(simulators) == []


def test_nobody_listens_is_not_sent(closed_port: int) -> None:
    handovers = channel(f"http://127.0.0.1:{closed_port}/sms").send(messages(0, 1))
    assert fates(handovers) == {(Outcome.NOT_SENT, "not-reached")}


def test_a_name_nobody_has_is_not_sent() -> None:
    handovers = channel("http://gateway.invalid/sms").send(messages(0))
    assert fates(handovers) == {(Outcome.NOT_SENT, "not-reached")}


def test_no_certificate_we_trust_is_not_sent_and_told(simulators: Simulators) -> None:
    plain = simulators.url.replace("http:", "https:")
    (handover,) = channel(f"{plain}/link/sms").send(messages(0))
    assert (handover.outcome, handover.is_configuration) == (Outcome.NOT_SENT, True)


def test_no_address_at_all_is_not_sent_and_told() -> None:
    (handover,) = channel("gateway.example/sms").send(messages(0))
    assert (handover.outcome, handover.is_configuration) == (Outcome.NOT_SENT, True)


@pytest.mark.parametrize(
    ("changes", "code"), [({"password": "wrong"}, "http-401"), ({"platform_id": ""}, "http-400")]
)
def test_a_wrong_account_is_refused_and_told(
    simulators: Simulators, changes: dict[str, str], code: str
) -> None:
    handovers = channel(f"{simulators.url}/link/sms", **changes).send(messages(0, 1))
    assert fates(handovers) == {(Outcome.REFUSED, code)}
    assert all(handover.is_configuration for handover in handovers)
    assert accepted(simulators) == []


@pytest.mark.parametrize(
    ("kind", "code", "was_accepted"),
    [
        ("500", "http-500", False),
        ("503", "http-503", False),
        ("reset", "no-answer", False),
        ("html", "unreadable-answer", False),
        ("accept-then-reset", "no-answer", True),
        ("500-after-acceptance", "http-500", True),
        ("garbled-after-acceptance", "unreadable-answer", True),
    ],
)
def test_what_may_have_been_accepted_is_unknown(
    simulators: Simulators, gateway: LinkSms, kind: str, code: str, was_accepted: bool
) -> None:
    simulators.faults.set("link", Fault(kind))
    before = simulators.world.calls["link sendbatch"]
    handovers = gateway.send(messages(0, 1))
    assert fates(handovers) == {(Outcome.UNKNOWN, code)}
    assert bool(accepted(simulators)) is was_accepted
    assert simulators.world.calls["link sendbatch"] == before + 1, "never a second try"


@pytest.mark.parametrize("kind", ["hang", "accept-then-hang"])
def test_silence_is_unknown(simulators: Simulators, kind: str) -> None:
    simulators.faults.set("link", Fault(kind))
    impatient = channel(f"{simulators.url}/link/sms", answer_seconds=0.2)
    assert fates(impatient.send(messages(0))) == {(Outcome.UNKNOWN, "no-answer")}


@pytest.fixture
def scripted() -> Iterator[Any]:
    """A gateway that says what it is told to, byte for byte."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answers(status: str, body: bytes, length: int | None = None) -> str:
            head = f"HTTP/1.1 {status}\r\nContent-Length: {length or len(body)}\r\n\r\n".encode()
            Thread(target=_serve_one, args=(server, head + body), daemon=True).start()
            return f"http://127.0.0.1:{server.getsockname()[1]}"

        yield answers


def _serve_one(server: socket.socket, answer: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(65536)
        head, _, body = request.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split()[0])
        while len(body) < length:
            body += connection.recv(65536)
        connection.sendall(answer)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        ("200 OK", b"[]", (Outcome.UNKNOWN, "not-in-answer")),
        ("200 OK", b"{}", (Outcome.UNKNOWN, "not-in-answer")),
        ("200 OK", b'{"resultCode": 1005}', (Outcome.UNKNOWN, "unreadable-answer")),
        ("200 OK", b"null", (Outcome.UNKNOWN, "unreadable-answer")),
        ("200 OK", b"[1]", (Outcome.UNKNOWN, "unreadable-answer")),
        ("200 OK", b'[{"refId": "ref-0"}]', (Outcome.UNKNOWN, "not-in-answer")),
        ("204 No Content", b"", (Outcome.UNKNOWN, "unreadable-answer")),
        ("302 Found", b"", (Outcome.UNKNOWN, "http-302")),
        ("308 Permanent Redirect", b"", (Outcome.REFUSED, "http-308")),
        ("408 Request Timeout", b"", (Outcome.NOT_SENT, "http-408")),
        ("200 OK", b'[{"refId": "ref-0", "resultCode": 3}]', (Outcome.NOT_SENT, "link-3")),
        ("200 OK", b'[{"refId": "ref-0", "resultCode": 106101}]', (Outcome.REFUSED, "link-106101")),
        ("200 OK", b'[{"refId": "ref-0", "resultCode": "1005"}]', (Outcome.ACCEPTED, "")),
    ],
)
def test_strange_answers(
    scripted: Any, status: str, body: bytes, expected: tuple[Outcome, str]
) -> None:
    assert fates(channel(scripted(status, body)).send(messages(0))) == {expected}


def test_an_answer_cut_short_is_unknown(scripted: Any) -> None:
    body = b'[{"refId": "ref-0", "resultCode": 1005}]'
    url = scripted("200 OK", body, length=500)
    assert fates(channel(url).send(messages(0))) == {(Outcome.UNKNOWN, "no-answer")}


def test_an_answer_for_some_leaves_the_others_unknown(scripted: Any) -> None:
    url = scripted("200 OK", b'[{"refId": "ref-1", "resultCode": 1005, "messageId": "m"}]')
    first, second = channel(url).send(messages(0, 1))
    assert (first.outcome, second.outcome) == (Outcome.UNKNOWN, Outcome.ACCEPTED)
    assert second.provider_id == "m"


def test_the_gateway_gives_up_before_the_dispatch_is_closed(gateway: LinkSms) -> None:
    """With the key the receipt of a message that is still tried would mean nothing."""
    asked = gateway._request(messages(1))
    tried = timedelta(milliseconds=asked["sendRequestMessages"][0]["relativeValidityTime"])
    assert asked["relativeValidityTime"] == tried / timedelta(milliseconds=1)
    assert tried <= timedelta(hours=RECEIPT_WINDOW_HOURS - 1)
