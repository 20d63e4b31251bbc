"""The contact centre itself: sites, teams, services, queues, client accounts, role holders."""

from __future__ import annotations

from django.db import models

from musterpoint.apps.accounts.models import Person


class Centre(models.Model):
    """The one contact centre of this installation; ``zone`` is the IANA zone that pages show."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="Europe/London")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="centre_only_one"),)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where people work; home workers are a site too."""

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="Europe/London")
    seats = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People who can be told together."""

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    members = models.ManyToManyField(Person, related_name="teams", blank=True)

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """What the centre provides. ``rto`` and ``mtpd`` are elapsed time."""

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    critical = models.BooleanField(default=False)
    rto = models.DurationField(null=True)
    mtpd = models.DurationField(null=True)

    def __str__(self) -> str:
        return self.name


class ContactQueue(models.Model):
    """A contact queue: where callers, e-mails or chats wait."""

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="queues")

    def __str__(self) -> str:
        return self.name


class ClientAccount(models.Model):
    """A client whose customers the centre serves; a key account is named in a contract."""

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    key_account = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class OutsideContact(models.Model):
    """Somebody outside whom a path may tell: a carrier, a supplier, a client's own desk.

    How to reach them is kept with the other contact methods, as those of ``contact:<code>``.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    company = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.company})" if self.company else self.name


class RoleHolder(models.Model):
    """Who answers for a responder role until rotas say otherwise; the lowest ``rank`` first."""

    id = models.BigAutoField(primary_key=True)
    role = models.SlugField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="standing_roles")
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["role", "person"], name="role_holder_once"),)
        indexes = (models.Index(fields=["role", "rank"], name="role_holder_order"),)

    def __str__(self) -> str:
        return f"{self.role}: {self.person_id}"
