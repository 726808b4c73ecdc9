from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models

from geotarget.domain.roles import Role

from .organisation import Organisation

ROLE_CHOICES = [(role.value, role.value) for role in Role]


class User(AbstractUser):
    """A member of staff. Phone and e-mail here are the member's own, used for tests to oneself."""

    phone = models.CharField(max_length=16, blank=True)
    """E.164, for "send a test to myself"."""

    class Meta:
        db_table = "staff_user"


class Membership(models.Model):
    """A user's roles in one organisation. A user sees nothing of other organisations."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    roles = ArrayField(models.TextField(choices=ROLE_CHOICES))

    class Meta:
        db_table = "membership"
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once")
        ]

    def has_role(self, role: Role) -> bool:
        return role.value in self.roles
