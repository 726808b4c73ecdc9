"""The mail client against the simulated mail server, over real SMTP, with every way it can fail."""

from __future__ import annotations

import queue
import socket
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest

from geotarget.channels.contract import Delivery, Handover, Message, Outcome
from geotarget.channels.email_bounces import parse_bounce
from geotarget.channels.smtp_email import SmtpEmail
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import Simulators


def server(port: int, **changes: Any) -> SmtpEmail:
    settings = {
        "host": "127.0.0.1",
        "port": port,
        "sender": "varsel@kommune.example",
        "sender_name": "Testkommune",
        "reply_to": "post@kommune.example",
        "security": "none",
    }
    return SmtpEmail(**{**settings, **changes})


@pytest.fixture
def mail(simulators: Simulators) -> Iterator[SmtpEmail]:
    channel = server(simulators.smtp_port)
    yield channel
    channel.close()


def letter(to: str, reference: str = "ref-1", text: str = "Kok vannet.\n.\n..slutt") -> Message:
    return Message(reference, to, text, subject="Vannet på Ås – viktig")


def fate(handover: Handover) -> tuple[Outcome, str]:
    return handover.outcome, handover.reason_code


def test_a_mail_arrives_as_it_was_written(simulators: Simulators, mail: SmtpEmail) -> None:
    (handover,) = mail.send([letter("anne@example.no")])
    assert handover.outcome is Outcome.ACCEPTED
    assert (handover.provider_id or "").startswith("SIM")
    (arrived,) = simulators.arrived.matching()
    assert arrived.to == "anne@example.no"
    assert arrived.text.rstrip("\n").replace("\r\n", "\n") == "Kok vannet.\n.\n..slutt"
    assert arrived.subject == "Vannet på Ås – viktig"
    assert arrived.sender == "Testkommune <varsel@kommune.example>"
    assert arrived.reference == "ref-1"


def test_one_connection_carries_a_hundred(mail: SmtpEmail) -> None:
    letters = [letter(f"p{n}@example.no", f"ref-{n}") for n in range(101)]
    mail.send(letters[:100])
    first = mail._connection
    mail.send(letters[100:])
    assert first is not None
    assert mail._connection is not first


def test_a_connection_the_server_gave_up_is_made_anew(
    simulators: Simulators, mail: SmtpEmail
) -> None:
    mail.send([letter("a@example.no")])
    assert mail._connection is not None
    assert mail._connection.sock is not None
    mail._connection.sock.shutdown(socket.SHUT_RDWR)
    (handover,) = mail.send([letter("b@example.no", "ref-2")])
    assert handover.outcome is Outcome.ACCEPTED
    assert len(simulators.arrived.matching()) == 2


@pytest.mark.parametrize(
    ("to", "expected", "permanent"),
    [
        ("ola.550@example.no", (Outcome.REFUSED, "recipient-refused-550"), True),
        ("ola.450@example.no", (Outcome.NOT_SENT, "recipient-refused-450"), False),
        ("ola.421@example.no", (Outcome.NOT_SENT, "recipient-refused-421"), False),
        ("no address", (Outcome.REFUSED, "address-is-none"), True),
        ("two@at@example.no", (Outcome.REFUSED, "address-is-none"), True),
        ("a@b@c\r\nRCPT TO:<x@y.no>", (Outcome.REFUSED, "address-is-none"), True),
        ("a@example.no>\r\nDATA", (Outcome.REFUSED, "address-is-none"), True),
        ("åse@example.no", (Outcome.REFUSED, "address-not-ascii"), True),
        ("ola@blåbær.no", (Outcome.ACCEPTED, ""), False),
    ],
)
def test_one_recipient_does_not_touch_the_others(
    simulators: Simulators,
    mail: SmtpEmail,
    to: str,
    expected: tuple[Outcome, str],
    permanent: bool,
) -> None:
    before, asked, after = mail.send(
        [letter("a@example.no", "r1"), letter(to, "r2"), letter("b@example.no", "r3")]
    )
    assert (fate(asked), asked.permanent) == (expected, permanent)
    assert (before.outcome, after.outcome) == (Outcome.ACCEPTED, Outcome.ACCEPTED)
    expected_references = {"r1", "r3"} | ({"r2"} if asked.outcome is Outcome.ACCEPTED else set())
    assert {a.reference for a in simulators.arrived.matching()} == expected_references


