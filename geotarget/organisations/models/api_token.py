from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from geotarget.domain.scopes import Scope

from .organisation import Organisation

SCOPE_CHOICES = [(scope.value, scope.value) for scope in Scope]


class ApiToken(models.Model):
    """A key with which a program acts for an organisation. The key itself is kept nowhere.

    It works until its last day, unless it is revoked or its maker is no longer an administrator
    of the organisation: whoever made it has seen it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    name = models.TextField()
    """What uses it, in the administrator's words."""
    scopes = ArrayField(models.TextField(choices=SCOPE_CHOICES))
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the key, as hexadecimal digits."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_day = models.DateField()
    """The last day on which it works, in Norway."""
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    counted_minute = models.DateTimeField(null=True)
    """The minute that `requests_in_minute` counts."""
    requests_in_minute = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "api_token"
        indexes = [models.Index(fields=["organisation"], name="api_token_organisation")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.last_day < timezone.localdate()

    def has_scope(self, scope: Scope) -> bool:
        return scope.value in self.scopes
