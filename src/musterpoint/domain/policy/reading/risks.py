"""Reading the risk register and the scales it is judged by."""

from __future__ import annotations

from musterpoint.domain.policy.reading.part import Part
from musterpoint.domain.policy.reading.scales import levels
from musterpoint.domain.policy.risks import Band, Risk, RiskScale, Score


def risk_scale(root: Part) -> RiskScale | None:
    return root.single("risk_scale", _risk_scale)


def risks(root: Part) -> dict[str, Risk]:
    return root.keyed("risks", _risk, required=False)


def _risk_scale(part: Part) -> RiskScale:
    return RiskScale(
        likelihood=levels(part, "likelihood"),
        consequence=levels(part, "consequence"),
        bands=tuple(part.keyed("bands", _band).values()),
        rationale=part.text("rationale", ""),
    )


def _band(code: str, part: Part) -> Band:
    return Band(code=code, name=part.text("name"), upto=part.whole("upto"), says=part.text("says"))


def _risk(code: str, part: Part) -> Risk:
    return Risk(
        code=code,
        name=part.text("name"),
        says=part.text("says"),
        owner=part.text("owner"),
        inherent=_score(part.part("inherent")),
        current=_score(part.part("current")),
        target=_score(part.part("target")),
        controls=part.texts("controls"),
        categories=part.texts("categories"),
        review_on=part.optional_day("review_on"),
        rationale=part.text("rationale", ""),
    )


def _score(part: Part) -> Score:
    score = Score(likelihood=part.whole("likelihood"), consequence=part.whole("consequence"))
    part.end()
    return score
