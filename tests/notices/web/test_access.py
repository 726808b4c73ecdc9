"""Every page and act: which role reaches it, and nobody from another organisation."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from geotarget.domain.roles import Role
from geotarget.notices.models import Dispatch, Notice, VulnerablePlace
from geotarget.notices.send import send
from tests.notices.web.conftest import SignIn, make_member
from tests.notices.world import World

EVERYBODY = {Role.PLANNER, Role.SENDER, Role.APPROVER, Role.EMERGENCY_SENDER, Role.PAPER_LIST}
CONTROLLING = {Role.SENDER, Role.APPROVER, Role.EMERGENCY_SENDER}
GET, POST = "get", "post"

MATRIX: dict[str, tuple[set[str], set[Role]]] = {
    "list": ({GET}, EVERYBODY),
    "new": ({GET, POST}, {Role.SENDER}),
    "sms_size": ({POST}, {Role.SENDER}),
    "notice": ({GET}, EVERYBODY),
    "edit": ({GET, POST}, {Role.SENDER}),
    "try_out": ({POST}, {Role.SENDER, Role.APPROVER, Role.EMERGENCY_SENDER}),
    "count_reach": ({POST}, {Role.SENDER, Role.APPROVER, Role.EMERGENCY_SENDER}),
    "letter": ({GET}, EVERYBODY),
    "submit": ({POST}, {Role.SENDER}),
    "approve": ({POST}, {Role.APPROVER}),
    "send_back": ({POST}, {Role.SENDER, Role.APPROVER}),
    "send": ({POST}, {Role.SENDER, Role.APPROVER}),
    "send_without_approval": ({GET, POST}, {Role.EMERGENCY_SENDER}),
    "dispatch": ({GET}, EVERYBODY),
    "progress": ({GET}, EVERYBODY),
    "review": ({POST}, {Role.APPROVER}),
    "pause": ({POST}, CONTROLLING),
    "resume": ({POST}, CONTROLLING),
    "stop": ({POST}, CONTROLLING),
    "tell_again": ({POST}, CONTROLLING),
    "campaign_record": ({POST}, EVERYBODY),
    "follow_up": ({POST}, {Role.SENDER}),
    "write_anew": ({POST}, {Role.SENDER}),
    "take_new": ({POST}, {Role.SENDER}),
    "front_desk": ({GET, POST}, EVERYBODY | {Role.FRONT_DESK}),
    "hours": ({GET, POST}, {Role.ADMINISTRATOR}),
    "vulnerable": ({GET, POST}, {Role.ADMINISTRATOR}),
    "remove_vulnerable": ({POST}, {Role.ADMINISTRATOR}),
    "sent_letter": ({GET}, EVERYBODY),
    "areas": ({GET}, EVERYBODY),
    "paper": ({GET}, {Role.PAPER_LIST}),
    "paper_csv": ({POST}, {Role.PAPER_LIST}),
    "paper_print": ({POST}, {Role.PAPER_LIST}),
}
OF_A_DISPATCH = {
    "dispatch",
    "sent_letter",
    "progress",
    "review",
    "follow_up",
    "tell_again",
    "campaign_record",
    "write_anew",
    "pause",
    "resume",
    "stop",
    "areas",
    "paper",
    "paper_csv",
    "paper_print",
}
WITHOUT_ID = {"list", "new", "sms_size", "hours", "front_desk", "vulnerable"}
OPEN = {
    *("link_receipt", "link_answer", "mail_receipt", "metrics", "opt_out"),
    *("check", "public", "public_map", "public_look", "public_logo"),
}
"""For programs with a secret in the address, and for everybody (`test_public_page.py`)."""
CASES = [(name, method) for name, (methods, _) in MATRIX.items() for method in sorted(methods)]


@pytest.fixture
def dispatch(world: World, approved: Notice) -> Dispatch:
    VulnerablePlace.objects.create(
        organisation=world.organisation, name="Legevakta", source_id="1", label="Prøvevegen 1"
    )
    return send(approved, user=world.author)


def url_of(name: str, dispatch: Dispatch) -> str:
    if name in WITHOUT_ID:
        return reverse(f"notices:{name}")
    pk = dispatch.pk if name in OF_A_DISPATCH else dispatch.notice_id
    if name == "remove_vulnerable":
        pk = VulnerablePlace.objects.get().pk
    return reverse(f"notices:{name}", args=(pk,))


def test_the_matrix_holds_every_url() -> None:
    names = {key for key in get_resolver("geotarget.notices.urls").reverse_dict if type(key) is str}
    assert names - OPEN == set(MATRIX)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("name", "method"), CASES)
def test_only_the_right_roles_get_in(
    world: World, sign_in: SignIn, dispatch: Dispatch, name: str, method: str, role: Role
) -> None:
    client = sign_in(make_member(world.organisation, "noen", role))
    status = getattr(client, method)(url_of(name, dispatch)).status_code
    if role in MATRIX[name][1]:
        assert status in {200, 302, 422}
    else:
        assert status == 403


@pytest.mark.parametrize(("name", "method"), CASES)
def test_another_organisation_finds_nothing(
    stranger: Client, dispatch: Dispatch, name: str, method: str
) -> None:
    answer = getattr(stranger, method)(url_of(name, dispatch))
    if name in WITHOUT_ID:
        assert dispatch.headline not in answer.content.decode()
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize(("name", "method"), CASES)
def test_signed_out_one_is_sent_to_sign_in(dispatch: Dispatch, name: str, method: str) -> None:
    answer = getattr(Client(), method)(url_of(name, dispatch))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")
    as_json = getattr(Client(), method)(
        url_of(name, dispatch), headers={"accept": "application/json"}
    )
    assert as_json.status_code in {302, 401}


@pytest.mark.parametrize("name", MATRIX)
def test_a_wrong_method_is_refused(author: Client, dispatch: Dispatch, name: str) -> None:
    methods = MATRIX[name][0]
    wrong = POST if methods == {GET} else "put" if GET in methods else GET
    assert getattr(author, wrong)(url_of(name, dispatch)).status_code == 405


@pytest.mark.parametrize("name", [name for name, (m, _) in MATRIX.items() if POST in m])
def test_nothing_happens_without_a_token(world: World, dispatch: Dispatch, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.author)
    answer = client.post(url_of(name, dispatch))
    # The form with the text is shown again instead, and saves nothing (test_writing.py).
    assert answer.status_code == (422 if name == "new" else 302 if name == "edit" else 403)


@pytest.mark.parametrize("name", sorted(set(MATRIX) - WITHOUT_ID))
@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_an_id_that_is_none_is_not_found(world: World, sign_in: SignIn, name: str, pk: int) -> None:
    client = sign_in(make_member(world.organisation, "alle", *Role))
    method = GET if GET in MATRIX[name][0] else POST
    assert getattr(client, method)(reverse(f"notices:{name}", args=(pk,))).status_code == 404


def test_pages_keep_to_the_strict_policy(author: Client, dispatch: Dispatch) -> None:
    for name in ("list", "new", "dispatch"):
        page = author.get(url_of(name, dispatch)).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        assert page.count("<script") == page.count('<script type="module" src=')
