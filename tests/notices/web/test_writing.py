"""The form: everything required, nothing typed is lost, no input breaks it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from geotarget.domain.message_text import Content, sms
from geotarget.domain.sms_text import LINK_COMMON, measure
from geotarget.notices.approve import submit
from geotarget.notices.models import Notice
from geotarget.organisations.models import User
from geotarget.targeting.models import AddressList
from tests.notices.web.conftest import typed
from tests.notices.world import CONTENT, World

NEW = "/notices/new/"


def edit_url(notice: Notice) -> str:
    return reverse("notices:edit", args=(notice.pk,))


def test_a_draft_is_written_and_shown(author: Client, address_list: AddressList) -> None:
    answer = author.post(NEW, typed(address_list))
    notice = Notice.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("notices:notice", args=(notice.pk,))
    assert {name: getattr(notice, name) for name in CONTENT} == CONTENT
    page = author.get(answer["Location"]).content.decode()
    assert "Vann og avløp, tlf. +4790000000" in page
    assert "Formål: Varsle om planlagt vannstenging" in page
    assert "7 addresses" in page


def test_the_list_of_the_link_is_chosen(author: Client, address_list: AddressList) -> None:
    page = author.get(NEW, {"list": address_list.pk}).content.decode()
    assert f'<option value="{address_list.pk}" selected>' in page


def test_department_and_phone_come_from_the_last_notice(author: Client, draft: Notice) -> None:
    assert 'value="Vann og avløp"' in author.get(NEW).content.decode()


@pytest.mark.parametrize("field", [*CONTENT, "address_list"])
def test_every_field_is_required_and_the_rest_is_kept(
    author: Client, address_list: AddressList, field: str
) -> None:
    answer = author.post(NEW, typed(address_list) | {field: " "})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Notice.objects.exists()
    assert "ds-error-summary" in page
    assert f"id_{field}" in page.split("ds-error-summary")[1].split("</ul>")[0]
    kept = "Tapp opp vann" if field != "email_text" else "Vannet stenges i dag kl. 10-14."
    assert kept in page


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("headline", "a\x00b", "Null characters"),
        ("headline", "a\nBcc: x", "U+000A"),
        ("email_subject", "a\r\nBcc: x", "U+000D"),
        ("email_subject", "hei\u202eieh", "U+202E"),
        ("sms_text", "hei\x07", "U+0007"),
        ("sms_text", "\x1b[2J", "U+001B"),
        ("email_text", "hei\x00", "Null characters"),
        ("headline", "\u200b\ufeff", "Fill in this field."),
        ("department", "\u00ad", "Only invisible characters"),
        ("sms_text", "\u200b\n\u2060", "Only invisible characters"),
        ("email_text", "\u3164 \u2800", "Only invisible characters"),
        ("headline", "x" * 161, "160"),
        ("sms_text", "x" * 1501, "1500"),
        ("sms_text", "ж" * 1400, "at most 16"),
        ("email_text", "x" * 20_001, "20000"),
        ("contact_phone", "ring oss", "digits"),
        ("contact_phone", "1" * 21, "20"),
        ("message_class", "informal", "informal"),
        ("address_list", "9" * 30, "valid choice"),
        ("address_list", "1;drop", "valid choice"),
        ("address_list", "\x00", "Null characters"),
    ],
)
def test_bad_input_is_met_with_words_and_kept(
    author: Client, address_list: AddressList, field: str, text: str, said: str
) -> None:
    answer = author.post(NEW, typed(address_list) | {field: text})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", "a😀é"])
def test_text_is_text(author: Client, address_list: AddressList, text: str) -> None:
    answer = author.post(NEW, typed(address_list, sms_text=text, headline=text), follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert Notice.objects.get().sms_text == text
    assert "<script>alert" not in page


def test_what_nobody_sees_in_a_line_is_left_out(author: Client, address_list: AddressList) -> None:
    typed_line = "\u200bVannet\u2028stenges\u200d i\u2060 dag\ufeff"
    phone = "+47 90\u200e 00 00 00"
    answer = author.post(NEW, typed(address_list, email_subject=typed_line, contact_phone=phone))
    assert answer.status_code == 302
    notice = Notice.objects.get()
    assert notice.email_subject == "Vannet stenges i dag"
    assert notice.contact_phone == "+47 90 00 00 00"


def test_line_ends_are_stored_as_they_are_sent(author: Client, address_list: AddressList) -> None:
    author.post(NEW, typed(address_list, sms_text="a\r\nb", email_text="a\r\n\r\nb"))
    notice = Notice.objects.get()
    assert (notice.sms_text, notice.email_text) == ("a\nb", "a\n\nb")


def test_the_list_of_another_organisation_is_no_choice(
    stranger: Client, address_list: AddressList
) -> None:
    answer = stranger.post(NEW, typed(address_list))
    assert answer.status_code == 422
    assert address_list.name not in answer.content.decode()


def test_a_change_makes_a_draft_again(
    author: Client, approved: Notice, address_list: AddressList
) -> None:
    assert "approved anew" in author.get(edit_url(approved)).content.decode()
    data = typed(address_list, sms_text="Ny tekst") | {"content_hash": approved.content_hash()}
    assert author.post(edit_url(approved), data).status_code == 302
    changed = Notice.objects.get(pk=approved.pk)
    assert (changed.state, changed.sms_text) == ("draft", "Ny tekst")


def test_two_who_change_at_once_are_told(
    author: Client, draft: Notice, address_list: AddressList
) -> None:
    seen = {"content_hash": draft.content_hash()}
    author.post(edit_url(draft), typed(address_list, sms_text="Først") | seen)
    answer = author.post(edit_url(draft), typed(address_list, sms_text="Sist") | seen)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody has changed" in page
    assert "Sist</textarea>" in page
    assert Notice.objects.get().sms_text == "Først"


def test_a_sent_notice_cannot_be_changed(
    author: Client, approved: Notice, address_list: AddressList
) -> None:
    author.post(reverse("notices:send", args=(approved.pk,)))
    answer = author.post(edit_url(approved), typed(address_list, sms_text="Ny"), follow=True)
    assert "cannot be changed" in answer.content.decode()
    assert Notice.objects.get().sms_text == CONTENT["sms_text"]


def test_what_was_typed_survives_a_sign_out(world: World, address_list: AddressList) -> None:
    client = Client(headers={"accept-language": "en"})
    answer = client.post(f"{NEW}?list=1", typed(address_list, sms_text="Skrevet om natta"))
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    signed_in = client.post(
        answer["Location"], {"username": world.author.username, "password": "et langt passord"}
    )
    page = client.get(signed_in["Location"]).content.decode()
    assert "Skrevet om natta" in page
    assert "not saved yet" in page
    assert not Notice.objects.exists()
    assert "Skrevet om natta" not in client.get(NEW).content.decode()


def csrf_checking(user: User | None) -> Client:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    if user:
        client.force_login(user)
    return client


def test_a_token_that_is_too_old_saves_nothing_and_loses_nothing(
    world: World, address_list: AddressList
) -> None:
    client = csrf_checking(world.author)
    client.get(NEW)
    answer = client.post(NEW, typed(address_list, sms_text="Min tekst"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Min tekst</textarea>" in page
    assert "signed in anew" in page
    assert not Notice.objects.exists()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert client.post(NEW, typed(address_list) | {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_foreign_page_leaves_nothing_in_the_session(
    world: World, address_list: AddressList
) -> None:
    client = csrf_checking(None)
    answer = client.post(NEW, typed(address_list))
    assert answer.status_code == 302
    assert not client.session.keys()


PRIVATE = {"public_page": "no"}
"""The line with the code is counted in `test_public_page.py`."""


@pytest.mark.parametrize(
    "text",
    ["Vannet er borte", "æ" * 150, "[" * 80, "Pris “5”", "😀" * 40, "a\r\nb", "š" * 300, ""],
)
def test_the_counter_counts_as_the_gateway_does(author: Client, text: str) -> None:
    posted = {"sms_text": text, "department": "Vann", "contact_phone": "110"} | PRIVATE
    answer = author.post("/notices/sms-size/", posted).json()
    content = Content(text.replace("\r\n", "\n"), "", "", "", "", "Vann", "110")
    size = measure(sms(content), LINK_COMMON)
    assert answer["size"].startswith(f"{size.units} characters")
    assert f"{size.parts} SMS" in answer["size"]
    assert bool(answer["warning"]) == (bool(size.forcing) or size.too_long)


@pytest.mark.parametrize(("by_altinn", "parts"), [(False, 2), (True, 3)])
def test_altinn_counts_in_its_own_way(
    author: Client, world: World, by_altinn: bool, parts: int
) -> None:
    world.organisation.sends_through_altinn = by_altinn
    world.organisation.save()
    posted = {"sms_text": "æ" * 270, "department": "Vann", "contact_phone": "110"} | PRIVATE
    assert f"{parts} SMS" in author.post("/notices/sms-size/", posted).json()["size"]


def test_the_cost_is_told_where_the_price_is_known(author: Client, world: World) -> None:
    posted = {"sms_text": "š" * 80, "department": "Vann", "contact_phone": "110"} | PRIVATE
    assert "kroner" not in author.post("/notices/sms-size/", posted).json()["size"]
    world.organisation.sms_part_ore = 39
    world.organisation.save()
    size = author.post("/notices/sms-size/", posted).json()["size"]
    assert "2 SMS" in size
    assert "0.78 kroner to each phone, 780 to a thousand" in size


def test_plain_characters_are_proposed_where_they_are_cheaper(author: Client) -> None:
    posted = {
        "sms_text": "“" + "a" * 100 + "”",
        "department": "Vann",
        "contact_phone": "110",
    } | PRIVATE
    answer: dict[str, Any] = author.post("/notices/sms-size/", posted).json()
    assert "2 SMS" in answer["size"]
    assert "plain characters" in answer["warning"]
    assert answer["plain"] == '"' + "a" * 100 + '"'


def test_the_form_tells_who_was_signed_out(address_list: AddressList) -> None:
    answer = Client().post("/notices/sms-size/", {}, headers={"accept": "application/json"})
    assert answer.status_code == 401


def test_a_returned_notice_shows_why(
    author: Client, approver: Client, world: World, draft: Notice
) -> None:
    submit(draft, user=world.author)
    approver.post(reverse("notices:send_back", args=(draft.pk,)), {"because": "Feil klokkeslett"})
    assert (
        "Feil klokkeslett"
        in author.get(reverse("notices:notice", args=(draft.pk,))).content.decode()
    )
    assert "Mend" in author.get("/notices/").content.decode()


@pytest.mark.parametrize("chosen", ["9" * 30, "\x00", "-1", "²", "٣", "x" * 3000])
def test_a_link_to_a_list_that_is_none_opens_the_form(
    author: Client, address_list: AddressList, chosen: str
) -> None:
    assert author.get(NEW, {"list": chosen}).status_code == 200


def through_altinn(world: World) -> None:
    world.organisation.sends_through_altinn = True
    world.organisation.save()


def test_businesses_are_offered_only_through_altinn(
    world: World, author: Client, address_list: AddressList
) -> None:
    assert "tells_businesses" not in author.get(NEW).content.decode()
    author.post(NEW, typed(address_list) | {"tells_businesses": "on"})
    assert not Notice.objects.get().tells_businesses
    through_altinn(world)
    page = author.get(NEW).content.decode()
    assert 'name="tells_businesses"' in page
    assert "Also tell businesses at these addresses" in page


def test_businesses_are_told_where_the_writer_says_so(
    world: World, author: Client, address_list: AddressList
) -> None:
    through_altinn(world)
    author.post(NEW, typed(address_list) | {"tells_businesses": "on"})
    notice = Notice.objects.get()
    assert notice.tells_businesses
    page = author.get(reverse("notices:notice", args=(notice.pk,))).content.decode()
    assert "No places of business are known at the addresses." in page
    assert 'id="id_tells_businesses" checked' in author.get(edit_url(notice)).content.decode()
    form = typed(address_list) | {"content_hash": notice.content_hash()}
    author.post(edit_url(notice), form)
    assert not Notice.objects.get().tells_businesses


@pytest.mark.parametrize("message_class", ["information", "formal"])
def test_businesses_get_no_information_and_no_letter(
    world: World, author: Client, address_list: AddressList, message_class: str
) -> None:
    through_altinn(world)
    changed = {"tells_businesses": "on", "message_class": message_class}
    answer = author.post(NEW, typed(address_list) | changed)
    assert answer.status_code == 422
    assert "Businesses can only be told service and emergency notices." in answer.content.decode()
