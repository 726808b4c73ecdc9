"""Opting out by the link: one POST without cookie or sign-in; a GET changes nothing."""

from __future__ import annotations

import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from geotarget.channels.email_text import EmailSender, composed
from geotarget.domain.contact_policy import EMAIL, SMS, Reachable
from geotarget.notices import opt_out
from geotarget.notices.compose import email
from geotarget.notices.keyring import KeysAway
from geotarget.notices.models import Notice, OptOut
from geotarget.notices.write import write
from geotarget.organisations.guesses import MOST_WRONG
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList
from tests.notices.web.conftest import typed
from tests.notices.world import CONTENT, World

ADDRESS = "kari.oppdiktet@epost.example"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def path(world: World, settings: Any) -> str:
    cache.clear()
    return opt_out.link(world.organisation, EMAIL, ADDRESS).removeprefix(settings.PUBLIC_URL)


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})


def test_one_click_of_a_mail_program_is_enough(world: World, path: str, visitor: Client) -> None:
    answer = visitor.post(path, ONE_CLICK)
    assert answer.status_code == 200
    assert not answer.cookies
    assert OptOut.objects.get().since == timezone.localdate()
    assert visitor.post(path, ONE_CLICK).status_code == 200
    assert OptOut.objects.count() == 1


def test_fetching_it_shows_a_button_and_changes_nothing(path: str, visitor: Client) -> None:
    page = visitor.get(path)
    assert page.status_code == 200
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
    assert b'<form method="post"><button' in page.content
    assert not OptOut.objects.exists()


def test_who_pressed_it_by_mistake_takes_it_back(path: str, visitor: Client) -> None:
    assert "You have opted out" in visitor.post(path, ONE_CLICK).content.decode()
    assert "You have opted out" in visitor.get(path).content.decode()
    assert "Information from" in visitor.post(path, {"again": "1"}).content.decode()
    assert not OptOut.objects.exists()


def test_nothing_of_the_person_is_in_the_link_the_page_or_the_table(
    path: str, visitor: Client
) -> None:
    seen = path + visitor.post(path, ONE_CLICK).content.decode()
    assert "kari" not in seen.lower()
    assert ADDRESS.encode() not in bytes(OptOut.objects.get().address_hash)


def test_a_link_of_one_organisation_is_none_of_another(
    world: World, path: str, visitor: Client, stranger: Client
) -> None:
    other = Organisation.objects.exclude(pk=world.organisation.pk).get()
    moved = path.replace(f"/{world.organisation.pk}/", f"/{other.pk}/")
    assert visitor.post(moved, ONE_CLICK).status_code == 404
    assert visitor.get(moved.replace(f"/{other.pk}/", "/999999/")).status_code == 404
    assert not OptOut.objects.exists()


def test_who_guesses_has_to_wait_and_who_has_a_link_has_not(path: str, visitor: Client) -> None:
    wrong = path[:-5] + "AAAA/"
    answers = [visitor.post(wrong, ONE_CLICK).status_code for _ in range(MOST_WRONG + 1)]
    assert answers == [404] * MOST_WRONG + [429]
    assert visitor.post(path, ONE_CLICK).status_code == 200


def test_whoever_has_opted_out_with_one_address_is_told_at_none(
    world: World, path: str, visitor: Client
) -> None:
    kari = Reachable("1", status="AKTIV", mobile="+4741000000", email=ADDRESS.upper())
    ola = Reachable("2", status="AKTIV", mobile="+4741000001", email="ola@epost.example")
    people = {"1": kari, "2": ola}
    assert opt_out.without_opted_out(world.organisation, people) == people
    visitor.post(path, ONE_CLICK)
    left = opt_out.without_opted_out(world.organisation, people)
    assert left == {"1": Reachable("1"), "2": ola}


def test_the_same_number_of_another_organisation_is_not_out(
    world: World, path: str, visitor: Client, stranger: Client
) -> None:
    visitor.post(path, ONE_CLICK)
    other = Organisation.objects.exclude(pk=world.organisation.pk).get()
    people = {"1": Reachable("1", status="AKTIV", email=ADDRESS)}
    assert opt_out.without_opted_out(other, people) == people


def test_it_is_forgotten_after_five_years(world: World, path: str, visitor: Client) -> None:
    visitor.post(path, ONE_CLICK)
    assert opt_out.forget_old() == 0
    OptOut.objects.update(since=timezone.localdate() - datetime.timedelta(days=5 * 365 + 1))
    assert opt_out.forget_old() == 1


@pytest.mark.parametrize(
    ("message_class", "says"),
    [
        ("service", "Slike varsler kan du ikke melde deg av."),
        ("emergency", "fare for liv, helse eller eiendom"),
        ("information", "Meld deg av: http"),
    ],
)
def test_the_mail_has_the_link_or_says_why_there_is_none(
    world: World, address_list: AddressList, message_class: str, says: str
) -> None:
    content = CONTENT | {"message_class": message_class}
    notice: Notice = write(
        content, address_list=address_list, organisation=world.organisation, user=world.author
    )
    message = email(notice, "ref-1", ADDRESS)
    raw = composed(message, ADDRESS, EmailSender("varsel@kommune.example"))
    mail = message_from_bytes(raw, policy=policy.default)
    text = mail.get_content()
    assert says in text
    assert ("List-Unsubscribe" in mail) is (message_class == "information")
    if message.opt_out_link:
        assert mail["List-Unsubscribe"] == f"<{message.opt_out_link}>"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message.opt_out_link in text


def test_information_is_written_without_an_sms(
    author: Client, address_list: AddressList, world: World
) -> None:
    form = typed(address_list, message_class="information", sms_text="")
    page = author.post("/notices/new/", form, follow=True)
    assert Notice.objects.get().message_class == "information"
    assert "SMS from" not in page.content.decode()
    world.organisation.sends_through_altinn = True
    world.organisation.save()
    assert author.post("/notices/new/", form).status_code == 422


def test_numbers_are_known_by_channel(world: World) -> None:
    key = opt_out.link(world.organisation, SMS, "+4741000000").rstrip("/").rpartition("/")[2]
    opt_out.opt_out(world.organisation, opt_out.opened(world.organisation, key))
    told = {"1": Reachable("1", status="AKTIV", mobile="410 00 000", email=ADDRESS)}
    assert opt_out.without_opted_out(world.organisation, told) == {"1": Reachable("1")}


def test_another_key_is_not_made_where_the_folder_is_not_mounted(
    world: World, path: str, visitor: Client, tmp_path: Path, settings: Any
) -> None:
    """Under another key nobody who has opted out would be known again, and all would be told."""
    visitor.post(path, ONE_CLICK)
    reached = {"1": Reachable("1", status="AKTIV", email=ADDRESS)}
    there, settings.KEYS_DIR = settings.KEYS_DIR, str(tmp_path / "elsewhere")
    with pytest.raises(KeysAway):
        opt_out.without_opted_out(world.organisation, reached)
    assert not (tmp_path / "elsewhere").exists()
    settings.KEYS_DIR = there
    assert opt_out.without_opted_out(world.organisation, reached) == {"1": Reachable("1")}
