"""Acts of an administrator on the members of the own organisation; each is logged."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import transaction

from . import sign_in
from .audit import record
from .models import Membership, Organisation, User

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@transaction.atomic
def add(
    organisation: Organisation,
    administrator: User,
    *,
    username: str,
    email: str,
    phone: str,
    roles: Sequence[str],
) -> tuple[Membership, str]:
    """A new user of the organisation, and the first password, which is stored nowhere."""
    password = _random_password()
    user = User.objects.create_user(username, email, password, phone=phone)
    membership = Membership.objects.create(organisation=organisation, user=user, roles=list(roles))
    record(organisation, administrator, "add_member", _subject(membership), roles=list(roles))
    return membership, password


@transaction.atomic
def change(
    membership: Membership,
    administrator: User,
    *,
    roles: Sequence[str],
    email: str | None = None,
    phone: str | None = None,
) -> None:
    """New roles; e-mail and phone too where the user is a member here only."""
    membership.roles = list(roles)
    membership.save(update_fields=["roles"])
    if email is not None and phone is not None and not belongs_elsewhere(membership):
        User.objects.filter(pk=membership.user_id).update(email=email, phone=phone)
    record(
        membership.organisation,
        administrator,
        "change_member",
        _subject(membership),
        roles=list(roles),
    )


@transaction.atomic
def remove(membership: Membership, administrator: User) -> None:
    """End the membership. The account stays, since the log points to it, but has no access here."""
    record(membership.organisation, administrator, "remove_member", _subject(membership))
    membership.delete()


@transaction.atomic
def new_password(membership: Membership, administrator: User) -> str:
    password = _random_password()
    membership.user.set_password(password)
    membership.user.save(update_fields=["password"])
    sign_in.forget(membership.user.username)
    record(membership.organisation, administrator, "reset_password", _subject(membership))
    return password


def belongs_elsewhere(membership: Membership) -> bool:
    """True when other organisations rely on the account too."""
    others = Membership.objects.filter(user=membership.user_id).exclude(pk=membership.pk)
    return others.exists()


def _subject(membership: Membership) -> str:
    return f"user:{membership.user_id}"


def _random_password() -> str:
    """Four groups of five, easy to read out: 99 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
