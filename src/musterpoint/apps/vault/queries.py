"""Read the vault's rows: never a value."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from musterpoint.apps.vault.models import Hold, Item, Place, Subject


class NoSuchPerson(Exception):
    """There is nobody of this reference in the vault."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"There is nobody with the reference {ref} in the vault.")


def person(ref: str) -> Subject:
    """Return one person by reference, erased or not, or raise NoSuchPerson."""
    found = Subject.objects.select_related("joined_to").filter(ref=ref).first()
    if found is None:
        raise NoSuchPerson(ref)
    return found


def streams_of(item: Item) -> list[str]:
    """Return the streams in whose texts a token stands, in the order they came."""
    return list(Place.objects.filter(item=item).order_by("pk").values_list("stream", flat=True))


def places_of(items: Sequence[Item]) -> dict[int, list[str]]:
    """Return the streams of many values by their rows."""
    found: dict[int, list[str]] = {item.pk: [] for item in items}
    rows = Place.objects.filter(item__in=[item.pk for item in items]).order_by("pk")
    for item, stream in rows.values_list("item_id", "stream"):
        found[item].append(stream)
    return found


def live_items(*, after: int, limit: int) -> list[Item]:
    """Return values that are kept, by row, without those of people who are being erased."""
    rows = Item.objects.filter(pk__gt=after, erased_at=None, subject__erase_asked_at=None)
    return list(rows.order_by("pk")[:limit])


def live_among(numbers: Sequence[int]) -> list[Item]:
    """Return those of these values that are still kept, as they are now."""
    rows = Item.objects.filter(pk__in=numbers, erased_at=None, subject__erase_asked_at=None)
    return list(rows.order_by("pk"))


def with_digests(digests: Sequence[bytes]) -> list[Subject]:
    """Return the people who have a value with one of these digests, newest first."""
    rows = Subject.objects.filter(items__digest__in=digests, erase_asked_at=None).distinct()
    return list(rows.order_by("-pk"))


def people(*, before: int | None, limit: int) -> list[Subject]:
    """Return the people of whom something is kept, newest first."""
    rows = Subject.objects.filter(erased_at=None, joined_to=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:limit])


def kinds_of(subjects: Sequence[Subject]) -> dict[int, list[str]]:
    """Return the kinds of what is kept about many people, each kind once."""
    found: dict[int, list[str]] = {one.pk: [] for one in subjects}
    rows = Item.objects.filter(subject__in=list(found), erased_at=None).order_by("pk")
    for subject, kind in rows.values_list("subject_id", "kind"):
        if kind not in found[subject]:
            found[subject].append(kind)
    return found


def items_of(subject: Subject) -> list[Item]:
    """Return the values of one person, erased or not, oldest first."""
    return list(subject.items.order_by("pk"))


def standing_holds() -> list[Hold]:
    """Return every legal hold that stands, newest first."""
    rows = Hold.objects.filter(lifted_at=None).select_related("subject", "set_by")
    return list(rows.order_by("-pk"))


def holds_on(subject: Subject) -> list[Hold]:
    """Return the legal holds that stand on a person, or on what their values stand in."""
    streams = Place.objects.filter(item__subject=subject).values("stream")
    rows = Hold.objects.filter(Q(subject=subject) | Q(about__in=streams), lifted_at=None)
    return list(rows.select_related("subject", "set_by").order_by("pk"))