def test_nothing_written_adds_a_header(simulators: Simulators, mail: SmtpEmail) -> None:
    evil = "Hei\r\nBcc: x@example.no\r\n\r\nannet"
    message = Message("ref-1", "a@example.no", evil, subject=evil, sender=evil)
    (handover,) = mail.send([message])
    assert handover.outcome is Outcome.ACCEPTED
    (arrived,) = simulators.arrived.matching()
    assert arrived.subject == "Hei Bcc: x@example.no annet"
    assert arrived.sender.endswith("<varsel@kommune.example>")


@pytest.mark.parametrize(
    ("kind", "expected", "was_accepted"),
    [
        ("421", (Outcome.NOT_SENT, "recipient-refused-421"), False),
        ("450", (Outcome.NOT_SENT, "recipient-refused-450"), False),
        ("550", (Outcome.REFUSED, "recipient-refused-550"), False),
        ("554-after-data", (Outcome.REFUSED, "content-refused-554"), False),
        ("reset", (Outcome.NOT_SENT, "connection-lost"), False),
        ("accept-then-reset", (Outcome.UNKNOWN, "no-answer-after-data"), True),
    ],
)
def test_a_fault_hits_one_message_and_is_told_rightly(
    simulators: Simulators,
    mail: SmtpEmail,
    kind: str,
    expected: tuple[Outcome, str],
    was_accepted: bool,
) -> None:
    simulators.faults.set("smtp", Fault(kind, count=1))
    first, second = mail.send([letter("a@example.no", "r1"), letter("b@example.no", "r2")])
    assert fate(first) == expected
    assert second.outcome is Outcome.ACCEPTED
    references = [arrival.reference for arrival in simulators.arrived.matching()]
    assert references == (["r1", "r2"] if was_accepted else ["r2"])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("hang", (Outcome.NOT_SENT, "connection-lost")),
        ("accept-then-hang", (Outcome.UNKNOWN, "no-answer-after-data")),
    ],
)
def test_silence(simulators: Simulators, kind: str, expected: tuple[Outcome, str]) -> None:
    simulators.faults.set("smtp", Fault(kind, count=1))
    impatient = server(simulators.smtp_port, answer_seconds=0.2)
    (handover,) = impatient.send([letter("a@example.no")])
    assert fate(handover) == expected


def test_nobody_listens_is_not_sent_for_all(closed_port: int) -> None:
    handovers = server(closed_port).send([letter("a@b.no", "r1"), letter("b@b.no", "r2")])
    assert [fate(handover) for handover in handovers] == [(Outcome.NOT_SENT, "not-reached")] * 2
    assert [handover.reference for handover in handovers] == ["r1", "r2"]


@pytest.mark.parametrize("changes", [{"security": "starttls"}, {"username": "u", "password": "p"}])
def test_a_server_without_what_we_ask_for_is_told(
    simulators: Simulators, changes: dict[str, str]
) -> None:
    (handover,) = server(simulators.smtp_port, **changes).send([letter("a@example.no")])
    assert (handover.outcome, handover.is_configuration) == (Outcome.REFUSED, True)
    assert simulators.arrived.matching() == []


