from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from .organisation import Organisation
from .user import User


class AnalystLogin(models.Model):
    """A database login of a member who works in QGIS or SQL, and the organisation it reads for.

    The views of schema `gis` ask this table (`sql/functions/current_analyst.sql`): a login without
    a row, or of somebody who is no member any more, sees the open cadastre only. The application
    role may not write here; `analysts.py` does, as a role that may create roles.
    """

    login = models.TextField(unique=True)
    """Name of the PostgreSQL role."""
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "analyst_login"

    def __str__(self) -> str:
        return self.login
