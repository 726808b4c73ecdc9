"""When a notice leaves: the form, the page, and the allowed hours of the organisation."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from geotarget.domain.roles import Role
from geotarget.domain.sending_time import NORWAY
from geotarget.notices.models import Notice, SendingHours
from geotarget.targeting.models import AddressList
from tests.notices.web.conftest import SignIn, make_member, typed
from tests.notices.world import World


@pytest.fixture
def administrator(world: World, sign_in: SignIn) -> Client:
    return sign_in(make_member(world.organisation, "admin", Role.ADMINISTRATOR))


def in_days(days: int) -> str:
    return f"{timezone.now().astimezone(NORWAY) + datetime.timedelta(days=days):%Y-%m-%dT10:30}"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"send_at": "2027-03-28T02:30"}, "There is no 02.30 that night"),
        ({"send_at": "2020-05-04T09:00"}, "The time has passed"),
        ({"send_at": in_days(70)}, "within 60 days"),
        ({"send_at": "i morgen"}, "Write day and time"),
        ({"send_at": "0001-01-01T00:00"}, "Write day and time"),
        ({"wave_addresses": "20"}, "Fill in both fields"),
        ({"wave_minutes": "20"}, "Fill in both fields"),
        ({"wave_addresses": "1", "wave_minutes": "5"}, "greater than or equal to 10"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    author: Client, address_list: AddressList, wrong: dict[str, str], said: str
) -> None:
    answer = author.post(reverse("notices:new"), typed(address_list, **wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Notice.objects.exists()


def test_the_page_says_when_it_leaves(author: Client, address_list: AddressList) -> None:
    chosen = {"send_at": in_days(3), "wave_addresses": "10", "wave_minutes": "45"}
    author.post(reverse("notices:new"), typed(address_list, **chosen))
    notice = Notice.objects.get()
    assert notice.send_at is not None
    assert f"{notice.send_at.astimezone(NORWAY):%Y-%m-%dT%H:%M}" == chosen["send_at"]
    SendingHours.objects.create(
        organisation=notice.organisation,
        message_class="service",
        opens_minute=600,
        closes_minute=615,
    )
    page = author.get(reverse("notices:notice", args=(notice.pk,))).content.decode()
    for said in (
        "Planned: ",
        "That is outside the allowed hours: it leaves",
        "In waves: at most 10 addresses every 45 minutes.",
        "Messages leave between 10.00 and 10.15 only.",
    ):
        assert said in page
    form = author.get(reverse("notices:edit", args=(notice.pk,))).content.decode()
    assert f'value="{chosen["send_at"]}"' in form


def test_a_time_that_comes_twice_is_said(author: Client, draft: Notice) -> None:
    double = datetime.datetime(2027, 10, 31, 0, 30, tzinfo=datetime.UTC)
    Notice.objects.update(send_at=double)
    page = author.get(reverse("notices:notice", args=(draft.pk,))).content.decode()
    assert "shows this time twice that night" in page


def test_the_administrator_chooses_the_hours(administrator: Client, world: World) -> None:
    url = reverse("notices:hours")
    assert "00.00–24.00" in administrator.get(url).content.decode()
    hours = {"service": "8–20", "information": "09.00–17.00", "formal": "09:00-16:30"}
    answer: Any = administrator.post(url, hours)
    assert answer.status_code == 302
    rows = SendingHours.objects.values_list("message_class", "opens_minute", "closes_minute")
    assert set(rows) == {
        ("service", 480, 1200),
        ("information", 540, 1020),
        ("formal", 540, 990),
    }
    for wrong in ("17–09", "9", "09.00–25.00", "09.75–17.00", ""):
        answer = administrator.post(url, hours | {"service": wrong})
        assert answer.status_code == 422
