"""Keep the components of a status page: what it shows the state of, and how each is now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from musterpoint.apps.communications.models import Component
from musterpoint.apps.communications.operations.pages import PageRecord
from musterpoint.apps.organisation import queries as organisation
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.status_pages import ComponentStatus
from musterpoint.usecases.keep_status_pages import begin
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import words

LONGEST_NAME, LONGEST_SAYING, LONGEST_CODE = 120, 300, 50
MOST = 60


class NoSuchComponent(Conflict):
    """The page has no such component, or no longer."""

    def __init__(self) -> None:
        says = "There is no such component on this page any more."
        super().__init__(Problem(field="component", says=says))


class NoSuchService(Refusal):
    """No service has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(Problem(field="service", says=f"There is no service {code!r}."))


class ComponentIsThere(Conflict):
    """Another component of the page has this name, or one that reads like it."""

    def __init__(self, name: str) -> None:
        super().__init__(Problem(field="name", says=f"“{name}” is on this page already."))


class TooManyComponents(Refusal):
    """A page of so many components is read by nobody."""

    def __init__(self) -> None:
        says = f"A page shows {MOST} components at most. Take one away first."
        super().__init__(Problem(field="name", says=says))


class NoSuchStatus(Refusal):
    """A component can be shown in a few ways only."""

    def __init__(self) -> None:
        ways = ", ".join(ComponentStatus)
        super().__init__(Problem(field="status", says=f"Choose one of: {ways}."))


@transaction.atomic
def add_component(
    *, page: str, name: str, by: Actor, at: datetime, says: str = "", service: str = ""
) -> str:
    """Add a component at the end of a page; return its code.

    Raises PageIsGone, ComponentIsThere, TooManyComponents, NoSuchService, Refusal for no name.
    """
    by.must(Action.KEEP_STATUS_PAGE)
    title = words("name", name, says="Write the name of the component.", most=LONGEST_NAME)
    record = begin(page, by=by, at=at)
    present = list(Component.objects.filter(page=record.page))
    shown = [one for one in present if one.removed_at is None]
    _must_be_new(title, shown)
    if len(shown) >= MOST:
        raise TooManyComponents
    component = Component(
        page=record.page,
        code=_free_code(title, {one.code for one in present}),
        name=title,
        says=says.strip()[:LONGEST_SAYING],
        position=max((one.position for one in present), default=0) + 1,
        service_id=_service(service),
        changed_at=at,
    )
    record.add(component)
    record.enter("component_added")
    return component.code


@transaction.atomic
def change_component(
    *,
    page: str,
    code: str,
    name: str,
    says: str,
    service: str,
    position: int,
    by: Actor,
    at: datetime,
) -> None:
    """Change what a component is called, its place, and the service it stands for.

    Raises PageIsGone, NoSuchComponent, ComponentIsThere, NoSuchService.
    """
    by.must(Action.KEEP_STATUS_PAGE)
    title = words("name", name, says="Write the name of the component.", most=LONGEST_NAME)
    record = begin(page, by=by, at=at)
    component = shown(record, code)
    others = Component.objects.filter(page=record.page, removed_at=None).exclude(pk=component.pk)
    _must_be_new(title, list(others))
    record.set(
        component,
        name=title,
        says=says.strip()[:LONGEST_SAYING],
        service_id=_service(service),
        position=min(max(position, 0), 999),
    )
    record.enter("component_changed")


@transaction.atomic
def show_component(*, page: str, code: str, status: str, by: Actor, at: datetime) -> None:
    """Show how a component is now. Raises PageIsGone, NoSuchComponent, NoSuchStatus."""
    by.must(Action.KEEP_STATUS_PAGE)
    if status not in {one.value for one in ComponentStatus}:
        raise NoSuchStatus
    record = begin(page, by=by, at=at)
    component = shown(record, code)
    if component.status != status:
        record.set(component, status=status, changed_at=at)
        record.enter("component_shown")


@transaction.atomic
def remove_component(*, page: str, code: str, by: Actor, at: datetime) -> None:
    """Take a component off a page. Raises PageIsGone, NoSuchComponent."""
    by.must(Action.KEEP_STATUS_PAGE)
    record = begin(page, by=by, at=at)
    record.set(shown(record, code), removed_at=at)
    record.enter("component_removed")


def shown(record: PageRecord, code: str) -> Component:
    """Return a component of a locked page, or raise NoSuchComponent."""
    rows = Component.objects.filter(page=record.page, code=code, removed_at=None)
    found = rows.first()
    if found is None:
        raise NoSuchComponent
    return found


def _must_be_new(name: str, present: list[Component]) -> None:
    if name.casefold() in {one.name.casefold() for one in present}:
        raise ComponentIsThere(name)


def _service(code: str) -> int | None:
    if not code:
        return None
    found = organisation.find(service=code).service
    if found is None:
        raise NoSuchService(code)
    return found


def _free_code(name: str, taken: set[str]) -> str:
    stem = slugify(name)[: LONGEST_CODE - 4] or "component"
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (stem, *numbered) if one not in taken)
