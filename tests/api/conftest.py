from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPoint, MultiPolygon, Point, Polygon
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from geotarget.cadastre.models import (
    Address,
    Building,
    BuildingUnit,
    CadastralUnit,
    DatasetCoverage,
    Parcel,
    ParcelAddress,
    ParcelCadastralUnit,
)
from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.domain.roles import Role
from geotarget.domain.scopes import Scope
from geotarget.organisations import api_tokens
from geotarget.organisations.models import Organisation
from tests.organisations.members import make_member, make_organisation
from tests.targeting import strandvik as cadastre
from tests.targeting.strandvik import EAST, NORTH

KeyFor = Callable[..., str]


class Program:
    """A client with a key. It sends and reads JSON."""

    def __init__(self, key: str, language: str = "nb") -> None:
        self._client = Client(headers={"authorization": f"Bearer {key}"})
        self._language = language

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self._client.get(_path(path), query, headers={"accept-language": self._language})

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        content = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self._client.post(
            _path(path),
            content,
            content_type="application/json",
            headers={"accept-language": self._language} | headers,
        )


def _path(path: str) -> str:
    return path if path.startswith(("http", "/")) else f"/api/v1/{path}"


@pytest.fixture
def town(db: None) -> None:
    cadastre.build()
    add_parcels()


@pytest.fixture
def strandvik(town: None) -> Organisation:
    return make_organisation("310000019", "Strandvik kommune", "9901")


@pytest.fixture
def program(strandvik: Organisation) -> Program:
    return Program(key_for(strandvik))


def key_for(organisation: Organisation, *scopes: Scope) -> str:
    """A key that works for a week, with all scopes where none is named."""
    name = f"administrator-{organisation.pk}"
    maker = organisation.memberships.filter(user__username=name).first()
    user = maker.user if maker else make_member(organisation, name, Role.ADMINISTRATOR)
    _, key = api_tokens.make(
        organisation,
        user,
        name="GIS",
        scopes=[str(scope) for scope in scopes or Scope],
        last_day=timezone.localdate() + datetime.timedelta(days=7),
    )
    return key


def add_parcels() -> None:
    """The block's property 1/1 reaches from x 495 to 615 and owns the square at x 700 too; the
    square has two sections. 12/1 is entered from the block, and has a building in it."""
    block = Address.objects.get(label="Blokkvegen 1")
    own = _parcel("T1", (495, -20, 615, 20), _unit(1, 1))
    far = _parcel("T2", (695, -5, 705, 5), _unit(1, 1), _unit(7, 7), _unit(7, 7, 1), _unit(7, 7, 2))
    links = [(own, block, True), (far, block, False)]
    links += [(far, address, True) for address in Address.objects.filter(street_code="1002")]
    ParcelAddress.objects.bulk_create(
        ParcelAddress(parcel=parcel, address=address, stands_on=stands_on, same_property=True)
        for parcel, address, stands_on in links
    )
    way_in = MultiPoint(Point(EAST + 600, NORTH, srid=STORAGE_SRID), srid=STORAGE_SRID)
    Address.objects.filter(label="12/1").update(access_points=way_in)
    building = Building.objects.create(
        source="matrikkel",
        source_id="B1",
        municipality_number="9901",
        geom=Point(EAST + 605, NORTH, srid=STORAGE_SRID),
        row_hash=b"",
    )
    BuildingUnit.objects.create(building=building, address_source_id="9901121")
    loaded = DatasetCoverage.objects.get(dataset="address", municipality_number="9901")
    for number in ("9901", "9902"):
        DatasetCoverage.objects.create(
            dataset="parcel", municipality_number=number, version=loaded.version, row_count=1
        )


def _unit(gnr: int, bnr: int, snr: int = 0) -> CadastralUnit:
    number = {"municipality_number": "9901", "gnr": gnr, "bnr": bnr, "fnr": 0, "snr": snr}
    made, _ = CadastralUnit.objects.get_or_create(
        source="matrikkel", source_id=f"{gnr}-{bnr}-{snr}", **number
    )
    return made


def _parcel(
    source_id: str, sides: tuple[float, float, float, float], *units: CadastralUnit
) -> Parcel:
    west, south, east, north = sides
    shape = Polygon.from_bbox((EAST + west, NORTH + south, EAST + east, NORTH + north))
    made = Parcel.objects.create(
        source="matrikkel",
        source_id=source_id,
        municipality_number="9901",
        geom=MultiPolygon(shape, srid=STORAGE_SRID),
        row_hash=b"",
    )
    for unit in units:
        ParcelCadastralUnit.objects.create(parcel=made, cadastral_unit=unit)
    return made
