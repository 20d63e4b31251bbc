"""Find people, by token or by name."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from musterpoint.apps.accounts.models import ApiToken, Person
from musterpoint.apps.accounts.tokens import digest
from musterpoint.domain.authority import Actor


def visible_to(person: Person) -> QuerySet[Person]:
    """Return the people this person may see: everybody signed in sees every active colleague."""
    return Person.objects.filter(is_active=True) if person.is_active else Person.objects.none()


def bearer(secret: str) -> Person | None:
    """Return the active person a token belongs to, or None."""
    token = (
        ApiToken.objects.select_related("person")
        .filter(digest=digest(secret), revoked_at=None, person__is_active=True)
        .first()
    )
    return token.person if token else None


def tokens_of(person_id: int) -> list[ApiToken]:
    """Return a person's tokens, newest first, revoked ones too."""
    return list(ApiToken.objects.filter(person=person_id).order_by("-id"))


def names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of these people by id."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def active(ids: Iterable[int]) -> dict[int, Person]:
    """Return those of these people who are active, by id."""
    return Person.objects.filter(is_active=True).in_bulk(set(ids))


def by_ids(ids: Iterable[int]) -> dict[int, Person]:
    """Return these people by id, active or not."""
    return Person.objects.in_bulk(set(ids))


def by_email(email: str) -> Person | None:
    """Return the person with this e-mail, or None."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def actor_of(person: Person) -> Actor:
    """Return a signed-in person as the one who acts."""
    return Actor(
        key=f"person:{person.pk}",
        person_id=person.pk,
        name=person.name,
        roles=frozenset(person.roles),
    )


def with_roles(roles: Iterable[str]) -> list[Person]:
    """Return the active people (programs apart) who hold one of these account roles, by name."""
    return list(
        Person.objects.filter(
            is_active=True, is_service=False, roles__overlap=[str(role) for role in roles]
        ).order_by("name", "id")
    )


def one(person_id: int) -> Person | None:
    """Return one account, active or not, or None."""
    return Person.objects.filter(pk=person_id).first()


def everybody() -> list[Person]:
    """Return every account, also those that may no longer sign in, by name."""
    return list(Person.objects.order_by("name", "id"))
