from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from geotarget.domain.message_class import MessageClass
from geotarget.domain.message_text import Content
from geotarget.domain.notice_state import NoticeState
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList

_NOT_WRITTEN = ("code", "code_page", "written_in")
WRITTEN = tuple(name for name in Content.__dataclass_fields__ if name not in _NOT_WRITTEN)
"""What of a content somebody has written."""


def code_page() -> str:
    """Where everybody may type a code, from outside."""
    return settings.PUBLIC_URL + reverse("notices:check")


class NoticeContent(models.Model):
    """The words of a notice; the same fields on the notice and on what was sent."""

    headline = models.CharField(max_length=160)
    """For staff and lists; residents see the texts below."""
    message_class = models.TextField(choices=[(c.value, c.value) for c in MessageClass])
    sms_text = models.TextField(max_length=1500)
    email_subject = models.CharField(max_length=160)
    email_text = models.TextField(max_length=20_000)
    purpose = models.CharField(max_length=300)
    legal_basis = models.CharField(max_length=300)
    department = models.CharField(max_length=100)
    contact_phone = models.CharField(max_length=20)
    audience = models.JSONField(default=dict, blank=True)
    """Which of the residents it is for (`domain/audience.py`); empty: everybody who may be told."""
    tells_businesses = models.BooleanField(default=False, db_default=False)
    """Whether places of business at the addresses are told too, through Altinn."""
    is_public = models.BooleanField(default=False, db_default=False)
    """Whether it has a page that everybody may read, and a code in its messages."""
    code = models.CharField(max_length=8, blank=True, default="", db_default="")
    """Of the public page (`domain/short_code.py`); kept when somebody takes the page away."""

    class Meta:
        abstract = True

    CONTENT_FIELDS = (
        "headline",
        "message_class",
        "sms_text",
        "email_subject",
        "email_text",
        "purpose",
        "legal_basis",
        "department",
        "contact_phone",
        "audience",
        "tells_businesses",
        "is_public",
    )

    def form_of_norwegian(self) -> str:
        """Of the words that are added to the texts: `WrittenIn`."""
        raise NotImplementedError

    def content(self) -> Content:
        written = {name: getattr(self, name) for name in WRITTEN}
        code = self.code if self.is_public else ""
        return Content(
            **written, code=code, code_page=code_page(), written_in=self.form_of_norwegian()
        )


class Pace(models.Model):
    """When a notice leaves, and how much of it at a time; the same on the notice and on what was
    sent. Approval covers it."""

    wave_addresses = models.PositiveIntegerField(null=True)
    """At most so many addresses at a time; null: all at once."""
    wave_minutes = models.PositiveIntegerField(null=True)
    """Minutes from the beginning of one wave to the next."""

    class Meta:
        abstract = True


class Notice(NoticeContent, Pace):
    """A notice being written, approved and dispatched."""

    class FollowUp(models.TextChoices):
        CORRECTION = "correction"
        FOLLOW_UP = "follow_up"
        ALL_CLEAR = "all_clear"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    address_list = models.ForeignKey(AddressList, on_delete=models.PROTECT)
    state = models.TextField(
        choices=[(s.value, s.value) for s in NoticeState], default=NoticeState.DRAFT
    )
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="authored_notices")
    """Everybody who wrote or changed it; none of them may approve it."""
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    returned_because = models.TextField(blank=True, max_length=500)
    """What the approver wrote when sending it back."""
    send_at = models.DateTimeField(null=True)
    """Not before this; null: when somebody presses the button."""
    follows = models.ForeignKey(
        "Dispatch", on_delete=models.PROTECT, null=True, related_name="followed_by"
    )
    """The dispatch that it corrects, follows up or ends."""
    follow_up = models.TextField(choices=FollowUp, blank=True, db_default="")

    PACE_FIELDS = ("send_at", "wave_addresses", "wave_minutes")

    class Meta:
        db_table = "notice"
        indexes = [models.Index(fields=["organisation", "-changed_at"], name="notice_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="notice_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.headline

    def form_of_norwegian(self) -> str:
        """As the organisation writes today."""
        return self.organisation.written_in

    def content_hash(self) -> str:
        """SHA-256 (hex) of everything that approval covers: words, address list, and when it leaves
        (where somebody has chosen that)."""
        covered = {name: getattr(self, name) for name in self.CONTENT_FIELDS}
        if not covered["audience"]:
            # As it was before one could choose among residents: approvals given then still hold.
            del covered["audience"]
        if not covered["tells_businesses"]:
            del covered["tells_businesses"]
        if covered.pop("is_public"):
            covered["code"] = self.code
        covered["address_list"] = self.address_list.checksum
        pace = {name: getattr(self, name) for name in self.PACE_FIELDS}
        covered |= {name: str(value) for name, value in pace.items() if value is not None}
        text = json.dumps(covered, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class Approval(models.Model):
    """Somebody's release of exactly one content. Never changed, never deleted."""

    class Kind(models.TextChoices):
        APPROVAL = "approval"
        EMERGENCY = "emergency"

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="approvals")
    kind = models.TextField(choices=Kind)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True, max_length=500)
    """Required when sent without approval in an emergency, and to overrule what warns of it."""
    overruled = ArrayField(models.TextField(), db_default=[])
    """Kinds of `guards.GuardKind` that the reason was given for."""
    typed_address_count = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "approval"
