"""One page of a list of incidents: filtered, searched, newest first or by what falls due next.

Pages follow one another by key, never by number, so the thousandth is as quick as the first.
Nothing here counts the whole table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.contrib.postgres.search import SearchQuery
from django.db.models import (
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from musterpoint.apps.incidents.models import Incident, RoleOnIncident
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.queries.cursor import BadCursor, Cursor
from musterpoint.apps.incidents.queries.gate import visible_to_actor
from musterpoint.apps.incidents.queries.words import as_meant, as_typed, pk_in, searchable
from musterpoint.apps.organisation.models import ClientAccount, ContactQueue, Service, Site
from musterpoint.domain.authority import Actor
from musterpoint.domain.states import OPEN

__all__ = ["BadCursor", "Filters", "Order", "Page", "Row", "open_sums", "page", "rows_of"]

LONGEST_PAGE = 200
NEWEST_LOOKED_AT = 4000
FIRST_DAY = datetime(1, 1, 2, tzinfo=UTC)
_OPEN_VALUES = sorted(status.value for status in OPEN)


class Order(StrEnum):
    """``DUE`` lists open incidents only: what falls due next comes first, what never does last."""

    NEWEST = "newest"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to list; empty means any. ``open`` means that somebody still has to do something.

    Places are named by their code. ``involving`` is a person who owns the incident or holds a role.
    """

    q: str = ""
    status: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    category: str = ""
    service: str = ""
    site: str = ""
    queue: str = ""
    account: str = ""
    major: bool | None = None
    open: bool | None = None
    imported: bool | None = None
    involving: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One incident in a list."""

    id: int
    version: int
    summary: str
    status: str
    priority: str
    impact: str | None
    urgency: str | None
    category: str
    began_at: datetime | None
    logged_at: datetime
    acknowledged_at: datetime | None
    next_due_at: datetime | None
    next_due_kind: str
    reassess_reason: str
    declared_at: datetime | None
    stood_down_at: datetime | None
    restricted: bool
    source_system: str
    source_ref: str
    service: str
    site: str
    owner_id: int | None
    owner: str

    @property
    def ref(self) -> str:
        """The public reference, such as INC-000123."""
        return ref_of(self.id)

    @property
    def is_major(self) -> bool:
        """Whether it is being worked as a major incident now."""
        return self.declared_at is not None and self.stood_down_at is None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.status in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows, the cursor of the page after them (None on the last), and how ``q`` was understood.

    ``guessed`` is true when nothing held the words as typed and similar spellings are shown.
    """

    rows: tuple[Row, ...]
    next: str | None = None
    guessed: bool = False


def page(
    actor: Actor,
    filters: Filters,
    *,
    order: Order = Order.NEWEST,
    cursor: str = "",
    limit: int = 50,
) -> Page:
    """Return one page of what ``actor`` may see, or raise BadCursor.

    One statement, and one for each place it is narrowed to; a search takes up to five, when it has
    to guess at misspelt words.
    """
    start = Cursor.read(cursor) if cursor else None
    span = _Span(order=order, start=start, limit=max(1, min(limit, LONGEST_PAGE)))
    among = narrowed(visible_to_actor(actor), filters)
    if not filters.q.strip():
        return _take(among, span)
    words = searchable(filters.q)
    pk = pk_in(words)
    if pk is not None:
        named = _take(among.filter(pk=pk), span)
        if named.rows or not words.isdecimal():  # a bare number may be a word as well
            return named
    found = _search(among, as_typed(words), span)
    if found.rows or start is not None:
        return found
    guess = as_meant(words)
    guessed = _search(among, guess, span) if guess else found
    return replace(guessed, guessed=bool(guessed.rows))


def open_sums(actor: Actor) -> dict[str, int]:
    """Return how many open incidents there are at each priority; reads the open ones only."""
    sums = (
        visible_to_actor(actor)
        .filter(status__in=_OPEN_VALUES, source_system="")
        .values_list("priority")
        .annotate(n=Count("id"))
    )
    return dict(sums)


