"""Every page of organisations and targeting: who may open it. A page that is not here fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from geotarget.cadastre.models import DatasetVersion
from geotarget.domain.roles import Role
from geotarget.organisations import api_tokens
from geotarget.organisations import urls as organisation_urls
from geotarget.organisations.models import Membership, Organisation
from geotarget.targeting import urls as targeting_urls
from geotarget.targeting.models import AddressList, Area
from tests.organisations.members import make_member, make_organisation, signed_in

from .conftest import post_json
from .strandvik import box

EVERYBODY = set(Role)
DRAW = {Role.PLANNER}
LOOK = {Role.PLANNER, Role.SENDER, Role.APPROVER, Role.EMERGENCY_SENDER, Role.PAPER_LIST}
ADMINISTER = {Role.ADMINISTRATOR}
OPEN = {"login", "logout", "password_change", "set_language"}
"""Django's own pages: they belong to the user, not to an organisation."""

PAGES: dict[str, tuple[str, set[Role]]] = {
    "home": ("GET", EVERYBODY),
    "switch_organisation": ("POST", EVERYBODY),
    "users": ("GET", ADMINISTER),
    "new_user": ("GET", ADMINISTER),
    "edit_user": ("GET", ADMINISTER),
    "remove_user": ("POST", ADMINISTER),
    "reset_password": ("POST", ADMINISTER),
    "tokens": ("GET", ADMINISTER),
    "new_token": ("GET", ADMINISTER),
    "revoke_token": ("POST", ADMINISTER),
    "theme": ("GET", ADMINISTER),
    "sending": ("GET", ADMINISTER),
    "theme_css": ("GET", EVERYBODY),
    "logo": ("GET", EVERYBODY),
    "targeting:map": ("GET", DRAW),
    "targeting:count": ("POST", DRAW),
    "targeting:selected": ("POST", DRAW),
    "targeting:group": ("POST", DRAW),
    "targeting:points": ("POST", DRAW),
    "targeting:zones": ("POST", DRAW),
    "targeting:join": ("POST", DRAW),
    "targeting:cut": ("POST", DRAW),
    "targeting:edges": ("POST", DRAW),
    "targeting:compare": ("POST", DRAW),
    "targeting:split": ("POST", DRAW),
    "targeting:difference": ("POST", DRAW),
    "targeting:note": ("POST", DRAW),
    "targeting:parcels": ("POST", DRAW),
    "targeting:neighbours": ("POST", DRAW),
    "targeting:same_property": ("POST", DRAW),
    "targeting:numbers": ("POST", DRAW),
    "targeting:place": ("POST", DRAW),
    "targeting:held": ("POST", DRAW),
    "targeting:save_areas": ("POST", DRAW),
    "targeting:borders": ("POST", DRAW),
    "targeting:pasted": ("POST", DRAW),
    "targeting:ready": ("POST", DRAW),
    "targeting:search": ("POST", DRAW),
    "targeting:upload": ("POST", DRAW),
    "targeting:at": ("POST", DRAW),
    "targeting:freeze": ("POST", DRAW),
    "targeting:save": ("POST", DRAW),
    "targeting:overlaps": ("POST", DRAW),
    "targeting:overlap_outlines": ("POST", DRAW),
    "targeting:areas": ("GET", LOOK),
    "targeting:area": ("GET", LOOK),
    "targeting:area_overlaps": ("GET", LOOK),
    "targeting:area_points": ("GET", LOOK),
    "targeting:area_keep": ("POST", DRAW),
    "targeting:area_delete": ("POST", DRAW),
    "targeting:tile": ("GET", LOOK),
    "targeting:cadastre": ("GET", LOOK | ADMINISTER),
    "targeting:cadastre_version": ("GET", LOOK | ADMINISTER),
    "targeting:lists": ("GET", LOOK),
    "targeting:combine": ("GET", DRAW),
    "targeting:list": ("GET", LOOK),
    "targeting:list_overlaps": ("GET", LOOK),
    "targeting:list_points": ("GET", LOOK),
    "targeting:list_today": ("GET", LOOK),
    "targeting:list_renew": ("POST", DRAW),
    "targeting:list_neighbours": ("GET", LOOK),
    "targeting:list_csv": ("GET", LOOK),
    "targeting:list_geojson": ("GET", LOOK),
    "targeting:list_xlsx": ("GET", LOOK),
    "targeting:list_gpkg": ("GET", LOOK),
    "targeting:list_map": ("GET", LOOK),
    "targeting:list_labels": ("GET", LOOK),
    "targeting:list_labels_pdf": ("GET", LOOK),
}
OF_ONE_ORGANISATION = ["edit_user", "remove_user", "reset_password", "revoke_token"] + [
    name
    for name in PAGES
    if name.startswith(("targeting:list", "targeting:area"))
    and name not in ("targeting:lists", "targeting:areas")
]


