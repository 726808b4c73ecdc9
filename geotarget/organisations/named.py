"""Organisations and their people as an administrator names them on the command line."""

from __future__ import annotations

from geotarget.domain.errors import InputError
from geotarget.domain.roles import Role

from .models import Membership, Organisation, User


def organisation_named(number: str) -> Organisation:
    """By its organisation number. Raises `InputError`."""
    found = Organisation.objects.filter(organisation_number=number).first()
    if found is None:
        raise InputError("There is no organisation %(number)s here.", number=number)
    return found


def administrator_named(organisation: Organisation, username: str) -> User:
    """An active administrator of the organisation. Raises `InputError`."""
    membership = membership_named(organisation, username)
    if membership is None or not membership.has_role(Role.ADMINISTRATOR):
        raise InputError(
            "%(user)s is no administrator of %(organisation)s. Name one who is: --by USERNAME.",
            user=username,
            organisation=organisation.name,
        )
    return membership.user


def membership_named(organisation: Organisation, username: str) -> Membership | None:
    """The membership of an active user; None for a stranger."""
    members = organisation.memberships.select_related("user").filter(user__is_active=True)
    return members.filter(user__username=username).first()
