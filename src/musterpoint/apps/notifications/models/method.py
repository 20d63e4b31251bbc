"""The ways in which people, teams and outside contacts are reached, and what each person prefers.

A person's account e-mail needs no row: it is implied. The page in the product is not a method.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person


class ContactMethod(models.Model):
    """One address on one channel. ``holder`` is ``person:5``, ``team:tech`` or ``contact:noc``.

    It is used once verified, until removed; a broken one only where nothing else is left. The
    digest is that of the code that verifies it.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="contact_methods"
    )
    holder = models.CharField(max_length=80)
    channel = models.CharField(max_length=16)
    address = models.CharField(max_length=1000)
    details: models.JSONField[Any, Any] = models.JSONField(default=dict)
    label = models.CharField(max_length=80, blank=True)
    verified_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    broken_at = models.DateTimeField(null=True)
    broken_says = models.CharField(max_length=300, blank=True)
    volunteers = models.BooleanField(default=False)
    proved_at = models.DateTimeField(null=True)
    proof_failed_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["holder", "channel", "address"],
                condition=Q(removed_at=None),
                name="contact_method_once",
            ),
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(holder__startswith="person:"),
                name="contact_method_of_its_person",
            ),
        )
        indexes = (
            models.Index(
                fields=["id"], condition=Q(volunteers=True, removed_at=None), name="method_proof"
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} of {self.holder}"

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None


class Preference(models.Model):
    """One entry of a person's own order. No ``method`` means the e-mail of the account.

    ``after`` counts from the call; no ``priorities`` means all; ``when`` speaks of quiet hours.
    """

    class When(models.TextChoices):
        ALWAYS = "always"
        DAY = "day"
        NIGHT = "night"

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="preferences")
    position = models.PositiveSmallIntegerField()
    method = models.ForeignKey(
        ContactMethod, null=True, on_delete=models.CASCADE, related_name="preferences"
    )
    after = models.DurationField()
    priorities = ArrayField(models.CharField(max_length=40), default=list)
    when = models.CharField(max_length=8, choices=When.choices, default=When.ALWAYS)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "position"], name="preference_place_once"),
        )

    def __str__(self) -> str:
        return f"{self.position} of person {self.person_id}"


class QuietHours(models.Model):
    """When a person is not to be woken: a week from Monday, each day a list of ``22:00-24:00``."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="quiet_hours"
    )
    zone = models.CharField(max_length=64)
    week: models.JSONField[Any, Any] = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"quiet hours of person {self.person_id}"
