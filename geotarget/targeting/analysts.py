"""Database logins of GIS analysts: made and ended by an administrator, each is logged.

Runs as a database role that may create roles (`analyst_roles.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from geotarget.domain.errors import InputError
from geotarget.organisations.audit import record
from geotarget.organisations.models import AnalystLogin, Membership, Organisation, User
from geotarget.organisations.named import (
    administrator_named,
    membership_named,
    organisation_named,
)

from . import analyst_roles as roles
from .analyst_roles import NewLogin


@dataclass(frozen=True)
class LoginRow:
    login: str
    organisation: str
    """Empty for a login that reads open data only."""
    user: str
    is_member: bool
    """False: the person has left, and the login sees the open cadastre only."""
    connections: int


@transaction.atomic
def add(login: str, *, organisation: str, username: str, administrator: str) -> NewLogin:
    """A login for a member of an organisation. Raises `InputError`."""
    tenant = organisation_named(organisation)
    actor = administrator_named(tenant, administrator)
    user = _member(tenant, username)
    if AnalystLogin.objects.filter(login=login).exists():
        raise InputError("There is a login %(login)s already. Choose another name.", login=login)
    made = roles.make(login, roles.group(tenant.organisation_number))
    AnalystLogin.objects.create(login=login, user=user, organisation=tenant)
    record(tenant, actor, "add_analyst", f"user:{user.pk}", login=login)
    return made


@transaction.atomic
def add_open(login: str) -> NewLogin:
    """A login that sees the open cadastre only, for programs. Raises `InputError`.

    It may make temporary objects: OGC API programs register functions of their own there.
    """
    return roles.make_open(login)


@transaction.atomic
def remove(login: str, *, administrator: str | None) -> None:
    """End a login and its sessions. Raises `InputError`."""
    row = AnalystLogin.objects.filter(login=login).select_related("organisation").first()
    if row is None:
        roles.drop_open(login)
        return
    if administrator is None:
        raise InputError("Say which administrator ends the login: --by USERNAME.")
    actor = administrator_named(row.organisation, administrator)
    record(row.organisation, actor, "remove_analyst", f"user:{row.user_id}", login=login)
    row.delete()
    roles.drop(login)


def logins() -> list[LoginRow]:
    """All logins that `add` and `add_open` have made in this database."""
    rows = AnalystLogin.objects.select_related("user", "organisation").order_by("login")
    members = set(Membership.objects.values_list("user_id", "organisation_id"))
    analysts = [
        LoginRow(
            row.login,
            row.organisation.organisation_number,
            row.user.username,
            row.user.is_active and (row.user_id, row.organisation_id) in members,
            roles.connections(row.login),
        )
        for row in rows
    ]
    return analysts + [
        LoginRow(name, "", "", False, roles.connections(name)) for name in roles.open_logins()
    ]


def _member(organisation: Organisation, username: str) -> User:
    membership = membership_named(organisation, username)
    if membership is None:
        raise InputError(
            "%(user)s is no member of %(organisation)s. Add the user on the page Users first.",
            user=username,
            organisation=organisation.name,
        )
    return membership.user
