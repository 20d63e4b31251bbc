"""Consultations of a draft: whom it was shown to, what they said, and what became of it.

Names and addresses of people from outside stand here and nowhere else; the ledger knows an
invitation by its number.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.policies.models.draft import LONGEST_PATH, StrategyDraft
from musterpoint.domain.agreeing import Outcome, Way


class Consultation(models.Model):
    """One round of asking about a draft. ``digest`` is that of the text as it was opened."""

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(StrategyDraft, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    says = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["draft", "number"], name="consultation_once"),
            models.UniqueConstraint(
                fields=["draft"], condition=Q(ended_at=None), name="consultation_open_once"
            ),
        )

    def __str__(self) -> str:
        return f"consultation {self.number} of draft {self.draft_id}"


class Invitation(models.Model):
    """Somebody who is asked, for one group: a person with an account, or one from outside.

    ``nonce`` goes into the link of somebody from outside; without the server's key it opens
    nothing. An ended invitation opens nothing either.
    """

    id = models.BigAutoField(primary_key=True)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="invitations"
    )
    group = models.CharField(max_length=100)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    nonce = models.CharField(max_length=64, blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="", email="", nonce="")
                | (Q(person=None) & ~Q(name="") & ~Q(email="") & ~Q(nonce="")),
                name="invitation_of_one_kind",
            ),
            models.UniqueConstraint(
                fields=["consultation", "person"],
                condition=Q(ended_at=None),
                name="invitation_person_once",
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Contribution(models.Model):
    """What somebody said of a draft, as a whole or of one clause, or that they read it.

    ``number`` counts within the draft. Without ``person`` and ``invitation`` it was said in a
    meeting, on ``held_on`` with ``spoke_with``, and ``recorded_by`` wrote it down.
    """

    id = models.BigAutoField(primary_key=True)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="contributions"
    )
    number = models.PositiveIntegerField()
    group = models.CharField(max_length=100, blank=True)
    way = models.CharField(max_length=12, choices=[(way, way) for way in Way])
    clause = models.CharField(max_length=LONGEST_PATH, blank=True)
    says = models.TextField(blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(
        Invitation, null=True, on_delete=models.PROTECT, related_name="contributions"
    )
    held_on = models.DateField(null=True)
    spoke_with = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["consultation", "number"], name="contribution_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"contribution {self.number}"


class Answer(models.Model):
    """What became of a contribution. ``clauses`` are those that it changed."""

    id = models.BigAutoField(primary_key=True)
    contribution = models.OneToOneField(
        Contribution, on_delete=models.PROTECT, related_name="answer"
    )
    outcome = models.CharField(max_length=12, choices=[(one, one) for one in Outcome])
    says = models.TextField()
    clauses = ArrayField(models.CharField(max_length=LONGEST_PATH), default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"answer to contribution {self.contribution_id}"
