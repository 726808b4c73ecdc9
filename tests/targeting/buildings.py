"""Buildings for the cadastre of Strandvik, and what the municipality itself knows of addresses."""

from __future__ import annotations

import datetime

from geotarget.cadastre.models import (
    Address,
    Building,
    BuildingUnit,
    Business,
    DatasetCoverage,
    DatasetVersion,
    Unit,
)
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import OwnAttribute, OwnValue

CABINS = range(1, 11)
"""Storgata 1 to 10 are holiday homes, 11 to 13 garages and nothing else; the others dwellings."""


def build() -> None:
    """A building for every address of Storgata and Blokkvegen; Torget has none."""
    for address in Address.objects.filter(street_code__in=("1000", "1001")):
        _building(address, _type(address))
    for number in (1, 2, 14):
        Business.objects.create(
            source="brreg",
            source_id=f"99999990{number}",
            municipality_number="9901",
            address_source_id=f"99011000{number:03d}" + ("A" if number == 14 else ""),
            match="exact",
            row_hash=b"",
        )
    for dataset in ("building", "business"):
        DatasetCoverage.objects.create(
            dataset=dataset,
            municipality_number="9901",
            version=DatasetVersion.objects.get(),
            extracted_at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
            row_count=1,
        )


def _type(address: Address) -> str:
    if address.street_code == "1001":
        return "143"
    if address.number in CABINS:
        return "161"
    return "181" if address.number in (11, 12, 13) else "111"


def _building(address: Address, code: str) -> None:
    building = Building.objects.create(
        source="matrikkel",
        source_id=f"b{address.source_id}",
        municipality_number="9901",
        building_type=code,
        geom=address.geom,
        row_hash=b"",
    )
    units = Unit.objects.filter(address_source_id=address.source_id)
    BuildingUnit.objects.bulk_create(
        BuildingUnit(
            building=building,
            unit_source_id=unit.source_id,
            address_source_id=address.source_id,
            # The block's delivery says what its flats are used for, but for the first four.
            use="" if code != "143" or unit.unit_number.startswith("H01") else "B",
        )
        for unit in units
    )


def know_water(organisation: Organisation) -> None:
    """Storgata: even numbers have municipal water, odd ones not; 1 to 3 are not in the file."""
    water = OwnAttribute.objects.create(
        organisation=organisation,
        title="Gebyrsystemet",
        name="Kommunalt vann",
        is_of_property=True,
    )
    OwnValue.objects.bulk_create(
        OwnValue(
            organisation=organisation,
            attribute=water,
            key=f"9901-1/{number}",
            value="nei" if number % 2 else "ja",
        )
        for number in range(4, 41)
    )
    zone = OwnAttribute.objects.create(
        organisation=organisation, title="Nettet", name="Trykksone", is_of_property=False
    )
    OwnValue.objects.create(
        organisation=organisation, attribute=zone, key="99011002001A", value="Høy"
    )
