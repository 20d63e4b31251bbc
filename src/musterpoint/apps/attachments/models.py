"""Files that belong to something else, named by the stream of the ledger it writes to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person

LONGEST_NAME = 150


class Attachment(models.Model):
    """A file; ``number`` counts within its stream, such as ``incident:5``.

    ``key`` names it in the folder and cannot be guessed. A withdrawn one is not handed out any
    more; an erased one is gone from the folder.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=40, unique=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True)
    erased_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["stream", "number"], name="attachment_in_its_place"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) ^ ~Q(withdrawn_why=""), name="attachment_gone_why"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(withdrawn_at__isnull=False),
                name="attachment_withdrawn_first",
            ),
        )

    def __str__(self) -> str:
        return f"{self.stream} {self.number}"

    @property
    def is_there(self) -> bool:
        return self.withdrawn_at is None
