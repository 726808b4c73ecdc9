from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from geotarget.domain.roles import Role
from geotarget.organisations.management.commands.demo_users import PASSWORD
from geotarget.organisations.models import Membership, Organisation, User

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def run(*options: str) -> str:
    out = StringIO()
    call_command("demo_users", *options, stdout=out)
    return out.getvalue()


def test_twice_gives_the_same_users(db: None) -> None:
    first = run()
    users = list(User.objects.order_by("pk").values_list("pk", "password"))
    assert run() == first
    assert list(User.objects.order_by("pk").values_list("pk", "password")) == users
    assert PASSWORD in first


def test_every_role_has_a_user_who_can_sign_in(db: None) -> None:
    run()
    roles = {role for membership in Membership.objects.all() for role in membership.roles}
    assert roles == {role.value for role in Role}
    assert all(user.check_password(PASSWORD) for user in User.objects.all())


def test_organisation_numbers_have_right_check_digits(db: None) -> None:
    run()
    for number in Organisation.objects.values_list("organisation_number", flat=True):
        total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
        assert int(number[8]) == (11 - total % 11) % 11


def test_the_company_reaches_both_municipalities_through_their_own_registers(db: None) -> None:
    run()
    company = Organisation.objects.get(kind="intermunicipal")
    assert company.municipality_numbers() == ["9901", "9902"]
    registers = company.territory.values_list("register_organisation_number", flat=True)
    assert company.organisation_number not in registers


def test_known_passwords_never_reach_the_internet(db: None, settings: object) -> None:
    settings.HTTPS = True  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="https"):
        run()
    assert not User.objects.exists()


def test_a_later_start_puts_nothing_back(db: None) -> None:
    assert PASSWORD in run("--first-time")
    changed = User.objects.get(username="avsender")
    changed.set_password("et eget langt passord")
    changed.save()
    Membership.objects.filter(user__username="nabo").delete()
    Membership.objects.filter(user=changed).update(roles=[Role.PLANNER.value])
    assert "as they were left" in run("--first-time")
    changed.refresh_from_db()
    assert changed.check_password("et eget langt passord")
    assert not Membership.objects.filter(user__username="nabo").exists()
    assert Membership.objects.get(user=changed).roles == [Role.PLANNER.value]
