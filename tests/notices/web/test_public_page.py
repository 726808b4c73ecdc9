"""The public page of a notice, and the code residents type: for everybody, about nobody."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from geotarget.domain import message_text
from geotarget.domain.retention import PUBLIC_PAGE
from geotarget.domain.short_code import new_code, shown
from geotarget.notices import control
from geotarget.notices.approve import approve, submit
from geotarget.notices.compose import email
from geotarget.notices.follow_up import follow_up
from geotarget.notices.models import Chunk, Dispatch, Notice
from geotarget.notices.send import send
from geotarget.organisations.guesses import MOST_WRONG
from geotarget.organisations.models import OrganisationLogo
from geotarget.targeting.models import AddressList
from tests.notices.delivering import release
from tests.notices.web.conftest import typed
from tests.notices.world import World, make_notice


@pytest.fixture(autouse=True)
def nobody_has_guessed(db: None) -> None:
    cache.clear()


@pytest.fixture
def visitor() -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def public(world: World, address_list: AddressList) -> Dispatch:
    return sent(world, make_notice(world, address_list, is_public=True, headline="Kladd 7"))


def sent(world: World, notice: Notice) -> Dispatch:
    dispatch = release(notice, author=world.author, approver=world.approver)
    Chunk.objects.update(state="done")
    return dispatch


def follow(world: World, dispatch: Dispatch, kind: str, **content: Any) -> Dispatch:
    notice = follow_up(dispatch, kind, user=world.author)
    Notice.objects.filter(pk=notice.pk).update(**content)
    return sent(world, Notice.objects.get(pk=notice.pk))


def url(dispatch: Dispatch) -> str:
    return f"/v/{shown(dispatch.code)}/"


def read(visitor: Client, dispatch: Dispatch) -> str:
    answer = visitor.get(url(dispatch))
    assert answer.status_code == 200
    return answer.content.decode()


def test_text_sender_and_time_for_everybody(
    world: World, public: Dispatch, visitor: Client
) -> None:
    page = read(visitor, public)
    for told in (
        public.email_subject,
        public.email_text,
        public.sms_text,
        public.purpose,
        public.legal_basis,
        public.contact_phone,
        world.organisation.name,
        shown(public.code),
        "Prøveabvegen",
    ):
        assert told in page
    assert "noindex" not in page
    labels = public.address_list.addresses.values_list("label", flat=True)
    assert not [label for label in labels if label in page]
    for staff in (public.headline, "avsender", "godkjenner", "residents found"):
        assert staff not in page
    assert str(public.address_list.address_count) + " address" not in page


def test_the_map_is_a_picture_of_our_own(public: Dispatch, visitor: Client) -> None:
    answer = visitor.get(f"{url(public)}map.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "max-age" in answer["Cache-Control"]
    svg = answer.content.decode()
    assert re.search(r'<path d="M -?\d+ -?\d+ L? ?[-\d ]+', svg)
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in svg
    assert "style=" not in svg


def test_a_code_is_typed_as_people_type(public: Dispatch, visitor: Client) -> None:
    for as_typed in (public.code, public.code.lower(), shown(public.code), f" {public.code} "):
        answer = visitor.get("/v/", {"code": as_typed})
        assert answer.status_code == 302
        assert answer["Location"] == url(public)
    assert visitor.get("/v/").status_code == 200


@pytest.mark.parametrize("wrong", ["3K7M-PXRT", "x", "\x00", "<script>", "9" * 500, "../login"])
def test_a_wrong_code_says_what_to_do(public: Dispatch, visitor: Client, wrong: str) -> None:
    answer = visitor.get("/v/", {"code": wrong})
    assert answer.status_code == (200 if wrong == "\x00" else 404)
    assert answer["X-Robots-Tag"] == "noindex"
    assert b"<script>" not in answer.content


def test_who_tries_codes_has_to_wait(public: Dispatch, visitor: Client) -> None:
    for _ in range(MOST_WRONG):
        assert visitor.get("/v/", {"code": new_code()}).status_code == 404
    assert visitor.get(f"/v/{new_code()}/").status_code == 429
    assert visitor.get(url(public)).status_code == 429
    cache.clear()
    assert visitor.get(url(public)).status_code == 200


def test_what_is_not_public_is_not_there(
    world: World, address_list: AddressList, public: Dispatch, visitor: Client
) -> None:
    Dispatch.objects.update(is_public=False)
    answer = visitor.get(url(public))
    assert answer.status_code == 404
    assert answer["X-Robots-Tag"] == "noindex"
    assert visitor.get(f"{url(public)}map.svg").status_code == 404
    Dispatch.objects.update(is_public=True)
    for starts_at in (timezone.now() + datetime.timedelta(hours=1), timezone.now() - PUBLIC_PAGE):
        Dispatch.objects.update(starts_at=starts_at)
        assert visitor.get(url(public)).status_code == 404


def test_what_was_undone_before_anything_left_is_not_there(
    world: World, address_list: AddressList, visitor: Client
) -> None:
    notice = submit(make_notice(world, address_list, is_public=True), user=world.author)
    approve(notice, content_hash=notice.content_hash(), user=world.approver)
    dispatch = send(notice, user=world.author)
    assert visitor.get(url(dispatch)).status_code == 200
    control.stop(dispatch, user=world.author)
    assert visitor.get(url(dispatch)).status_code == 404


def test_it_says_that_it_is_corrected_and_over(
    world: World, public: Dispatch, visitor: Client
) -> None:
    correction = follow(world, public, "correction", email_subject="Det rette")
    page = read(visitor, public)
    assert "Corrected" in page
    assert url(correction) in page.replace(correction.code, shown(correction.code))
    assert "This is over." not in page
    over = follow(world, correction, "all_clear", email_subject="Vannet er tilbake")
    for each in (public, correction):
        assert "This is over." in read(visitor, each)
        assert "Vannet er tilbake" in read(visitor, each)
    page = read(visitor, over)
    assert "It calls off" in page
    assert "This is over." not in page
    Dispatch.objects.filter(pk=over.pk).update(is_public=False)
    page = read(visitor, public)
    assert "This is over." in page
    assert f'href="/v/{over.code}/"' not in page
    assert "Vannet er tilbake" not in page
    Dispatch.objects.update(is_public=False)
    Dispatch.objects.filter(pk=over.pk).update(is_public=True)
    page = read(visitor, over)
    assert "an earlier notice" in page
    assert "Det rette" not in page


def test_the_municipality_s_colour_and_logo(
    world: World, public: Dispatch, visitor: Client
) -> None:
    assert visitor.get(f"{url(public)}look.css").status_code == 404
    assert visitor.get(f"{url(public)}logo.png").status_code == 404
    world.organisation.colour, world.organisation.logo_digest = "#7a1f5c", "abc"
    world.organisation.save()
    OrganisationLogo.objects.create(organisation=world.organisation, png=b"png")
    page = read(visitor, public)
    assert "look.css" in page
    assert "logo.png" in page
    assert "#7a1f5c" in visitor.get(f"{url(public)}look.css").content.decode()
    assert "#7a1f5c" in visitor.get(f"{url(public)}map.svg").content.decode()
    assert visitor.get(f"{url(public)}logo.png").content == b"png"


class TestTheCodeInTheMessage:
    def test_is_in_the_sms_the_email_and_the_count(
        self, author: Client, address_list: AddressList, settings: Any
    ) -> None:
        author.post("/notices/new/", typed(address_list))
        notice = Notice.objects.get()
        host = settings.PUBLIC_URL.split("//")[1]
        assert notice.is_public
        last = f"Ekte? Kode {shown(notice.code)} på {host}/v"
        assert message_text.sms(notice.content()).endswith(last)
        body = email(notice, "1", "ola@example.no").text
        assert f"{settings.PUBLIC_URL}/v/{shown(notice.code)}/" in body
        page = author.get(f"/notices/{notice.pk}/").content.decode()
        assert last in page
        form = typed(address_list)
        with_line = author.post("/notices/sms-size/", form).json()["size"]
        without = author.post("/notices/sms-size/", form | {"public_page": "no"}).json()["size"]
        letters = len(f"\n{last}")
        assert int(with_line.split()[0]) - int(without.split()[0]) == letters
        assert with_line in page

    @pytest.mark.parametrize(
        ("message_class", "chosen", "is_public"),
        [
            ("service", "", True),
            ("emergency", "", True),
            ("formal", "", False),
            ("service", "no", False),
            ("emergency", "yes", True),
        ],
    )
    def test_who_has_a_page(
        self,
        author: Client,
        address_list: AddressList,
        settings: Any,
        message_class: str,
        chosen: str,
        is_public: bool,
    ) -> None:
        settings.LETTERS = settings.LETTERS | {"is_simulated": True}
        form = typed(address_list, message_class=message_class, public_page=chosen)
        author.post("/notices/new/", form)
        notice = Notice.objects.get()
        assert notice.is_public is is_public
        assert bool(notice.code) is is_public

    def test_stays_the_same_and_is_approved_with_the_rest(
        self, world: World, author: Client, address_list: AddressList
    ) -> None:
        notice = make_notice(world, address_list)
        private = notice.content_hash()
        form = typed(address_list, content_hash=private)
        author.post(f"/notices/{notice.pk}/edit/", form | {"public_page": "yes"})
        notice = Notice.objects.get()
        code, seen = notice.code, notice.content_hash()
        assert seen != private
        form = form | {"content_hash": seen, "public_page": "no"}
        author.post(f"/notices/{notice.pk}/edit/", form)
        notice = Notice.objects.get()
        assert notice.content_hash() == private
        assert "Ekte?" not in message_text.sms(notice.content())
        form = form | {"content_hash": private, "public_page": "yes"}
        author.post(f"/notices/{notice.pk}/edit/", form)
        assert Notice.objects.get().code == code
