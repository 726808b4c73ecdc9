"""Result per area, and the paper list: who may see it, what it tells, and when it ends."""

from __future__ import annotations

import csv
import datetime
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from geotarget.domain.retention import OUTCOME_PER_ADDRESS
from geotarget.domain.roles import Role
from geotarget.notices.forget import forget_due
from geotarget.notices.models import AddressMessage, Attempt, Chunk, Dispatch, Notice
from geotarget.notices.send import send
from geotarget.organisations.models import AuditEntry
from geotarget.targeting.models import AddressList, ListedAddress
from tests.notices.web.conftest import SignIn, make_member
from tests.notices.web.reached import reach
from tests.notices.world import World, make_list, street_address

TOWN, COAST = "census_tract:99980101", "census_tract:99980102"


@pytest.fixture
def address_list(world: World) -> AddressList:
    rows = [street_address(100 + n, 1, n, size=9) for n in range(1, 8)]
    for row in rows[:5]:
        row.census_tract, row.census_tract_name = "99980101", "Sentrum"
    for row in rows[5:]:
        row.census_tract = "99980102"
    rows[6].label = "=Fare 7"
    return make_list(world, rows)


@pytest.fixture
def dispatch(world: World, approved: Notice) -> Dispatch:
    return send(approved, user=world.author)


@pytest.fixture
def keeper(world: World, sign_in: SignIn) -> Client:
    return sign_in(make_member(world.organisation, "papir", Role.PAPER_LIST))


def table_of(client: Client, dispatch: Dispatch) -> list[list[str]]:
    page = client.get(reverse("notices:areas", args=(dispatch.pk,))).content.decode()
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page)
    return [re.sub(r"<[^>]+>", "|", row).split("|") for row in rows]


def cells(row: list[str]) -> list[str]:
    return [cell for cell in row if cell]


def test_per_area_addresses_are_counted_out_and_persons_rounded(
    author: Client, dispatch: Dispatch
) -> None:
    reach(dispatch, TOWN, delivered=34, accepted=12, unknown=21, nobody=14, refused=3)
    reach(dispatch, COAST, delivered=9, unknown=2, nobody=13)
    Chunk.objects.update(state="done")
    town, coast, whole = map(cells, table_of(author, dispatch))
    assert town[:5] == ["Census tract 99980101", "Sentrum: Prøveabvegen", "5", "5", "at least 40"]
    assert town[5:] == ["fewer than 10", "at least 20", "at least 10"]
    assert coast[2:] == ["2", "2", *["fewer than 10"] * 3, "at least 10"]
    assert whole == ["The whole dispatch", "7", "7", "55", "fewer than 10", "23", "27"]


def test_a_column_from_which_a_small_number_follows_is_left_out(
    author: Client, dispatch: Dispatch
) -> None:
    reach(dispatch, TOWN, delivered=30)
    reach(dispatch, COAST, nobody=4)
    town, coast, _whole = map(cells, table_of(author, dispatch))
    assert town[4:] == ["–", "0", "0", "fewer than 10"]
    assert coast[4:] == ["–", "0", "0", "fewer than 10"]


def test_few_residents_are_not_told_per_area_either(author: Client, dispatch: Dispatch) -> None:
    reach(dispatch, TOWN, delivered=8)
    reach(dispatch, COAST, nobody=1)
    rows = [cells(row) for row in table_of(author, dispatch)]
    assert [row[-2:] for row in rows] == [["5", "0"], ["2", "0"], ["7", "0"]]


def test_without_census_tracts_the_postcode_is_the_area(author: Client, dispatch: Dispatch) -> None:
    ListedAddress.objects.update(census_tract="", census_tract_name="")
    (only, _whole) = [cells(row) for row in table_of(author, dispatch)]
    assert only == ["Postcode 9990", "VIKA: Prøveabvegen", "7", "0"]


def test_the_dispatch_leads_to_what_the_member_may_see(
    author: Client, keeper: Client, dispatch: Dispatch
) -> None:
    areas, paper = (reverse(f"notices:{n}", args=(dispatch.pk,)) for n in ("areas", "paper"))
    url = reverse("notices:dispatch", args=(dispatch.pk,))
    assert areas in author.get(url).content.decode()
    assert paper not in author.get(url).content.decode()
    assert paper in keeper.get(url).content.decode()


