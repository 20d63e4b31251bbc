"""Publish what was written of a rota, whole; or retire one that nothing asks any more.

A rota that would leave somebody unreachable, or an incident with nobody, is not published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.rotas import operations as rotas
from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import Rota as Row
from musterpoint.apps.rotas.operations import Record
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.document import TellKind
from musterpoint.domain.policy.told import named
from musterpoint.domain.rotas.readiness import Finding, blocks
from musterpoint.usecases import rota_words as shared
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.rota_readiness import look_at_draft
from musterpoint.usecases.write_rota import IsRetired, NoDraft


class NotReady(Refusal):
    """Publishing it would leave somebody unreachable, or an incident with nobody to reach."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        names = accounts.names(one.person for one in findings if one.person is not None)
        super().__init__(
            *(Problem(field=str(one.kind), says=_says(one, names)) for one in findings)
        )


class LayerStillUsed(Conflict):
    """Something was arranged on a layer that the draft leaves out; nothing of it is dropped."""

    def __init__(self, layers: list[str]) -> None:
        says = (
            f"The draft has no layer {', '.join(layers)}, on which something is still arranged."
            " End its overrides, swaps, shadowing or outside calendar first."
        )
        super().__init__(Problem(field="layers", says=says))


class StillNamed(Conflict):
    """A path or a role still asks this rota who is on call."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="rota", says=says))


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Which edition it is now, and what a person should still weigh."""

    edition: int
    warnings: tuple[Finding, ...]


@transaction.atomic
def publish_rota(
    *, code: str, by: Actor, at: datetime, seen_version: int | None = None
) -> Published:
    """Let the draft run from now on; everybody whose turns change is told.

    Raises NoSuchRota, StaleRota, IsRetired, NoDraft, LayerStillUsed, and NotReady with what blocks
    it.
    """
    by.must(Action.PLAN_ROTA)
    row = rotas.lock(code, seen_version=seen_version)
    if row.state == Row.State.RETIRED:
        raise IsRetired
    if row.draft is None:
        raise NoDraft
    layers = {layer["code"] for layer in row.draft["layers"]}
    if missing := sorted(queries.arranged_layers(code, after=at) - layers):
        raise LayerStillUsed(missing)
    findings = look_at_draft(code, at=at)
    if blocking := blocks(findings):
        raise NotReady(blocking)
    before = shared.as_it_runs(code, at=at)
    record = Record(at=at, actor=by.key)
    record.set(
        row,
        state=Row.State.PUBLISHED.value,
        name=row.draft["name"],
        published=row.draft,
        draft=None,
        edition=row.edition + 1,
        version=row.version + 1,
        changed_at=at,
        published_at=at,
        published_by_id=by.person_id,
    )
    record.enter("rota_published", stream=row.stream)
    after = shared.as_it_runs(code, at=at)
    key, why = f"published:{row.pk}:{row.edition}", "The rota was published."
    shared.tell_what_changed(row, before, after, key=key, why=why, by=by, at=at)
    return Published(edition=row.edition, warnings=findings)


@transaction.atomic
def retire_rota(*, code: str, by: Actor, at: datetime) -> None:
    """Let nobody be on call on this rota any more. It stays, for what it was.

    Raises NoSuchRota, IsRetired, NotPublished, and StillNamed while a path of the strategy in force
    or a role asks it.
    """
    by.must(Action.PLAN_ROTA)
    row = rotas.lock(code)
    if row.state == Row.State.RETIRED:
        raise IsRetired
    if row.state != Row.State.PUBLISHED:
        raise shared.NotPublished
    _must_not_be_named(code, at=at)
    before = shared.as_it_runs(code, at=at)
    record = Record(at=at, actor=by.key)
    record.set(
        row, state=Row.State.RETIRED.value, draft=None, version=row.version + 1, changed_at=at
    )
    record.enter("rota_retired", stream=row.stream)
    key, why = f"retired:{row.pk}", "The rota was retired."
    shared.tell_what_changed(row, before, None, key=key, why=why, by=by, at=at)


def _must_not_be_named(code: str, *, at: datetime) -> None:
    roles = queries.roles_of_rotas().get(code, [])
    if roles:
        says = f"It answers for {', '.join(roles)}. Release these roles first."
        raise StillNamed(says)
    newest = policies.newest_published()
    versions = {policies.in_force(at=at).id} | ({newest.pk} if newest else set())
    for pk in sorted(versions):
        version = policies.get(pk)
        if code in named(version.strategy, TellKind.ROTA):
            raise StillNamed(f"A path of the strategy, version {version.number}, tells it.")


def _says(finding: Finding, names: dict[int, str]) -> str:
    who = names.get(finding.person, "") if finding.person is not None else ""
    head = f"{who}: " if who else ""
    return f"{head}{finding.says} {finding.remedy}"
