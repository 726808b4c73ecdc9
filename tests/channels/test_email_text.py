from __future__ import annotations

from contextlib import suppress
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotarget.channels.contract import Message
from geotarget.channels.email_text import BadAddress, EmailSender, composed, envelope_address

SENDER = EmailSender("varsel@kommune.example", "Testkommune", "post@kommune.example")
HEADERS = [
    "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
    "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
]  # fmt: skip
SIGNS = st.sampled_from("abÅ–č😀 :<>\"'\\,;@\r\n\t\0\x85\u2028=?")
WRITTEN = st.text(alphabet=SIGNS, max_size=120)


@given(text=WRITTEN, subject=WRITTEN, name=WRITTEN)
def test_whatever_is_written_the_headers_are_ours(text: str, subject: str, name: str) -> None:
    message = Message("ref-1", "a@example.no", text, subject=subject, sender=name)
    content = composed(message, "a@example.no", SENDER)
    mail = message_from_bytes(content, policy=policy.default)
    assert sorted(mail.keys()) == sorted(HEADERS)
    assert mail["To"] == "a@example.no"
    assert mail["Message-ID"] == "<ref-1@kommune.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")


@given(st.text(alphabet=SIGNS | st.sampled_from(".-+1"), max_size=30))
def test_an_address_is_harmless_or_refused(address: str) -> None:
    with suppress(BadAddress):
        given_to_server = envelope_address(address)
        assert given_to_server.isascii()
        assert not any(sign in given_to_server for sign in ' <>\r\n\0"\\,;:')


@pytest.mark.parametrize("address", ["hemmelig navn@b.no", "hemmelig@æ æ"])
def test_the_refusal_repeats_nothing(address: str) -> None:
    with pytest.raises(BadAddress) as caught:
        envelope_address(address)
    assert "hemmelig" not in repr(caught.value)


@pytest.mark.parametrize("address", ["", "@", "a@", "@b.no", "a@b..no", "a@-", "a" * 65 + "@b.no"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(BadAddress):
        envelope_address(address)


def test_the_domain_takes_its_ascii_form() -> None:
    assert envelope_address(" ola@Blåbær.no ") == "ola@xn--blbr-roah.no"


def test_the_link_to_opt_out_stands_whole_in_one_line() -> None:
    link = "https://varsel.en-lang-kommune.example.no/opt-out/12/" + "A" * 80 + "/"
    message = Message("ref-1", "a@example.no", "Hei", subject="Å" * 90, opt_out_link=link)
    lines = composed(message, "a@example.no", SENDER).split(b"\r\n")
    assert f"List-Unsubscribe: <{link}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert message_from_bytes(b"\r\n".join(lines), policy=policy.default)["Subject"] == "Å" * 90


@pytest.mark.parametrize(
    "link", ["https://a.no/\r\nBcc: b@b.no", "https://a.no/>", "x", "http://æ"]
)
def test_a_link_adds_no_header(link: str) -> None:
    message = Message("ref-1", "a@example.no", "Hei", opt_out_link=link)
    with pytest.raises(BadAddress):
        composed(message, "a@example.no", SENDER)
