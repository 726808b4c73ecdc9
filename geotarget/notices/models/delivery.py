from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from geotarget.domain.delivery_state import AttemptState, ChunkState
from geotarget.targeting.models import ListedAddress

from .dispatch import Dispatch


class Chunk(models.Model):
    """A look-up unit: a street, some houses of a street, or the addresses without a street in a
    postcode. The rows are the queue; a broker message is only a wake-up."""

    class Lookup(models.TextChoices):
        STREET = "street"
        HOUSES = "houses"
        POSTCODE = "postcode"
        BUSINESSES = "businesses"
        """Places of business at some addresses: no register of persons is asked."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="chunks")
    position = models.PositiveIntegerField()
    wave = models.PositiveIntegerField(db_default=1)
    lookup = models.TextField(choices=Lookup)
    municipality_number = models.CharField(max_length=4)
    """Whose register access is used."""
    listed_address_ids = ArrayField(models.BigIntegerField())
    address_count = models.PositiveIntegerField()
    """Of residents: none where it is for businesses."""
    business_address_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    """Listed addresses whose places of business are told; their residents are in other chunks."""
    state = models.TextField(
        choices=[(s.value, s.value) for s in ChunkState], default=ChunkState.WAITING
    )
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)
    rounds_again = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How often it was opened once more, when done, for those whom their channel did not reach. Its
    addresses count as done then."""
    again_at = models.DateTimeField(null=True)
    """From when on it could be worked on, the last time it was opened once more."""
    problem = models.TextField(blank=True)
    """`domain.delivery_state.Problem` of the last try."""
    unread = models.PositiveIntegerField(default=0)
    """Persons whom the population register found at its last try and did not show. Shown only where
    they are too many to say something of one of them, and forgotten with the dispatch's key."""

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
    passed_on = models.BooleanField(default=False, db_default=False)
    """It was not delivered, and its residents have been looked up for their next channel."""

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
            models.Index(
                fields=["id"],
                condition=Q(
                    state__in=[AttemptState.NOT_DELIVERED, AttemptState.REFUSED], passed_on=False
                ),
                name="attempt_to_pass_on",
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
    small_area = models.TextField(blank=True)
    """Where the resident lives (`sql/functions/small_area.sql`); empty after the retention where
    few live."""

    class Meta:
        db_table = "recipient"
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "person_token"], name="recipient_person_once"
            )
        ]


class AddressMessage(models.Model):
    """A message that somebody at a listed address gets: what the paper list is made from.

    Outcome per address is personal data. While receipts may come, a row names the message; when the
    dispatch is closed, only the addresses at which one was accepted stay, without it; at the end of
    `domain.retention.OUTCOME_PER_ADDRESS` all rows are deleted.
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT)
    listed_address = models.ForeignKey(ListedAddress, on_delete=models.PROTECT)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, null=True)

    class Meta:
        db_table = "address_message"
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "listed_address", "attempt"], name="address_message_once"
            )
        ]
