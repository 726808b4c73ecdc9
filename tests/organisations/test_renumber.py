"""A territory follows a municipality that got another number, by an administrator's act."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from geotarget.domain.errors import InputError
from geotarget.domain.roles import Role
from geotarget.organisations.models import AuditEntry, Organisation
from geotarget.organisations.renumber import OldTerritory, old_numbers, renumber

from .members import make_member, make_organisation

pytestmark = pytest.mark.django_db
NUMBER = "310000019"


@pytest.fixture
def waterworks() -> Organisation:
    """Snillfjord (split in 2020), Moss (3103 today), and Oslo, which never changed."""
    organisation = make_organisation(NUMBER, "Vannverket IKS", "5012", "0104", "0301")
    make_member(organisation, "admin", Role.ADMINISTRATOR)
    make_member(organisation, "planner", Role.PLANNER)
    return organisation


def test_old_numbers_are_listed_with_all_that_they_may_be(waterworks: Organisation) -> None:
    assert old_numbers() == [
        OldTerritory(NUMBER, "0104", ["3103"]),
        OldTerritory(NUMBER, "5012", ["5055", "5056", "5059"]),
    ]


def test_the_new_numbers_hold_from_today_on(waterworks: Organisation) -> None:
    renumber(NUMBER, "5012", ["5055", "5059"], administrator="admin")
    renumber(NUMBER, "0104", ["3103"], administrator="admin", register="310000035")
    assert waterworks.municipality_numbers() == ["0301", "3103", "5055", "5059"]
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    assert waterworks.municipality_numbers(yesterday) == ["0104", "0301", "5012"]
    access = dict(
        waterworks.territory.values_list("municipality_number", "register_organisation_number")
    )
    assert (access["5055"], access["3103"]) == (NUMBER, "310000035")
    assert old_numbers() == []
    logged = AuditEntry.objects.order_by("pk").values_list("act", "detail")
    assert list(logged) == [
        ("renumber", {"old": "5012", "new": ["5055", "5059"], "access": NUMBER}),
        ("renumber", {"old": "0104", "new": ["3103"], "access": "310000035"}),
    ]


def test_a_merger_brings_a_number_once(waterworks: Organisation) -> None:
    before = waterworks.territory.get(municipality_number="0301")
    before.municipality_number = "0136"  # Rygge, which became Moss too
    before.save()
    renumber(NUMBER, "0104", ["3103"], administrator="admin")
    renumber(NUMBER, "0136", ["3103"], administrator="admin")
    assert waterworks.municipality_numbers() == ["3103", "5012"]


@pytest.mark.parametrize(
    ("old", "new", "by", "message"),
    [
        ("0104", ["0301"], "admin", "0104 did not become 0301. It may be: 3103."),
        ("0105", ["3105"], "admin", "0105 is not in the territory of Vannverket IKS."),
        ("0301", ["0302"], "admin", "0301 is no old number that we know"),
        ("0104", ["3103"], "planner", "planner is no administrator of Vannverket IKS"),
    ],
)
def test_what_is_not_so_is_refused(
    old: str, new: list[str], by: str, message: str, waterworks: Organisation
) -> None:
    with pytest.raises(InputError, match=message):
        renumber(NUMBER, old, new, administrator=by)
    assert waterworks.municipality_numbers() == ["0104", "0301", "5012"]
    assert not AuditEntry.objects.exists()
