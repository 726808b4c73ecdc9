"""A formal notice: written without an SMS, read as PDF, refused where there is no account."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from geotarget.domain.errors import InputError
from geotarget.notices.models import Notice
from geotarget.notices.try_out import send_to_myself
from geotarget.targeting.models import AddressList
from tests.notices.web.conftest import typed
from tests.notices.world import World

NEW = "/notices/new/"


@pytest.fixture(autouse=True)
def _an_account(settings: Any) -> None:
    settings.LETTERS = settings.LETTERS | {"is_simulated": True}


def formal(address_list: AddressList, **changes: str) -> dict[str, Any]:
    return typed(address_list) | {"message_class": "formal"} | changes


@pytest.mark.parametrize("sms", ["", "Vannet stenges", "hei\x07", "x" * 1501])
def test_no_sms_is_needed_and_none_is_kept(
    author: Client, address_list: AddressList, sms: str
) -> None:
    assert author.post(NEW, formal(address_list, sms_text=sms)).status_code == 302
    assert Notice.objects.get().sms_text == ""


def test_the_page_shows_the_letter_and_no_sms(author: Client, address_list: AddressList) -> None:
    page = author.post(NEW, formal(address_list), follow=True).content.decode()
    notice = Notice.objects.get()
    assert "Formal letter" in page
    assert "SMS from" not in page
    assert "Send a test" not in page
    assert reverse("notices:try_out", args=(notice.pk,)) not in page
    assert reverse("notices:letter", args=(notice.pk,)) in page


def test_the_letter_is_a_pdf(author: Client, address_list: AddressList) -> None:
    author.post(NEW, formal(address_list))
    answer = author.get(reverse("notices:letter", args=(Notice.objects.get().pk,)))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"%PDF-")


def test_without_an_account_it_is_refused_at_its_place(
    author: Client, address_list: AddressList, settings: Any
) -> None:
    settings.LETTERS = settings.LETTERS | {"is_simulated": False, "accounts": {}}
    answer = author.post(NEW, formal(address_list))
    assert answer.status_code == 422
    assert "no account at SvarUt" in answer.content.decode()


def test_a_letter_is_not_sent_as_a_test(
    world: World, author: Client, address_list: AddressList
) -> None:
    author.post(NEW, formal(address_list))
    with pytest.raises(InputError, match="as a test"):
        send_to_myself(Notice.objects.get(), user=world.author)
