"""The census tract goes into the frozen list, where results per small area find it."""

from __future__ import annotations

import pytest
from django.db import connection

from geotarget.cadastre.models import Address, District
from geotarget.organisations.models import Organisation, User
from geotarget.targeting.freeze import freeze

from . import strandvik as cadastre

STREET = cadastre.box(95, -50, 650, 50)


def test_the_tract_and_its_name_are_frozen(strandvik: Organisation) -> None:
    Address.objects.update(census_tract="99010101")
    named = Address.objects.order_by("pk").first()
    assert named is not None
    Address.objects.exclude(pk=named.pk).filter(number__lte=3).update(census_tract="")
    District.objects.create(
        kind="census_tract",
        number="99010101",
        name="Sentrum",
        border="MULTIPOLYGON(((0 0,1 0,1 1,0 0)))",
        row_hash=b"",
    )
    District.objects.create(
        kind="postcode_area",
        number="99010102",
        name="Ikke denne",
        border="MULTIPOLYGON(((0 0,1 0,1 1,0 0)))",
        row_hash=b"",
    )
    user = User.objects.create_user("planlegger")
    frozen = freeze({"include": STREET}, name="Gata", organisation=strandvik, user=user)
    rows = set(frozen.addresses.values_list("census_tract", "census_tract_name"))
    assert rows == {("99010101", "Sentrum"), ("", "")}
    Address.objects.update(census_tract="99010109")
    District.objects.all().delete()
    assert set(frozen.addresses.values_list("census_tract", "census_tract_name")) == rows


@pytest.mark.parametrize(
    ("tract", "postcode", "area"),
    [
        ("99010101", "9910", "census_tract:99010101"),
        ("", "9910", "postcode:9910"),
        ("", "", "municipality:9901"),
    ],
)
def test_the_small_area_of_an_address(db: None, tract: str, postcode: str, area: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT small_area(%s, %s, '9901')", [tract, postcode])
        assert cursor.fetchone()[0] == area
