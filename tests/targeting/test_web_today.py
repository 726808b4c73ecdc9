from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from geotarget.cadastre.models import Address, Unit
from geotarget.domain.roles import Role
from geotarget.organisations.models import AuditEntry, Organisation
from geotarget.targeting.against_today import Change, against_today
from geotarget.targeting.models import AddressList
from tests.organisations.members import make_member, make_organisation, signed_in

from . import strandvik as cadastre
from .conftest import Post
from .strandvik import box


@pytest.fixture
def frozen(post: Post) -> AddressList:
    """Storgata 1 to 10 by their area."""
    post("freeze", {"name": "Vest", "selection": {"include": box(0, -50, 105, 50)}})
    return AddressList.objects.get()


def changed_cadastre() -> None:
    """One gone, one moved away, one renamed, one with a unit more, one new."""
    Address.objects.filter(label="Storgata 3").delete()
    Address.objects.filter(label="Storgata 4").update(geom=cadastre.point(500, 300))
    Address.objects.filter(label="Storgata 5").update(label="Storgaten 5")
    sixth = Address.objects.get(label="Storgata 6")
    Unit.objects.create(
        source="matrikkel",
        source_id="1",
        address_source_id=sixth.source_id,
        municipality_number="9901",
        unit_number="H0201",
        row_hash=b"",
    )
    Address.objects.filter(label="Storgata 40").update(geom=cadastre.point(50, 0))


def test_nothing_has_changed(planner: Client, frozen: AddressList) -> None:
    assert against_today(frozen) == []
    page = planner.get(f"/lists/{frozen.pk}/today/").content.decode()
    assert "Ingenting er endret" in page
    assert "Frys en ny versjon" not in page


def test_every_kind_of_difference(planner: Client, frozen: AddressList) -> None:
    changed_cadastre()
    told = [
        (each.change, each.label_then, each.label_now, each.units_then, each.units_now)
        for each in against_today(frozen)
    ]
    assert told == [
        (Change.CHANGED, "Storgata 5", "Storgaten 5", 1, 1),
        (Change.CHANGED, "Storgata 6", "Storgata 6", 1, 2),
        (Change.GONE, "Storgata 3", "", 1, None),
        (Change.LEFT, "Storgata 4", "", 1, None),
        (Change.NEW, "", "Storgata 40", None, 1),
    ]
    page = planner.get(f"/lists/{frozen.pk}/today/").content.decode()
    for words in ("Nye i området (1)", "Finnes ikke lenger i matrikkelen (1)", "Endret (2)"):
        assert words in page, words


def test_a_new_version_has_what_is_there_today(planner: Client, frozen: AddressList) -> None:
    changed_cadastre()
    before = frozen.checksum
    answer = planner.post(f"/lists/{frozen.pk}/renew/")
    newer = AddressList.objects.get(replaces=frozen)
    assert answer["Location"] == f"/lists/{newer.pk}/"
    assert (newer.name, newer.version, newer.address_count) == ("Vest", 2, 9)
    assert against_today(newer) == []
    frozen.refresh_from_db()
    assert (frozen.checksum, frozen.address_count) == (before, 10)
    assert "versjon 2" in planner.get(f"/lists/{frozen.pk}/today/").content.decode()
    entry = AuditEntry.objects.filter(act="freeze").latest("id")
    assert (entry.subject, entry.detail["replaced"]) == (f"address_list:{newer.pk}", frozen.pk)


def test_a_second_new_version_of_the_same_list_is_refused(
    planner: Client, frozen: AddressList
) -> None:
    changed_cadastre()
    planner.post(f"/lists/{frozen.pk}/renew/")
    again = planner.post(f"/lists/{frozen.pk}/renew/")
    assert again.status_code == 422
    assert "har allerede en nyere versjon" in again.content.decode()
    assert AddressList.objects.count() == 2


def test_nothing_left_is_told_and_nothing_is_frozen(planner: Client, frozen: AddressList) -> None:
    Address.objects.all().delete()
    answer = planner.post(f"/lists/{frozen.pk}/renew/")
    assert answer.status_code == 422
    assert "Det er ingen adresse i området" in answer.content.decode()
    assert AddressList.objects.count() == 1


def test_only_planners_of_the_organisation_renew(
    strandvik: Organisation, frozen: AddressList
) -> None:
    sender = signed_in(make_member(strandvik, "avsender", Role.SENDER))
    assert sender.get(f"/lists/{frozen.pk}/today/").status_code == 200
    assert sender.post(f"/lists/{frozen.pk}/renew/").status_code == 403
    neighbour = make_organisation("310000027", "Fjellvik kommune", "9902")
    stranger = signed_in(make_member(neighbour, "nabo", Role.PLANNER))
    assert stranger.get(f"/lists/{frozen.pk}/today/").status_code == 404
    assert stranger.post(f"/lists/{frozen.pk}/renew/").status_code == 404


def test_a_comparison_that_takes_too_long_is_told(planner: Client, frozen: AddressList) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION units_in_area(area geometry, rule text) RETURNS TABLE "
            "(address_id bigint, municipality_number varchar, unit_count integer) "
            "LANGUAGE plpgsql STABLE AS $$ BEGIN "
            "RAISE EXCEPTION 'cancelled' USING ERRCODE = '57014'; END $$"
        )
    answer = planner.get(f"/lists/{frozen.pk}/today/")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Det tok for lang tid å sammenligne listen" in page
    assert "Frys en ny versjon" in page