def names() -> Iterator[str]:
    for prefix, module in (("", organisation_urls), ("targeting:", targeting_urls)):
        for pattern in module.urlpatterns:
            assert isinstance(pattern, URLPattern)
            yield f"{prefix}{pattern.name}"


def test_every_page_is_in_the_matrix() -> None:
    assert set(names()) == set(PAGES) | OPEN


@pytest.fixture
def made(strandvik: Organisation) -> dict[str, int]:
    """A list, a member and a key of Strandvik, by the page that shows them."""
    maker = make_member(strandvik, "maker", Role.PLANNER)
    planner = signed_in(maker)
    selection = {"include": box(590, -10, 610, 10)}
    post_json(planner, "/map/freeze/", {"name": "Blokka", "selection": selection})
    post_json(planner, "/map/save/", {"name": "Blokka", "selection": selection})
    today = timezone.localdate()
    token, _ = api_tokens.make(strandvik, maker, name="GIS", scopes=["read"], last_day=today)
    return {
        "list": AddressList.objects.get().pk,
        "area": Area.objects.get().pk,
        "user": Membership.objects.get().pk,
        "revoke_token": token.pk,
    }


def ask(client: Client, name: str, made: dict[str, int]) -> int:
    method, _ = PAGES[name]
    if name == "targeting:tile":
        url = reverse(name, args=(4, 8, 4))
    elif name == "targeting:cadastre_version":
        url = reverse(name, args=(DatasetVersion.objects.get().pk,))
    elif name in ("theme_css", "logo"):
        url = reverse(name, args=("7a1f5c",))
    elif name in OF_ONE_ORGANISATION:
        key = next((key for key in ("list", "area") if name.startswith(f"targeting:{key}")), "user")
        url = reverse(name, args=(made.get(name, made[key]),))
    else:
        url = reverse(name)
    return client.generic(method, url).status_code


@pytest.mark.parametrize("name", PAGES)
def test_roles(strandvik: Organisation, made: dict[str, int], name: str) -> None:
    _, allowed = PAGES[name]
    for role in Role:
        status = ask(signed_in(make_member(strandvik, f"x-{role}", role)), name, made)
        assert (status == 403) == (role not in allowed), (role, status)
        assert status < 500


@pytest.mark.parametrize("name", PAGES)
def test_nobody_enters_without_signing_in(made: dict[str, int], name: str) -> None:
    assert ask(Client(), name, made) == 302


@pytest.mark.parametrize("name", OF_ONE_ORGANISATION)
def test_what_belongs_to_another_organisation_does_not_exist(
    made: dict[str, int], name: str
) -> None:
    neighbour = make_organisation("310000027", "Fjellvik kommune", "9902")
    client = signed_in(make_member(neighbour, "nabo", *Role))
    assert ask(client, name, made) == 404


@pytest.mark.parametrize("name", PAGES)
def test_another_method_is_not_allowed(
    strandvik: Organisation, made: dict[str, int], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(make_member(strandvik, "alt", *Role))
    method, _ = PAGES[name]
    if name in (
        "new_user",
        "edit_user",
        "new_token",
        "theme",
        "sending",
        "targeting:combine",
    ):  # forms: both methods are meant
        return
    monkeypatch.setitem(PAGES, name, ("POST" if method == "GET" else "GET", set()))
    assert ask(client, name, made) == 405
