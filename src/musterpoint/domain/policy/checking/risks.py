"""Checks on the risk register: ranks within the scale, controls behind them, appetite kept."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from musterpoint.domain.policy.checking.remark import counted, error, some, warning
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.risks import Risk, RiskScale, Score


def findings(strategy: Strategy) -> Iterator[Finding]:
    scale = strategy.risk_scale
    if scale is not None:
        yield from _scale(scale)
    for risk in strategy.risks.values():
        yield from _risk(risk)
        if scale is not None:
            yield from _ranks(scale, risk)
            yield from _appetite(scale, risk)
    if strategy.risks:
        yield from _covered(strategy)


def _scale(scale: RiskScale) -> Iterator[Finding]:
    for key in ("likelihood", "consequence"):
        if len(getattr(scale, key)) < 2:
            says = "A scale needs at least two steps."
            yield error(f"risk_scale.{key}", says, "Add the missing steps.")
    if not scale.bands:
        says = "Nothing says how much risk is borne."
        yield error("risk_scale.bands", says, "Add a band for each answer to a risk.")
        return
    if any(graver.upto <= milder.upto for milder, graver in pairwise(scale.bands)):
        remedy = "Write the mildest first, each with a higher 'upto'."
        yield error("risk_scale.bands", "The bands do not rise.", remedy)
    worst = len(scale.likelihood) * len(scale.consequence)
    if scale.bands[-1].upto < worst:
        says = f"The bands end at {scale.bands[-1].upto}, but a risk can reach {worst}."
        yield error("risk_scale.bands", says, f"Let the last band reach {worst}.")


def _risk(risk: Risk) -> Iterator[Finding]:
    at = f"risks.{risk.code}"
    if _is_worse(risk.current, risk.inherent):
        says = "As it stands it is worse than without any control."
        yield error(f"{at}.current", says, "Judge 'inherent' and 'current' again.")
    if _is_worse(risk.target, risk.current):
        says = "It is meant to become worse than it is."
        yield error(f"{at}.target", says, "Judge 'current' and 'target' again.")
    if not risk.controls and risk.current.product < risk.inherent.product:
        says = "It is judged to be smaller than without controls, but has none."
        yield error(f"{at}.current", says, "Add 'controls', or judge it as it would be without.")
    if risk.review_on is None:
        yield warning(at, "Nothing says when this risk is judged again.", "Add 'review_on', a day.")
    if risk.target == risk.current and not risk.rationale:
        says = "It is left as it stands, and nothing says why."
        yield warning(at, says, "Add 'rationale', or aim lower.")


def _is_worse(one: Score, other: Score) -> bool:
    return one.likelihood > other.likelihood or one.consequence > other.consequence


def _ranks(scale: RiskScale, risk: Risk) -> Iterator[Finding]:
    for key in ("inherent", "current", "target"):
        for scaled in ("likelihood", "consequence"):
            rank, highest = getattr(getattr(risk, key), scaled), len(getattr(scale, scaled))
            if not 1 <= rank <= highest:
                says = f"The scale of {scaled} has no rank {rank}."
                yield error(f"risks.{risk.code}.{key}", says, f"Write 1 to {highest}.")


def _appetite(scale: RiskScale, risk: Risk) -> Iterator[Finding]:
    if len(scale.bands) < 2:
        return
    gravest = scale.bands[-1]
    if scale.band(risk.current) is gravest and scale.band(risk.target) is gravest:
        says = f"It is beyond what is borne ('{gravest.name}') and is meant to stay there."
        remedy = "Aim at a lower band, with controls that bring it there."
        yield error(f"risks.{risk.code}.target", says, remedy)


def _covered(strategy: Strategy) -> Iterator[Finding]:
    named = {code for risk in strategy.risks.values() for code in risk.categories}
    named.add(strategy.generic_category)
    missed = [code for code in strategy.categories if code not in named]
    if missed:
        belong = "category belongs" if len(missed) == 1 else "categories belong"
        says = f"{counted(len(missed), belong, belong)} to no risk: {some(missed)}."
        yield warning("risks", says, "Name them under a risk, or add the risk they come from.")