def say_told(dispatch: Dispatch, source_id: str, state: str) -> None:
    reach(dispatch, source_id, **{state: 1})
    AddressMessage.objects.create(
        dispatch=dispatch,
        listed_address=ListedAddress.objects.get(source_id=source_id),
        attempt=Attempt.objects.latest("pk"),
    )


def paper_of(client: Client, dispatch: Dispatch) -> list[dict[str, str]]:
    answer = client.post(reverse("notices:paper_csv", args=(dispatch.pk,)))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_it_holds_every_address_without_an_accepted_message_and_no_reason(
    keeper: Client, dispatch: Dispatch
) -> None:
    for number, state in enumerate(("accepted", "delivered", "not_delivered", "unknown", "ready")):
        say_told(dispatch, str(101 + number), state)
    rows = paper_of(keeper, dispatch)
    assert [row["adresseId"] for row in rows] == ["103", "104", "105", "106", "107"]
    assert rows[0]["postnummer"] == "9990"
    assert rows[-1]["adresse"] == "'=Fare 7"
    assert not {"med", "grunn"} & set(rows[0])
    say_told(dispatch, "104", "delivered")
    assert "104" not in [row["adresseId"] for row in paper_of(keeper, dispatch)]


def test_each_time_is_logged_and_seen_in_the_history(keeper: Client, dispatch: Dispatch) -> None:
    paper_of(keeper, dispatch)
    answer = keeper.post(reverse("notices:paper_print", args=(dispatch.pk,)))
    assert answer.content.decode().count('class="tick"') == 7
    assert "no-store" in answer["Cache-Control"]
    entries = AuditEntry.objects.filter(act="paper_list", subject=f"dispatch:{dispatch.pk}")
    assert [entry.detail for entry in entries.order_by("pk")] == [
        {"format": "csv", "addresses": 7},
        {"format": "print", "addresses": 7},
    ]
    assert {entry.actor.username for entry in entries if entry.actor} == {"papir"}
    page = keeper.get(reverse("notices:dispatch", args=(dispatch.pk,))).content.decode()
    assert page.count("Paper list made") == 2


def test_looking_at_the_page_makes_nothing(keeper: Client, dispatch: Dispatch) -> None:
    page = keeper.get(reverse("notices:paper", args=(dispatch.pk,))).content.decode()
    assert "7 addresses without a message that was handed over" in page
    assert not AuditEntry.objects.filter(act="paper_list").exists()


def test_after_its_end_it_cannot_be_made_even_if_nothing_was_deleted(
    keeper: Client, dispatch: Dispatch
) -> None:
    Dispatch.objects.update(starts_at=timezone.now() - OUTCOME_PER_ADDRESS)
    assert (
        "can not be made any more"
        in keeper.get(reverse("notices:paper", args=(dispatch.pk,))).content.decode()
    )
    for name in ("paper_csv", "paper_print"):
        answer = keeper.post(reverse(f"notices:{name}", args=(dispatch.pk,)))
        assert answer.status_code == 422
        assert "can not be made any more" in answer.content.decode()
    assert not AuditEntry.objects.filter(act="paper_list").exists()


def test_at_its_end_the_outcome_per_address_is_deleted_once(
    author: Client, dispatch: Dispatch
) -> None:
    say_told(dispatch, "101", "accepted")
    reach(dispatch, TOWN, delivered=15)
    reach(dispatch, COAST, delivered=3)
    Chunk.objects.update(state="done")
    before = table_of(author, dispatch)
    minute = datetime.timedelta(minutes=1)
    Dispatch.objects.update(
        starts_at=timezone.now() - OUTCOME_PER_ADDRESS + minute,
        deadline_at=timezone.now() - minute,
    )
    assert forget_due() == 0
    assert AddressMessage.objects.count() == 1
    Dispatch.objects.update(starts_at=timezone.now() - OUTCOME_PER_ADDRESS - minute)
    assert forget_due() == 1
    assert forget_due() == 0
    assert not AddressMessage.objects.exists()
    assert not dispatch.recipients.filter(small_area=COAST).exists()
    assert dispatch.recipients.filter(small_area=TOWN).count() == 15
    assert AuditEntry.objects.filter(act="forget").count() == 1
    assert table_of(author, dispatch) == before
    page = author.get(reverse("notices:dispatch", args=(dispatch.pk,))).content.decode()
    assert "Outcome per address deleted" in page
