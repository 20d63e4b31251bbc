"""The outbox: one row per message, recipient and channel, with what became of it.

Who is told and in what words is decided above. Nothing here opens a connection.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications.models.method import ContactMethod

PATH = "path"
PROOF = "proof"
STATUS = "status"
UPDATE = "update"
PRESSING = 2
DUE = Coalesce("retry_at", "send_at", "created_at")
RANK = Case(When(purpose=PATH, then=F("urgency")), default=F("urgency") + 10)
"""What goes first: calls on people by urgency, then all the rest by urgency."""


class Message(models.Model):
    """Words for one person on one channel.

    ``key`` makes it happen once; ``stream`` is what it is about (``incident:12``); ``urgency`` 0
    goes before 5. States: queued, sent, dead (given up, or failed by receipt: a dead letter, which
    somebody owns and settles), superseded (newer news replaced it), held (its channel was not set
    up, so it was never tried), bundled (it went as a line of ``bundled_into``). ``leased_until``
    marks a claim, which is not the same as done. Not before ``send_at``; ``waits_because`` says
    why. ``receipt`` is the furthest that the other side reported.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        DEAD = "dead"
        SUPERSEDED = "superseded"
        HELD = "held"
        BUNDLED = "bundled"

    class Channel(models.TextChoices):
        IN_PRODUCT = "in_product"
        EMAIL = "email"
        WEB_PUSH = "web_push"
        SMS = "sms"
        VOICE = "voice"
        SLACK = "slack"
        TEAMS = "teams"
        WEBHOOK = "webhook"
        OTHER = "other"

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=160, unique=True)
    stream = models.CharField(max_length=64)
    recipient = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="messages"
    )
    address = models.CharField(max_length=1000, blank=True)
    method = models.ForeignKey(
        ContactMethod,
        null=True,
        on_delete=models.PROTECT,
        related_name="messages",
        db_index=False,  # a method is never deleted, and every insert would pay for it
    )
    channel = models.CharField(max_length=16, choices=Channel.choices)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    short = models.CharField(max_length=160, blank=True, db_default="")
    link = models.CharField(max_length=300, blank=True)
    urgency = models.PositiveSmallIntegerField(default=3)
    purpose = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    wakes = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True)
    waits_because = models.CharField(max_length=200, blank=True, db_default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=250, blank=True, db_default="")
    receipt = models.CharField(max_length=10, blank=True, db_default="")
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    bundled_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="bundle", db_index=False
    )
    sent_again = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="sent_before", db_index=False
    )
    died_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    owned_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_says = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        indexes = (
            models.Index("channel", RANK, DUE, condition=Q(state="queued"), name="message_lane"),
            models.Index(DUE, condition=Q(state="queued"), name="message_due"),
            models.Index(
                fields=["recipient", "channel", "sent_at"],
                condition=~Q(purpose="path") & ~Q(channel__in=["in_product", "email"]),
                name="message_chatter_sent",
            ),
            models.Index(
                fields=["recipient", "channel"],
                condition=Q(state="queued") & ~Q(purpose="path"),
                name="message_chatter",
            ),
            models.Index(
                fields=["channel", "provider_id"],
                condition=~Q(provider_id=""),
                name="message_at_provider",
            ),
            models.Index(fields=["stream", "id"], name="message_about"),
            models.Index(
                fields=["recipient", "-id"],
                condition=Q(channel="in_product", read_at=None),
                name="message_unread",
            ),
            models.Index(
                fields=["id"], condition=Q(state="dead", settled_at=None), name="message_dead"
            ),
            models.Index(
                fields=["died_at"],
                condition=Q(state="dead", settled_at=None),
                name="message_unsettled",
            ),
            models.Index(
                fields=["bundled_into"], condition=~Q(bundled_into=None), name="message_bundle"
            ),
            models.Index(fields=["id"], condition=Q(state="held"), name="message_held"),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def rank(self) -> int:
        """Its place among what waits, the same as RANK says in the database."""
        return self.urgency if self.purpose == PATH else self.urgency + 10

    @property
    def is_pressing(self) -> bool:
        """Whether somebody is called who is needed now: senders are kept free for it."""
        return self.rank <= PRESSING


class Attempt(models.Model):
    """One try at sending, for the receipt on the incident's page."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    delivered = models.BooleanField()
    detail = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.message_id} at {self.at:%H:%M}"


class Receipt(models.Model):
    """What the other side reported of a message, in the order in which it came.

    One that came before the outbox had noted the provider's name for the message waits for it
    without a ``message``.
    """

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(
        Message, null=True, on_delete=models.CASCADE, related_name="receipts"
    )
    channel = models.CharField(max_length=16)
    provider_id = models.CharField(max_length=250)
    at = models.DateTimeField()
    state = models.CharField(max_length=10)
    says = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["channel", "provider_id"], condition=Q(message=None), name="receipt_early"
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} for {self.message_id}"
