"""Any path that passes its checks, to try rules on."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from musterpoint.domain.policy.document import Path, Step, StepKind, Tell, TellKind

PRIORITIES = ("P1", "P2", "P3", "P4", "P5")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@st.composite
def paths(draw: st.DrawFn, *, conditional: bool = False) -> Path:
    """Any path that passes its checks: steps in order, a repeat has a pace.

    With ``conditional`` its steps may depend on the hour and on whether anybody is there.
    """
    count = draw(st.integers(1, 5))
    gaps = draw(st.lists(st.integers(1, 90), min_size=count, max_size=count))
    steps, after = [], 0
    for place, gap in enumerate(gaps):
        steps.append(draw(_steps(place=place, after=after, conditional=conditional)))
        after += gap
    return Path(
        code="any",
        name="Any",
        owner="duty_manager",
        steps=tuple(steps),
        fallback=Tell(kind=TellKind.ROLE, who="sponsor"),
        fallback_after=minutes(draw(st.integers(0, 30))),
    )


@st.composite
def _steps(draw: st.DrawFn, *, place: int, after: int, conditional: bool) -> Step:
    repeat = draw(st.integers(0, 3))
    limited = draw(st.booleans()) and place > 0
    hours = draw(st.sampled_from(["", "", "business"])) if conditional else ""
    return Step(
        code=f"step_{place}",
        kind=StepKind.FUNCTIONAL,
        tell=(Tell(kind=TellKind.ROLE, who=f"role_{place}"),),
        after=minutes(after),
        repeat=repeat,
        every=minutes(draw(st.integers(1, 30))) if repeat else None,
        need=draw(st.integers(1, 3)),
        priorities=frozenset(draw(st.sets(st.sampled_from(PRIORITIES), min_size=1)))
        if limited
        else frozenset(),
        hours=hours,
        outside_hours=bool(hours) and draw(st.booleans()),
        skip_when_absent=conditional and draw(st.booleans()),
    )
