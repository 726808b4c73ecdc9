"""Frozen lists put together: what Python's sets say, whole, with where it came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from geotarget.cadastre.models import Address, Unit
from geotarget.domain.combination import Combination
from geotarget.domain.roles import Role
from geotarget.organisations.models import AuditEntry, Organisation, TerritoryMunicipality
from geotarget.targeting.against_today import Change, against_today
from geotarget.targeting.combine import combine
from geotarget.targeting.freeze import freeze
from geotarget.targeting.models import AddressList
from geotarget.targeting.split import list_split
from tests.organisations.members import make_member, make_organisation, signed_in

from .conftest import Post
from .strandvik import box

Lists = dict[str, AddressList]


@pytest.fixture
def lists(post: Post) -> Lists:
    """Storgata 1-10; 6-15 with the two of 14; across the border, 14 of it left out."""
    for name, selection in (
        ("Vest", {"include": box(0, -50, 105, 50)}),
        ("Midt", {"include": box(55, -50, 155, 50)}),
        ("Grensen", {"include": box(590, -50, 1200, 50)}),
    ):
        post("freeze", {"name": name, "selection": selection})
    return {row.name: row for row in AddressList.objects.all()}


@pytest.fixture
def send(planner: Client) -> Callable[..., HttpResponse]:
    def sending(
        operation: str, first: AddressList, *others: AddressList, **more: Any
    ) -> HttpResponse:
        body = {"operation": operation, "first": first.pk, "others": [row.pk for row in others]}
        return planner.post("/lists/combine/", {**body, "freeze": "yes", "name": "Sammen", **more})

    return sending


Send = Callable[..., HttpResponse]


def labels(frozen: AddressList) -> list[str]:
    return list(
        frozen.addresses.filter(included=True).order_by("id").values_list("label", flat=True)
    )


@pytest.mark.parametrize(
    ("operation", "numbers"),
    [("or", [*range(1, 14), "14A", "14B", 15]), ("and", range(6, 11)), ("not", range(1, 6))],
)
def test_or_and_not(send: Send, lists: Lists, operation: str, numbers: list[object]) -> None:
    expected = [f"Storgata {number}" for number in numbers]
    answer = send(operation, lists["Vest"], lists["Midt"])
    made = AddressList.objects.latest("id")
    assert answer["Location"] == f"/lists/{made.pk}/"
    assert labels(made) == expected
    assert (made.address_count, made.unit_count, made.version) == (len(expected), len(expected), 1)
    assert made.combined == {
        "operation": operation,
        "lists": [
            {"id": row.pk, "name": row.name, "version": 1, "checksum": row.checksum}
            for row in (lists["Vest"], lists["Midt"])
        ],
    }
    assert (made.geom, made.rule, made.dataset_version) == (None, "", lists["Vest"].dataset_version)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address_list_checksum(%s)", [made.pk])
        assert cursor.fetchone() == (made.checksum,)
    entry = AuditEntry.objects.get(act="combine")
    assert entry.detail["lists"] == [lists["Vest"].pk, lists["Midt"].pk]


def test_what_is_left_out_of_a_list_is_not_on_it(send: Send, lists: Lists) -> None:
    send("or", lists["Vest"], lists["Grensen"])
    made = AddressList.objects.latest("id")
    assert (made.address_count, made.left_out_count) == (24, 0)


def test_the_newest_row_of_an_address_is_taken(send: Send, lists: Lists, post: Post) -> None:
    Address.objects.filter(label="Storgata 7").update(label="Storgaten 7")
    post("freeze", {"name": "Nyere", "selection": {"include": box(55, -50, 105, 50)}})
    newer = AddressList.objects.latest("id")
    send("and", lists["Vest"], newer)
    assert "Storgaten 7" in labels(AddressList.objects.latest("id"))


def test_a_municipality_that_has_left_is_left_out_and_told(
    planner: Client, send: Send, lists: Lists, strandvik: Organisation
) -> None:
    TerritoryMunicipality.objects.create(
        organisation=strandvik, municipality_number="9902", register_organisation_number="310000027"
    )
    post_both = {"include": box(900, -50, 1200, 50)}
    user = make_member(strandvik, "kari", Role.PLANNER)
    wide = freeze(post_both, name="Begge", organisation=strandvik, user=user)
    assert wide.address_count == 14
    TerritoryMunicipality.objects.filter(municipality_number="9902").delete()
    body = {"operation": "or", "first": lists["Vest"].pk, "others": [wide.pk]}
    counted = planner.post("/lists/combine/", body).content.decode()
    assert "Det gir 10 adresser. Utenfor ditt område og ikke med: 14." in counted
    send("or", lists["Vest"], wide)
    made = AddressList.objects.latest("id")
    assert (made.address_count, made.outside_territory_count) == (10, 14)
    assert "Grensevegen 14" in planner.get(f"/lists/{made.pk}/").content.decode()


def test_counting_first_freezes_nothing(planner: Client, lists: Lists) -> None:
    body = {
        "operation": "and",
        "first": lists["Vest"].pk,
        "others": [lists["Midt"].pk],
        "count": "",
    }
    page = planner.post("/lists/combine/", body).content.decode()
    assert "Det gir 5 adresser." in page
    assert AddressList.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "Gi listen et navn"),
        ({"name": "a\nb"}, "Gi listen et navn"),
        ({"others": []}, "Feltet er påkrevet"),
        ({"operation": "xor"}, "Velg et gyldig valg"),
        ({"first": "4711"}, "Velg et gyldig valg"),
    ],
)
def test_bad_input_is_told(
    planner: Client, lists: Lists, change: dict[str, Any], said: str
) -> None:
    body = {"operation": "or", "first": lists["Vest"].pk, "others": [lists["Midt"].pk], "name": "x"}
    answer = planner.post("/lists/combine/", {**body, "freeze": "yes", **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert AddressList.objects.count() == 3


def test_a_list_with_itself_and_with_nothing_left(send: Send, lists: Lists) -> None:
    alone = send("or", lists["Vest"], lists["Vest"])
    assert alone.status_code == 422
    assert "minst én liste i tillegg" in alone.content.decode()
    nothing = send("and", lists["Vest"], lists["Grensen"])
    assert nothing.status_code == 422
    assert "Ingen adresse er igjen" in nothing.content.decode()
    assert AddressList.objects.count() == 3


def test_lists_of_others_cannot_be_chosen(send: Send, lists: Lists) -> None:
    neighbour = make_organisation("310000027", "Fjellvik kommune", "9902")
    theirs = signed_in(make_member(neighbour, "nabo", Role.PLANNER))
    body = {"operation": "or", "first": lists["Vest"].pk, "others": [lists["Midt"].pk]}
    assert theirs.post("/lists/combine/", {**body, "freeze": "yes", "name": "x"}).status_code == 422
    assert "to fryste lister" in theirs.get("/lists/combine/").content.decode()


def test_its_page_says_where_it_came_from(planner: Client, send: Send, lists: Lists) -> None:
    send("not", lists["Vest"], lists["Midt"])
    made = AddressList.objects.latest("id")
    page = planner.get(f"/lists/{made.pk}/").content.decode()
    assert "Satt sammen av andre lister" in page
    assert "Adresser på den første listen som ikke er på noen av de andre" in page
    for source in (lists["Vest"], lists["Midt"]):
        assert f'href="/lists/{source.pk}/">{source.name}<' in page
    for kind in ("csv", "geojson", "xlsx", "gpkg"):
        assert planner.get(f"/lists/{made.pk}.{kind}").status_code == 200
    assert planner.get(f"/lists/{made.pk}/map.pdf").status_code == 200


def test_against_today_only_its_own_addresses_count(
    planner: Client, send: Send, lists: Lists
) -> None:
    send("or", lists["Vest"], lists["Midt"])
    made = AddressList.objects.latest("id")
    assert against_today(made) == []
    Address.objects.filter(label="Storgata 3").delete()
    [gone] = against_today(made)
    assert (gone.change, gone.label_then) == (Change.GONE, "Storgata 3")
    page = planner.get(f"/lists/{made.pk}/today/").content.decode()
    assert "satt sammen av andre lister" in page
    assert "Frys en ny versjon" not in page
    assert planner.post(f"/lists/{made.pk}/renew/").status_code == 422


def test_nothing_in_the_territory_is_told_of_lists(send: Send, lists: Lists) -> None:
    TerritoryMunicipality.objects.update(municipality_number="9902")
    answer = send("or", lists["Vest"], lists["Midt"])
    assert answer.status_code == 422
    assert "Alle 16 adresser ligger utenfor" in answer.content.decode()
    assert "Velg andre lister" in answer.content.decode()
    assert AddressList.objects.count() == 3


@pytest.mark.parametrize("button", ["freeze", "count"])
def test_what_takes_too_long_is_told(planner: Client, lists: Lists, button: str) -> None:
    """Cancelled where the limit is set, without a wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER FUNCTION combined_addresses RENAME TO combined_addresses_away")
        cursor.execute("SELECT pg_get_function_result('combined_addresses_away'::regproc)")
        [returned] = cursor.fetchone()
        cursor.execute(
            "CREATE FUNCTION combined_addresses(operation text, lists bigint[], territory text[]) "
            f"RETURNS {returned} LANGUAGE plpgsql AS $$ BEGIN "
            "IF current_setting('statement_timeout') IN ('10s', '25s') THEN "
            "RAISE EXCEPTION 'cancelled' USING ERRCODE = '57014'; END IF; END $$"
        )
    body = {"operation": "or", "first": lists["Vest"].pk, "others": [lists["Midt"].pk], "name": "x"}
    answer = planner.post("/lists/combine/", {**body, button: "yes"})
    assert answer.status_code == 422
    assert "Listene er for store" in answer.content.decode()


