from __future__ import annotations

from django.db import models

from geotarget.organisations.models import ApiToken

from .address_list import AddressList


class FrozenOnce(models.Model):
    """Which list a program got when it named its request, so that asking again makes no second one.

    Neither the name nor the body is kept, only their SHA-256 as hexadecimal digits.
    """

    api_token = models.ForeignKey(ApiToken, on_delete=models.CASCADE)
    key_digest = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    address_list = models.ForeignKey(AddressList, on_delete=models.CASCADE)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "frozen_once"
        constraints = [
            models.UniqueConstraint(fields=["api_token", "key_digest"], name="frozen_once_by_key"),
        ]
