"""People who sign in, what they may do, and the tokens their programs use.

Knows nothing of rotas or responder roles; refuses to decide what a role allows (that is
``domain.authority``).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from musterpoint.domain.authority import Role


class People(BaseUserManager["Person"]):
    """Finds people by e-mail, whatever the case it was typed in."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person with this e-mail, or raise Person.DoesNotExist."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who may sign in. ``roles`` are values of ``domain.authority.Role``."""

    id = models.BigAutoField(primary_key=True)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    roles = ArrayField(
        models.CharField(max_length=24, choices=[(r, r) for r in Role]), default=list
    )
    is_active = models.BooleanField(default=True)
    is_service = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    single_key_shortcuts = models.BooleanField(default=True)
    theme = models.CharField(max_length=8, default="auto")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[People] = People()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="person_email_once"),)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name that colleagues see."""
        return self.name


class ApiToken(models.Model):
    """A bearer token. Only its digest is kept; the secret is shown once."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token {self.pk}"


class IdempotentRequest(models.Model):
    """What was answered to a write that carried an Idempotency-Key."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer: models.JSONField[Any, Any] = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "key"], name="idempotent_request_once"),
        )
        indexes = (models.Index(fields=["created_at"], name="idempotent_request_age"),)

    def __str__(self) -> str:
        return self.key
