"""What hangs on an incident: clocks, roles, tasks, duties, links, calls for help, drafts.

Each row but a draft is what the incident's ledger adds up to under its name (``clock:restore:1``,
``task:12``, ``role:loggist``, ``obligation:uk_gdpr_33``, ``link:7``, ``help:3``, ``offer:4``).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models.incident import Incident


class Clock(models.Model):
    """Time allowed and time counted. ``events`` is its whole life; the rest is what they add up to.

    ``cycle`` numbers the update cadence: each update sent ends one cycle and starts the next.
    Beside the four kinds of the targets there are ``rto`` and ``contract.<contract>.<clock>``.
    """

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=60)
    cycle = models.PositiveIntegerField(default=1)
    target = models.DurationField()
    calendar = models.CharField(max_length=60)
    events: models.JSONField[Any, Any] = models.JSONField(default=list)
    state = models.CharField(max_length=16)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["incident", "kind", "cycle"], name="clock_once_per_cycle"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.incident_id}"


class RoleOnIncident(models.Model):
    """A responder role on one incident: vacant while ``person`` is null."""

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="roles")
    code = models.CharField(max_length=60)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="incident_roles"
    )
    opened_at = models.DateTimeField()
    held_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident", "code"], name="role_once_per_incident"),
        )
        indexes = (
            models.Index(
                fields=["person", "incident"], condition=Q(closed_at=None), name="role_held_by"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} of {self.incident_id}"


class Task(models.Model):
    """One thing to do within an incident, from the playbook or added.

    It belongs to whoever holds ``role``, unless ``person`` accepted it for themselves.
    """

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="tasks")
    code = models.CharField(max_length=80, blank=True)
    says = models.CharField(max_length=300)
    role = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    not_needed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["incident", "position"], name="task_order"),
            models.Index(
                fields=["person"],
                condition=Q(done_at=None, person__isnull=False),
                name="task_in_hand",
            ),
        )

    def __str__(self) -> str:
        return self.says


class Obligation(models.Model):
    """A duty of the strategy that this incident may bring: open until done or not applicable.

    Its clock counts from ``anchor_at``, provisionally until somebody sets it (``anchor_set_at``).
    ``strength`` says what stands behind ``due_at``, ``marked`` at which share of the time (in per
    cent) somebody was told last. It is superseded when another version of the law took its place.
    """

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="obligations")
    code = models.CharField(max_length=60)
    state = models.CharField(max_length=16, default="open")
    reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    strength = models.CharField(max_length=24, blank=True)
    anchor_at = models.DateTimeField(null=True)
    anchor_reason = models.TextField(blank=True)
    anchor_set_at = models.DateTimeField(null=True)
    anchor_set_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    marked = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident", "code"], name="obligation_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "done", "not_applicable", "superseded"]),
                name="obligation_state_known",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(anchor_at__isnull=False),
                name="obligation_due_has_anchor",
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at"],
                condition=Q(state="open", due_at__isnull=False),
                name="obligation_running",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} of {self.incident_id}"


class Link(models.Model):
    """A tie to another incident or to something outside. A merge is one, and can be undone."""

    class Kind(models.TextChoices):
        RELATED = "related"
        MERGED_INTO = "merged_into"
        COMPLAINT = "complaint"
        OUTSIDE = "outside"

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    other = models.ForeignKey(
        Incident, null=True, on_delete=models.PROTECT, related_name="links_here"
    )
    target = models.CharField(max_length=500, blank=True)
    says = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.other_id or self.target}"


class HelpRequest(models.Model):
    """A colleague asks; the time until somebody answers is measured.

    ``widened_at`` is when it went to everybody on duty, because nobody had reacted.
    """

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="help_requests")
    says = models.TextField()
    asked_of = models.CharField(max_length=60, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    widened_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["incident"], condition=Q(answered_at=None), name="help_waiting"),
        )

    def __str__(self) -> str:
        return self.says[:60]


class HelpOffer(models.Model):
    """A colleague says that they are coming, before or beside the answer."""

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="help_offers")
    help = models.ForeignKey(HelpRequest, on_delete=models.PROTECT, related_name="offers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=300, blank=True)
    offered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["help", "person"], name="help_offered_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} for {self.help_id}"


class Draft(models.Model):
    """What somebody typed and has not yet sent. Not on the ledger; gone once it is sent."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=80)
    data: models.JSONField[Any, Any] = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="draft_once"),)

    def __str__(self) -> str:
        return self.key
