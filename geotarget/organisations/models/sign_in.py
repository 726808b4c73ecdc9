from __future__ import annotations

from django.db import models


class SignInAttempt(models.Model):
    """A try to sign in that has not succeeded (yet). Kept as long as it counts, some minutes."""

    name = models.CharField(max_length=64)
    """Keyed hash of the user name, whether there is such a user or not."""
    source = models.CharField(max_length=64)
    """Keyed hash of the network address."""
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        db_table = "sign_in_attempt"
