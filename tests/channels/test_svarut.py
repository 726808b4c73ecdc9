"""Letters through the simulated SvarUt: created, asked for, followed; every limit of its form."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
import requests

from geotarget.channels.contract import Delivery, Letter, Message, Outcome
from geotarget.channels.svarut import SvarUt
from geotarget.channels.svarut_letter import letter_body
from geotarget.channels.svarut_statuses import delivery_of
from geotarget.simulators.faults import Fault, ReceiptRules
from geotarget.simulators.running import Simulators
from tests.channels.rigs import KONTO, PDF, SvarUtRig
from tests.simulators.fixtures import Running
from tests.simulators.world import ANNE, BJORN

AT_ONCE = ReceiptRules(delay_ms=(0, 0))
STATUSES = {
    "MOTTATT", "AKSEPTERT", "AVVIST", "FEILET_UNDER_MOTTAK", "SENDT_ALTINN", "LEVERT_ALTINN",
    "LEST", "SENDT_PRINT", "PRINTET", "MANUELT_HANDTERT", "SENDT_DIGITALT", "SENDT_SDP",
    "LEVERT_SDP", "KLAR_FOR_MOTTAK", "IKKE_LEVERT", "SLETTET", "SENDT_NHN_MOTTAKER",
    "LEVERT_NHN_MOTTAKER",
}  # fmt: skip


@pytest.fixture
def rig(running: Running, closed_port: int) -> SvarUtRig:
    return SvarUtRig(running, closed_port)


@pytest.fixture
def post(rig: SvarUtRig) -> SvarUt:
    return rig.open()


@pytest.fixture(autouse=True)
def _nothing_there(simulators: Simulators) -> None:
    simulators.world.svarut.forget()


def to(number: str, reference: str = "ref-1", **changes: Any) -> Message:
    letter = Letter("Anne Oppdiktet", ("Skolegata 10",), "9990", "VIKA", PDF)
    return Message(reference, number, "", "Vedtak", letter=replace(letter, **changes))


def status_of(post: SvarUt, message: Message) -> str:
    """Where a letter ends, once it has been handed over."""
    (handover,) = post.send([message])
    assert handover.outcome is Outcome.ACCEPTED
    (receipt,) = post.follow({handover.provider_id or "": message.reference})
    return receipt.code


def test_svarut_decides_how_a_letter_goes(simulators: Simulators, post: SvarUt) -> None:
    simulators.faults.receipts = AT_ONCE
    assert status_of(post, to(ANNE, "r1")) == "svarut-levert_sdp"
    assert status_of(post, to(BJORN, "r2")) == "svarut-printet"
    assert status_of(post, to(BJORN, "r3", address_lines=())) == "svarut-ikke_levert"


@pytest.mark.parametrize(
    ("digits", "code"),
    [("97", "ikke_levert"), ("98", "manuelt_handtert"), ("99", "avvist")],
)
def test_the_end_of_the_number_decides(
    simulators: Simulators, post: SvarUt, digits: str, code: str
) -> None:
    simulators.faults.receipts = AT_ONCE
    assert status_of(post, to("018101000" + digits)) == f"svarut-{code}"
    assert delivery_of(code.upper()) is Delivery.FAILED


def test_a_letter_moves_on_with_time_or_stays_for_ever(
    simulators: Simulators, post: SvarUt
) -> None:
    simulators.faults.receipts = ReceiptRules(delay_ms=(400, 400))
    assert status_of(post, to(ANNE, "r1")) == "svarut-mottatt"
    simulators.faults.receipts = ReceiptRules(delay_ms=(0, 0), missing=1.0)
    assert status_of(post, to(ANNE, "r2")) == "svarut-akseptert"
    time.sleep(0.5)
    ids = {h.provider_id or "": h.reference for h in post.ask(["r1"])}
    assert [r.outcome for r in post.follow(ids)] == [Delivery.DELIVERED]


def test_double_and_late_statuses_name_the_same_letter(
    simulators: Simulators, post: SvarUt
) -> None:
    simulators.faults.receipts = ReceiptRules((0, 0), duplicates=1.0, late_pending=True)
    (handover,) = post.send([to(ANNE)])
    seen = [r for _ in range(12) for r in post.follow({handover.provider_id or "": "ref-1"})]
    assert len(seen) == 24
    assert {r.outcome for r in seen} == {Delivery.DELIVERED, Delivery.PENDING}


def test_every_documented_status_means_something() -> None:
    pending = {s for s in STATUSES if delivery_of(s) is Delivery.PENDING}
    assert pending == {
        "MOTTATT", "AKSEPTERT", "SENDT_ALTINN", "SENDT_PRINT", "SENDT_DIGITALT", "SENDT_SDP",
        "KLAR_FOR_MOTTAK", "SENDT_NHN_MOTTAKER",
    }  # fmt: skip
    assert delivery_of("NOE_NYTT") is Delivery.PENDING


@pytest.mark.parametrize("fault", ["500", "html", "reset", "429", "garbled-after-acceptance"])
def test_who_does_not_answer_a_question_leaves_it_open(
    simulators: Simulators, post: SvarUt, fault: str
) -> None:
    (sent,) = post.send([to(ANNE)])
    simulators.faults.set("svarut", Fault(fault))
    assert post.ask(["ref-1"])[0].outcome is Outcome.UNKNOWN
    assert post.follow({sent.provider_id or "": "ref-1"}) == []


def test_a_letter_of_another_account_is_not_ours(rig: SvarUtRig, post: SvarUt) -> None:
    (sent,) = post.send([to(ANNE)])
    other = rig.open(account="1d8c0b2e-0000-4000-8000-000000000002")
    assert other.ask(["ref-1"])[0].outcome is Outcome.NOT_SENT
    assert other.follow({sent.provider_id or "": "ref-1"}) == []
    assert post.follow({}) == []


def test_long_names_are_cut_to_what_svarut_takes(simulators: Simulators, post: SvarUt) -> None:
    long = to(ANNE, name="Æ" * 150, address_lines=("x " * 60, "", "b"), post_town="y" * 90)
    (handover,) = post.send([replace(long, subject="Vedtak\n" * 300)])
    assert handover.outcome is Outcome.ACCEPTED
    assert len(simulators.arrived.matching()[0].subject) == 1000


@pytest.mark.parametrize(
    "message",
    [to(""), to("1234567890x"), to(ANNE, name=""), Message("ref-1", ANNE, "", "Vedtak")],
)
def test_what_is_no_letter_is_refused_here(
    simulators: Simulators, post: SvarUt, message: Message
) -> None:
    (handover,) = post.send([message])
    assert (handover.outcome, handover.reason_code) == (Outcome.REFUSED, "letter-incomplete")
    assert not simulators.world.calls["svarut person"] or not simulators.arrived.matching()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"%PDF-1.4", b"GIF89a.."),
        (b'"tittel": "Vedtak"', b'"tittel": ""'),
        (b'name="forsendelse"', b'name="noe annet"'),
        (b'"filnavn": "brev.pdf"', b'"filnavn": "brev2.pdf"'),
        (b'"navn": "Anne', b'"navn": "' + b"A" * 101),
        (b'"poststed": "VIKA"', b'"poststed": ""'),
        (b'{"tittel"', b'["tittel"'),
        (b'"digitalId": "018', b'"digitalId": "x18'),
        (b'"mimeType"', b'"type"'),
        (b"application/json", b"text/plain"),
        (b'"dokumenter": [', b'"dokumenter": [5, '),
        (b'"avgivendeSystem"', b'"lenker": [{"tekst": "t"}], "avgivendeSystem"'),
        (b'"avgivendeSystem"', b'"konteringskode": "a b", "avgivendeSystem"'),
        (b'"avgivendeSystem"', b'"sikkerhetsniva": "LAV", "avgivendeSystem"'),
        (b'"poststed"', b'"landkode": "no", "poststed"'),
    ],
)
def test_the_simulator_takes_no_form_that_svarut_would_refuse(
    rig: SvarUtRig, old: bytes, new: bytes
) -> None:
    body, kind = letter_body(to(ANNE))
    assert old in body
    url = f"{rig.simulators.url}/svarut/api/v3/kontoer/{KONTO}/forsendelser/person"
    headers = {**rig.open()._http._access.headers(fresh=False), "Content-Type": kind}
    assert requests.post(url, body.replace(old, new), headers=headers, timeout=5).status_code == 400
    assert requests.post(url, body, headers=headers, timeout=5).status_code == 200
    no_account = url.replace(f"/kontoer/{KONTO}", "")
    assert requests.post(no_account, body, headers=headers, timeout=5).status_code == 404
    without = {n: v for n, v in headers.items() if n != "IntegrasjonPassord"}
    assert requests.post(url, body, headers=without, timeout=5).status_code == 401


def test_a_new_token_is_fetched_where_the_old_is_not_accepted(rig: SvarUtRig) -> None:
    class Stale:
        def headers(self, *, fresh: bool) -> dict[str, str]:
            good = rig.open()._http._access.headers(fresh=False)
            return good if fresh else {**good, "Authorization": "Bearer old"}

    (handover,) = rig.open(access=Stale()).send([to(ANNE)])
    assert handover.outcome is Outcome.ACCEPTED
    assert rig.arrived() == {"ref-1": 1}


def test_the_account_is_a_uuid(rig: SvarUtRig) -> None:
    with pytest.raises(ValueError, match="UUID"):
        rig.open(account="min konto")


def test_what_happened_to_a_letter_can_be_read(rig: SvarUtRig, post: SvarUt) -> None:
    rig.simulators.faults.receipts = AT_ONCE
    (sent,) = post.send([to(BJORN)])
    url = f"{rig.simulators.url}/svarut/api/v2/forsendelser/{sent.provider_id}/hendelser"
    headers = rig.open()._http._access.headers(fresh=False)
    events = requests.get(url, headers=headers, timeout=5).json()["hendelser"]
    assert [event["hendelse"] for event in events][-1] == "Printet og sendt"
