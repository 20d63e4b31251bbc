"""The incident row: what its ledger adds up to.

Holds no rule. ``version`` rises with every change, so that two people never overwrite one another.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.organisation.models import ClientAccount, ContactQueue, Service, Site
from musterpoint.apps.policies.models import StrategyVersion
from musterpoint.domain.states import OPEN, Status

_OPEN_VALUES = sorted(status.value for status in OPEN)


def ref_of(pk: int) -> str:
    """Return the public reference, such as INC-000123."""
    return f"INC-{pk:06d}"


class Incident(models.Model):
    """An unplanned event being managed because it harms or threatens service, people or data.

    ``impact`` and ``urgency`` are what people judged (null: not yet known); ``priority`` and
    ``because`` are what the strategy made of them. ``*_named`` keep what the reporter said when it
    matched nothing known. ``source_system`` marks imported history, which runs no clocks.
    ``duty_due_at`` is the nearest open duty that law or a rule stands behind, for the board.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.PositiveIntegerField(default=1)
    strategy = models.ForeignKey(StrategyVersion, on_delete=models.PROTECT, related_name="+")

    summary = models.CharField(max_length=300)
    nature = models.TextField(blank=True)
    began_at = models.DateTimeField(null=True)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reported_by = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=40, blank=True)
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    service_named = models.CharField(max_length=120, blank=True)
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="+")
    site_named = models.CharField(max_length=120, blank=True)
    other_sites = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    queue = models.ForeignKey(ContactQueue, null=True, on_delete=models.PROTECT, related_name="+")
    queue_named = models.CharField(max_length=120, blank=True)
    account = models.ForeignKey(
        ClientAccount, null=True, on_delete=models.PROTECT, related_name="+"
    )
    account_named = models.CharField(max_length=120, blank=True)
    customers_affected = models.PositiveIntegerField(null=True)
    vulnerable_customers = models.BooleanField(null=True)
    life_safety = models.BooleanField(null=True)
    personal_data = models.BooleanField(null=True)
    distress = models.BooleanField(default=False)

    triage: models.JSONField[Any, Any] = models.JSONField(default=dict)
    category = models.CharField(max_length=60, blank=True)
    floor_answer = models.BooleanField(null=True)
    impact = models.CharField(max_length=4, null=True)  # noqa: DJ001 - null means "not yet judged"
    urgency = models.CharField(max_length=4, null=True)  # noqa: DJ001 - null means "not yet judged"
    priority = models.CharField(max_length=4)
    gravest_priority = models.CharField(max_length=4, blank=True)
    override_priority = models.CharField(max_length=4, blank=True)
    override_reason = models.TextField(blank=True)
    because: models.JSONField[Any, Any] = models.JSONField(default=list)
    assessed_at = models.DateTimeField(null=True)
    reassess_reason = models.CharField(max_length=200, blank=True)

    status = models.CharField(max_length=16, default=Status.LOGGED)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    hold_reason = models.CharField(max_length=60, blank=True)
    restored_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    resolution = models.TextField(blank=True)
    verified_by = models.CharField(max_length=120, blank=True)
    welfare_outcome = models.TextField(blank=True)
    review_date = models.DateField(null=True)
    risk_review = models.CharField(max_length=10, blank=True)
    risk_review_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    withdrawn_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged_here"
    )

    declared_at = models.DateTimeField(null=True)
    declared_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    declared_criteria: models.JSONField[Any, Any] = models.JSONField(default=list)
    stood_down_at = models.DateTimeField(null=True)

    restricted = models.BooleanField(default=False)
    restricted_to = models.ManyToManyField(Person, related_name="+", blank=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    next_due_at = models.DateTimeField(null=True)
    next_due_kind = models.CharField(max_length=24, blank=True)
    duty_due_at = models.DateTimeField(null=True)

    source_system = models.CharField(max_length=60, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    source_met_target = models.BooleanField(null=True)
    source_facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    group_named = models.CharField(max_length=120, blank=True)
    reassignments = models.PositiveIntegerField(default=0)
    import_digest = models.CharField(max_length=64, blank=True)

    search = models.GeneratedField(
        expression=SearchVector("summary", weight="A", config="english")
        + SearchVector("nature", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in Status]), name="incident_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False),
                name="incident_closed_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(status="resolved") | Q(resolved_at__isnull=False),
                name="incident_resolved_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="incident_not_merged_into_itself",
            ),
            models.UniqueConstraint(
                fields=["source_system", "source_ref"],
                condition=~Q(source_system=""),
                name="incident_imported_once",
            ),
        )
        indexes = (
            models.Index(
                F("next_due_at").asc(nulls_last=True),
                "id",
                condition=Q(status__in=_OPEN_VALUES, source_system=""),
                name="incident_board",
            ),
            models.Index(fields=["-logged_at", "-id"], name="incident_newest"),
            models.Index(fields=["status", "-logged_at", "-id"], name="incident_by_status"),
            models.Index(fields=["priority", "-logged_at", "-id"], name="incident_by_priority"),
            models.Index(fields=["category", "-logged_at"], name="incident_by_category"),
            models.Index(
                fields=["id"],
                condition=Q(declared_at__isnull=False, stood_down_at=None),
                name="incident_major_now",
            ),
            models.Index(fields=["id"], condition=Q(restricted=True), name="incident_restricted"),
            GinIndex(fields=["search"], name="incident_words"),
            GinIndex(fields=["summary"], name="incident_alike", opclasses=["gin_trgm_ops"]),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The public reference, such as INC-000123."""
        return ref_of(self.pk)

    @property
    def stream(self) -> str:
        """The name of its ledger stream."""
        return f"incident:{self.pk}"

    @property
    def is_major(self) -> bool:
        """Whether it is being worked as a major incident now."""
        return self.declared_at is not None and self.stood_down_at is None
