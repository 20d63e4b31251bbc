"""Updates: words to one audience, composed of pieces, and whom they reached by which channel."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.communications.models.fact import Fact
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message


class Update(models.Model):
    """Words to one audience of the strategy; ``rule`` is the row of its communications plan.

    States: drafted, approval (waiting for the second person), approved, sent, abandoned, wrong (a
    fact in it was withdrawn; ``corrects`` of another update points here). ``next_at`` is the time
    it gives for the next one; the last one of an incident gives none. ``hands`` are the people who
    had one in its words, none of whom can be the second person.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted"
        APPROVAL = "approval"
        APPROVED = "approved"
        SENT = "sent"
        ABANDONED = "abandoned"
        WRONG = "wrong"

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="updates")
    number = models.PositiveIntegerField()
    rule = models.CharField(max_length=100, blank=True)
    audience = models.CharField(max_length=100)
    template = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    revision = models.PositiveIntegerField(default=1)
    nothing_new = models.BooleanField(default=False)
    is_last = models.BooleanField(default=False)
    next_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    hands = ArrayField(models.BigIntegerField(), default=list)
    asked_at = models.DateTimeField(null=True)
    wrong_why = models.CharField(max_length=300, blank=True)
    composed_at = models.DateTimeField()
    composed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident", "number"], name="update_in_its_place"),
        )
        indexes = (
            models.Index(
                fields=["incident", "audience", "-sent_at"],
                condition=Q(sent_at__isnull=False),
                name="update_last_sent",
            ),
            models.Index(
                fields=["id"], condition=Q(state__in=["approval", "wrong"]), name="update_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"update {self.number} of incident {self.incident_id}"


class Piece(models.Model):
    """One part of an update's words in order: a fact as worded here, a template's words, or words.

    ``field`` is the merge field of the template that the piece fills, if it does.
    """

    class Kind(models.TextChoices):
        FACT = "fact"
        TEMPLATE = "template"
        WORDS = "words"

    id = models.BigAutoField(primary_key=True)
    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    fact = models.ForeignKey(Fact, null=True, on_delete=models.PROTECT, related_name="used_in")
    field = models.CharField(max_length=60, blank=True)
    says = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["update", "position"], name="piece_in_its_place"),
            models.CheckConstraint(
                condition=Q(kind="fact", fact__isnull=False) | ~Q(kind="fact") & Q(fact=None),
                name="piece_of_its_fact",
            ),
        )

    def __str__(self) -> str:
        return self.says[:60]


class Translation(models.Model):
    """The whole words of an update in another language (an IETF tag), beside the en-GB ones."""

    id = models.BigAutoField(primary_key=True)
    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=20)
    says = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["update", "language"], name="translation_once"),
        )

    def __str__(self) -> str:
        return f"{self.language}: {self.says[:60]}"


class Delivery(models.Model):
    """One update on one channel to one recipient, until it has reached them.

    A ``message`` of the outbox carries what the product sends; on a channel by hand (``ivr``,
    ``social``, ``phone``) somebody says that it is done. ``again`` is the delivery of the wrong
    update that this one corrects. ``recipient`` names them for people: ``Status page``, a name.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        REACHED = "reached"
        FAILED = "failed"

    id = models.BigAutoField(primary_key=True)
    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=40)
    recipient = models.CharField(max_length=200)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    by_hand = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reached_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=300, blank=True)
    again = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="repeats")

    class Meta:
        indexes = (
            models.Index(
                fields=["id"], condition=Q(state__in=["waiting", "failed"]), name="delivery_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} to {self.recipient}"
