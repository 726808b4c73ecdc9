"""Sessions end, passwords cannot be tried for ever, and both say what to do."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from geotarget.domain.roles import Role
from geotarget.organisations import session, sign_in
from geotarget.organisations.models import Membership, Organisation, SignInAttempt, User

from .members import PASSWORD, make_member, signed_in

AS_JSON = {"accept": "application/json"}


class Clock:
    """The time that sessions see, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        monkeypatch.setattr(session.time, "time", lambda: self.now.timestamp())

    def forward(self, **span: float) -> None:
        self.now += datetime.timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def planner(strandvik: Organisation) -> User:
    return make_member(strandvik, "planlegger", Role.PLANNER)


def test_a_session_ends_after_an_hour_without_use(planner: User, clock: Clock) -> None:
    client = signed_in(planner)
    for minutes in (59, 59, 59):
        assert client.get("/map/").status_code == 200
        clock.forward(minutes=minutes)
    assert client.get("/map/").status_code == 200
    clock.forward(minutes=61)
    assert client.get("/map/").url == "/login/?next=/map/"


def test_a_page_that_renews_its_numbers_keeps_no_session_alive(planner: User, clock: Clock) -> None:
    client = signed_in(planner)
    client.get("/map/")
    clock.forward(minutes=40)
    client.get("/lists/1/points/", headers=AS_JSON)
    clock.forward(minutes=40)
    answer = client.get("/lists/1/points/", headers=AS_JSON)
    assert (answer.status_code, answer.json()["signed_out"]) == (401, True)


def test_a_session_ends_however_much_it_is_used(planner: User, clock: Clock) -> None:
    client = signed_in(planner)
    for _ in range(24):
        assert client.get("/map/").status_code == 200
        clock.forward(minutes=30)
    clock.forward(minutes=1)
    assert client.get("/map/").url == "/login/?next=/map/"
    client.force_login(planner)
    assert client.get("/map/").status_code == 200


def test_use_is_noted_at_most_once_a_minute(
    planner: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(planner)
    ends = []
    for _ in range(4):
        client.get("/map/")
        ends.append(Session.objects.get().expire_date)
        clock.forward(seconds=31)
    assert ends[0] == ends[1] < ends[2] == ends[3]


def try_to_sign_in(password: str, username: str = "planlegger", source: str = "") -> HttpResponse:
    form = {"username": username, "password": password}
    return Client().post("/login/", form, REMOTE_ADDR=source or "192.0.2.1")


def wrong(times: int, **who: str) -> None:
    for _ in range(times):
        assert try_to_sign_in("feil", **who).status_code == 200


def test_after_five_wrong_passwords_one_waits_and_is_told_so(planner: User, clock: Clock) -> None:
    wrong(5)
    refused = try_to_sign_in(PASSWORD)
    assert refused.status_code == 429
    assert "Vent 15 minutter og prøv igjen" in refused.content.decode()
    clock.forward(minutes=14)
    assert try_to_sign_in(PASSWORD).status_code == 429
    clock.forward(minutes=2)
    assert try_to_sign_in(PASSWORD).status_code == 302


def test_a_strangers_guesses_lock_nobody_out(planner: User) -> None:
    wrong(5, source="198.51.100.7")
    assert try_to_sign_in("feil", source="198.51.100.7").status_code == 429
    assert try_to_sign_in(PASSWORD).status_code == 302


def test_a_name_is_tried_in_vain_from_many_addresses(
    planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "MOST_OF_ONE", 8)
    for number in range(8):
        wrong(1, source=f"198.51.100.{number}", username=("planlegger", "PLANLEGGER ")[number % 2])
    assert try_to_sign_in(PASSWORD).status_code == 429


def test_an_address_tries_many_names_in_vain(
    planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "MOST_OF_ONE", 8)
    for number in range(8):
        wrong(1, username=f"bruker{number}")
    assert try_to_sign_in(PASSWORD).status_code == 429
    assert try_to_sign_in(PASSWORD, source="198.51.100.7").status_code == 302


def test_the_right_password_starts_anew(planner: User) -> None:
    for _ in range(3):
        wrong(4)
        assert try_to_sign_in(PASSWORD).status_code == 302
    assert not SignInAttempt.objects.exists()


def test_a_new_password_from_the_administrator_ends_the_waiting(
    strandvik: Organisation, planner: User
) -> None:
    wrong(5)
    admin = signed_in(make_member(strandvik, "admin", Role.ADMINISTRATOR))
    row = Membership.objects.get(user=planner)
    page = admin.post(f"/users/{row.pk}/password/").content.decode()
    [password] = re.findall(r"(?:[a-z2-9]{5}-){3}[a-z2-9]{5}", page)
    assert try_to_sign_in(password).status_code == 302


def test_what_is_kept_of_a_try_names_nobody(planner: User) -> None:
    wrong(1)
    kept = SignInAttempt.objects.values_list("name", "source").get()
    assert all(re.fullmatch(r"[0-9a-f]{64}", text) for text in kept)


def test_behind_a_proxy_the_source_is_what_it_says(planner: User, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    form = {"username": "planlegger", "password": "feil"}
    for _ in range(6):
        answer = Client().post(
            "/login/", form, headers={"X-Forwarded-For": "10.0.0.1, 198.51.100.7"}
        )
    assert answer.status_code == 429
    form["password"] = PASSWORD
    answer = Client().post("/login/", form, headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.status_code == 302


def test_without_a_proxy_of_ours_nobody_can_pretend_to_be_elsewhere(planner: User) -> None:
    form = {"username": "planlegger", "password": "feil"}
    for number in range(6):
        source = f"198.51.100.{number}"
        headers = {"X-Real-IP": source, "X-Forwarded-For": source}
        answer = Client().post("/login/", form, headers=headers)
    assert answer.status_code == 429


def test_a_lost_session_is_told_as_such_though_the_token_is_lost_too(
    strandvik: Organisation,
) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/map/count/", "{}", content_type="application/json", headers=AS_JSON)
    assert (answer.status_code, answer.json()["signed_out"]) == (401, True)
    assert "Logg inn på nytt" in answer.json()["message"]
    page = client.post("/users/new/", {"username": "x"})
    assert page.status_code == 403
    assert "Du er logget ut" in page.content.decode()
    assert "Siden var for gammel" not in page.content.decode()


def test_a_page_from_before_another_sign_in_is_too_old(planner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(planner)
    answer = client.post("/map/count/", "{}", content_type="application/json", headers=AS_JSON)
    assert answer.status_code == 403
    assert "Siden er for gammel. Last den inn på nytt" in answer.json()["message"]
    assert "signed_out" not in answer.json()
    page = client.post("/organisation/", {"organisation": "1"})
    assert "Siden var for gammel" in page.content.decode()


def test_whoever_comes_from_a_page_is_told_why_to_sign_in(db: None) -> None:
    told = "det du hadde tegnet på kartet, er tatt vare på"
    assert told in Client().get("/login/?next=/map/").content.decode().lower()
    assert told not in Client().get("/login/").content.decode().lower()
