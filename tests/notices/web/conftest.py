from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from geotarget.domain.roles import Role
from geotarget.notices.approve import approve, submit
from geotarget.notices.models import Notice
from geotarget.notices.write import write
from geotarget.organisations.models import Membership, Organisation, User
from geotarget.targeting.models import AddressList
from tests.notices.world import CONTENT, MUNICIPALITY, World, make_list, make_world, street_address
from tests.organisations.members import make_organisation
from tests.targeting import strandvik

SignIn = Callable[[User], Client]


@pytest.fixture
def office(db: None, tmp_path: Path, settings: Any) -> None:
    settings.KEYS_DIR = str(tmp_path / "keys")
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def world(office: None) -> World:
    return make_world()


def make_strandvik(*roles: Role) -> World:
    """A municipality with a cadastre; `roles`: of its author beside those of a sender."""
    strandvik.build()
    organisation = make_organisation("310000019", "Strandvik kommune", "9901", MUNICIPALITY)
    author = make_member(organisation, "vakt", Role.SENDER, *roles)
    return World(organisation, author, make_member(organisation, "leder", Role.APPROVER))


@pytest.fixture
def address_list(world: World) -> AddressList:
    return make_list(world, [street_address(100 + n, 1, n, size=9) for n in range(1, 8)])


@pytest.fixture
def draft(world: World, address_list: AddressList) -> Notice:
    return _write(world, address_list)


@pytest.fixture
def emergency(world: World, address_list: AddressList) -> Notice:
    return _write(world, address_list, message_class="emergency")


@pytest.fixture
def submitted(world: World, draft: Notice) -> Notice:
    return submit(draft, user=world.author)


@pytest.fixture
def approved(world: World, submitted: Notice) -> Notice:
    approve(submitted, content_hash=submitted.content_hash(), user=world.approver)
    return Notice.objects.get(pk=submitted.pk)


@pytest.fixture
def sign_in() -> SignIn:
    def signed_in(user: User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def author(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.author)


@pytest.fixture
def approver(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.approver)


@pytest.fixture
def stranger(world: World, sign_in: SignIn) -> Client:
    """Has every role, in another organisation with the same territory."""
    other = Organisation.objects.create(
        name="Nabo kommune",
        organisation_number="999999998",
        kind=Organisation.Kind.MUNICIPALITY,
        sms_sender="Nabo",
        email_sender="varsel@nabo.example",
        email_reply_to="post@nabo.example",
    )
    return sign_in(make_member(other, "nabo", *Role))


def make_member(organisation: Organisation, name: str, *roles: Role) -> User:
    user = User.objects.create_user(name, f"{name}@kommune.example", "et langt passord")
    Membership.objects.create(user=user, organisation=organisation, roles=list(roles))
    return user


def typed(address_list: AddressList, **changed: str) -> dict[str, str]:
    """What the form posts."""
    return CONTENT | {"address_list": str(address_list.pk)} | changed


def _write(world: World, address_list: AddressList, **content: str) -> Notice:
    return write(
        CONTENT | content,
        address_list=address_list,
        organisation=world.organisation,
        user=world.author,
    )
