from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client

from geotarget.cadastre.models import Address
from geotarget.domain.roles import Role
from geotarget.organisations.models import AuditEntry, Organisation
from geotarget.targeting.models import AddressList, ListedAddress
from tests.organisations.members import make_member, make_organisation, signed_in

from .conftest import Post
from .strandvik import box, degrees

ACROSS_THE_BORDER = box(590, -50, 1200, 50)


@pytest.fixture
def frozen(post: Post) -> AddressList:
    body = {"name": "Over grensen", "selection": {"include": ACROSS_THE_BORDER}}
    answer = post("freeze", body)
    return AddressList.objects.get(pk=int(answer.json()["url"].strip("/").split("/")[-1]))


def content(client: Client, url: str) -> str:
    return b"".join(client.get(url).streaming_content).decode()


def test_the_page_shows_what_was_frozen_and_how(planner: Client, frozen: AddressList) -> None:
    page = planner.get(f"/lists/{frozen.pk}/").content.decode()
    for words in (
        "Over grensen",
        "14 adresser · 37 bruksenheter",
        "Adressen ligger i området",
        frozen.checksum,
        f"matrikkelversjon {frozen.dataset_version}",
        "1. november 2026",
        "Blokkvegen 1",
        "24 bruksenheter",
        "I området",
        "14 adresser ligger utenfor ditt område",
        "Grensevegen 14",
        "Utenfor ditt område, ikke med",
    ):
        assert words in page, words
    assert "mottaker" not in page


def test_the_table_is_paged_and_complete(
    planner: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotarget.targeting.views.lists.ROWS_PER_PAGE", 10)
    post("freeze", {"name": "Storgata", "selection": {"streets": ["9901-1000"]}})
    pk = AddressList.objects.get().pk
    shown: list[str] = []
    for number in range(1, 5):
        page = planner.get(f"/lists/{pk}/?page={number}").content.decode()
        assert f"Side {number} av 4" in page
        shown += re.findall(r'<th scope="row">(Storgata \w+)</th>', page)
    labels = Address.objects.filter(street_code="1000").order_by("number", "letter")
    assert shown == list(labels.values_list("label", flat=True))


def test_the_points_of_the_list_tell_left_out_ones(planner: Client, frozen: AddressList) -> None:
    points = planner.get(f"/lists/{frozen.pk}/points/").json()["points"]
    assert sum(point[2] for point in points if point[3]) == 14
    assert sum(point[2] for point in points) == 28


def test_addresses_on_one_point_are_one_mark_of_the_list(planner: Client, post: Post) -> None:
    post("freeze", {"name": "Torget", "selection": {"streets": ["9901-1002"]}})
    pk = AddressList.objects.get().pk
    longitude, latitude = degrees(700, 0)
    [point] = planner.get(f"/lists/{pk}/points/").json()["points"]
    assert point == [pytest.approx(longitude), pytest.approx(latitude), 13, False]


def test_the_index_has_own_lists_only(planner: Client, frozen: AddressList) -> None:
    neighbour = make_organisation("310000027", "Fjellvik kommune", "9902")
    theirs = signed_in(make_member(neighbour, "nabo", Role.PLANNER))
    assert "Over grensen" in planner.get("/lists/").content.decode()
    assert "Over grensen" not in theirs.get("/lists/").content.decode()


def test_csv_is_complete_and_opens_right(planner: Client, frozen: AddressList) -> None:
    text = content(planner, f"/lists/{frozen.pk}.csv")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))
    assert len(rows) == 28
    assert sum(row["med"] == "nei" for row in rows) == 14
    assert {row["kommunenummer"] for row in rows} == {"9901", "9902"}
    assert AuditEntry.objects.filter(act="export", detail__rows=28).count() == 1


def test_geojson_is_complete(planner: Client, frozen: AddressList) -> None:
    read = json.loads(content(planner, f"/lists/{frozen.pk}.geojson"))
    assert len(read["features"]) == 28
    assert read["properties"]["checksum"] == frozen.checksum


def test_a_list_that_lost_a_row_is_an_error_not_a_shorter_file(
    planner: Client, frozen: AddressList
) -> None:
    ListedAddress.objects.filter(address_list=frozen, label="Blokkvegen 1").delete()
    with pytest.raises(RuntimeError, match="27 rows instead of 28"):
        content(planner, f"/lists/{frozen.pk}.csv")


@pytest.mark.parametrize("kind", ["csv", "geojson"])
@pytest.mark.parametrize(
    "name", ["../../etc/passwd", 'a"; filename="x.exe', "вода æøå", "…", "=1+1"]
)
def test_the_file_name_is_safe(planner: Client, post: Post, name: str, kind: str) -> None:
    post("freeze", {"name": name, "selection": {"streets": ["9901-1001"]}})
    answer = planner.get(f"/lists/{AddressList.objects.get().pk}.{kind}")
    disposition = answer.headers["Content-Disposition"]
    assert re.fullmatch(rf'attachment; filename="[\w-]+-v1\.{kind}"', disposition)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_formulas_in_names_are_text(planner: Client, post: Post) -> None:
    Address.objects.filter(street_code="1001").update(label='=HYPERLINK("http://x")')
    post("freeze", {"name": "x", "selection": {"streets": ["9901-1001"]}})
    text = content(planner, f"/lists/{AddressList.objects.get().pk}.csv")
    assert "'=HYPERLINK" in text


def test_what_data_holds_is_shown_as_text(planner: Client, post: Post) -> None:
    Address.objects.filter(street_code="1001").update(label="<script>alert(1)</script>")
    post(
        "freeze", {"name": "<img src=x onerror=alert(1)>", "selection": {"streets": ["9901-1001"]}}
    )
    page = planner.get(f"/lists/{AddressList.objects.get().pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_list_stays_as_it_was_when_the_cadastre_changes(
    planner: Client, frozen: AddressList
) -> None:
    before = content(planner, f"/lists/{frozen.pk}.csv")
    Address.objects.all().delete()
    assert content(planner, f"/lists/{frozen.pk}.csv") == before
    assert planner.get(f"/lists/{frozen.pk}/").status_code == 200


def test_sender_may_look_but_not_draw(strandvik: Organisation, frozen: AddressList) -> None:
    sender = signed_in(make_member(strandvik, "avsender", Role.SENDER))
    assert sender.get(f"/lists/{frozen.pk}/").status_code == 200
    assert "Tegn et område" not in sender.get("/lists/").content.decode()
    assert sender.get("/map/").status_code == 403
