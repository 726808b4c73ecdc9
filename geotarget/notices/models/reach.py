from __future__ import annotations

from django.conf import settings
from django.db import models

from .notice import Notice


class Reach(models.Model):
    """How many a notice would reach by which channel, counted before it is sent.

    Rounded down to tens before it is written: no exact number of persons is kept, so that no two
    counts can be subtracted from each other.
    """

    notice = models.OneToOneField(
        Notice, on_delete=models.CASCADE, primary_key=True, related_name="reach"
    )
    content_hash = models.CharField(max_length=64)
    """Of the notice as it was: a changed one may reach others."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    tens = models.JSONField(default=dict)
    """By channel, and "" for nobody: residents rounded down to tens; what has none is left out."""
    problem = models.TextField(blank=True)
    """`domain.delivery_state.Problem` that ended the count."""

    class Meta:
        db_table = "notice_reach"
