"""Any strategy as far as it is drawn: scales, services, risks and paths of any size and name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from musterpoint.domain.policy.continuity import HarmScale, ServiceRule
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.risks import Band, Risk, RiskScale, Score
from musterpoint.domain.policy.scales import Level
from tests.domain.any_path import paths
from tests.domain.strategies import shipped

NAMES = st.one_of(
    st.text(min_size=1, max_size=12),
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCMW <&>\"'", min_size=1, max_size=90),
)
SPANS = st.integers(1, 60 * 24 * 40).map(lambda count: timedelta(minutes=count))


@st.composite
def strategies(draw: st.DrawFn) -> Strategy:
    """Any strategy, also with cells unset, in circles and beyond its own scales."""
    impact, urgency = draw(_levels("I")), draw(_levels("U"))
    priorities = draw(_levels("P"))
    codes = [one.code for one in priorities]
    pairs = [(one.code, other.code) for one in impact for other in urgency]
    cells = {pair: draw(st.sampled_from(codes)) for pair in pairs if draw(st.integers(0, 9))}
    path = draw(paths(conditional=True))
    return replace(
        shipped(),
        impact=impact,
        urgency=urgency,
        priorities=priorities,
        matrix=cells,
        paths={path.code: replace(path, name=draw(NAMES))},
        harm_scale=draw(_harm_scales()),
        services=draw(_services()),
        risk_scale=draw(_risk_scales()),
        risks=draw(_risks()),
    )


@st.composite
def _levels(draw: st.DrawFn, letter: str, *, most: int = 6) -> tuple[Level, ...]:
    names = draw(st.lists(NAMES, min_size=1, max_size=most))
    return tuple(
        Level(code=f"{letter}{n}", name=name, says=name) for n, name in enumerate(names, start=1)
    )


@st.composite
def _harm_scales(draw: st.DrawFn) -> HarmScale:
    return HarmScale(times=tuple(sorted(draw(st.sets(SPANS, min_size=1, max_size=8)))))


@st.composite
def _services(draw: st.DrawFn) -> dict[str, ServiceRule]:
    codes = [f"s{n}" for n in range(draw(st.integers(0, 8)))]
    return {
        code: ServiceRule(
            code=code,
            name=draw(NAMES),
            says="",
            critical=draw(st.booleans()),
            mtpd=draw(st.none() | SPANS),
            rto=draw(st.none() | SPANS),
            depends_on=tuple(draw(st.sets(st.sampled_from([*codes, "gone"])))),
            harm=draw(
                st.dictionaries(
                    st.sampled_from(["customers", "money"]),
                    st.lists(st.integers(0, 5), max_size=8).map(tuple),
                )
            ),
        )
        for code in codes
    }


@st.composite
def _risk_scales(draw: st.DrawFn) -> RiskScale:
    count = draw(st.integers(1, 6))
    return RiskScale(
        likelihood=draw(_levels("L")),
        consequence=draw(_levels("C")),
        bands=tuple(Band(code=f"b{n}", name="", upto=n * 5, says="") for n in range(1, count + 1)),
    )


@st.composite
def _risks(draw: st.DrawFn) -> dict[str, Risk]:
    scores = st.builds(Score, likelihood=st.integers(1, 7), consequence=st.integers(1, 7))
    return {
        f"r{n}": Risk(
            code=f"r{n}", name=draw(NAMES), says="", owner="", inherent=draw(scores),
            current=draw(scores), target=draw(scores),
        )
        for n in range(draw(st.integers(0, 30)))
    }  # fmt: skip
