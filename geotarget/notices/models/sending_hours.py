from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from geotarget.domain.message_class import MessageClass
from geotarget.organisations.models import Organisation


class SendingHours(models.Model):
    """When an organisation's notices of a class may be handed over; without a row, the hours of the
    installation. Emergencies have none: they go at any hour."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    message_class = models.TextField(choices=[(c.value, c.value) for c in MessageClass])
    opens_minute = models.PositiveSmallIntegerField()
    closes_minute = models.PositiveSmallIntegerField()
    """Minutes after midnight by the clock in Norway; 1440 is the end of the day."""

    class Meta:
        db_table = "sending_hours"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "message_class"], name="sending_hours_once"
            ),
            models.CheckConstraint(
                condition=Q(opens_minute__lt=F("closes_minute"), closes_minute__lte=1440),
                name="sending_hours_in_a_day",
            ),
        ]


class SendingLimit(models.Model):
    """More addresses than this need two approvers; without a row one is enough for any number."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True)
    one_approver_addresses = models.PositiveIntegerField()

    class Meta:
        db_table = "sending_limit"
