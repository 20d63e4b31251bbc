"""Write a rota as a draft. Nobody's turn changes before it is published (``publish_rota``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.rotas import documents, queries
from musterpoint.apps.rotas import operations as rotas
from musterpoint.apps.rotas.models import Rota as Row
from musterpoint.apps.rotas.operations import Record
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.told import roles_told
from musterpoint.domain.rotas import AnyLayer, BadRota, Rota
from musterpoint.domain.wall_clock import UnknownZone
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.set_up_centre import CodeTaken, NameTaken, NeedsCode, NoSuchZone
from musterpoint.usecases.set_up_cover import CannotBeTold, UnknownResponderRole
from musterpoint.usecases.working import words

LONGEST_NAME = 120


class NeedsLayers(Refusal):
    """A rota without layers has nobody on call, ever."""

    def __init__(self) -> None:
        super().__init__(Problem(field="layers", says="Add at least one layer with people in it."))


class NeedsFallback(Refusal):
    """Nobody on duty is a case that happens; somebody is told then."""

    def __init__(self) -> None:
        says = "Choose a person or a role who is told when nobody is on duty."
        super().__init__(Problem(field="fallback", says=says))


class NotARota(Refusal):
    """The layers do not make a rota."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="layers", says=says))


class IsRetired(Conflict):
    """A retired rota is kept for its history."""

    def __init__(self) -> None:
        says = "This rota was retired. Write a new one under another code."
        super().__init__(Problem(field="rota", says=says))


class NoDraft(Conflict):
    """There is nothing that was written and not published."""

    def __init__(self) -> None:
        says = "There is no draft of this rota: what runs is what was published."
        super().__init__(Problem(field="rota", says=says))


@transaction.atomic
def keep_rota_draft(
    *,
    name: str,
    zone: str,
    fallback: int | str,
    layers: Sequence[AnyLayer],
    by: Actor,
    at: datetime,
    code: str = "",
    new: bool = False,
    seen_version: int | None = None,
) -> str:
    """Write the draft of a new rota, or of the one with this code; return the code.

    ``fallback`` is a person's id or a responder role. Raises NoSuchRota, StaleRota, IsRetired,
    NeedsLayers, NeedsFallback, NotARota, NoSuchZone, CannotBeTold, UnknownResponderRole, NameTaken,
    CodeTaken, NeedsCode, and Refusal for an empty name.
    """
    by.must(Action.PLAN_ROTA)
    title = words("name", name, says="Write a name.", most=LONGEST_NAME)
    organisation.lock_centre()  # two new rotas wait for one another, and see each other's names
    row = None if new else rotas.lock(code, seen_version=seen_version)
    if row is not None and row.state == Row.State.RETIRED:
        raise IsRetired
    chosen = row.code if row is not None else _new_code(code, title)
    _must_be_free(title, chosen, new=new)
    if not layers:
        raise NeedsLayers
    _must_be_told(fallback, at=at)
    rota = _built(code=chosen, name=title, zone=zone.strip(), fallback=fallback, layers=layers)
    _must_be_active(rota)
    _keep(row, rota, by=by, at=at)
    return chosen


@transaction.atomic
def discard_rota_draft(*, code: str, by: Actor, at: datetime) -> None:
    """Forget what was written since the rota was published. Raises NoSuchRota and NoDraft."""
    by.must(Action.PLAN_ROTA)
    row = rotas.lock(code)
    if row.draft is None or row.state != Row.State.PUBLISHED:
        raise NoDraft
    record = Record(at=at, actor=by.key)
    record.set(row, draft=None, version=row.version + 1, changed_at=at)
    record.enter("rota_drafted", stream=row.stream)


def _keep(row: Row | None, rota: Rota, *, by: Actor, at: datetime) -> None:
    document = documents.written(rota)
    record = Record(at=at, actor=by.key)
    if row is None:
        row = Row(code=rota.code, name=rota.name, draft=document, changed_at=at)
        record.add(row)
    elif row.draft != document:
        changed = {"draft": document, "version": row.version + 1, "changed_at": at}
        # What is published keeps the name that people know until the new one is published too.
        if row.state == Row.State.DRAFT:
            changed["name"] = rota.name
        record.set(row, **changed)
    record.enter("rota_drafted", stream=row.stream)


def _built(
    *, code: str, name: str, zone: str, fallback: int | str, layers: Sequence[AnyLayer]
) -> Rota:
    try:
        return Rota(code=code, name=name, zone=zone, fallback=fallback, layers=tuple(layers))
    except UnknownZone as refusal:
        raise NoSuchZone(str(refusal)) from refusal
    except BadRota as refusal:
        raise NotARota(str(refusal)) from refusal


def _new_code(code: str, name: str) -> str:
    chosen = code.strip().lower() or slugify(name)[:50].strip("-")
    if not chosen or slugify(chosen) != chosen or len(chosen) > 50:
        raise NeedsCode
    return chosen


def _must_be_free(name: str, code: str, *, new: bool) -> None:
    known = dict(queries.rows().values_list("code", "name"))
    others = {present.casefold() for one, present in known.items() if new or one != code}
    if name.casefold() in others:
        raise NameTaken(name)
    if new and code in known:
        raise CodeTaken(code)


def _must_be_told(fallback: int | str, *, at: datetime) -> None:
    if isinstance(fallback, int):
        if not accounts.active([fallback]):
            raise CannotBeTold("fallback")
        return
    if not fallback.strip():
        raise NeedsFallback
    strategy = policies.in_force(at=at).strategy
    if fallback not in strategy.roles and fallback not in roles_told(strategy):
        raise UnknownResponderRole(fallback)


def _must_be_active(rota: Rota) -> None:
    if set(rota.people) - accounts.active(rota.people).keys():
        raise CannotBeTold("people")
