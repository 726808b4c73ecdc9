"""Single addresses added and taken out by hand, from the count to the next version of a list."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from geotarget.cadastre.models import Address
from geotarget.domain.retention import ADJUSTMENT_NOTE
from geotarget.domain.selection import parse_selection
from geotarget.organisations.models import AuditEntry, Organisation, User
from geotarget.targeting.adjustment_notes import notes_of
from geotarget.targeting.against_today import Change, against_today
from geotarget.targeting.export import as_csv
from geotarget.targeting.freeze import freeze, freeze_anew
from geotarget.targeting.listing import frozen_rows, selected_rows
from geotarget.targeting.models import AddressList, AdjustmentNote, Area
from geotarget.targeting.preview import preview
from geotarget.targeting.save_area import save_area
from geotarget.targeting.tasks import delete_notes
from tests.organisations.members import make_member

from .conftest import Post
from .strandvik import box

STREET = box(0, -20, 405, 20)
FIRST, SECOND = "99011000001", "99011000002"
BLOCK, BEYOND = "99011001001", "99022000001"


def out(address: str, reason: str = "own_supply", **more: str) -> dict[str, str]:
    return {"address": address, "act": "take_out", "reason": reason, **more}


def add(address: str, reason: str = "same_supply", **more: str) -> dict[str, str]:
    return {"address": address, "act": "add", "reason": reason, **more}


@pytest.fixture
def user(strandvik: Organisation) -> User:
    return make_member(strandvik, "tegner")


def reasons(drawing: dict[str, Any], *addresses: str) -> list[tuple[bool, str, str] | None]:
    rows = selected_rows(parse_selection(drawing), ["9901"])
    found = {row.source_id: (row.included, row.reason, row.adjustment) for row in rows}
    return [found.get(address) for address in addresses]


def test_each_says_why_it_is_in_or_out(strandvik: Organisation) -> None:
    drawing = {"include": STREET, "adjustments": [out(FIRST), add(BLOCK), add(SECOND)]}
    assert reasons(drawing, FIRST, SECOND, BLOCK) == [
        (False, "removed", "own_supply"),
        (True, "inside", "same_supply"),
        (True, "added", "same_supply"),
    ]
    counted = preview(parse_selection(drawing), ["9901"])
    assert (counted.addresses, counted.added, counted.removed) == (40, 1, 1)
    assert (counted.units, counted.copies) == (39 + 24, 40)


def test_another_area_and_rule_leave_them_as_they_are(strandvik: Organisation) -> None:
    drawing = {"include": box(690, -10, 710, 10), "adjustments": [out(FIRST), add(BLOCK)]}
    expected = [(False, "removed_unselected", "own_supply"), (True, "added", "same_supply")]
    assert reasons(drawing, FIRST, BLOCK) == expected
    assert reasons(drawing | {"rule": "any-parcel-overlaps"}, FIRST, BLOCK) == expected
    counted = preview(parse_selection(drawing))
    assert (counted.addresses, counted.removed, counted.removed_unselected) == (14, 0, 1)


def test_an_added_address_is_in_where_the_area_and_filters_leave_it_out(
    strandvik: Organisation,
) -> None:
    picked = {"streets": ["9901-1000"], "exclude": box(0, -20, 15, 20)}
    assert reasons(picked, FIRST) == [(False, "taken_out", "")]
    assert reasons(picked | {"adjustments": [add(FIRST)]}, FIRST) == [
        (True, "added", "same_supply")
    ]
    filtered = {"include": STREET, "filters": {"floors": ["H02"]}, "adjustments": [add(BLOCK)]}
    [block] = [row for row in selected_rows(parse_selection(filtered)) if row.included]
    assert (block.source_id, len(block.units)) == (BLOCK, 4)
    assert preview(parse_selection(filtered)).units == 4
    nothing = filtered | {"adjustments": [add(FIRST)], "per": "unit"}
    counted = preview(parse_selection(nothing))
    assert (counted.addresses, counted.units, counted.copies) == (1, 0, 1)


def test_nobody_adds_beyond_the_territory(strandvik: Organisation, user: User) -> None:
    drawing = {"include": STREET, "adjustments": [add(BEYOND)]}
    assert reasons(drawing, BEYOND) == [(False, "outside_territory", "same_supply")]
    frozen = freeze(drawing, name="Storgata", organisation=strandvik, user=user)
    assert (frozen.address_count, frozen.outside_territory_count, frozen.added_count) == (40, 1, 0)


def test_one_per_unit_is_counted_and_kept(strandvik: Organisation, user: User) -> None:
    drawing = {"include": box(590, -10, 710, 10), "per": "unit"}
    counted = preview(parse_selection(drawing))
    assert (counted.addresses, counted.copies) == (14, 24 + 13)
    Address.objects.filter(label="Torget 1A").update(unit_count=None)
    assert preview(parse_selection(drawing)).copies == 24 + 13
    frozen = freeze(drawing, name="Blokka", organisation=strandvik, user=user)
    assert (frozen.per, frozen.copies, frozen.drawing["per"]) == ("unit", 37, "unit")
    assert freeze_anew(frozen, user=user).copies == 37


def frozen_list(organisation: Organisation, user: User) -> AddressList:
    drawing = {
        "include": STREET,
        "adjustments": [out(FIRST, "other", note="Egen brønn"), add(BLOCK), out("990112" + "1")],
    }
    return freeze(drawing, name="Storgata", organisation=organisation, user=user)


def test_a_list_keeps_them_and_its_checksum_covers_them(
    strandvik: Organisation, user: User
) -> None:
    frozen = frozen_list(strandvik, user)
    assert (frozen.address_count, frozen.added_count, frozen.removed_count) == (40, 1, 2)
    assert frozen_rows(frozen).count() == frozen.address_count + frozen.left_out_count
    assert "brønn" not in str(frozen.drawing)
    assert notes_of(frozen) == {FIRST: "Egen brønn"}
    plain = freeze({"include": STREET}, name="Uten", organisation=strandvik, user=user)
    assert plain.checksum != frozen.checksum
    entry = AuditEntry.objects.filter(act="freeze", subject=f"address_list:{frozen.pk}").get()
    assert (entry.detail["added"], entry.detail["removed"]) == (1, 2)
    lines = list(csv.reader(io.StringIO("".join(as_csv(frozen_rows(frozen)))), delimiter=";"))
    told = {line[0]: line[10:13] for line in lines}
    assert told[FIRST] == ["nei", "tatt ut", "annen grunn"]
    assert told[BLOCK] == ["ja", "lagt til", "samme ledning"]
    assert told["9901121"] == ["nei", "tatt ut, men ikke i utvalget", "har egen forsyning"]


def test_the_cadastre_of_today_and_the_next_version_respect_them(
    strandvik: Organisation, user: User
) -> None:
    frozen = frozen_list(strandvik, user)
    assert against_today(frozen) == []
    Address.objects.filter(source_id=BLOCK).delete()
    Address.objects.filter(source_id=SECOND).update(label="Nygata 2")
    changes = {(each.change, each.source_id) for each in against_today(frozen)}
    assert changes == {(Change.GONE, BLOCK), (Change.CHANGED, SECOND)}
    newer = freeze_anew(frozen, user=user)
    assert (newer.address_count, newer.added_count, newer.removed_count) == (39, 0, 2)
    assert notes_of(newer) == {FIRST: "Egen brønn"}


def test_a_note_is_deleted_when_its_time_is_over(strandvik: Organisation, user: User) -> None:
    frozen = frozen_list(strandvik, user)
    written = timezone.localdate() - ADJUSTMENT_NOTE + datetime.timedelta(days=1)
    AdjustmentNote.objects.update(written_on=written)
    newer = freeze_anew(frozen, user=user)
    assert newer.notes.get().written_on == written, "copying it on does not prolong its life"
    delete_notes()
    assert AdjustmentNote.objects.count() == 2
    AdjustmentNote.objects.update(written_on=written - datetime.timedelta(days=1))
    delete_notes()
    assert not AdjustmentNote.objects.exists()
    assert AuditEntry.objects.get(act="delete_notes").detail == {"notes": 2}
    assert freeze_anew(newer, user=user).removed_count == 2, "the reason itself stays"


def test_a_saved_area_keeps_them_and_loses_its_notes_with_it(
    strandvik: Organisation, user: User, planner: Client
) -> None:
    drawing = {"include": STREET, "adjustments": [out(FIRST, "other", note="Egen brønn")]}
    saved = save_area(drawing, name="Sone", organisation=strandvik, user=user)
    assert "brønn" not in str(Area.objects.get().drawing)
    page = planner.get(f"/map/?area={saved.pk}")
    assert page.context["map_settings"]["opened"]["adjustments"] == [
        {
            "source_id": FIRST,
            "label": "Storgata 1",
            "act": "take_out",
            "reason": "other",
            "note": "Egen brønn",
        }
    ]
    planner.post(f"/areas/{saved.pk}/delete/")
    assert not AdjustmentNote.objects.exists()


def test_the_map_is_told_what_has_become_of_each(post: Post) -> None:
    gone = "99999"
    selection = {"include": STREET, "adjustments": [out("9901121"), add(FIRST), out(SECOND)]}
    selection["adjustments"].append(add(gone))
    words = post("count", {"selection": selection}).json()["words"]
    assert words["adjusted"] == [
        "1 adresse er tatt ut",
        "1 adresse er tatt ut, men er ikke i utvalget lenger",
    ]
    assert words["copies"] == "Ett per adresse: 39"
    answer = post("selected", {"selection": selection}).json()
    assert [(each["label"], each["state"]) for each in answer["adjusted"]] == [
        ("12/1", "Tatt ut, men ikke i utvalget lenger"),
        ("Storgata 1", "Lagt til, men med i utvalget uansett"),
        ("Storgata 2", "Tatt ut"),
    ]
    group = {"left_out": "removed", "municipality_number": "9901", "street_code": "1000"}
    [row] = post("group", {"selection": selection, **group}).json()["addresses"]
    assert row["reason"] == "Tatt ut: har egen forsyning"
    assert (row["is_included"], row["is_outside"]) == (False, False)


def test_nothing_left_says_what_to_do(post: Post) -> None:
    selection = {"addresses": [FIRST], "adjustments": [out(FIRST)]}
    answer = post("freeze", {"selection": selection, "name": "Ingen"})
    assert answer.status_code == 422
    assert "1 adresser er tatt ut for hånd" in answer.json()["message"]
