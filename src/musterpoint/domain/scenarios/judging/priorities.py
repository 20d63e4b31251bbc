"""Whether each judgement makes the priority that it should."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.domain.scenarios.course import Course
from musterpoint.domain.scenarios.verdict import Kind, Outcome, Verdict


def judged(course: Course) -> Iterator[Outcome]:
    """Yield one outcome for each judgement, in the order of time."""
    for stage in course.stages:
        point = stage.point
        if point is None:
            continue
        met = stage.priority == point.priority
        yield Outcome(
            kind=Kind.PRIORITY,
            about=f"{point.impact} and {point.urgency} at minute {point.minute}",
            minute=point.minute,
            expected=point.priority,
            got=stage.priority,
            verdict=Verdict.MET if met else Verdict.MISSED,
            reason=" ".join(one.says for one in stage.because),
            clauses=tuple(one.clause for one in stage.because),
        )
    for one in course.unjudged:
        yield Outcome(
            kind=Kind.PRIORITY,
            about=f"{one.point.impact} and {one.point.urgency} at minute {one.point.minute}",
            minute=one.point.minute,
            expected=one.point.priority,
            got="",
            verdict=Verdict.NOT_JUDGED,
            reason=one.because,
        )
