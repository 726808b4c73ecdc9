"""Care homes and the like: kept by an administrator, seen before sending and where not reached."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from geotarget.cadastre.models import Address, Business, DatasetCoverage, DatasetVersion
from geotarget.domain.roles import Role
from geotarget.notices.models import AddressMessage, Attempt, Chunk, Dispatch, VulnerablePlace
from geotarget.organisations.models import AuditEntry
from tests.notices.delivering import send_to
from tests.notices.web.conftest import SignIn, make_member, make_strandvik
from tests.notices.world import World, make_list, make_notice, street_address
from tests.organisations.members import make_organisation

URL = "/notices/vulnerable-places/"
HOME, BLOCK = "Storgata 3", "Blokkvegen 1"


@pytest.fixture
def world(office: None) -> World:
    return make_strandvik()


@pytest.fixture
def administrator(world: World, sign_in: SignIn) -> Client:
    return sign_in(make_member(world.organisation, "admin", Role.ADMINISTRATOR))


def key_of(label: str) -> str:
    return Address.objects.get(label=label).source_id


def add(client: Client, name: str, text: str, **more: str) -> Any:
    return client.post(URL, {"name": name, "text": text, **more})


@pytest.fixture
def kept(administrator: Client) -> None:
    for name, text in (("Strandvik sykehjem", BLOCK), ("Tannlegen i Storgata", "Storgata 39")):
        assert add(administrator, name, text).status_code == 302
    add(administrator, "Dialysen", "12/1")


def test_a_place_is_added_and_taken_away(world: World, administrator: Client) -> None:
    add(administrator, "Strandvik sykehjem", BLOCK)
    place = VulnerablePlace.objects.get()
    assert (place.label, place.source_id) == (BLOCK, key_of(BLOCK))
    page = administrator.get(URL).content.decode()
    assert "Strandvik sykehjem" in page
    assert "already" in add(administrator, "Strandvik sykehjem", BLOCK).content.decode()
    administrator.post(f"{URL}{place.pk}/remove/")
    assert not VulnerablePlace.objects.exists()
    acts = AuditEntry.objects.filter(act__startswith="vulnerable").values_list("act", flat=True)
    assert sorted(acts) == ["vulnerable_add", "vulnerable_remove"]


def test_of_several_addresses_one_is_chosen(administrator: Client) -> None:
    page = add(administrator, "Apoteket", "Torget 1").content.decode()
    assert "Which address?" in page
    assert not VulnerablePlace.objects.exists()
    add(administrator, "Apoteket", "Torget 1", address=key_of("Torget 1C"))
    assert VulnerablePlace.objects.get().label == "Torget 1C"


@pytest.mark.parametrize(
    "name", ["Kari Nordmann", "Sykehjemmet 900 00 000", "post@sykehjem.example", "", "\u200b"]
)
def test_no_person_gets_on_the_list(administrator: Client, name: str) -> None:
    assert add(administrator, name, BLOCK).status_code == 422
    assert not VulnerablePlace.objects.exists()


def test_nor_a_home_where_businesses_are_known(administrator: Client) -> None:
    version = DatasetVersion.objects.get()
    DatasetCoverage.objects.create(
        dataset="business",
        municipality_number="9901",
        version=version,
        extracted_at=version.extracted_at,
        row_count=1,
    )
    Business.objects.create(
        source="enhetsregisteret",
        source_id="999999999",
        municipality_number="9901",
        address_source_id=key_of(BLOCK),
        row_hash=b"",
    )
    answer = add(administrator, "Et hjem", "Storgata 39")
    assert answer.status_code == 422
    _, of_address = answer.content.decode().split('id="id_text_error"')
    assert "No place of business" in of_address
    assert add(administrator, "Strandvik sykehjem", BLOCK).status_code == 302


def test_places_of_care_are_offered_by_address(administrator: Client) -> None:
    for number, (label, code) in enumerate(
        [(BLOCK, "87.101"), ("Storgata 39", "86.230"), ("Storgata 5", "47.111")]
    ):
        Business.objects.create(
            source="brreg",
            source_id=f"99999999{number}",
            municipality_number="9901",
            industry_code=code,
            address_source_id=key_of(label),
            row_hash=b"",
        )
    page = administrator.get(URL).content.decode()
    care = page[page.index("<datalist") : page.index("</datalist")]
    assert f"{BLOCK} – care home" in care
    assert care.index(BLOCK) < care.index("Storgata 39 – dentist")
    assert "Storgata 5" not in care


def test_an_address_called_just_so_is_meant(administrator: Client) -> None:
    assert add(administrator, "Legevakta", "storgata 4").status_code == 302
    assert VulnerablePlace.objects.get().label == "Storgata 4"


def test_no_such_address(administrator: Client) -> None:
    assert "No such address" in add(administrator, "Legevakta", "Finnesikke 9").content.decode()


def row(label: str, number: int) -> Any:
    made = street_address(number, 1, number, size=3)
    made.source_id, made.label = key_of(label), label
    return made


def test_they_are_shown_before_sending(world: World, kept: None, sign_in: SignIn) -> None:
    notice = make_notice(world, make_list(world, [row(BLOCK, 1), row("Storgata 5", 2)]))
    page = sign_in(world.author).get(f"/notices/{notice.pk}/").content.decode()
    assert "Strandvik sykehjem" in page
    assert "Tannlegen" not in page
    assert "not to the place itself" in page


class TestAfterwards:
    @pytest.fixture
    def dispatch(self, world: World, kept: None) -> Dispatch:
        """A message is handed over at the block, and none in Storgata 39."""
        dispatch = send_to(world, [row(BLOCK, 1), row("Storgata 39", 2)])
        chunk = dispatch.chunks.first()
        attempt = Attempt.objects.create(
            dispatch=dispatch,
            chunk=chunk,
            channel="link-sms",
            address_token=b"1",
            reference="1",
            state="accepted",
        )
        AddressMessage.objects.create(
            dispatch=dispatch,
            listed_address=dispatch.address_list.addresses.get(label=BLOCK),
            attempt=attempt,
        )
        return dispatch

    @pytest.fixture
    def seen(self, dispatch: Dispatch, sign_in: SignIn, world: World) -> Any:
        def page(user: Any = None) -> str:
            client = sign_in(user or world.approver)
            return client.get(f"/notices/dispatches/{dispatch.pk}/").content.decode()

        return page

    def test_where_nothing_was_handed_over(self, dispatch: Dispatch, seen: Any) -> None:
        assert "when the dispatch has ended" in seen()
        assert "Not reached" not in seen()
        Chunk.objects.update(state="done")
        page = seen()
        assert "Not reached" in page
        assert "Tannlegen i Storgata" in page
        assert "Strandvik sykehjem" not in page

    def test_not_to_those_who_only_plan(self, world: World, dispatch: Dispatch, seen: Any) -> None:
        Chunk.objects.update(state="done")
        page = seen(make_member(world.organisation, "plan", Role.PLANNER))
        assert "Not reached" not in page
        assert "Tannlegen i Storgata" in page

    def test_not_once_it_is_deleted_nor_of_some(self, dispatch: Dispatch, seen: Any) -> None:
        Chunk.objects.update(state="done")
        Dispatch.objects.update(audience={"age_from": 67})
        assert "Not reached" not in seen()
        Dispatch.objects.update(audience={}, outcomes_deleted_at=dispatch.starts_at)
        assert "Not reached" not in seen()
        assert "has been deleted" in seen()

    def test_another_organisation_s_places_are_not_seen(
        self, world: World, dispatch: Dispatch, seen: Any
    ) -> None:
        other = make_organisation("310000027", "Nabo kommune", "9901")
        VulnerablePlace.objects.create(
            organisation=other, name="Naboens sted", source_id=key_of(BLOCK), label=BLOCK
        )
        Chunk.objects.update(state="done")
        assert "Naboens sted" not in seen()
