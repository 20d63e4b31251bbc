"""Who an audience of the strategy is here: people, teams, roles and contacts outside."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.organisation.models import ClientAccount


class AudienceMember(models.Model):
    """One holder who belongs to an audience, by the audience's code in the strategy.

    ``holder`` is ``person:5``, ``team:tech``, ``contact:noc``, ``account_role:agent`` or
    ``role:duty_manager``. With ``account`` they are told of incidents of that client only.
    """

    id = models.BigAutoField(primary_key=True)
    audience = models.CharField(max_length=100)
    holder = models.CharField(max_length=120)
    account = models.ForeignKey(
        ClientAccount, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["audience", "holder", "account"],
                condition=Q(removed_at=None),
                nulls_distinct=False,
                name="audience_member_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder} of {self.audience}"
