"""The status pages: what stands on them about incidents and planned work, entry by entry."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from musterpoint.apps.communications.models.update import Update
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.organisation.models import ClientAccount, Service


class StatusPage(models.Model):
    """One page: the public one, or that of a client account (signed in, or by its secret link).

    ``audiences`` are those of the strategy that it speaks to; none named means all who are told by
    a status page. ``changed_at`` moves with every change of anything on it: nothing is read again
    before that.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    says = models.CharField(max_length=300, blank=True, default="")
    account = models.ForeignKey(
        ClientAccount, null=True, on_delete=models.PROTECT, related_name="status_pages"
    )
    audiences = ArrayField(models.CharField(max_length=100), default=list)
    secret_digest = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account"], condition=Q(removed_at=None), name="status_page_of_account"
            ),
            models.UniqueConstraint(
                Coalesce("account", 0),
                condition=Q(account=None, removed_at=None),
                name="status_page_one_public",
            ),
            models.UniqueConstraint(
                fields=["secret_digest"],
                condition=~Q(secret_digest=""),
                name="status_page_secret_once",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        return self.account_id is None


class Component(models.Model):
    """What a page shows the state of, such as "Phone lines"; it may stand for a service."""

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey(StatusPage, on_delete=models.PROTECT, related_name="components")
    code = models.SlugField()
    name = models.CharField(max_length=120)
    says = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=24, default="operational")
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["page", "code"], name="component_of_page_once"),
        )

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """An incident or planned work as a page tells of it. ``origin`` names the history imported.

    ``code`` stands in its address and cannot be guessed from another; ``impact`` is none, minor,
    major, critical or maintenance; planned work has ``planned_from`` and ``planned_until``.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    page = models.ForeignKey(
        StatusPage, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    incident = models.ForeignKey(
        Incident, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    origin = models.CharField(max_length=120, blank=True)
    origin_key = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300)
    impact = models.CharField(max_length=12)
    components = ArrayField(models.CharField(max_length=120), default=list)
    planned_from = models.DateTimeField(null=True)
    planned_until = models.DateTimeField(null=True)
    began_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    details: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["origin", "origin_key"],
                condition=~Q(origin=""),
                name="notice_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=False) | ~Q(origin=""), name="notice_on_a_page_or_history"
            ),
        )
        indexes = (
            models.Index(fields=["page", "-began_at"], name="notice_newest"),
            models.Index(
                fields=["page"], condition=Q(resolved_at=None, origin=""), name="notice_open"
            ),
        )

    def __str__(self) -> str:
        return self.title


class NoticeEntry(models.Model):
    """One entry of a notice: what was said, when, and the state it was given.

    A correction strikes nothing out: ``corrected_by`` points from the wrong entry to the right one.
    """

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    status = models.CharField(max_length=24)
    says = models.TextField()
    update = models.ForeignKey(
        Update, null=True, on_delete=models.PROTECT, related_name="notice_entries"
    )
    corrected_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrects"
    )

    class Meta:
        indexes = (models.Index(fields=["notice", "at", "id"], name="notice_entry_in_order"),)

    def __str__(self) -> str:
        return f"{self.status} at {self.at:%H:%M}"
