"""Acts on the keys with which programs act for an organisation; each is logged."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from geotarget.domain.roles import Role

from .audit import record
from .models import ApiToken, Membership, Organisation, User

PREFIX = "gt_"
"""What a key begins with, so that a scanner for leaked keys knows one."""
LONGEST_DAYS = 366


@transaction.atomic
def make(
    organisation: Organisation,
    administrator: User,
    *,
    name: str,
    scopes: Iterable[str],
    last_day: datetime.date,
) -> tuple[ApiToken, str]:
    """A new token, and its key of 256 random bits, which is stored nowhere."""
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        organisation=organisation,
        name=name,
        scopes=list(scopes),
        digest=_digest(key),
        created_by=administrator,
        last_day=last_day,
    )
    record(
        organisation,
        administrator,
        "make_api_token",
        _subject(token),
        scopes=token.scopes,
        last_day=last_day.isoformat(),
    )
    return token, key


@transaction.atomic
def revoke(token: ApiToken, administrator: User) -> None:
    """It does not work from now on. A second time changes nothing."""
    now = timezone.now()
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        record(token.organisation, administrator, "revoke_api_token", _subject(token))


def token_with(key: str) -> ApiToken | None:
    """The token that a key opens, if it works today."""
    try:
        digest = _digest(key)
    except UnicodeEncodeError:
        return None
    usable = of_administrators().filter(
        digest=digest, revoked_at=None, last_day__gte=timezone.localdate(), has_maker=True
    )
    return usable.select_related("organisation", "created_by").first()


def of_administrators() -> QuerySet[ApiToken]:
    """All tokens; `has_maker` while whoever made it is an administrator of the organisation."""
    makers = Membership.objects.filter(
        user=OuterRef("created_by"),
        user__is_active=True,
        organisation=OuterRef("organisation"),
        roles__contains=[Role.ADMINISTRATOR.value],
    )
    return ApiToken.objects.annotate(has_maker=Exists(makers))


def count_request(token: ApiToken) -> int:
    """Note the use of today; how many requests the token has made in this minute."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count_api_request(%s, %s)", [token.pk, timezone.localdate()])
        return int(cursor.fetchone()[0])


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _subject(token: ApiToken) -> str:
    return f"api_token:{token.pk}"
