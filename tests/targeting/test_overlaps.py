"""What else is about the same addresses: of the own organisation only, and never persons."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from shapely.geometry import Point, shape

from geotarget.domain.roles import Role
from geotarget.notices.models import Approval, Dispatch, Notice
from geotarget.organisations.models import Organisation, User
from geotarget.targeting.models import AddressList, Area
from geotarget.targeting.overlaps import outlines
from tests.organisations.members import make_member, make_organisation, signed_in

from .conftest import Post, post_json
from .strandvik import box, degrees

WEST, TEN_ON = box(0, -50, 105, 50), box(55, -50, 155, 50)


def told(post: Post, **selection: Any) -> list[tuple[str, str]]:
    answer = post("overlaps", {"selection": selection})
    assert answer.status_code == 200, answer.content
    return [(row["name"], row["common"]) for row in answer.json()["overlaps"]]


def notice_on(
    frozen: AddressList, headline: str = "Vannet stenges", state: str = "draft"
) -> Notice:
    return Notice.objects.create(
        organisation=frozen.organisation, address_list=frozen, headline=headline, state=state,
        message_class="service", sms_text="x", email_subject="x", email_text="x", purpose="x",
        legal_basis="x", department="Vann og avløp", contact_phone="62000000",
    )  # fmt: skip


def dispatched(notice: Notice, user: User, ago: datetime.timedelta, *, is_over: bool) -> Dispatch:
    Notice.objects.filter(pk=notice.pk).update(state="dispatched")
    approval = Approval.objects.create(
        notice=notice, kind="approval", approver=user, content_hash=notice.content_hash()
    )
    content = {name: getattr(notice, name) for name in Notice.CONTENT_FIELDS}
    sent = Dispatch.objects.create(
        **content, organisation=notice.organisation, notice=notice, approval=approval,
        address_list=notice.address_list, sms_sender="Strandvik",
        email_sender="a@strandvik.example", email_reply_to="a@strandvik.example",
        minimum_age=16, started_by=user,
        deadline_at=timezone.now() + datetime.timedelta(hours=-1 if is_over else 1),
    )  # fmt: skip
    Dispatch.objects.filter(pk=sent.pk).update(started_at=timezone.now() - ago)
    return sent


@pytest.fixture
def frozen(post: Post) -> AddressList:
    post("freeze", {"name": "Vest", "selection": {"include": WEST}})
    return AddressList.objects.get()


def test_nothing_overlaps(planner: Client, post: Post, frozen: AddressList) -> None:
    assert told(post, include=WEST) == []
    assert planner.get(f"/lists/{frozen.pk}/overlaps/").json() == {"overlaps": [], "more": 0}


def test_areas_count_what_is_inside_and_what_is_picked(post: Post) -> None:
    for name, selection in (
        ("Flate", {"include": TEN_ON}),
        ("Gate", {"streets": ["9901-1000"]}),
        ("Hus", {"addresses": ["99011000001", "99011000002"], "include": TEN_ON}),
        ("Langt unna", {"include": box(690, -10, 710, 10)}),
        ("Partall", {"streets": ["9901-1000 1-40 even"]}),
        ("Postnummer", {"districts": ["postcode:9994"]}),
    ):
        post("save", {"name": name, "selection": selection})
    assert told(post, include=WEST) == [
        ("Postnummer", "10 felles adresser"),
        ("Partall", "5 felles adresser"),
        ("Hus", "7 felles adresser"),
        ("Gate", "10 felles adresser"),
        ("Flate", "5 felles adresser"),
    ]


def test_only_the_newest_version_and_not_the_one_that_is_open(post: Post) -> None:
    post("save", {"name": "Før", "selection": {"include": WEST}})
    first = Area.objects.get()
    post("save", {"name": "Nå", "selection": {"include": TEN_ON}, "replaces": first.pk})
    newest = Area.objects.get(version=2)
    assert told(post, include=WEST) == [("Nå", "5 felles adresser")]
    for opened in (newest, first):
        answer = post("overlaps", {"selection": {"include": WEST}, "but_area": opened.pk})
        assert answer.json()["overlaps"] == []


def test_notices_of_this_month_in_every_state(
    planner: Client, post: Post, frozen: AddressList, strandvik: Organisation
) -> None:
    user = make_member(strandvik, "godkjenner", Role.APPROVER)
    notice_on(frozen, "Kladd")
    notice_on(frozen, "Venter", "submitted")
    day = datetime.timedelta(days=1)
    dispatched(notice_on(frozen, "Løper"), user, day, is_over=False)
    dispatched(notice_on(frozen, "Sendt"), user, 29 * day, is_over=True)
    dispatched(notice_on(frozen, "For lenge siden"), user, 31 * day, is_over=True)
    rows = planner.get(f"/lists/{frozen.pk}/overlaps/").json()["overlaps"]
    assert [row["name"] for row in rows] == ["Venter", "Kladd", "Løper", "Sendt"]
    facts = {row["name"]: row["facts"] for row in rows}
    assert facts["Venter"].startswith("Varsel, venter på godkjenning · Vann og avløp, ")
    assert facts["Løper"].startswith("Varsel, sendes nå · ")
    assert facts["Sendt"].startswith("Varsel, sendt · ")
    assert told(post, include=TEN_ON)[0] == ("Venter", "5 felles adresser")
    assert planner.get(rows[0]["url"]).status_code == 200


def test_outlines_of_what_is_drawn_and_of_what_is_picked(
    post: Post, frozen: AddressList, strandvik: Organisation
) -> None:
    drawn = notice_on(frozen)
    for name, selection in (
        ("Gate", {"streets": ["9901-1000"]}),
        ("Begge", {"addresses": ["99011001001"], "include": TEN_ON}),
    ):
        post("save", {"name": name, "selection": selection})
    keys = list(Area.objects.order_by("id").values_list("id", flat=True))
    asked = {"notices": [drawn.pk], "areas": [*keys, "x", 999]}
    found = post("overlap-outlines", asked).json()["outlines"]
    shapes = {(one["kind"], one["id"]): shape(one["geometry"]) for one in found}
    wanted = [("notice", drawn.pk), *(("area", key) for key in keys)]
    assert set(shapes) == set(wanted)
    notice, street, both = (shapes[key] for key in wanted)
    assert notice.intersects(shape(WEST))
    assert notice.area == pytest.approx(shape(WEST).area, rel=0.01)
    assert both.contains(Point(degrees(600, 0)))
    assert all(street.intersects(Point(degrees(x, 0))) for x in range(10, 400, 40))
    assert not street.intersects(Point(degrees(600, 0)))
    assert post("overlap-outlines", {"notices": "x"}).status_code == 400
    others = make_organisation("310000035", "Nabokommunen", "9902")
    assert outlines(others, [drawn.pk], keys) == {}


def test_others_are_told_nothing(post: Post, frozen: AddressList) -> None:
    notice_on(frozen)
    post("save", {"name": "Vest", "selection": {"include": WEST}})
    shared = make_organisation("310000035", "Vannverket IKS", "9901")
    theirs = signed_in(make_member(shared, "vann", Role.PLANNER))
    answer = post_json(theirs, "/map/overlaps/", {"selection": {"include": WEST}})
    assert answer.json() == {"overlaps": [], "more": 0}


def test_many_are_counted_and_the_newest_shown(post: Post) -> None:
    for number in range(22):
        post("save", {"name": f"Nr. {number}", "selection": {"include": WEST}})
    answer = post("overlaps", {"selection": {"include": WEST}}).json()
    assert (len(answer["overlaps"]), answer["more"]) == (20, 2)
    assert answer["overlaps"][0]["name"] == "Nr. 21"


@pytest.mark.parametrize("but_area", [-1, 10**30, "x", True, None])
def test_a_strange_area_is_none(post: Post, but_area: Any) -> None:
    body = {"selection": {"include": WEST}, "but_area": but_area}
    assert post("overlaps", body).status_code == 200


def test_a_filter_counts(post: Post) -> None:
    """No building is loaded, so every address is of an unknown type."""
    post("save", {"name": "Gate", "selection": {"streets": ["9901-1000"]}})
    assert told(post, include=WEST, filters={"building_types": ["holiday_home"]}) == []
    assert told(post, include=WEST, filters={"building_types": ["unknown"]}) == [
        ("Gate", "10 felles adresser")
    ]
