"""What the preview counts is what is frozen, and what is frozen stays."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from geotarget.cadastre.models import Address, Unit
from geotarget.domain.errors import InputError
from geotarget.domain.rules import SelectionRule
from geotarget.domain.selection import parse_selection
from geotarget.organisations.models import AuditEntry, Organisation, User
from geotarget.targeting.freeze import freeze
from geotarget.targeting.listing import frozen_rows, selected_rows
from geotarget.targeting.models import AddressList, ListedAddress
from geotarget.targeting.preview import preview

from . import strandvik as cadastre

STREET_AND_BLOCK = cadastre.box(95, -50, 650, 50)
ACROSS_THE_BORDER = cadastre.box(690, -50, 1100, 50)


@pytest.fixture
def user(strandvik: Organisation) -> User:
    return User.objects.create_user("planlegger")


@pytest.fixture
def frozen(strandvik: Organisation, user: User) -> AddressList:
    return freeze({"include": STREET_AND_BLOCK}, name="Storgata", organisation=strandvik, user=user)


@pytest.mark.parametrize("rule", SelectionRule)
@pytest.mark.parametrize(
    "drawing",
    [
        {"include": STREET_AND_BLOCK},
        {"include": ACROSS_THE_BORDER},
        {"include": STREET_AND_BLOCK, "exclude": cadastre.box(200, -50, 300, 50)},
        {"streets": ["9901-1002"], "addresses": []},
        {"include": STREET_AND_BLOCK, "streets": ["9901-1000", "9902-1000"]},
        {"streets": ["9901-1000"], "exclude": cadastre.box(195, -50, 305, 50)},
        {
            "include": STREET_AND_BLOCK,
            "exclude": cadastre.box(195, -50, 1105, 50),
            "streets": ["9901-1000", "9902-2000"],
        },
    ],
    ids=["area", "border", "excluded", "picked", "both", "picked, excluded", "all"],
)
def test_preview_and_list_agree(
    strandvik: Organisation, user: User, drawing: dict[str, Any], rule: SelectionRule
) -> None:
    drawing = drawing | {"rule": str(rule)}
    territory = strandvik.municipality_numbers()
    counted = preview(parse_selection(drawing), territory)
    if counted.addresses == 0:
        with pytest.raises(InputError):
            freeze(drawing, name="Tom", organisation=strandvik, user=user)
        return
    frozen = freeze(drawing, name="Liste", organisation=strandvik, user=user)
    assert (frozen.address_count, frozen.unit_count) == (counted.addresses, counted.units)
    assert frozen.outside_territory_count == counted.outside
    assert frozen.taken_out_count == counted.taken_out
    rows = frozen_rows(frozen)
    assert rows.filter(included=True).count() == counted.addresses
    assert rows.filter(included=False).count() == counted.outside + counted.taken_out
    unsaved = [row.source_id for row in selected_rows(parse_selection(drawing), territory)]
    assert unsaved == list(rows.values_list("source_id", flat=True))


def test_a_block_is_one_address_with_its_units(strandvik: Organisation, user: User) -> None:
    block = freeze(
        {"include": cadastre.box(590, -50, 610, 50)}, name="B", organisation=strandvik, user=user
    )
    assert (block.address_count, block.unit_count) == (1, 24)
    assert len(block.addresses.get().units) == 24


def test_what_is_outside_the_territory_is_listed_with_its_reason(
    strandvik: Organisation, user: User
) -> None:
    frozen = freeze(
        {"include": ACROSS_THE_BORDER}, name="Grensa", organisation=strandvik, user=user
    )
    left_out = frozen_rows(frozen).filter(included=False)
    assert set(left_out.values_list("reason", "municipality_number")) == {
        ("outside_territory", "9902")
    }
    assert frozen.outside_territory_count == left_out.count() > 0


def test_picked_addresses_in_an_excluded_area_are_listed_as_taken_out(
    strandvik: Organisation, user: User
) -> None:
    drawing = {"streets": ["9901-1002"], "addresses": ["99011001001"]}
    drawing |= {"exclude": cadastre.box(695, -5, 705, 5)}
    frozen = freeze(drawing, name="Uten torget", organisation=strandvik, user=user)
    assert (frozen.address_count, frozen.taken_out_count) == (1, 13)
    reasons = Counter(frozen_rows(frozen).values_list("street_name", "included", "reason"))
    assert reasons == {("Blokkvegen", True, "picked"): 1, ("Torget", False, "taken_out"): 13}


@pytest.mark.parametrize(
    ("edge", "taken_out"), [(700.04, 0), (700.06, 13)], ids=["4 cm inside", "6 cm inside"]
)
def test_the_edge_of_an_excluded_area_has_the_tolerance_of_an_included_one(
    strandvik: Organisation, edge: float, taken_out: int
) -> None:
    drawing = {"streets": ["9901-1002"], "exclude": cadastre.box(650, -50, edge, 50)}
    assert preview(parse_selection(drawing)).taken_out == taken_out


def test_nothing_left_of_what_is_picked_is_refused(strandvik: Organisation, user: User) -> None:
    drawing = {"streets": ["9901-1002"], "exclude": cadastre.box(650, -50, 750, 50)}
    with pytest.raises(InputError, match="13 picked addresses lie in the area"):
        freeze(drawing, name="Tom", organisation=strandvik, user=user)


def test_nothing_but_outside_is_refused(strandvik: Organisation, user: User) -> None:
    with pytest.raises(InputError, match="outside your territory"):
        freeze(
            {"include": cadastre.box(1000, -50, 1100, 50)},
            name="Naboen",
            organisation=strandvik,
            user=user,
        )
    assert not AddressList.objects.exists()
    assert not ListedAddress.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "to\nlinjer", "nul\0"])
def test_a_list_needs_a_name(strandvik: Organisation, user: User, name: str) -> None:
    with pytest.raises(InputError, match="name"):
        freeze({"include": STREET_AND_BLOCK}, name=name, organisation=strandvik, user=user)


def test_the_checksum_can_be_recomputed(frozen: AddressList) -> None:
    lines = sorted(
        (row.source, row.source_id, "|".join(
            (
                row.source, row.source_id, row.label, row.municipality_number,
                f"{row.point.x:.2f}", f"{row.point.y:.2f}",
                "?" if row.units is None else ",".join(row.units),
                "t" if row.included else "f", row.reason,
            )
        ))
        for row in frozen_rows(frozen)
    )  # fmt: skip
    text = "\n".join(line for *_, line in lines)
    assert hashlib.sha256(text.encode()).hexdigest() == frozen.checksum


def test_the_list_outlives_the_cadastre(frozen: AddressList) -> None:
    before = list(frozen_rows(frozen).values_list("label", "reason"))
    Unit.objects.all().delete()
    Address.objects.all().delete()
    assert list(frozen_rows(frozen).values_list("label", "reason")) == before


@pytest.mark.parametrize(
    ("table", "may"),
    [
        ("address_list", "SELECT, INSERT"),
        ("listed_address", "SELECT, INSERT"),
        ("approval", "SELECT, INSERT"),
        ("audit_entry", "SELECT, INSERT"),
        ("address", "SELECT"),
        ("parcel", "SELECT"),
        ("dataset_version", "SELECT"),
    ],
)
def test_the_application_may_not_change_what_is_frozen(db: None, table: str, may: str) -> None:
    privileges = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p FROM unnest(%s) AS p WHERE has_table_privilege('geotarget_app', %s, p)",
            [list(privileges), table],
        )
        assert ", ".join(row[0] for row in cursor.fetchall()) == may


def test_freezing_is_logged_without_addresses(frozen: AddressList) -> None:
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.subject) == ("freeze", f"address_list:{frozen.pk}")
    assert entry.detail == {
        "addresses": frozen.address_count,
        "outside_territory": 0,
        "taken_out": 0,
        "added": 0,
        "removed": 0,
    }
