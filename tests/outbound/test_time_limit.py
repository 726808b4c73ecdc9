"""A server that sends a byte now and then, for ever, is given up on after the whole time."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from geotarget.channels.contract import Message, Outcome
from geotarget.channels.link_sms import LinkSms
from geotarget.channels.smtp_email import SmtpEmail
from geotarget.outbound.http import LimitedSession
from geotarget.registers.errors import RegisterUnavailable
from geotarget.registers.krr import Krr
from geotarget.registers.maskinporten import Maskinporten
from geotarget.simulators.running import Simulators
from tests.outbound.trickle import after_request, trickling, write_certificate
from tests.simulators.world import write_key_pair

LIMIT = 0.4
LONGEST = 10.0
"""Far below the socket's own time-out of 30 s, which never ends here; far above the limit."""

HEADER = b"HTTP/1.1 200 OK\r\n"
BODY = HEADER + b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
CLOSING = HEADER + b"Connection: close\r\n\r\n"
CHUNKED = HEADER + b"Transfer-Encoding: chunked\r\n\r\n"
TRICKLES = {
    "status line": (b"", b"H"),
    "header": (HEADER, b"X-A: b\r\n"),
    "within a header": (HEADER + b"X-A: ", b"b"),
    "body": (BODY, b" "),
    "body until the connection ends": (CLOSING, b" "),
    "chunks": (CHUNKED, b"1\r\n \r\n"),
}
EACH = pytest.mark.parametrize(("start", "piece"), TRICKLES.values(), ids=TRICKLES)
TWO = pytest.mark.parametrize(
    ("start", "piece"), [TRICKLES["header"], TRICKLES["body"]], ids=["header", "body"]
)
"""For what only has to show that it goes through the same limit."""


@contextmanager
def in_time() -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert LIMIT * 0.9 <= time.monotonic() - begun < LONGEST


class Tokens:
    def token(self, scope: str, consumer_org: str | None = None, *, fresh: bool = False) -> str:
        return "token"


@EACH
def test_no_call_takes_longer_than_its_limit(start: bytes, piece: bytes) -> None:
    server = trickling(piece, after_request(start))
    too_slow = pytest.raises(requests.exceptions.ReadTimeout)
    with server as port, LimitedSession(LIMIT) as session, in_time(), too_slow:
        session.get(f"http://127.0.0.1:{port}/", timeout=30)


@TWO
def test_with_tls_too(start: bytes, piece: bytes, tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path)
    server = trickling(piece, after_request(start), certificate)
    too_slow = pytest.raises(requests.exceptions.ReadTimeout)
    with server as port, LimitedSession(LIMIT) as session, in_time(), too_slow:
        session.get(f"https://127.0.0.1:{port}/", timeout=30, verify=str(certificate))


@TWO
def test_a_kept_connection_is_limited_too(start: bytes, piece: bytes) -> None:
    whole = HEADER + b"Content-Length: 2\r\n\r\n{}"

    def begin(connection: socket.socket) -> None:
        after_request(whole)(connection)
        after_request(start)(connection)

    with trickling(piece, begin) as port, LimitedSession(1.0) as session:
        assert session.get(f"http://127.0.0.1:{port}/", timeout=30).json() == {}
        with in_time(), pytest.raises(requests.exceptions.ReadTimeout):
            session.get(f"http://127.0.0.1:{port}/", timeout=30)


def test_a_proxy_is_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with trickling(b"X-A: b\r\n", after_request(HEADER)) as port:
        session = LimitedSession(LIMIT)
        session.proxies = {"https": f"http://127.0.0.1:{port}"}
        with in_time(), pytest.raises(requests.exceptions.ReadTimeout):
            session.get("https://register.example/", timeout=30)


