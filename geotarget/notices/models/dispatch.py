from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from geotarget.domain.message_words import WrittenIn
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList

from .notice import Approval, Notice, NoticeContent, Pace


class Dispatch(NoticeContent, Pace):
    """What was sent, as a copy: texts, class, list, approval. Only what people decide is stored
    beside it; progress is counted from chunks, recipients and attempts."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="dispatch")
    """One dispatch a notice: pressing "send" twice starts one."""
    address_list = models.ForeignKey(AddressList, on_delete=models.PROTECT)
    approval = models.OneToOneField(Approval, on_delete=models.PROTECT)
    sms_sender = models.CharField(max_length=11)
    email_sender = models.EmailField()
    email_reply_to = models.EmailField()
    minimum_age = models.PositiveSmallIntegerField()
    written_in = models.TextField(default=WrittenIn.BOKMAL, db_default=WrittenIn.BOKMAL)
    """As the organisation wrote then: `WrittenIn`."""
    wrapped_key = models.BinaryField(null=True)
    """Key of the tokens, wrapped by a key outside the database. Null once destroyed."""
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    started_at = models.DateTimeField(auto_now_add=True)
    starts_at = models.DateTimeField(db_default=Now())
    """Nothing is handed over before: the countdown has ended, or the scheduled time has come."""
    opens_minute = models.PositiveSmallIntegerField(null=True)
    closes_minute = models.PositiveSmallIntegerField(null=True)
    """Allowed hours, in minutes after midnight by the clock in Norway; null: any hour."""
    wave_count = models.PositiveIntegerField(db_default=1)
    waves_opened = models.PositiveIntegerField(db_default=1)
    """Chunks of later waves wait (`sql/functions/open_waves.sql`)."""
    wave_opened_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    """Null: it goes on."""
    stopped_at = models.DateTimeField(null=True)
    """From then on nothing is handed over any more."""
    deadline_at = models.DateTimeField()
    """After this nothing is handed over any more."""
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    """Review afterwards of a notice sent without approval."""
    keys_destroyed_at = models.DateTimeField(null=True)
    """The deletion: from here on the tokens mean nothing."""
    outcomes_deleted_at = models.DateTimeField(null=True)
    """From here on nothing tells at which addresses a message was accepted."""

    class Meta:
        db_table = "dispatch"
        indexes = [models.Index(fields=["organisation", "-started_at"], name="dispatch_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="dispatch_code_once"
            )
        ]

    def form_of_norwegian(self) -> str:
        """As the organisation wrote when it was sent."""
        return self.written_in