def narrowed(among: QuerySet[Incident], filters: Filters) -> QuerySet[Incident]:
    """Return ``among`` with every filter but the words applied."""
    wanted = _in_places(filters)
    if filters.category:
        wanted &= Q(category=filters.category)
    if filters.status:
        wanted &= Q(status__in=filters.status)
    if filters.priority:
        wanted &= Q(priority__in=filters.priority)
    if filters.open is not None:
        is_open = Q(status__in=_OPEN_VALUES)
        wanted &= is_open if filters.open else ~is_open
    if filters.major is not None:
        is_major = Q(declared_at__isnull=False, stood_down_at=None)
        wanted &= is_major if filters.major else ~is_major
    if filters.imported is not None:
        wanted &= ~Q(source_system="") if filters.imported else Q(source_system="")
    among = among.filter(wanted)
    if filters.involving is None:
        return among
    # A union lets each side use its index; an OR would walk every incident there is.
    owned = Incident.objects.filter(owner=filters.involving).values("pk")
    held = RoleOnIncident.objects.filter(person=filters.involving, closed_at=None)
    return among.filter(pk__in=owned.union(held.values("incident")))


def _in_places(filters: Filters) -> Q:
    """Return the filter by place, each looked up first: one statement for each that is given.

    With its number at hand the planner knows how rare a place is, and does not walk all incidents
    in search of one that has none.
    """
    wanted = Q()
    for place, model in _PLACES.items():
        code = getattr(filters, place)
        if code:
            known = model.objects.filter(code=code).values_list("pk", flat=True).first()
            wanted &= Q(pk__in=()) if known is None else Q(**{place: known})
    return wanted


_PLACES: Mapping[str, type[Service | Site | ContactQueue | ClientAccount]] = {
    "service": Service,
    "site": Site,
    "queue": ContactQueue,
    "account": ClientAccount,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Which rows of a list: in which order, after which one, how many."""

    order: Order
    start: Cursor | None
    limit: int


def _search(among: QuerySet[Incident], words: SearchQuery, span: _Span) -> Page:
    """Return a page of what holds the words: out of the newest, or else out of all.

    Common words are found among the newest at once; for the others their index is quick. Left to
    itself the planner walks all incidents for common words that never stand together.
    """
    holding = among.filter(search=words)
    if span.order is Order.DUE:
        return _take(holding, span)
    newest = Incident.objects.order_by("-logged_at", "-pk")
    if span.start is not None:
        newest = newest.filter(_after_newest(span.start))
    reach = newest.values("logged_at")[NEWEST_LOOKED_AT : NEWEST_LOOKED_AT + 1]
    near = _take(holding.filter(logged_at__gte=Coalesce(Subquery(reach), FIRST_DAY)), span)
    return near if near.next is not None else _take(holding, span, by_words=True)


def _take(among: QuerySet[Incident], span: _Span, *, by_words: bool = False) -> Page:
    order, start, limit = span.order, span.start, span.limit
    if order is Order.DUE:
        among = among.filter(status__in=_OPEN_VALUES, source_system="").order_by(
            F("next_due_at").asc(nulls_last=True), "pk"
        )
    else:
        among = among.order_by(_WITHOUT_INDEX if by_words else "-logged_at", "-pk")
    if start is not None:
        among = among.filter(_after_due(start) if order is Order.DUE else _after_newest(start))
    rows = rows_of(among[: limit + 1])
    if len(rows) <= limit:
        return Page(rows=rows)
    rows = rows[:limit]
    last = rows[-1]
    key = last.next_due_at if order is Order.DUE else last.logged_at
    return Page(rows=rows, next=Cursor(at=key, id=last.id).written())


# Adding nothing keeps the planner from walking by date instead of looking up the words.
_WITHOUT_INDEX = ExpressionWrapper(
    F("logged_at") + Value(timedelta()), output_field=DateTimeField()
).desc()


def _after_newest(start: Cursor) -> Q:
    if start.at is None:
        raise BadCursor
    return Q(logged_at__lte=start.at) & ~Q(logged_at=start.at, pk__gte=start.id)


def _after_due(start: Cursor) -> Q:
    if start.at is None:
        return Q(next_due_at=None, pk__gt=start.id)
    later = Q(next_due_at__gt=start.at) | Q(next_due_at=start.at, pk__gt=start.id)
    return later | Q(next_due_at=None)


_COLUMNS = {
    **{name: name for name in Row.__dataclass_fields__},
    "service": "service__name",
    "site": "site__name",
    "owner": "owner__name",
}
_OR_AS_NAMED = ("service_named", "site_named")


def rows_of(among: QuerySet[Incident]) -> tuple[Row, ...]:
    """Return incidents as rows of a list, in the order they come in."""
    names = tuple(_COLUMNS)
    found = []
    for values in among.values_list(*_COLUMNS.values(), *_OR_AS_NAMED):
        row = dict(zip(names, values, strict=False))
        row["service"] = row["service"] or values[-2]
        row["site"] = row["site"] or values[-1]
        row["owner"] = row["owner"] or ""
        found.append(Row(**row))
    return tuple(found)
