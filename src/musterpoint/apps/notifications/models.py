"""The outbox: one row per message, recipient and channel, with what became of it.

Who is told and in what words is decided above. Nothing here opens a connection.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from musterpoint.apps.accounts.models import Person


class Message(models.Model):
    """Words for one person on one channel.

    ``key`` makes it happen once; ``stream`` is what it is about (``incident:12``); ``urgency`` 0
    goes before 5. States: queued, sent, dead (given up), superseded (newer news replaced it), held
    (its channel was not set up, so it was never tried). ``leased_until`` marks a claim, which is
    not the same as done.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        DEAD = "dead"
        SUPERSEDED = "superseded"
        HELD = "held"

    class Channel(models.TextChoices):
        IN_PRODUCT = "in_product"
        EMAIL = "email"

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=160, unique=True)
    stream = models.CharField(max_length=64)
    recipient = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="messages"
    )
    address = models.CharField(max_length=254, blank=True)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    urgency = models.PositiveSmallIntegerField(default=3)
    purpose = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(
                "urgency",
                Coalesce("retry_at", "created_at"),
                condition=Q(state="queued"),
                name="message_queued",
            ),
            models.Index(
                Coalesce("retry_at", "created_at"),
                condition=Q(state="queued"),
                name="message_next_try",
            ),
            models.Index(fields=["stream", "id"], name="message_about"),
            models.Index(
                fields=["recipient", "-id"],
                condition=Q(channel="in_product", read_at=None),
                name="message_unread",
            ),
            models.Index(fields=["id"], condition=Q(state="dead"), name="message_dead"),
            models.Index(fields=["id"], condition=Q(state="held"), name="message_held"),
        )

    def __str__(self) -> str:
        return self.key


class Attempt(models.Model):
    """One try at sending, for the receipt on the incident's page."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    delivered = models.BooleanField()
    detail = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.message_id} at {self.at:%H:%M}"
