from __future__ import annotations

from django.conf import settings
from django.db import models

from .organisation import Organisation


class AuditEntry(models.Model):
    """Append-only: who did what, when. The application role may not change or delete rows.

    `detail` holds counts and identifiers of our own things, never personal data of residents.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)
    act = models.TextField()
    """Name of the act module: `freeze`, `approve`, `send_emergency`, ..."""
    subject = models.TextField()
    """What it was done to, as `notice:12`."""
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_entry"
        indexes = [models.Index(fields=["organisation", "-at"], name="audit_entry_newest")]
