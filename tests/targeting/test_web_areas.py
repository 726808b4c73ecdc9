"""Saved areas: versions, the way back to the map, their end, and whose they are."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from geotarget.cadastre.models import Address
from geotarget.domain.retention import SAVED_AREA
from geotarget.domain.roles import Role
from geotarget.organisations.models import AuditEntry, Organisation
from geotarget.targeting.end_area import delete_due_areas
from geotarget.targeting.models import AddressList, Area
from tests.organisations.members import make_member, make_organisation, signed_in

from .conftest import Post, post_json
from .strandvik import box

WEST = {"include": box(0, -50, 105, 50), "exclude": box(10, -20, 20, 20)}
Save = Callable[..., Area]


@pytest.fixture
def save(post: Post) -> Save:
    def saving(name: str = "Vest", replaces: Area | None = None, **selection: Any) -> Area:
        before = replaces.pk if replaces else None
        answer = post("save", {"name": name, "selection": selection or WEST, "replaces": before})
        return Area.objects.get(pk=answer.json()["saved"]["id"])

    return saving


def opened(client: Client, area: Area) -> Any:
    page = client.get(f"/map/?area={area.pk}").content.decode()
    found = re.search(r'<script id="map-settings" type="application/json">(.*?)</script>', page)
    assert found is not None
    return json.loads(found[1])["opened"]


def test_an_area_is_saved_as_it_was_drawn(planner: Client, save: Save) -> None:
    area = save(**WEST, streets=["9901-1002"], addresses=["99010000"], rule="access-inside")
    assert (area.name, area.version, area.first_id) == ("Vest", 1, None)
    assert area.geom.area == pytest.approx(105 * 100 - 10 * 40, rel=0.01)
    back = opened(planner, area)
    assert [shape["mode"] for shape in back["shapes"]] == ["include", "exclude"]
    assert back["shapes"][0]["geometry"] == WEST["include"]
    assert back["streets"] == [{"key": "9901-1002", "name": "Torget", "municipality": "Strandvik"}]
    assert back["addresses"] == [{"source_id": "99010000", "label": "99010000"}]
    assert back["rule"] == "access-inside"
    assert back["saved"] == {"id": area.pk, "name": "Vest", "version": 1}
    assert AuditEntry.objects.get(act="save_area").subject == f"area:{area.pk}"


def test_a_change_is_a_new_version_and_the_old_one_stays(planner: Client, save: Save) -> None:
    first = save()
    second = save("Vest og torget", replaces=first, include=box(0, -50, 800, 50))
    third = save("Vest", replaces=second, streets=["9901-1000"])
    assert [(a.version, a.series) for a in (second, third)] == [(2, first.pk), (3, first.pk)]
    index = planner.get("/areas/").content.decode()
    assert re.findall(r'href="/areas/(\d+)/"', index) == [str(third.pk)]
    page = planner.get(f"/areas/{first.pk}/").content.decode()
    assert "Det finnes en nyere versjon: versjon 3" in page
    for area in (second, third):
        assert f'href="/areas/{area.pk}/"' in page
    assert opened(planner, first)["shapes"][0]["geometry"] == WEST["include"]
    assert "10 adresser" in page
    assert "40 adresser" in planner.get(f"/areas/{third.pk}/").content.decode()


def test_two_people_cannot_follow_the_same_version(post: Post, save: Save) -> None:
    first = save()
    save(replaces=first)
    answer = post("save", {"name": "Vest", "selection": WEST, "replaces": first.pk})
    assert answer.status_code == 422
    assert "nyere versjon av «Vest»" in answer.json()["message"]
    assert Area.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"name": "", "selection": WEST}, 422, "Gi området et navn på høyst 200"),
        ({"name": "x" * 201, "selection": WEST}, 422, "høyst 200 tegn"),
        ({"name": "a\u202eb", "selection": WEST}, 422, "høyst 200 tegn"),
        ({"selection": WEST}, 400, "Gi området et navn"),
        ({"name": "x", "selection": {}}, 422, "Ingenting er valgt"),
        ({"name": "x", "selection": WEST, "replaces": True}, 400, "Gi området et navn"),
        ({"name": "x", "selection": WEST, "replaces": 4711}, 400, "slettet i mellomtiden"),
        ({"name": "x", "selection": WEST, "replaces": 10**30}, 400, "slettet i mellomtiden"),
    ],
)
def test_bad_input_is_refused_with_words(
    post: Post, body: dict[str, Any], status: int, said: str
) -> None:
    answer = post("save", body)
    assert answer.status_code == status
    assert said in answer.json()["message"]
    assert not Area.objects.exists()


def test_an_area_of_an_analyst_opens_on_the_map(planner: Client, strandvik: Organisation) -> None:
    user = make_member(strandvik, "kari", Role.PLANNER)
    with connection.cursor() as cursor:  # as gis.save_area writes it
        cursor.execute(
            "INSERT INTO area (organisation_id, name, drawing, geom, created_by_id, created_at) "
            "VALUES (%s, 'Ledning 14', %s, NULL, %s, now()) RETURNING id",
            [strandvik.pk, json.dumps({"include": _collection(), "exclude": None}), user.pk],
        )
        pk = cursor.fetchone()[0]
    area = Area.objects.get(pk=pk)
    assert (area.version, area.first_id, area.ends_on) == (1, None, None)
    assert "Ledning 14" in planner.get("/areas/").content.decode()
    assert planner.get(f"/areas/{pk}/").status_code == 200
    assert opened(planner, area)["shapes"][0]["mode"] == "include"


def _collection() -> dict[str, Any]:
    feature = {"type": "Feature", "properties": {}, "geometry": WEST["include"]}
    return {"type": "FeatureCollection", "features": [feature]}


def test_a_picked_street_that_is_gone_can_still_be_seen(planner: Client, save: Save) -> None:
    area = save(streets=["9901-1002"])
    Address.objects.filter(street_code="1002").delete()
    assert opened(planner, area)["streets"][0]["name"] == "9901-1002"
    assert "0 adresser" in planner.get(f"/areas/{area.pk}/").content.decode()


def test_an_area_that_opens_too_slowly_is_told(planner: Client, save: Save) -> None:
    area = save()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION picked_names("
            "streets text[], districts text[], addresses text[]) "
            "RETURNS TABLE (kind text, key text, name text, municipality text) "
            "LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'cancelled' USING ERRCODE = '57014'; END $$"
        )
    answer = planner.get(f"/map/?area={area.pk}", follow=True)
    assert answer.redirect_chain == [(f"/areas/{area.pk}/", 302)]
    assert "Det tok for lang tid å åpne området" in answer.content.decode()


def test_picked_addresses_are_found_by_their_index(town: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT * FROM picked_names('{}', '{}', ARRAY['99011000001'])")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert re.search(r"address_source_once .*\n +Index Cond: \(source_id = i.key\)", plan), plan


def test_its_people_choose_how_long_it_is_kept(planner: Client, save: Save) -> None:
    area = save()
    today = timezone.localdate()
    assert area.last_day == today + SAVED_AREA
    day = today + datetime.timedelta(days=30)
    planner.post(f"/areas/{area.pk}/keep/", {"last_day": day.isoformat()})
    area.refresh_from_db()
    assert area.last_day == day
    for wrong in ("", "x", today.isoformat(), "2099-01-01", "0000-00-00", "2026-02-31"):
        answer = planner.post(f"/areas/{area.pk}/keep/", {"last_day": wrong})
        assert answer.status_code == 422, wrong
        assert "dag" in answer.content.decode()


def test_a_later_day_is_kept_by_the_next_version(planner: Client, save: Save) -> None:
    first = save()
    day = timezone.localdate() + SAVED_AREA + datetime.timedelta(days=30)
    planner.post(f"/areas/{first.pk}/keep/", {"last_day": day.isoformat()})
    second = save(replaces=first)
    assert second.last_day == day
    later = day + datetime.timedelta(days=1)
    planner.post(f"/areas/{first.pk}/keep/", {"last_day": later.isoformat()})
    second.refresh_from_db()
    assert second.last_day == later


def test_what_is_due_is_deleted_with_all_versions(save: Save, post: Post) -> None:
    due, chosen, young = save("Gammelt"), save("Valgt"), save("Ungt")
    newer = save("Gammelt", replaces=due)
    post("freeze", {"name": "Vest", "selection": WEST})
    long_ago = timezone.now() - SAVED_AREA - datetime.timedelta(hours=1)
    Area.objects.filter(pk__in=[due.pk, newer.pk]).update(created_at=long_ago)
    Area.objects.filter(pk=chosen.pk).update(ends_on=timezone.localdate())
    assert delete_due_areas() == 2
    assert delete_due_areas() == 0
    assert list(Area.objects.all()) == [young]
    assert AddressList.objects.count() == 1
    entry = AuditEntry.objects.get(act="delete_area", subject=f"area:{due.pk}")
    assert (entry.actor, entry.detail) == (None, {"versions": 2})


def test_an_old_version_keeps_nothing_from_its_newer_one(save: Save) -> None:
    first = save()
    Area.objects.filter(pk=first.pk).update(ends_on=timezone.localdate())
    save(replaces=first)
    assert delete_due_areas() == 0


def test_deleting_takes_all_versions(planner: Client, save: Save) -> None:
    newer = save(replaces=save())
    answer = planner.post(f"/areas/{newer.pk}/delete/", follow=True)
    assert "«Vest» er slettet" in answer.content.decode()
    assert "Ingen områder er lagret ennå" in answer.content.decode()
    assert not Area.objects.exists()


def test_areas_of_others_do_not_exist(planner: Client, save: Save) -> None:
    area = save()
    neighbour = make_organisation("310000027", "Fjellvik kommune", "9902")
    theirs = signed_in(make_member(neighbour, "nabo", Role.PLANNER))
    assert "Vest" not in theirs.get("/areas/").content.decode()
    assert theirs.get(f"/map/?area={area.pk}").status_code == 404
    body = {"name": "Mitt", "selection": WEST, "replaces": area.pk}
    assert post_json(theirs, "/map/save/", body).status_code == 400
    assert Area.objects.count() == 1


@pytest.mark.parametrize("asked", ["x", "-1", "1" * 19, "²", ""])
def test_what_is_no_area_opens_an_empty_map(planner: Client, asked: str) -> None:
    assert planner.get(f"/map/?area={asked}").status_code == 200


def test_who_only_looks_changes_nothing(strandvik: Organisation, save: Save) -> None:
    area = save()
    sender = signed_in(make_member(strandvik, "avsender", Role.SENDER))
    page = sender.get(f"/areas/{area.pk}/").content.decode()
    assert "Slett det nå" not in page
    assert "/map/?area=" not in page
    assert sender.post(f"/areas/{area.pk}/delete/").status_code == 403


def test_its_addresses_are_on_its_map(planner: Client, save: Save) -> None:
    area = save(streets=["9901-1002"])
    [point] = planner.get(f"/areas/{area.pk}/points/").json()["points"]
    assert point[2] == 13
