"""Who may ask what, with a key or signed in."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from geotarget.api import urls as api_urls
from geotarget.domain.roles import Role
from geotarget.domain.scopes import Scope
from geotarget.organisations.models import ApiToken, AuditEntry, Membership, Organisation, User
from geotarget.targeting.models import AddressList
from tests.organisations.members import make_member, make_organisation, signed_in
from tests.targeting.strandvik import box

from .conftest import Program, key_for

BLOCK = {"include": box(590, -10, 610, 10)}
NUMBER = {"number": "9901-12/1"}
OPERATIONS = [
    ("GET", "address-lists", None, Scope.READ),
    ("GET", "address-lists/{list}", None, Scope.READ),
    ("GET", "address-lists/{list}/members", None, Scope.READ),
    ("GET", "addresses?number=9901-12/1", None, Scope.READ),
    ("GET", "addresses/9901121", None, Scope.READ),
    ("POST", "address-search", NUMBER, Scope.READ),
    ("GET", "parcels?number=9901-1/1", None, Scope.READ),
    ("GET", "parcels/T1", None, Scope.READ),
    ("POST", "parcel-search", NUMBER, Scope.READ),
    ("GET", "old-numbers?number=9901-1/1", None, Scope.READ),
    ("GET", "datasets", None, Scope.READ),
    ("GET", "datasets/versions", None, Scope.READ),
    ("POST", "preview", {"selection": BLOCK}, Scope.PREVIEW),
    ("POST", "address-lists", {"name": "Blokka", "selection": BLOCK}, Scope.FREEZE),
]


OPEN = {"schema", "nothing"}


def test_every_resource_is_among_them() -> None:
    paths = (path.partition("?")[0].format(list=1) for _, path, _, _ in OPERATIONS)
    known = {resolve(f"/api/v1/{path}").url_name for path in paths}
    assert known | OPEN == {pattern.name for pattern in api_urls.urlpatterns}


def first_list(organisation: Organisation) -> int:
    """A frozen list; the operations that follow name it."""
    maker = Program(key_for(organisation, Scope.FREEZE))
    body = {"name": "Blokka", "selection": BLOCK}
    pk: int = maker.post("address-lists", body).json()["id"]
    return pk


def ask(program: Program, method: str, path: str, body: object, pk: int = 0) -> int:
    path = path.format(list=pk)
    answer = program.get(path) if method == "GET" else program.post(path, body)
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.status_code


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize(("method", "path", "body", "needed"), OPERATIONS)
def test_a_key_may_do_what_its_scopes_say(
    strandvik: Organisation, scope: Scope, method: str, path: str, body: object, needed: Scope
) -> None:
    program = Program(key_for(strandvik, scope))
    status = ask(program, method, path, body, first_list(strandvik))
    assert status in ((200, 201) if scope == needed else (403,))


@pytest.mark.parametrize("key", ["", "gt_wrong", "x" * 5000, "\xe6", "gt_ æ"])
@pytest.mark.parametrize(("method", "path", "body", "needed"), OPERATIONS)
def test_without_a_key_that_works_nobody_enters(
    strandvik: Organisation, key: str, method: str, path: str, body: object, needed: Scope
) -> None:
    assert ask(Program(key), method, path, body, first_list(strandvik)) == 401


@pytest.fixture
def program(strandvik: Organisation) -> Program:
    return Program(key_for(strandvik))


def status(program: Program) -> int:
    return program.get("datasets").status_code


def test_a_key_is_kept_as_a_hash(strandvik: Organisation) -> None:
    key = key_for(strandvik)
    assert len(key) > 43
    stored = ApiToken.objects.values().get()
    assert key not in str(stored)
    assert len(stored["digest"]) == 64


def test_the_answer_says_how_to_come_in(town: None) -> None:
    answer = Client().get("/api/v1/datasets")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_ends_after_its_last_day(program: Program) -> None:
    today = timezone.localdate()
    ApiToken.objects.update(last_day=today)
    assert status(program) == 200
    ApiToken.objects.update(last_day=today - datetime.timedelta(days=1))
    assert status(program) == 401


def test_a_revoked_key_is_over_at_once(program: Program) -> None:
    ApiToken.objects.update(revoked_at=timezone.now())
    assert status(program) == 401


def test_a_key_stops_with_its_maker(program: Program) -> None:
    """Whoever made it has seen it."""
    Membership.objects.update(roles=[Role.PLANNER.value])
    assert status(program) == 401
    Membership.objects.update(roles=[Role.ADMINISTRATOR.value])
    assert status(program) == 200
    User.objects.update(is_active=False)
    assert status(program) == 401


def test_the_day_of_the_last_use_is_noted(program: Program) -> None:
    assert ApiToken.objects.get().last_used_on is None
    status(program)
    assert ApiToken.objects.get().last_used_on == timezone.localdate()


def test_a_minute_has_so_many_requests(strandvik: Organisation, settings: object) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    programs = [Program(key_for(strandvik)) for _ in range(2)]
    # A minute may begin in between; then there are three more.
    statuses = [status(programs[0]) for _ in range(7)]
    assert statuses[:3] == [200] * 3
    assert 429 in statuses
    assert status(programs[1]) == 200
    answer = programs[0].get("datasets")
    if answer.status_code == 429:
        assert 1 <= int(answer.headers["Retry-After"]) <= 61
    ApiToken.objects.update(counted_minute=timezone.now() - datetime.timedelta(minutes=2))
    assert status(programs[0]) == 200


def test_another_organisations_lists_do_not_exist(program: Program) -> None:
    made = program.post("address-lists", {"name": "Blokka", "selection": BLOCK}).json()
    neighbour = make_organisation("310000027", "Fjellvik kommune", "9902")
    other = Program(key_for(neighbour))
    assert other.get("address-lists").json()["results"] == []
    for path in (f"address-lists/{made['id']}", f"address-lists/{made['id']}/members"):
        assert program.get(path).status_code == 200
        assert other.get(path).status_code == 404
    assert other.get(f"address-lists/{10**30}").status_code == 404


def test_a_key_does_not_reach_beyond_the_territory(program: Program) -> None:
    across = {"include": box(590, -50, 1200, 50)}
    body = {"selection": across, "with_addresses": True}
    answer = program.post("preview", body).json()
    assert (answer["addresses"], answer["outside"]) == (14, 14)
    assert answer["outside_by_municipality"] == [
        {"number": "9902", "name": "Fjellvik", "addresses": 14}
    ]
    rows = [row["properties"] for row in answer["listed"]["features"]]
    assert len(rows) == 28
    assert {row["municipality_number"] for row in rows if row["included"]} == {"9901"}
    made = program.post("address-lists", {"name": "Grensen", "selection": across}).json()
    assert (made["address_count"], made["outside_territory_count"]) == (14, 14)
    beyond = {"name": "X", "selection": {"include": box(1000, -50, 1200, 50)}}
    assert program.post("address-lists", beyond).status_code == 422


def test_what_a_key_did_is_in_the_log(program: Program) -> None:
    made = program.post("address-lists", {"name": "Blokka", "selection": BLOCK}).json()
    program.get(f"address-lists/{made['id']}/members")
    entries = {entry.act: entry for entry in AuditEntry.objects.all()}
    assert set(entries) == {"make_api_token", "freeze", "export"}
    for act in ("freeze", "export"):
        assert entries[act].detail["api_token"] == ApiToken.objects.get().pk
        assert entries[act].subject == f"address_list:{made['id']}"


@pytest.mark.parametrize("role", Role)
def test_a_signed_in_person_may_read(strandvik: Organisation, role: Role) -> None:
    client = signed_in(make_member(strandvik, "ansatt", role))
    expected = 403 if role in (Role.ADMINISTRATOR, Role.FRONT_DESK) else 200
    pk = first_list(strandvik)
    for method, path, body, needed in OPERATIONS:
        url = f"/api/v1/{path.format(list=pk)}"
        answer = (
            client.get(url)
            if method == "GET"
            else client.post(url, body, content_type="application/json")
        )
        assert answer.status_code == (expected if needed == Scope.READ else 403), path
    assert AddressList.objects.count() == 1


def test_a_signed_in_person_needs_the_csrf_token(strandvik: Organisation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member(strandvik, "ansatt", Role.PLANNER))
    search = ("/api/v1/address-search", NUMBER, "application/json")
    answer = client.post(*search)
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]
    client.get("/map/")
    token = client.cookies["geotarget_csrf"].value
    assert client.post(*search, headers={"x-csrftoken": token}).status_code == 200
    assert Program(key_for(strandvik)).post("address-search", NUMBER).status_code == 200


def test_a_wrong_key_is_not_made_good_by_a_session(strandvik: Organisation) -> None:
    client = signed_in(make_member(strandvik, "ansatt", Role.PLANNER))
    answer = client.get("/api/v1/datasets", headers={"authorization": "Bearer gt_wrong"})
    assert answer.status_code == 401


def test_a_person_without_organisation_sees_nothing(town: None) -> None:
    answer = signed_in(User.objects.create_user("ingen")).get("/api/v1/datasets")
    assert answer.status_code == 403
