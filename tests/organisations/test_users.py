from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from geotarget.domain.roles import Role
from geotarget.organisations.models import AuditEntry, Membership, Organisation, User

from .members import make_member, signed_in

NEW = {"username": "ny", "email": "ny@example.no", "phone": "99 99 99 99", "roles": ["sender"]}


@pytest.fixture
def administrator(strandvik: Organisation) -> Client:
    return signed_in(make_member(strandvik, "admin", Role.ADMINISTRATOR))


def told_once(answer: Any) -> str:
    """The password of a page that no browser keeps, and that leaves it in no cookie."""
    found = re.search(r"vises bare nå: ([a-z0-9-]+)", answer.content.decode())
    assert found is not None
    assert answer["Cache-Control"] == "no-store"
    assert found[1] not in str(answer.cookies)
    assert found[1] not in answer.client.get("/users/").content.decode()
    return found[1]


def test_a_new_password_is_shown_once(administrator: Client, strandvik: Organisation) -> None:
    user = make_member(strandvik, "per", Role.SENDER)
    password = told_once(administrator.post(f"/users/{user.memberships.get().pk}/password/"))
    assert Client().login(username="per", password=password)


def test_a_new_user_can_sign_in_with_the_password_shown(administrator: Client) -> None:
    password = told_once(administrator.post("/users/new/", NEW))
    user = User.objects.get(username="ny")
    assert user.phone == "+4799999999"
    assert user.check_password(password)
    assert Client().login(username="ny", password=password)
    assert AuditEntry.objects.get(act="add_member").subject == f"user:{user.pk}"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", "admin", "Brukernavnet er i bruk"),
        ("username", "ADMIN", "Brukernavnet er i bruk"),
        ("username", "a\0b", "ikke tillatt"),
        ("username", "", "påkrevet"),
        ("phone", "12", "ikke et mobilnummer"),
        ("phone", "22 12 34 56", "ikke et mobilnummer"),
        ("email", "x", "gyldig e-postadresse"),
        ("roles", [], "påkrevet"),
        ("roles", ["king"], "king"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    administrator: Client, field: str, value: object, words: str
) -> None:
    answer = administrator.post("/users/new/", NEW | {field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.filter(username="ny").exists()


def test_roles_change(administrator: Client, strandvik: Organisation) -> None:
    make_member(strandvik, "per", Role.SENDER)
    membership = Membership.objects.get(user__username="per")
    change = {"email": "", "phone": "", "roles": ["approver", "planner"]}
    administrator.post(f"/users/{membership.pk}/", change)
    membership.refresh_from_db()
    assert membership.roles == ["approver", "planner"]


def test_nobody_takes_the_last_key_from_oneself(administrator: Client) -> None:
    own = Membership.objects.get(user__username="admin")
    answer = administrator.post(
        f"/users/{own.pk}/", {"email": "", "phone": "", "roles": ["sender"]}
    )
    assert answer.status_code == 422
    administrator.post(f"/users/{own.pk}/remove/")
    assert Membership.objects.filter(pk=own.pk).exists()


def test_a_removed_member_is_out_and_the_log_stays(
    administrator: Client, strandvik: Organisation
) -> None:
    theirs = signed_in(make_member(strandvik, "per", Role.PLANNER))
    membership = Membership.objects.get(user__username="per")
    administrator.post(f"/users/{membership.pk}/remove/")
    assert theirs.get("/map/").status_code == 403
    assert AuditEntry.objects.filter(act="remove_member").count() == 1


def test_an_account_shared_with_others_keeps_its_password_and_phone(
    administrator: Client, strandvik: Organisation, fjellvik: Organisation
) -> None:
    user = make_member(strandvik, "vakt", Role.PLANNER)
    make_member(fjellvik, "vakt", Role.PLANNER)
    membership = Membership.objects.get(user=user, organisation=strandvik)
    before = user.password
    administrator.post(f"/users/{membership.pk}/password/")
    administrator.post(f"/users/{membership.pk}/", {"phone": "+4790000000", "roles": ["sender"]})
    user.refresh_from_db()
    assert user.password == before
    assert user.phone == ""


def test_members_of_others_do_not_exist(administrator: Client, fjellvik: Organisation) -> None:
    make_member(fjellvik, "nabo", Role.PLANNER)
    theirs = Membership.objects.get(user__username="nabo")
    assert administrator.get(f"/users/{theirs.pk}/").status_code == 404
    for act in ("remove", "password"):
        assert administrator.post(f"/users/{theirs.pk}/{act}/").status_code == 404
    assert "nabo" not in administrator.get("/users/").content.decode()