def test_what_ends_in_time_is_whole_and_the_session_goes_on(simulators: Simulators) -> None:
    with LimitedSession(1.0) as session:
        for _ in range(3):
            assert session.get(simulators.url, timeout=5).status_code == 200
        time.sleep(1.1)
        assert session.get(simulators.url, timeout=5).status_code == 200


@TWO
def test_a_register_counts_as_away(start: bytes, piece: bytes) -> None:
    with trickling(piece, after_request(start)) as port:
        krr = Krr(
            f"http://127.0.0.1:{port}",
            Tokens(),
            whole_answer_seconds=LIMIT,
            pause=lambda _seconds: None,
        )
        with in_time(), pytest.raises(RegisterUnavailable):
            krr.contacts(["31415926535"])


def test_maskinporten_counts_as_away(tmp_path: Path) -> None:
    key, _public = write_key_pair(tmp_path)
    with trickling(b" ", after_request(BODY)) as port:
        url = f"http://127.0.0.1:{port}/"
        tokens = Maskinporten(
            issuer=url,
            token_url=url + "token",
            client_id="c",
            key_pem=key,
            kid="k",
            whole_answer_seconds=LIMIT,
        )
        with in_time(), pytest.raises(RegisterUnavailable):
            tokens.token("scope")


@TWO
def test_what_was_handed_to_a_gateway_is_unknown(start: bytes, piece: bytes) -> None:
    with trickling(piece, after_request(start)) as port:
        gateway = LinkSms(
            base_url=f"http://127.0.0.1:{port}",
            username="u",
            password="p",
            platform_id="1",
            platform_partner_id="1",
            sender="Kommune",
            whole_answer_seconds=LIMIT,
        )
        with in_time():
            (handover,) = gateway.send([Message("r", "+4790000000", "Vannet er borte")])
    assert (handover.outcome, handover.reason_code) == (Outcome.UNKNOWN, "no-answer")


REPLIES = {  # the talk before the trickle, and what becomes of the message
    "greeting": ([], Outcome.NOT_SENT),
    "hello": ([b"220 x\r\n"], Outcome.NOT_SENT),
    "sender": ([b"220 x\r\n", b"250 x\r\n"], Outcome.NOT_SENT),
    "recipient": ([b"220 x\r\n", b"250 x\r\n", b"250 ok\r\n"], Outcome.NOT_SENT),
    "content": (
        [b"220 x\r\n", b"250 x\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"],
        Outcome.UNKNOWN,
    ),
}


@pytest.mark.parametrize("piece", [b"2", b"250-x\r\n"], ids=["one line", "many lines"])
@pytest.mark.parametrize(("talk", "outcome"), REPLIES.values(), ids=REPLIES)
def test_a_mail_server_that_trickles(talk: list[bytes], outcome: Outcome, piece: bytes) -> None:
    def begin(connection: socket.socket) -> None:
        for reply in talk:
            connection.sendall(reply)
            connection.recv(65536)

    with trickling(piece, begin) as port:
        mail = SmtpEmail(
            host="127.0.0.1",
            port=port,
            sender="varsel@kommune.example",
            security="none",
            answer_seconds=LIMIT,
        )
        with in_time():
            (handover,) = mail.send([Message("r", "ola@epost.example", "Hei", subject="Hei")])
        mail.close()
    assert handover.outcome is outcome


def test_half_a_yes_is_no_yes() -> None:
    """ "250" without the end of its line, and then silence that a trickle does not break."""

    def begin(connection: socket.socket) -> None:
        for reply in (b"220 x\r\n", b"250 x\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
            connection.sendall(reply)
            connection.recv(65536)
        connection.sendall(b"250")

    with trickling(b"", begin) as port:
        mail = SmtpEmail(
            host="127.0.0.1",
            port=port,
            sender="varsel@kommune.example",
            security="none",
            answer_seconds=LIMIT,
        )
        (handover,) = mail.send([Message("r", "ola@epost.example", "Hei", subject="Hei")])
    assert handover.outcome is Outcome.UNKNOWN
