"""Keys of programs: made and revoked by an administrator, shown once."""

from __future__ import annotations

import datetime
import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from geotarget.domain.roles import Role
from geotarget.organisations import api_tokens
from geotarget.organisations.models import ApiToken, AuditEntry, Membership, Organisation

from .members import make_member, signed_in


@pytest.fixture
def client(strandvik: Organisation) -> Client:
    return signed_in(make_member(strandvik, "admin", Role.ADMINISTRATOR))


def days_from_now(days: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def form(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Fagsystem",
        "scopes": ["read", "freeze"],
        "last_day": days_from_now(90),
    } | changed


def made(client: Client) -> tuple[ApiToken, str]:
    page = client.post("/tokens/new/", form()).content.decode()
    found = re.search(r'<code id="key">(gt_[\w-]{43})</code>', page)
    assert found
    return ApiToken.objects.get(), found[1]


def test_a_key_is_shown_once_and_works(client: Client, strandvik: Organisation) -> None:
    token, key = made(client)
    assert api_tokens.token_with(key) == token
    assert (token.organisation, token.scopes) == (strandvik, ["read", "freeze"])
    page = client.get("/tokens/")
    assert key not in page.content.decode()
    assert "Fagsystem" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert not [name for name in client.cookies if key in client.cookies[name].value]


def test_it_is_logged_without_the_key(client: Client) -> None:
    token, key = made(client)
    client.post(f"/tokens/{token.pk}/revoke/")
    entries = list(AuditEntry.objects.order_by("id"))
    assert [entry.act for entry in entries] == ["make_api_token", "revoke_api_token"]
    assert {entry.subject for entry in entries} == {f"api_token:{token.pk}"}
    assert key not in str([entry.detail for entry in entries])


def test_a_revoked_key_stays_in_the_list_and_works_no_more(client: Client) -> None:
    token, key = made(client)
    answer = client.post(f"/tokens/{token.pk}/revoke/", follow=True)
    assert "Nøkkelen virker ikke lenger" in answer.content.decode()
    assert "Trukket tilbake" in answer.content.decode()
    assert api_tokens.token_with(key) is None
    client.post(f"/tokens/{token.pk}/revoke/")
    assert AuditEntry.objects.filter(act="revoke_api_token").count() == 1


def test_the_list_tells_why_a_key_does_not_work(client: Client, strandvik: Organisation) -> None:
    make_member(strandvik, "annen", Role.ADMINISTRATOR)
    made(client)
    other = signed_in(Membership.objects.get(user__username="annen").user)
    Membership.objects.filter(user__username="admin").delete()
    assert "ikke lenger administrator" in other.get("/tokens/").content.decode()
    ApiToken.objects.update(last_day=timezone.localdate() - datetime.timedelta(days=1))
    assert "Utløpt" in other.get("/tokens/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "påkrevet"),
        ("name", "x" * 81, "80"),
        ("name", "a\u202eb", "ikke kan vises"),
        ("scopes", [], "påkrevet"),
        ("scopes", ["everything"], "gyldig valg"),
        ("last_day", "", "påkrevet"),
        ("last_day", "i morgen", "gyldig dato"),
        ("last_day", days_from_now(-1), "Velg en dag"),
        ("last_day", days_from_now(367), "Velg en dag"),
    ],
)
def test_what_is_wrong_is_said(client: Client, field: str, value: Any, words: str) -> None:
    answer = client.post("/tokens/new/", form(**{field: value}))
    assert answer.status_code == 422
    assert words in html.unescape(answer.content.decode())
    assert not ApiToken.objects.exists()


def test_a_name_is_shown_as_text(client: Client) -> None:
    client.post("/tokens/new/", form(name="<script>alert(1)</script>"))
    page = client.get("/tokens/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert " style=" not in page


@pytest.mark.parametrize("key", ["", "gt_", "gt_x", "\ud800", "\0", "x" * 100_000])
def test_a_wrong_key_opens_nothing(client: Client, key: str) -> None:
    made(client)
    assert api_tokens.token_with(key) is None


def test_every_key_is_another(client: Client, strandvik: Organisation) -> None:
    user = Membership.objects.get().user
    made_keys = {
        api_tokens.make(strandvik, user, name="x", scopes=["read"], last_day=timezone.localdate())[
            1
        ]
        for _ in range(20)
    }
    assert len(made_keys) == 20


def test_the_application_may_revoke_a_key_and_count_its_use_but_not_rewrite_it(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.column_privileges WHERE grantee ="
            " 'geotarget_app' AND table_name = 'api_token' AND privilege_type = 'UPDATE'"
        )
        may_update = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT has_table_privilege('geotarget_app', 'api_token', 'DELETE')")
        assert cursor.fetchone() == (False,)
    assert may_update == {"revoked_at", "last_used_on", "counted_minute", "requests_in_minute"}
