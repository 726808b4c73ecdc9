"""Orders through the simulated Altinn: taken once per key, by its own choice of way, followed."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import jwt
import pytest
import requests

from geotarget.channels.altinn import AltinnNotifications
from geotarget.channels.altinn_statuses import delivery_of, is_permanent
from geotarget.channels.contract import Delivery, Message, Outcome
from geotarget.registers.altinn_token import SCOPE, AltinnAccess
from geotarget.registers.asking import Bearer
from geotarget.registers.errors import NotAuthorised, RegisterUnavailable
from geotarget.simulators.faults import Fault, ReceiptRules
from geotarget.simulators.running import Simulators
from tests.channels.rigs import AltinnRig
from tests.simulators.fixtures import Running
from tests.simulators.world import ANNE, BJORN, EVA

AT_ONCE = ReceiptRules(delay_ms=(0, 0))
BUSINESS = "810000058"
OTHERS = ("810000090", "810000007")
"""Organisations that the simulator reaches by e-mail alone, and not at all."""


@pytest.fixture
def rig(running: Running, closed_port: int) -> AltinnRig:
    return AltinnRig(running, closed_port)


@pytest.fixture
def altinn(rig: AltinnRig) -> AltinnNotifications:
    return rig.open()


def word_on(altinn: AltinnNotifications, message: Message) -> tuple[Delivery, str]:
    (handover,) = altinn.send([message])
    assert handover.outcome is Outcome.ACCEPTED
    (receipt,) = altinn.follow({handover.provider_id or "": message.reference})
    assert receipt.reference == message.reference
    return receipt.outcome, receipt.code


def test_nothing_but_the_identity_number_is_given(
    rig: AltinnRig, altinn: AltinnNotifications, simulators: Simulators
) -> None:
    assert altinn.send([rig.message(1)])[0].outcome is Outcome.ACCEPTED
    (arrival,) = simulators.arrived.matching()
    assert (arrival.channel, arrival.to, arrival.sender) == ("sms", "+4790000181", "Testkommune")


def test_an_organisation_is_told_by_its_number(rig: AltinnRig, simulators: Simulators) -> None:
    simulators.faults.receipts = AT_ONCE
    to_business = replace(rig.message(1), to=BUSINESS)
    (order,) = rig.open()._order(to_business)["recipient"].items()
    assert order[0] == "recipientOrganization"
    assert order[1]["orgNumber"] == BUSINESS
    assert not {"ignoreReservation", "useStaleContactInformation"} & order[1].keys()
    assert word_on(rig.open(), to_business) == (Delivery.DELIVERED, "altinn-sms_delivered")
    (arrival,) = simulators.arrived.matching()
    assert (arrival.channel, arrival.text) == ("sms", to_business.text)


def test_altinn_holds_no_message_back_until_the_morning(rig: AltinnRig) -> None:
    """Its own choice for an SMS is from nine to five; hours are the matter of the dispatch."""
    for to in (ANNE, BUSINESS):
        (recipient,) = rig.open()._order(replace(rig.message(1), to=to))["recipient"].values()
        for settings in ("smsSettings", "emailSettings"):
            assert recipient[settings]["sendingTimePolicy"] == "Anytime"


def test_organisations_without_sms_or_without_anything(rig: AltinnRig) -> None:
    with_email, silent = (replace(rig.message(n), to=to) for n, to in enumerate(OTHERS, start=2))
    assert rig.open().send([with_email])[0].outcome is Outcome.ACCEPTED
    (handover,) = rig.open().send([silent])
    assert (handover.outcome, handover.reason_code) == (Outcome.REFUSED, "http-422")


def test_the_same_key_is_taken_once_whatever_the_answer(
    rig: AltinnRig, altinn: AltinnNotifications, simulators: Simulators
) -> None:
    simulators.faults.set("altinn", Fault("500-after-acceptance", count=1))
    message = rig.message(1)
    assert altinn.send([message])[0].outcome is Outcome.UNKNOWN
    first, again = altinn.send([message])[0], altinn.send([message])[0]
    assert first == again
    assert first.outcome is Outcome.ACCEPTED
    assert rig.arrived() == {message.reference: 1}


def test_the_feed_tells_what_became_of_it(
    rig: AltinnRig, altinn: AltinnNotifications, simulators: Simulators
) -> None:
    simulators.faults.receipts = AT_ONCE
    assert word_on(altinn, rig.message(1)) == (Delivery.DELIVERED, "altinn-sms_delivered")
    simulators.faults.receipts = ReceiptRules((0, 0), missing=1.0)
    assert word_on(altinn, rig.message(2)) == (Delivery.PENDING, "altinn-sms_sending")


@pytest.mark.usefixtures("as_before")
def test_a_mailbox_that_bounces_and_words_that_come_twice(
    rig: AltinnRig, simulators: Simulators
) -> None:
    people_of(simulators, EVA, mobile="", email="eva.bounce@example.no")
    simulators.faults.receipts = ReceiptRules(delay_ms=(0, 0), duplicates=1.0)
    altinn = rig.open(use_stale_contact=True)
    told = word_on(altinn, replace(rig.message(1), to=EVA))
    assert told == (Delivery.FAILED, "altinn-email_failed_bounced")


def test_a_late_word_that_it_is_on_its_way_hides_no_end(
    rig: AltinnRig, simulators: Simulators
) -> None:
    simulators.faults.receipts = ReceiptRules(delay_ms=(0, 0), late_pending=True)
    assert word_on(rig.open(), rig.message(1))[0] is Delivery.DELIVERED


def test_more_than_a_page_of_the_feed_is_read(rig: AltinnRig, simulators: Simulators) -> None:
    altinn = rig.open(answer_seconds=10.0)  # three hundred answers, on a machine that may be busy
    simulators.faults.receipts = AT_ONCE
    messages = [rig.message(n) for n in range(300)]
    sent = [h for n in range(0, 300, 50) for h in altinn.send(messages[n : n + 50])]
    receipts = altinn.follow({h.provider_id or "": h.reference for h in sent})
    assert {r.reference for r in receipts} == {m.reference for m in messages}
    assert {r.outcome for r in receipts} == {Delivery.DELIVERED}


def people_of(simulators: Simulators, number: str, **krr: Any) -> None:
    """Change what the contact register says of somebody."""
    people = simulators.world.people.now().by_id
    people[number] = replace(people[number], krr={**(people[number].krr or {}), **krr})


@pytest.fixture
def as_before(simulators: Simulators) -> Any:
    people = simulators.world.people.now().by_id
    eva = people[EVA]
    yield
    people[EVA] = eva


@pytest.mark.usefixtures("as_before")
def test_reservation_counts_unless_the_class_says_otherwise(
    rig: AltinnRig, simulators: Simulators
) -> None:
    simulators.faults.receipts = AT_ONCE
    people_of(simulators, EVA, reserved=True)
    to_eva = replace(rig.message(1), to=EVA)
    assert word_on(rig.open(), to_eva) == (Delivery.FAILED, "altinn-sms_failed_recipientreserved")
    assert not simulators.arrived.matching()
    again = replace(rig.message(2), to=EVA)
    assert word_on(rig.open(ignore_reservation=True), again)[0] is Delivery.DELIVERED


@pytest.mark.usefixtures("as_before")
def test_old_contact_data_count_only_where_the_class_allows(
    rig: AltinnRig, simulators: Simulators
) -> None:
    people_of(simulators, EVA, mobile_updated="2020-01-01T00:00:00Z", mobile_verified=None)
    people_of(simulators, EVA, email_updated="2020-01-01T00:00:00Z", email_verified=None)
    (strict,) = rig.open().send([replace(rig.message(1), to=EVA)])
    assert (strict.outcome, strict.reason_code) == (Outcome.REFUSED, "http-422")
    (wide,) = rig.open(use_stale_contact=True).send([replace(rig.message(2), to=EVA)])
    assert wide.outcome is Outcome.ACCEPTED


def test_nobody_without_contact_data_is_reached(rig: AltinnRig) -> None:
    (handover,) = rig.open().send([replace(rig.message(1), to=BJORN)])
    assert (handover.outcome, handover.reason_code) == (Outcome.REFUSED, "http-422")


@pytest.mark.parametrize("to", ["", "123", ANNE + "1", "+4790000000", "810000059"])
def test_what_is_no_identity_number_goes_nowhere(
    rig: AltinnRig, simulators: Simulators, to: str
) -> None:
    before = simulators.world.calls["altinn orders"]
    (handover,) = rig.open().send([replace(rig.message(1), to=to)])
    assert (handover.outcome, handover.reason_code) == (Outcome.REFUSED, "number-is-none")
    assert simulators.world.calls["altinn orders"] == before


def test_altinn_takes_only_its_own_token(rig: AltinnRig) -> None:
    (handover,) = rig.open(access=Bearer(rig.running.tokens, SCOPE)).send([rig.message(1)])
    assert (handover.outcome, handover.reason_code) == (Outcome.NOT_SENT, "http-401")


@pytest.mark.parametrize(
    "change",
    [
        {"idempotencyId": ""},
        {"recipient": {}},
        {"recipient": {"recipientSms": {}}},
        {"recipient": {"recipientPerson": {"nationalIdentityNumber": "1"}}},
        {"recipient": {"recipientOrganization": {"orgNumber": "810000059"}}},
        {"recipient": {"recipientOrganization": {"orgNumber": "810000058"}}},
        {"requestedSendTime": "i morgen"},
        {"reminders": [{"delayDays": 1}]},
    ],
)
def test_the_simulator_refuses_what_altinn_would(rig: AltinnRig, change: dict[str, Any]) -> None:
    url = f"{rig.simulators.url}/altinn/notifications/api/v1/future/orders"
    order = rig.open()._order(rig.message(1)) | change
    headers = rig.access.headers(fresh=False)
    assert requests.post(url, json=order, headers=headers, timeout=5).status_code == 400


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"channelSchema": "Pigeon"}, 400),
        ({"nationalIdentityNumber": int(ANNE)}, 400),
        ({"emailSettings": {"subject": "S", "body": "B", "contentType": "Pdf"}}, 400),
        ({"emailSettings": {"body": "B"}}, 400),
        ({"channelSchema": "Sms", "emailSettings": None}, 201),
        ({"channelSchema": "Email", "smsSettings": None}, 201),
    ],
)
def test_the_simulator_looks_at_what_the_schema_needs(
    rig: AltinnRig, change: dict[str, Any], status: int
) -> None:
    url = f"{rig.simulators.url}/altinn/notifications/api/v1/future/orders"
    order = rig.open()._order(rig.message(1))
    order["recipient"]["recipientPerson"] |= {"useStaleContactInformation": True} | change
    headers = rig.access.headers(fresh=False)
    assert requests.post(url, json=order, headers=headers, timeout=5).status_code == status


def test_a_record_of_the_feed_keeps_its_number(rig: AltinnRig, simulators: Simulators) -> None:
    """Who reads on from a number misses none and meets none twice."""
    simulators.faults.receipts = ReceiptRules(delay_ms=(0, 300), duplicates=0.5)
    url = f"{rig.simulators.url}/altinn/notifications/api/v1/future/shipment/feed"
    altinn, headers = rig.open(), rig.access.headers(fresh=False)
    seen: dict[int, tuple[str, str]] = {}
    for number in range(20):
        altinn.send([rig.message(number)])
        for row in requests.get(url, headers=headers, timeout=5).json():
            what = row["shipmentId"], row["status"]
            assert seen.setdefault(row["sequenceNumber"], what) == what


def test_the_feed_has_at_most_five_hundred_a_page(rig: AltinnRig) -> None:
    url = f"{rig.simulators.url}/altinn/notifications/api/v1/future/shipment/feed"
    headers = rig.access.headers(fresh=False)
    for size, status in (("500", 200), ("501", 400), ("0", 400), ("x", 400)):
        answer = requests.get(url, params={"pageSize": size}, headers=headers, timeout=5)
        assert answer.status_code == status


@pytest.mark.parametrize("fault", ["500", "html", "reset", "429", "garbled-after-acceptance"])
def test_who_does_not_answer_leaves_it_open(
    rig: AltinnRig, altinn: AltinnNotifications, simulators: Simulators, fault: str
) -> None:
    (handover,) = altinn.send([rig.message(1)])
    simulators.faults.set("altinn", Fault(fault))
    assert altinn.follow({handover.provider_id or "": "ref-1"}) == []
    assert altinn.follow({}) == []


def test_one_that_arrived_is_enough() -> None:
    words = ["SMS_Delivered", "Email_Failed_Bounced", "SMS_Sending", "Email_Succeeded"]
    for pair in combinations(words, 2):
        expected = Delivery.DELIVERED if "SMS_Delivered" in pair else Delivery.PENDING
        assert delivery_of("Order_Processed", pair) is expected
    assert delivery_of("Order_Completed", ["SMS_Failed", "Email_Failed"]) is Delivery.FAILED
    assert delivery_of("Order_Cancelled", []) is Delivery.FAILED
    assert delivery_of("Order_Registered", []) is Delivery.PENDING
    assert is_permanent(["SMS_Failed_BarredReceiver"])
    assert not is_permanent(["SMS_Failed_Expired"])
    assert not is_permanent([])


def test_a_token_is_kept_until_ten_seconds_before_its_end(rig: AltinnRig) -> None:
    times = [0.0]
    exchange = f"{rig.simulators.url}/altinn/authentication/api/v1/exchange/maskinporten"
    access = AltinnAccess(exchange, Bearer(rig.running.tokens, SCOPE), clock=lambda: times[0])
    first = access.headers(fresh=False)
    token = first["Authorization"].removeprefix("Bearer ")
    ends = jwt.decode(token, options={"verify_signature": False})["exp"]
    calls = rig.simulators.world.calls
    before = calls["maskinporten maskinporten"]
    times[0] = ends - 10.5
    assert access.headers(fresh=False) == first
    assert calls["maskinporten maskinporten"] == before
    times[0] = ends - 10
    access.headers(fresh=False)
    access.headers(fresh=True)
    assert calls["maskinporten maskinporten"] == before + 2


def test_an_exchange_that_fails_says_what_to_do(rig: AltinnRig, closed_port: int) -> None:
    class Stranger:
        def headers(self, *, fresh: bool) -> dict[str, str]:
            return {"Authorization": "Bearer none"}

    exchange = f"{rig.simulators.url}/altinn/authentication/api/v1/exchange/maskinporten"
    with pytest.raises(NotAuthorised, match="service owner"):
        AltinnAccess(exchange, Stranger()).headers(fresh=False)
    with pytest.raises(RegisterUnavailable):
        AltinnAccess(f"http://127.0.0.1:{closed_port}/x", Stranger()).headers(fresh=False)
    rig.simulators.faults.set("maskinporten", Fault("500"))
    with pytest.raises(RegisterUnavailable):
        AltinnAccess(exchange, Stranger()).headers(fresh=False)


def test_what_lies_further_back_than_the_feed_is_read_is_asked_for(
    rig: AltinnRig, simulators: Simulators, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other services of the same owner fill the feed too."""
    monkeypatch.setattr("geotarget.channels.altinn._PER_PAGE", 2)
    monkeypatch.setattr("geotarget.channels.altinn._MOST_PAGES", 2)
    simulators.faults.receipts = AT_ONCE
    altinn = rig.open()
    sent = {h.provider_id or "": h.reference for h in altinn.send([rig.message(1), rig.message(2)])}
    altinn.send([rig.message(n) for n in range(3, 13)])
    receipts = altinn.follow(sent)
    assert {receipt.reference for receipt in receipts} == set(sent.values())
    assert {receipt.outcome for receipt in receipts} == {Delivery.DELIVERED}
