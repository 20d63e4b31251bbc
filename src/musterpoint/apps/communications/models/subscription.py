"""Who asked to be told what a status page says, by e-mail or webhook, once they confirmed it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from musterpoint.apps.communications.models.notice import StatusPage
from musterpoint.apps.notifications.models import ContactMethod


class Subscription(models.Model):
    """One address that a page's news goes to, until it is ended; its e-mail is forgotten then.

    A webhook (``method``) belongs to the e-mail that confirmed it. No ``components`` means all.
    ``nonce`` is the half of its link that is kept; ``asked_from`` says, for an hour, which network
    asked, unreadably.
    """

    class Channel(models.TextChoices):
        EMAIL = "email"
        WEBHOOK = "webhook"

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey(StatusPage, on_delete=models.PROTECT, related_name="subscriptions")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=254, blank=True)
    method = models.ForeignKey(ContactMethod, null=True, on_delete=models.PROTECT, related_name="+")
    components = ArrayField(models.SlugField(), default=list)
    nonce = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    asked_from = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "page",
                Lower("address"),
                condition=Q(ended_at=None, channel="email"),
                name="subscription_once",
            ),
            models.CheckConstraint(
                condition=Q(channel="webhook") ^ Q(method=None), name="subscription_has_its_way"
            ),
        )
        indexes = (
            models.Index(
                fields=["page"],
                condition=Q(ended_at=None, confirmed_at__isnull=False),
                name="subscription_told",
            ),
            models.Index(
                fields=["asked_at"],
                condition=Q(ended_at=None, confirmed_at=None),
                name="subscription_unconfirmed",
            ),
        )

    def __str__(self) -> str:
        return f"subscription {self.pk} by {self.channel}"

    @property
    def stream(self) -> str:
        return f"subscription:{self.pk}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None
