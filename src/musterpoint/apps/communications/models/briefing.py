"""Briefings for colleagues, who has read which revision, and what customers tell agents.

A briefing's lines are replaced by its next revision; the ledger keeps every one before.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.communications.models.fact import Fact
from musterpoint.apps.communications.models.update import Update
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.organisation.models import Team
from musterpoint.domain.briefings import Part


class Briefing(models.Model):
    """What is broken and what to say now, for some teams; no teams means for everybody.

    ``number`` counts within its incident. ``update`` is the update that a channel made it from.
    """

    class State(models.TextChoices):
        OPEN = "open"
        ENDED = "ended"

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="briefings")
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=160)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    revision = models.PositiveIntegerField(default=1)
    teams = models.ManyToManyField(Team, related_name="+", blank=True)
    update = models.ForeignKey(Update, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    revised_at = models.DateTimeField()
    revised_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident", "number"], name="briefing_in_its_place"),
            models.CheckConstraint(
                condition=Q(state="ended") ^ Q(ended_at=None), name="briefing_ended_when"
            ),
        )
        indexes = (
            models.Index(fields=["-revised_at"], condition=Q(state="open"), name="briefing_open"),
            models.Index(fields=["-issued_at", "-id"], name="briefing_newest"),
        )

    def __str__(self) -> str:
        return self.headline

    @property
    def stream(self) -> str:
        """The ledger stream of who has read it; what it says stands on the incident's."""
        return f"briefing:{self.pk}"


class BriefingLine(models.Model):
    """One line of a briefing as it stands; one that tells a fact says it in these words."""

    id = models.BigAutoField(primary_key=True)
    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=6, choices=[(one, one) for one in Part])
    fact = models.ForeignKey(Fact, null=True, on_delete=models.PROTECT, related_name="told_in")
    says = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["briefing", "position"], name="line_in_its_place"),
        )

    def __str__(self) -> str:
        return self.says[:60]


class BriefingRead(models.Model):
    """Somebody says that they have read this revision."""

    id = models.BigAutoField(primary_key=True)
    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="reads")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["briefing", "revision", "person"], name="briefing_read_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} read revision {self.revision} of {self.briefing_id}"


class ContactVote(models.Model):
    """An agent says that a customer just told them of the incident; one taken back stays here.

    ``asked_at_count`` is how many there were when this one asked for a fresh look at the impact.
    """

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="contact_votes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    asked_at_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(
                fields=["incident", "-at"],
                condition=Q(undone_at=None),
                name="contact_vote_lately",
            ),
            models.Index(fields=["person", "-at"], name="contact_vote_own"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} about {self.incident_id} at {self.at:%H:%M}"
