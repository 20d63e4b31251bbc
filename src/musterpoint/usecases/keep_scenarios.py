"""Keep scenarios of one's own, take them away, and play one against a strategy as evidence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.policies import named, queries, scenario_texts, trials
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.findings import Finding, errors
from musterpoint.domain.scenarios import play
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import words

LONGEST_TEXT = 400_000
LONGEST_TITLE = 200


class NotScenarios(Refusal):
    """The text has errors; each is named with its line."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        says = [f"Line {one.line}: {one}" for one in findings] or ["It holds no scenario."]
        super().__init__(*(Problem(field="text", says=each) for each in says))


class NoSuchScenarioFile(Conflict):
    """It was taken away already, or never kept."""

    def __init__(self) -> None:
        super().__init__(Problem(field="file", says="These scenarios are not kept any more."))


class NothingToPlay(Refusal):
    """There is no such scenario, or no such strategy, or it cannot be played yet."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(Problem(field=field, says=says))


@transaction.atomic
def keep_scenarios(*, text: str, title: str, by: Actor, at: datetime) -> int:
    """Keep a text of scenarios and return its number.

    Raises NotAllowed, NotScenarios, and Refusal for an empty or a too long text.
    """
    by.must(Action.TEST_POLICY)
    said = words("text", text, says="Paste or choose a text.", most=LONGEST_TEXT)
    examined = scenario_texts.examine(said)
    found = errors(examined.findings)
    if found or not examined.scenarios:
        raise NotScenarios(found)
    name = title.strip() or ", ".join(one.title for one in examined.scenarios)
    return trials.keep_file(
        title=name[:LONGEST_TITLE], text=said, person_id=by.person_id, actor=by.key, at=at
    )


@transaction.atomic
def drop_scenarios(*, file_id: int, by: Actor, at: datetime) -> None:
    """Take a text away; what was played of it stays. Raises NotAllowed, NoSuchScenarioFile."""
    by.must(Action.TEST_POLICY)
    row = trials.lock_file(file_id)
    if row is None:
        raise NoSuchScenarioFile
    trials.drop_file(row, person_id=by.person_id, actor=by.key, at=at)


@transaction.atomic
def play_scenario(*, code: str, strategy: str, by: Actor, at: datetime) -> int:
    """Play a kept scenario against a strategy, keep the result and return its number.

    Raises NotAllowed and NothingToPlay.
    """
    by.must(Action.TEST_POLICY)
    try:
        kept = trials.scenario(code)
    except trials.NoSuchScenario as refusal:
        raise NothingToPlay("scenario", str(refusal)) from refusal
    try:
        tried = trials.strategy_called(strategy, at=at)
    except (named.NoSuchStrategy, named.HasErrors, queries.NoStrategyInForce) as refusal:
        raise NothingToPlay("strategy", str(refusal)) from refusal
    played = play(kept.scenario, tried.strategy)
    return trials.keep_run(
        played, tried, file=kept.file, person_id=by.person_id, actor=by.key, at=at
    )
