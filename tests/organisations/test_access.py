from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from geotarget.domain.roles import Role
from geotarget.organisations.models import Membership, Organisation, User

from .members import PASSWORD, make_member, signed_in


def test_signing_in_leads_to_the_page_asked_for(strandvik: Organisation) -> None:
    make_member(strandvik, "planlegger", Role.PLANNER)
    client = Client()
    asked = client.get("/map/")
    assert asked.url == "/login/?next=/map/"
    answer = client.post(
        asked.url, {"username": "planlegger", "password": PASSWORD, "next": "/map/"}
    )
    assert answer.url == "/map/"


def test_a_wrong_password_is_told_and_the_name_is_kept(strandvik: Organisation) -> None:
    make_member(strandvik, "planlegger", Role.PLANNER)
    answer = Client().post("/login/", {"username": "planlegger", "password": "feil"})
    page = answer.content.decode()
    assert "Brukernavn og passord passer ikke sammen" in page
    assert 'value="planlegger"' in page


def test_a_user_without_organisation_is_told_whom_to_ask(db: None) -> None:
    answer = signed_in(User.objects.create_user("ingen")).get("/")
    assert answer.status_code == 403
    assert "ikke medlem av noen organisasjon" in answer.content.decode()


MAY_BE_KEPT = {"tile", "texts"}
"""The open cadastre and the words of the pages: the same for everybody."""


def urls(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Name and path of every address of the product, with 1 for each number."""
    for pattern in patterns:
        path = prefix + re.sub(r"<\w+:\w+>", "1", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from urls(pattern.url_patterns, path)
        else:
            yield str(pattern.name), path


@pytest.mark.parametrize("signed", [True, False], ids=["signed in", "signed out"])
@pytest.mark.parametrize(("name", "path"), list(urls(get_resolver().url_patterns)))
def test_no_browser_keeps_what_staff_see(
    strandvik: Organisation, name: str, path: str, signed: bool
) -> None:
    client = signed_in(make_member(strandvik, "alle", *Role)) if signed else Client()
    for answer in (client.get(f"/{path}"), client.post(f"/{path}")):
        if answer.status_code != 405 and name not in MAY_BE_KEPT:
            assert "no-store" in answer["Cache-Control"], answer.status_code


def test_the_pages_that_hold_passwords_are_among_them() -> None:
    assert {"password/", "login/", "users/1/password/"} <= {
        path for _, path in urls(get_resolver().url_patterns)
    }


def test_what_a_person_may_not_do_is_one_line_of_log(
    strandvik: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    client = signed_in(make_member(strandvik, "planlegger", Role.PLANNER))
    assert client.get("/users/").status_code == 403
    [record] = [record for record in caplog.records if record.name == "django.request"]
    assert record.exc_info is None
    assert record.getMessage() == "Forbidden (Permission denied): /users/"


def test_a_failure_of_ours_keeps_its_trace(
    strandvik: Organisation, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotarget.organisations.views.home.cards_for", lambda _: 1 / 0)
    client = signed_in(make_member(strandvik, "planlegger", Role.PLANNER))
    client.raise_request_exception = False
    assert client.get("/").status_code == 500
    [record] = [record for record in caplog.records if record.name == "django.request"]
    assert record.exc_info is not None


def test_a_member_of_several_changes_organisation(
    strandvik: Organisation, fjellvik: Organisation
) -> None:
    make_member(strandvik, "vakt", Role.PLANNER)
    client = signed_in(make_member(fjellvik, "vakt", Role.SENDER))
    assert "Fjellvik kommune som: Avsender" in client.get("/").content.decode()
    client.post("/organisation/", {"organisation": strandvik.pk})
    assert "Strandvik kommune som: Planlegger" in client.get("/").content.decode()


@pytest.mark.parametrize("chosen", ["", "x", "9" * 30, "-1", "٣"])
def test_only_own_organisations_can_be_chosen(strandvik: Organisation, chosen: str) -> None:
    client = signed_in(make_member(strandvik, "planlegger", Role.PLANNER))
    assert client.post("/organisation/", {"organisation": chosen}).status_code == 404


def test_another_organisation_cannot_be_chosen(
    strandvik: Organisation, fjellvik: Organisation
) -> None:
    client = signed_in(make_member(strandvik, "planlegger", Role.PLANNER))
    answer = client.post("/organisation/", {"organisation": fjellvik.pk})
    assert answer.status_code == 404
    assert "tilhører en annen organisasjon" in answer.content.decode()


def test_a_membership_that_ends_ends_access_at_once(strandvik: Organisation) -> None:
    client = signed_in(make_member(strandvik, "planlegger", Role.PLANNER))
    assert client.get("/map/").status_code == 200
    Membership.objects.all().delete()
    assert client.get("/map/").status_code == 403


def test_the_language_is_the_one_chosen(strandvik: Organisation) -> None:
    client = Client(headers={"accept-language": "en"})
    assert "Logg inn" in client.get("/login/").content.decode()
    client.post("/language/", {"language": "en", "next": "/login/"})
    page = client.get("/login/").content.decode()
    assert "Sign in" in page
    assert '<html lang="en"' in page


def test_a_form_from_an_old_page_says_what_to_do(strandvik: Organisation) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "Siden var for gammel" in answer.content.decode()


def test_a_page_that_does_not_exist_says_so(db: None) -> None:
    answer = Client().get("/finnes-ikke/")
    assert answer.status_code == 404
    assert "Vi finner ikke siden" in answer.content.decode()


def test_a_failure_of_ours_gets_a_page_of_its_own(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("geotarget.organisations.views.home.cards_for", fail)
    organisation = Organisation.objects.create(name="X", organisation_number="310000043")
    client = signed_in(make_member(organisation, "planlegger", Role.PLANNER))
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Noe gikk galt hos oss" in answer.content.decode()


def test_nothing_is_inline_on_any_frame_page(strandvik: Organisation) -> None:
    client = signed_in(make_member(strandvik, "admin", Role.ADMINISTRATOR))
    for url in ("/", "/users/", "/users/new/", "/password/"):
        answer = client.get(url)
        page = answer.content.decode()
        assert " style=" not in page
        assert "<script>" not in page
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
