"""Organisations and members for tests."""

from __future__ import annotations

from django.test import Client

from geotarget.domain.roles import Role
from geotarget.organisations.models import Membership, Organisation, TerritoryMunicipality, User

PASSWORD = "fjorden-er-stille"


def make_organisation(number: str, name: str, *municipalities: str) -> Organisation:
    organisation = Organisation.objects.create(
        name=name,
        organisation_number=number,
        kind=Organisation.Kind.MUNICIPALITY,
        sms_sender="Varsel",
        email_sender="varsel@example.no",
        email_reply_to="svar@example.no",
    )
    for municipality in municipalities:
        TerritoryMunicipality.objects.create(
            organisation=organisation,
            municipality_number=municipality,
            register_organisation_number=number,
        )
    return organisation


def make_member(organisation: Organisation, username: str, *roles: Role) -> User:
    user = User.objects.filter(username=username).first()
    user = user or User.objects.create_user(username, password=PASSWORD)
    Membership.objects.create(
        organisation=organisation, user=user, roles=[role.value for role in roles]
    )
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
