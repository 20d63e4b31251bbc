"""Scenarios that are kept and what came of playing them: rows, their entries, and reading them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.policies import drafts, named, queries, scenario_texts, shipped
from musterpoint.apps.policies.models import ScenarioFile, ScenarioRun, StrategyVersion
from musterpoint.apps.policies.operations import digest_of
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.scenarios import Played, Scenario, Verdict, as_plain

STREAM = "scenarios"


class NoSuchScenario(Exception):
    """Nothing that is kept is called so."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no scenario {code!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A scenario and where it comes from; None: it ships with the product."""

    scenario: Scenario
    file: ScenarioFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A strategy to play against, faults and all. ``digest`` says which text exactly."""

    name: str
    title: str
    strategy: Strategy
    digest: str


def strategy_called(name: str, *, at: datetime) -> Tried:
    """Return what ``name`` means, though the checks may refuse it.

    Raises named.NoSuchStrategy, named.HasErrors or queries.NoStrategyInForce.
    """
    shown, text = text_called(name, at=at)
    strategy = scenario_texts.playable(text)
    if strategy is None:
        named.from_text(shown, text)
        raise AssertionError("a text that cannot be played has errors")
    return Tried(name=shown, title=strategy.title, strategy=strategy, digest=digest_of(text))


def files() -> list[ScenarioFile]:
    """Return the texts of one's own that are kept, oldest first."""
    rows = ScenarioFile.objects.filter(removed_at=None).select_related("added_by")
    return list(rows.order_by("id"))


def kept(rows: list[ScenarioFile] | None = None) -> list[Kept]:
    """Return every scenario, the shipped ones first. Of one id, the organisation's own counts.

    ``rows`` are the files, when they are known already.
    """
    own = [
        Kept(scenario=one, file=row)
        for row in (files() if rows is None else rows)
        for one in scenario_texts.examine(row.text).scenarios
    ]
    named_own = {one.scenario.code for one in own}
    ours = [Kept(scenario=one) for one in scenario_texts.shipped() if one.code not in named_own]
    return [*ours, *{one.scenario.code: one for one in own}.values()]


def scenario(code: str) -> Kept:
    """Return a scenario by its id, or raise NoSuchScenario."""
    found = next((one for one in kept() if one.scenario.code == code), None)
    if found is None:
        raise NoSuchScenario(code)
    return found


def latest_runs(codes: Iterable[str]) -> dict[str, ScenarioRun]:
    """Return the last run of each scenario, without its result."""
    rows = (
        ScenarioRun.objects.filter(scenario__in=list(codes))
        .order_by("scenario", "-id")
        .distinct("scenario")
    )
    return {row.scenario: row for row in rows.select_related("by").defer("result")}


def runs_of(code: str, *, most: int = 20) -> list[ScenarioRun]:
    """Return the runs of one scenario, newest first, without their results."""
    rows = ScenarioRun.objects.filter(scenario=code).select_related("by").defer("result")
    return list(rows.order_by("-id")[:most])


def runs_under(strategy: str) -> list[ScenarioRun]:
    """Return the last run of each scenario under one strategy, by scenario, without results."""
    rows = ScenarioRun.objects.filter(strategy=strategy).order_by("scenario", "-id")
    return list(rows.distinct("scenario").select_related("by").defer("result"))


def keep_file(*, title: str, text: str, person_id: int | None, actor: str, at: datetime) -> int:
    """Keep a text of scenarios; it must have been examined."""
    row = ScenarioFile.objects.create(
        title=title[:200], text=text, added_at=at, added_by_id=person_id
    )
    _enter(
        "scenario_kept", {"file": row.pk, "title": row.title, "text": digest_of(text)}, actor, at
    )
    return row.pk


def drop_file(row: ScenarioFile, *, person_id: int | None, actor: str, at: datetime) -> None:
    """Take a text away; the runs of it stay."""
    row.removed_at, row.removed_by_id = at, person_id
    row.save(update_fields=["removed_at", "removed_by"])
    _enter("scenario_dropped", {"file": row.pk, "title": row.title}, actor, at)


def lock_file(pk: int) -> ScenarioFile | None:
    """Lock a text that is kept, until the transaction ends."""
    return ScenarioFile.objects.select_for_update().filter(pk=pk, removed_at=None).first()


def keep_run(
    played: Played,
    tried: Tried,
    *,
    file: ScenarioFile | None,
    person_id: int | None,
    actor: str,
    at: datetime,
) -> int:
    """Keep what came of playing a scenario, as evidence."""
    score = played.score
    row = ScenarioRun.objects.create(
        scenario=played.scenario.code[:200],
        title=played.scenario.title[:200],
        file=file,
        strategy=tried.name[:60],
        digest=tried.digest,
        met=score[Verdict.MET],
        missed=score[Verdict.MISSED],
        not_judged=score[Verdict.NOT_JUDGED],
        result=as_plain([played])["scenarios"][0],
        at=at,
        by_id=person_id,
    )
    said = {"run": row.pk, "scenario": row.scenario, "strategy": row.strategy}
    said |= {"digest": row.digest, "met": row.met, "missed": row.missed}
    _enter("scenario_played", said | {"not_judged": row.not_judged}, actor, at)
    return row.pk


def text_called(name: str, *, at: datetime) -> tuple[str, str]:
    """Return the name to show and the text; raise named.NoSuchStrategy or NoStrategyInForce."""
    if name == named.DEFAULT:
        return name, shipped.text()
    if name.startswith(named.DRAFT) and name.removeprefix(named.DRAFT).isdecimal():
        try:
            return name, drafts.draft_text(int(name.removeprefix(named.DRAFT)))
        except drafts.NoSuchDraft:
            raise named.NoSuchStrategy(name) from None
    if name == named.IN_FORCE:
        found = queries.in_force(at=at)
        return f"v{found.number}", queries.text_of(found.id)
    number = name.removeprefix("v")
    if not number.isdecimal() or len(number) > 9:
        raise named.NoSuchStrategy(name)
    pk = StrategyVersion.objects.filter(number=int(number)).values_list("pk", flat=True).first()
    if pk is None:
        raise named.NoSuchStrategy(name)
    return f"v{number}", queries.text_of(pk)


def _enter(kind: str, data: dict[str, Any], actor: str, at: datetime) -> None:
    entry = ledger.Draft(at=at, actor=actor, kind=kind, data=data)
    ledger.append(stream=STREAM, drafts=[entry], recorded_at=at)