@pytest.fixture
def block(post: Post) -> tuple[AddressList, AddressList]:
    """The 24 units of Blokkvegen 1; frozen later, those four of them on the second floor."""
    for name, filters in (("Alle", {}), ("Andre", {"filters": {"floors": ["H02"]}})):
        post("freeze", {"name": name, "selection": {"streets": ["9901-1001"], **filters}})
    whole, second = AddressList.objects.order_by("id")
    assert (whole.unit_count, second.unit_count) == (24, 4)
    return whole, second


def test_an_address_has_its_units_of_all_lists(
    send: Send, block: tuple[AddressList, AddressList]
) -> None:
    whole, second = block
    for first, other in (block, block[::-1]):
        send("or", first, other)
        made = AddressList.objects.latest("id")
        assert (made.address_count, made.unit_count) == (1, 24)
        assert made.addresses.get().units == whole.addresses.get().units
    send("or", whole, second, made)
    assert AddressList.objects.latest("id").unit_count == 24


def test_units_without_a_number_stay_as_many(post: Post, send: Send) -> None:
    Unit.objects.filter(unit_number__in=["H0102", "H0103", "H0104"]).update(unit_number="")
    for filters in ({}, {"filters": {"floors": ["H02"]}}):
        post("freeze", {"name": "x", "selection": {"streets": ["9901-1001"], **filters}})
    send("or", *AddressList.objects.order_by("id"))
    made = AddressList.objects.latest("id")
    Unit.objects.filter(unit_number="H0101").update(unit_number="")
    assert made.addresses.get().units.count("") == 3
    assert made.unit_count == 24
    assert list_split(made).units == 23


