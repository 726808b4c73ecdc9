"""STOP answered to an SMS: honoured by class, and nothing else of the answer is kept."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from geotarget.domain.contact_policy import Reachable
from geotarget.domain.stop_words import is_stop
from geotarget.notices.models import OptOut
from geotarget.notices.opt_out import without_opted_out
from geotarget.organisations.models import Organisation
from tests.notices.world import World

PHONE = "+4741000000"


def answer(settings: Any, text: str, to: str = "NO-2333", source: str = PHONE) -> int:
    body = {
        "messageId": "m-1",
        "source": source,
        "destination": to,
        "content": {"type": "TEXT", "userData": text, "encoding": "GSM"},
    }
    url = reverse("notices:link_answer", args=(settings.LINK_RECEIPT_SECRET,))
    return Client().post(url, json.dumps(body), content_type="application/json").status_code


@pytest.fixture
def answerable(world: World) -> Organisation:
    world.organisation.sms_sender = "2333"
    world.organisation.save()
    return world.organisation


def test_stop_opts_the_phone_out_of_information(answerable: Organisation, settings: Any) -> None:
    assert answer(settings, " Stopp! ") == 200
    assert answer(settings, "STOP") == 200
    assert OptOut.objects.count() == 1
    people = {"1": Reachable("1", status="AKTIV", mobile="41 00 00 00", email="k@epost.example")}
    assert without_opted_out(answerable, people) == {"1": Reachable("1")}


def test_who_shares_the_number_is_opted_out_of_too_and_nobody_else(
    answerable: Organisation, stranger: Client, settings: Any
) -> None:
    assert answer(settings, "PROVEN STOPP", to="NO-2444") == 200
    assert not OptOut.objects.exists()
    Organisation.objects.update(sms_sender="2333")
    answer(settings, "PROVEN STOPP")
    assert OptOut.objects.count() == Organisation.objects.count() == 2


@pytest.mark.parametrize("text", ["Takk!", "Når kommer vannet tilbake?", ""])
def test_other_answers_are_taken_and_forgotten(
    answerable: Organisation, settings: Any, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert answer(settings, text) == 200
    assert answer(settings, "STOP", source="nobody") == 200
    assert not OptOut.objects.exists()
    assert PHONE not in caplog.text


@pytest.mark.parametrize("to", ["\x00", "\ud800", "NO-", "Strandvik", "2333\n"])
def test_an_answer_to_no_number_is_no_answer(
    answerable: Organisation, settings: Any, to: str
) -> None:
    assert answer(settings, "STOPP", to=to) == 400
    assert not OptOut.objects.exists()


def test_what_is_no_answer_and_who_knows_no_secret(db: None, settings: Any) -> None:
    url = reverse("notices:link_answer", args=(settings.LINK_RECEIPT_SECRET,))
    assert Client().post(url, "[]", content_type="application/json").status_code == 400
    guessed = reverse("notices:link_answer", args=("guessed",))
    assert Client().post(guessed, "{}", content_type="application/json").status_code == 404


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("STOP", True),
        ("stopp.", True),
        ("Stopp takk", True),
        ("VANN STOPP", True),
        ("Avslutt", True),
        ("Kan dere stoppe vannet?", False),
        ("Hvor lenge blir det stopp i vannet?", False),
        ("", False),
    ],
)
def test_what_counts_as_stop(text: str, stops: bool) -> None:
    assert is_stop(text) is stops
