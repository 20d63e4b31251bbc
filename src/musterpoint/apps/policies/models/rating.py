"""Rounds in which several people rate the same cases, blind until the round is closed."""

from __future__ import annotations

from django.db import models

from musterpoint.apps.accounts.models import Person

LONGEST_CODE = 80


class RatingRound(models.Model):
    """One round. ``text`` is the strategy whose words were rated by, kept as it was."""

    id = models.BigAutoField(primary_key=True)
    title = models.CharField(max_length=200)
    strategy = models.CharField(max_length=60)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """The ledger stream of the round."""
        return f"rating:{self.pk}"


class RatingCase(models.Model):
    """A short story to be judged."""

    id = models.BigAutoField(primary_key=True)
    round = models.ForeignKey(RatingRound, on_delete=models.PROTECT, related_name="cases")
    position = models.PositiveIntegerField()
    says = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["round", "position"], name="rating_case_in_order"),
        )

    def __str__(self) -> str:
        return f"case {self.position}"


class Rater(models.Model):
    """Somebody who was asked to rate."""

    id = models.BigAutoField(primary_key=True)
    round = models.ForeignKey(RatingRound, on_delete=models.PROTECT, related_name="raters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["round", "person"], name="rater_asked_once"),
        )

    def __str__(self) -> str:
        return f"rater {self.person_id}"


class Rating(models.Model):
    """How one person judged one case; the priority is computed from it."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(RatingCase, on_delete=models.PROTECT, related_name="ratings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=LONGEST_CODE)
    impact = models.CharField(max_length=LONGEST_CODE)
    urgency = models.CharField(max_length=LONGEST_CODE)
    priority = models.CharField(max_length=LONGEST_CODE)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "person"], name="rating_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} by {self.person_id}"