def test_filtered_units_are_no_change_and_no_more_in_the_split(
    post: Post, send: Send, block: tuple[AddressList, AddressList]
) -> None:
    post("freeze", {"name": "Vest", "selection": {"include": box(0, -50, 105, 50)}})
    send("or", block[1], AddressList.objects.latest("id"))
    made = AddressList.objects.latest("id")
    assert (made.address_count, made.unit_count) == (11, 14)
    assert against_today(made) == []
    assert list_split(made).units == 14
    Unit.objects.get(unit_number="H0201").delete()
    [changed] = against_today(made)
    assert (changed.change, changed.units_then, changed.units_now) == (Change.CHANGED, 4, 3)
    assert list_split(made).units == 13


sets = st.lists(st.sets(st.sampled_from([*range(1, 13)]), min_size=1), min_size=2, max_size=4)


@pytest.mark.django_db
@settings(max_examples=25)
@given(chosen=sets, operation=st.sampled_from(Combination))
def test_it_is_what_sets_say(chosen: list[set[int]], operation: Combination) -> None:
    from django.db import transaction

    from . import strandvik as cadastre

    with transaction.atomic():
        cadastre.build()
        organisation = make_organisation("310000019", "Strandvik kommune", "9901")
        user = make_member(organisation, "planlegger", Role.PLANNER)
        made = [
            freeze(
                {"addresses": [f"99011000{number:03d}" for number in numbers]},
                name="x", organisation=organisation, user=user,
            )
            for numbers in chosen
        ]  # fmt: skip
        first, *others = chosen
        expected = {
            Combination.ANY: set.union(*chosen),
            Combination.ALL: set.intersection(*chosen),
            Combination.FIRST_ONLY: first.difference(*others),
        }[operation]
        if expected:
            new = combine(operation, made, name="x", organisation=organisation, user=user)
            assert labels(new) == [f"Storgata {number}" for number in sorted(expected)]
            assert new.address_count == len(expected)
        transaction.set_rollback(True)
