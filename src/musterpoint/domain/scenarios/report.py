"""What was played as plain values, for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from musterpoint.domain.scenarios.playing import Played
from musterpoint.domain.scenarios.verdict import Outcome, Verdict


def as_plain(played: Iterable[Played]) -> dict[str, Any]:
    """Return the public shape: scenarios, each with its expectations and their verdicts."""
    scenarios = [_scenario(one) for one in played]
    score = {
        verdict.value: sum(one["score"][verdict.value] for one in scenarios) for verdict in Verdict
    }
    return {"scenarios": scenarios, "score": score}


def _scenario(played: Played) -> dict[str, Any]:
    scenario = played.scenario
    return {
        "id": scenario.code,
        "title": scenario.title,
        "start": scenario.start.isoformat(),
        "category": played.course.category.code,
        "we_are": sorted(played.organisation.we_are),
        "only_theirs": list(played.only_theirs),
        "note": played.note,
        "score": {verdict.value: count for verdict, count in played.score.items()},
        "expectations": [_expectation(one) for one in played.outcomes],
    }


def _expectation(one: Outcome) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "about": one.about,
        "minute": one.minute,
        "expected": one.expected,
        "got": one.got,
        "verdict": one.verdict.value,
        "reason": one.reason,
        "clauses": list(one.clauses),
    }