def conversation(*answers: str) -> int:
    """A mail server that gives these answers, one a line it hears, and then hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))
    Thread(target=_talk, args=(listening, answers), daemon=True).start()
    return int(listening.getsockname()[1])


def _talk(listening: socket.socket, answers: tuple[str, ...]) -> None:
    with listening, listening.accept()[0] as connection, connection.makefile("rwb") as lines:
        for answer in answers:
            lines.write(f"{answer}\r\n".encode())
            lines.flush()
            if answer.startswith("354"):
                while lines.readline() not in (b".\r\n", b""):
                    pass
            else:
                lines.readline()


HELLO = ("220 hello", "250 nice")


@pytest.mark.parametrize(
    ("answers", "expected", "configuration"),
    [
        (("421 too busy",), (Outcome.NOT_SENT, "not-let-in-421"), False),
        (("554 you are not welcome",), (Outcome.REFUSED, "not-let-in-554"), True),
        ((*HELLO, "553 not your sender"), (Outcome.REFUSED, "sender-refused-553"), True),
        ((*HELLO, "451 later"), (Outcome.NOT_SENT, "sender-refused-451"), False),
        ((*HELLO, "250 ok", "250 ok", "452 full"), (Outcome.NOT_SENT, "data-refused-452"), False),
        ((*HELLO, "250 ok", "250 ok"), (Outcome.NOT_SENT, "connection-lost"), False),
        (
            (*HELLO, "250 ok", "251 forwards", "354 go", "452 full"),
            (Outcome.NOT_SENT, "content-refused-452"),
            False,
        ),
        (
            (*HELLO, "250 ok", "250 ok", "354 go", "what"),
            (Outcome.UNKNOWN, "unreadable-answer"),
            False,
        ),
        ((*HELLO, "250 ok", "250 ok", "354 go"), (Outcome.UNKNOWN, "no-answer-after-data"), False),
        ((*HELLO, "250 ok", "250 ok", "354 go", "250 taken"), (Outcome.ACCEPTED, ""), False),
    ],
)
def test_what_a_server_says(
    answers: tuple[str, ...], expected: tuple[Outcome, str], configuration: bool
) -> None:
    (handover,) = server(conversation(*answers)).send([letter("a@example.no")])
    assert (fate(handover), handover.is_configuration) == (expected, configuration)


def test_a_policy_of_the_server_does_not_condemn_the_address() -> None:
    port = conversation(*HELLO, "250 ok", "550 5.7.515 Access denied")
    (handover,) = server(port).send([letter("a@example.no")])
    assert (handover.outcome, handover.permanent) == (Outcome.REFUSED, False)


@pytest.mark.parametrize(
    ("mailbox", "outcome"), [("bounce", Delivery.FAILED), ("slow", Delivery.PENDING)]
)
@pytest.mark.parametrize("before_it", range(3))
def test_what_comes_back_names_its_message_and_nobody(
    simulators: Simulators, mailbox: str, outcome: Delivery, before_it: int
) -> None:
    """Each of the forms of mail servers that the simulator takes in turn."""
    channel = server(simulators.smtp_port, bounce_address="studs@bounce.kommune.example")
    came_back: queue.Queue[bytes] = queue.Queue()
    simulators.receipts.schedule = lambda _, final, late: came_back.put(final.make())  # type: ignore[method-assign]
    for number in range(before_it + 1):
        channel.send([letter(f"ola.{mailbox}@example.no", f"ref-{number}")])
    channel.close()
    mails = [came_back.get(timeout=5) for _ in range(before_it + 1)]
    assert f"To: studs+ref-{before_it}@bounce.kommune.example".encode() in mails[-1]
    receipt = parse_bounce(mails[-1])
    assert receipt is not None
    assert (receipt.reference, receipt.outcome) == (f"ref-{before_it}", outcome)
    without_verp = mails[-1].replace(f"studs+ref-{before_it}@".encode(), b"studs@")
    assert parse_bounce(without_verp) == receipt


def test_a_bounce_address_that_is_none_is_a_fault_of_the_settings() -> None:
    with pytest.raises(ValueError, match="address-is-none"):
        server(25, bounce_address="no address")
