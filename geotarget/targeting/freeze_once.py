"""Freeze for a program that may ask again: the same request by the same name makes one list."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.organisations.models import ApiToken

from .models import AddressList, FrozenOnce

KEPT_FOR = dt.timedelta(hours=24)


def freeze_once(
    key: str, body: dict[str, Any], token: ApiToken, make: Callable[[], AddressList]
) -> AddressList:
    """The list that `make` gives, or that it gave for the same key of the same token within a day.

    Who asks at the same time waits. Raises `InputError` where the body was another one, and what
    `make` raises: then nothing is remembered.
    """
    digests = _digest(key), _digest(json.dumps(body, sort_keys=True))
    with transaction.atomic():
        _one_at_a_time(token, digests[0])
        FrozenOnce.objects.filter(made_at__lte=timezone.now() - KEPT_FOR).delete()
        before = FrozenOnce.objects.filter(api_token=token, key_digest=digests[0]).first()
        if before is None:
            made = make()
            _remember(made, token, *digests)
            return made
    if before.body_digest != digests[1]:
        raise InputError(
            gettext_noop("This Idempotency-Key was sent with another request. Choose a new one.")
        )
    return before.address_list


def _remember(made: AddressList, token: ApiToken, key_digest: str, body_digest: str) -> None:
    FrozenOnce.objects.create(
        api_token=token,
        key_digest=key_digest,
        body_digest=body_digest,
        address_list=made,
        made_at=timezone.now(),
    )


def _one_at_a_time(token: ApiToken, key_digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))",
            [token.pk, f"frozen_once/{key_digest}"],
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
