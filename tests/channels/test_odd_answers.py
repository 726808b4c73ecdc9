"""Answers that the providers' descriptions allow, or that something in between gives: no channel
raises, and none says more than it knows."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from geotarget.channels.altinn import AltinnNotifications
from geotarget.channels.contract import Channel, Delivery, Letter, Message, Outcome
from geotarget.channels.link_codes import outcome_of
from geotarget.channels.link_sms import LinkSms
from geotarget.channels.svarut import SvarUt
from tests.outbound.scripted import DEEP, answering
from tests.simulators.world import ANNE

PAGE = "<html>Request rejected. Your support ID is: 4711</html>"
SHIPMENT, LETTER_ID = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
MESSAGE = Message(
    "ref-1",
    ANNE,
    "Vannet er borte",
    "Vannet",
    letter=Letter("Kari Oppdiktet", ("Skolegata 10",), "9990", "VIKA", b"%PDF-"),
)


class Known:
    def headers(self, *, fresh: bool) -> dict[str, str]:
        return {"Authorization": "Bearer x"}


def link(url: str) -> LinkSms:
    return LinkSms(
        base_url=url,
        username="u",
        password="p",
        platform_id="1",
        platform_partner_id="2",
        sender="Testkommune",
    )


def svarut(url: str) -> SvarUt:
    return SvarUt(base_url=url, account=LETTER_ID, access=Known())


def altinn(url: str) -> AltinnNotifications:
    return AltinnNotifications(
        base_url=url, access=Known(), sms_sender="Test", email_sender="a@b.example"
    )


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (1005, Outcome.ACCEPTED),
        (1001, Outcome.ACCEPTED),
        (1007, Outcome.ACCEPTED),
        (1000, Outcome.UNKNOWN),
        (4711_000, Outcome.UNKNOWN),
        (3, Outcome.NOT_SENT),
        (1006, Outcome.REFUSED),
        (2106, Outcome.REFUSED),
        (3000, Outcome.REFUSED),
        (106200, Outcome.REFUSED),
    ],
)
def test_what_the_gateway_has_on_its_way_goes_by_no_other_channel(
    code: int, outcome: Outcome
) -> None:
    assert outcome_of(code) is outcome


@pytest.mark.parametrize("code", ["1e999", "Infinity", "NaN", "null", "[1005]", "{}", '"x"'])
def test_a_code_that_is_none_says_nothing(code: str) -> None:
    with answering(f'[{{"refId": "ref-1", "resultCode": {code}}}]') as url:
        (handover,) = link(url).send([MESSAGE])
    assert (handover.outcome, handover.reason_code) == (Outcome.UNKNOWN, "not-in-answer")


@pytest.mark.parametrize("open_channel", [link, svarut, altinn])
def test_an_answer_that_can_not_be_read_is_unknown(open_channel: Any) -> None:
    with answering(DEEP) as url:
        channel: Channel = open_channel(url)
        (handover,) = channel.send([MESSAGE])
    assert handover.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("open_channel", [svarut, altinn])
@pytest.mark.parametrize("status", [400, 406, 413])
def test_a_firewall_refuses_nobody_for_good(open_channel: Any, status: int) -> None:
    with answering(PAGE, status, "text/html; charset=utf-8") as url:
        (handover,) = open_channel(url).send([MESSAGE])
    assert (handover.outcome, handover.is_for_all) == (Outcome.NOT_SENT, False)


@pytest.mark.parametrize(
    "rows",
    [
        5,
        [None],
        [{"shipmentId": SHIPMENT}] * 500,
        [{"sequenceNumber": None}] * 500,
        [{"sequenceNumber": 1, "shipmentId": "other", "recipients": 5}],
    ],
)
def test_a_feed_that_is_none_tells_nothing(rows: Any) -> None:
    with answering(json.dumps(rows)) as url:
        assert altinn(url).follow({SHIPMENT: "ref-1"}) == []


def test_one_status_that_can_not_be_read_hides_no_other() -> None:
    rows = [None, {"id": 5}, {"id": LETTER_ID}, {"id": LETTER_ID, "status": "LEST"}]
    with answering(json.dumps({"statuser": rows})) as url:
        (receipt,) = svarut(url).follow({LETTER_ID: "ref-1"})
    assert (receipt.reference, receipt.outcome) == ("ref-1", Delivery.DELIVERED)
