from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from geotarget.domain.delivery_state import AttemptState, ChunkState

from .dispatch import Dispatch


class Chunk(models.Model):
    """A look-up unit: a street, some houses of a street, or the addresses without a street in a
    postcode. The rows are the queue; a broker message is only a wake-up."""

    class Lookup(models.TextChoices):
        STREET = "street"
        HOUSES = "houses"
        POSTCODE = "postcode"

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="chunks")
    position = models.PositiveIntegerField()
    lookup = models.TextField(choices=Lookup)
    municipality_number = models.CharField(max_length=4)
    """Whose register access is used."""
    listed_address_ids = ArrayField(models.BigIntegerField())
    address_count = models.PositiveIntegerField()
    state = models.TextField(
        choices=[(s.value, s.value) for s in ChunkState], default=ChunkState.WAITING
    )
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    """`domain.delivery_state.Problem` of the last try."""

    class Meta:
        db_table = "chunk"
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "position"], name="chunk_position_once")
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=Q(state__in=[ChunkState.WAITING, ChunkState.WORKING]),
                name="chunk_open",
            )
        ]


class Attempt(models.Model):
    """One message to one phone number or e-mail address. A shared number gets one message."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="attempts")
    chunk = models.ForeignKey(Chunk, on_delete=models.PROTECT)
    channel = models.TextField()
    address_token = models.BinaryField(max_length=32)
    """HMAC of the number or e-mail under the dispatch's key."""
    reference = models.CharField(max_length=36, unique=True)
    """Random; what the provider gets and gives back in its receipt."""
    state = models.TextField(
        choices=[(s.value, s.value) for s in AttemptState], default=AttemptState.READY
    )
    sending_at = models.DateTimeField(null=True)
    provider_id = models.TextField(blank=True)
    reason_code = models.TextField(blank=True)

    class Meta:
        db_table = "attempt"
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "channel", "address_token"], name="attempt_address_once"
            )
        ]
        indexes = [
            models.Index(fields=["chunk", "state"], name="attempt_chunk"),
            models.Index(
                fields=["sending_at"],
                condition=Q(state=AttemptState.SENDING),
                name="attempt_sending",
            ),
        ]


class Recipient(models.Model):
    """A resident of a listed address, known only by a token."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="recipients")
    chunk = models.ForeignKey(Chunk, on_delete=models.PROTECT)
    person_token = models.BinaryField(max_length=32)
    """HMAC of the national identity number under the dispatch's key."""
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, null=True)
    """Null: nothing digital reaches this person."""

    class Meta:
        db_table = "recipient"
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "person_token"], name="recipient_person_once"
            )
        ]
