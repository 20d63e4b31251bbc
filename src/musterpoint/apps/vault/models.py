"""The vault's tables: people whose data is kept, a key for each, values under it, legal holds.

No column holds a value that could be read, searched or guessed without the master key. The keys
have a table of their own, so that a backup can leave it out.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person


class Subject(models.Model):
    """Somebody whose data is kept. Who it is stands nowhere but in the values themselves."""

    id = models.BigAutoField(primary_key=True)
    ref = models.CharField(max_length=12, unique=True)
    made_at = models.DateTimeField()
    joined_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    erase_asked_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    erased_because = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["-id"],
                condition=Q(erased_at=None, joined_to=None),
                name="vault_subject_newest",
            ),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def stream(self) -> str:
        """The name of this person's ledger."""
        return f"vault:{self.pk}"


class DataKey(models.Model):
    """The key of one person's values, wrapped by a master key. Without it they are noise."""

    subject = models.OneToOneField(
        Subject, primary_key=True, on_delete=models.PROTECT, related_name="data_key"
    )
    wrapped = models.BinaryField()
    master = models.CharField(max_length=16, db_index=True)

    def __str__(self) -> str:
        return f"key of {self.subject_id} under {self.master}"


class Item(models.Model):
    """One value. ``digest`` finds it again without opening it; both go when it is erased."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="items")
    token = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=32)
    identifies = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True)
    digest = models.BinaryField(null=True)
    digest_key = models.CharField(max_length=16, blank=True)
    kept_at = models.DateTimeField()
    last_kept_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    erased_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(erased_at=None, sealed__isnull=False)
                | Q(erased_at__isnull=False, sealed=None, digest=None),
                name="vault_item_sealed_or_erased",
            ),
            models.UniqueConstraint(
                fields=["digest"], condition=Q(identifies=True), name="vault_item_one_person"
            ),
        )
        indexes = (
            models.Index(fields=["digest"], name="vault_item_digest"),
            models.Index(
                fields=["last_kept_at"], condition=Q(erased_at=None), name="vault_item_oldest"
            ),
        )

    def __str__(self) -> str:
        return self.token


class Place(models.Model):
    """A stream in whose texts a token stands."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="places")
    stream = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item", "stream"], name="vault_place_once"),)
        indexes = (models.Index(fields=["stream"], name="vault_place_stream"),)

    def __str__(self) -> str:
        return f"{self.item_id} in {self.stream}"


class Hold(models.Model):
    """A legal hold: while it stands, nothing of this person, or in this stream, is erased."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="holds")
    about = models.CharField(max_length=64, blank=True)
    because = models.CharField(max_length=500)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(subject=None) ^ Q(about=""), name="vault_hold_of_one_thing"
            ),
        )
        indexes = (
            models.Index(fields=["about"], condition=Q(lifted_at=None), name="vault_hold_stands"),
        )

    def __str__(self) -> str:
        return f"hold {self.pk} on {self.about or self.subject_id}"

    @property
    def stream(self) -> str:
        """The name of this hold's ledger."""
        return f"hold:{self.pk}"
