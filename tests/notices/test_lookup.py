"""Who lives at a listed address, and how many others are looked up to find them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from geotarget.cadastre.models import Address
from geotarget.domain.message_class import MessageClass
from geotarget.notices.held import addresses_not_looked_up
from geotarget.notices.lookup import _Here, searches
from geotarget.notices.models import Chunk, Dispatch
from geotarget.notices.plan import plan_chunks
from geotarget.notices.progress import counts
from geotarget.notices.report import report
from geotarget.notices.wide_lookups import lookups_in_words, wide_lookups
from geotarget.registers.folkeregisteret import Search
from geotarget.registers.resident import Home, Protection, Resident
from geotarget.simulators.running import Simulators
from geotarget.targeting.chosen_units import chooses_units
from geotarget.targeting.models import AddressList, ListedAddress
from tests.notices.delivering import arrived, deliver_all, send_to
from tests.notices.world import (
    MUNICIPALITY,
    World,
    make_list,
    make_notice,
    plot_address,
    settle,
    street_address,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    """Three plots in one postcode where few live, one where too many do, and a street."""
    near = [plot_address(900 + n, 4, "9991") for n in range(3)]
    far = [plot_address(990, 5, "9995")]
    street = [street_address(100 + n, 1, n, size=2) for n in range(1, 3)]
    dwellings("9991", 60)
    dwellings("9995", 101)
    settle(world, near + street)
    reached = dict(world.reached_by)
    settle(world, far, seed=2)
    world.reached_by = reached
    return send_to(world, [*near, *far, *street])


def dwellings(postcode: str, number: int) -> None:
    """One address of the cadastre with so many units."""
    Address.objects.create(
        source="matrikkel",
        source_id=f"cadastre-{postcode}",
        kind="vegadresse",
        municipality_number=MUNICIPALITY,
        postcode=postcode,
        label="Skolegata 1",
        geom="SRID=25833;POINT(100000 7000000)",
        unit_count=number,
    )


def home(**more: Any) -> Home:
    place = {"municipality_number": MUNICIPALITY, "street_code": "1001", "number": 4}
    return Home(kind="bosted", grading=Protection.UNGRADED, **(place | more))


def lives_at(address: ListedAddress, at: Home, *, by_unit: bool = False) -> bool:
    person = Resident("1", "bosatt", Protection.UNGRADED, None, None, (at,))
    address.pk = 7
    return _Here([address], by_unit=by_unit).households_of(person) == [(7, at.unit_number)]


@pytest.mark.parametrize(
    ("at", "is_here"),
    [
        (home(address_matrikkel_id="104"), True),
        (home(address_matrikkel_id="104", number=99), True),
        (home(address_matrikkel_id="105"), False),
        (home(), True),
        (home(letter=""), True),
        (home(letter="B"), False),
        (home(street_code="01001"), True),
        (home(municipality_number="9999"), False),
    ],
)
def test_the_key_of_the_cadastre_decides_and_else_the_number(at: Home, is_here: bool) -> None:
    assert lives_at(street_address(104, 1, 4, size=9), at) is is_here


@pytest.mark.parametrize(
    ("by_unit", "unit", "is_here"),
    [
        (False, "H0301", True),
        (True, "H0301", False),
        (True, "H0201", True),
        (True, None, True),
    ],
)
def test_another_unit_counts_only_where_whole_addresses_are_meant(
    by_unit: bool, unit: str | None, is_here: bool
) -> None:
    address = street_address(104, 1, 4, size=9)
    address.units = ["H0201", "H0202"]
    assert lives_at(address, home(unit_number=unit), by_unit=by_unit) is is_here


def test_a_list_chooses_units_where_a_filter_left_some_out(world: World) -> None:
    whole = make_list(world, [street_address(1, 1, 1, size=1)])
    floors = make_list(world, [street_address(1, 1, 1, size=1)])
    together = make_list(world, [street_address(1, 1, 1, size=1)])
    AddressList.objects.filter(pk=floors.pk).update(drawing={"filters": {"floors": ["H02"]}})

    def combined(operation: str, *lists: AddressList) -> bool:
        origin = {"operation": operation, "lists": [{"id": each.pk} for each in lists]}
        AddressList.objects.filter(pk=together.pk).update(combined=origin)
        return chooses_units(together.pk)

    assert (chooses_units(whole.pk), chooses_units(floors.pk)) == (False, True)
    assert combined("or", whole, floors)
    assert not combined("not", whole, floors)
    assert combined("not", floors, whole)


def test_the_approver_reads_how_many_others_are_looked_up(
    world: World, dispatch: Dispatch, client: Client
) -> None:
    few, many = wide_lookups(dispatch.address_list_id)
    assert (few.postcode, few.addresses, few.per_sought) == ("9991", 3, 20)
    assert (many.postcode, many.addresses, many.per_sought) == ("9995", 1, 101)
    assert not few.is_too_wide(MessageClass.SERVICE)
    assert many.is_too_wide(MessageClass.SERVICE)
    assert not many.is_too_wide(MessageClass.EMERGENCY)
    notice = make_notice(world, dispatch.address_list)
    client.force_login(world.approver)
    page = client.get(f"/notices/{notice.pk}/").content.decode()
    sentences = lookups_in_words(dispatch.address_list_id, MessageClass.SERVICE)
    assert len(sentences) == 2
    assert all(sentence in page for sentence in sentences)


def test_where_too_many_others_would_be_nobody_is_looked_up_and_the_report_says_so(
    world: World, dispatch: Dispatch, simulators: Simulators, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    deliver_all()
    assert set(arrived(simulators)) == set(world.reached_by.values())
    [ended] = Chunk.objects.filter(state="failed")
    assert (ended.tries, ended.address_count) == (0, 1)
    counted = counts(dispatch)
    assert (counted.addresses, counted.addresses_failed, counted.addresses_done) == (6, 1, 5)
    assert addresses_not_looked_up(dispatch) == 1
    assert "because too many others would have been" in report(dispatch).sentence
    assert "deadline" not in report(dispatch).sentence


def test_in_an_emergency_the_limit_is_higher(world: World, dispatch: Dispatch) -> None:
    dispatch.message_class = "emergency"
    assert {chunk.state for chunk in plan_chunks(dispatch)} == {"waiting"}


@pytest.mark.parametrize(
    ("name", "asked"),
    [("Åsgata", "Åsgata"), ("Ole Bull's plass", "Ole Bull's plass"), ("Nord/Sør <b>", "Nord")],
)
def test_a_street_is_asked_for_up_to_what_the_firewall_would_not_let_through(
    name: str, asked: str
) -> None:
    assert Search(MUNICIPALITY, street_name=name).params(5)["adressenavn"] == asked


def test_streets_that_can_not_be_searched_for_are_the_same_in_python_and_sql(world: World) -> None:
    names = ["Å", "Bø", "Bø 2", "Øya", "A/S-vegen", "Čáhppesjávri", "", "Ås/Vik"]
    rows = [street_address(100 + n, 1, n, size=2) for n in range(len(names))]
    for row, name in zip(rows, names, strict=True):
        row.street_name = name
    sent = send_to(world, rows)
    by_postcode = sum(c.address_count for c in sent.chunks.filter(lookup="postcode"))
    assert by_postcode == sum(wide.addresses for wide in wide_lookups(sent.address_list_id)) == 5


def test_a_house_is_asked_for_with_its_letter() -> None:
    """Without it the register would show who lives at every letter of the number."""
    rows = [street_address(100 + n, 1, 3, size=9) for n in range(2)]
    rows[1].letter = "B"
    asked = [search.house_number for search in searches(Chunk.Lookup.HOUSES, rows)]
    assert asked == ["3", "3B"]
