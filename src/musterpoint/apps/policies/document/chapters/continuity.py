"""Services and business impact, and the risk register."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.apps.policies.document.blocks import (
    Block,
    Bullets,
    Drawing,
    Heading,
    Rows,
    Table,
    Text,
    Why,
)
from musterpoint.apps.policies.document.chapters.words import (
    NOTHING,
    Numbers,
    day,
    listed,
    plain,
    role,
    said,
    span,
)
from musterpoint.apps.policies.drawings.dependencies import dependencies
from musterpoint.apps.policies.drawings.harm import harm_table
from musterpoint.apps.policies.drawings.risk_map import risk_map
from musterpoint.domain.policy.continuity import ServiceRule
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.risks import Risk, RiskScale, Score


def services(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    found = strategy.services.values()
    if not found:
        return
    yield Table(
        head=("Service", "Critical", "MTPD", "RTO", "RPO", "Lowest acceptable level"),
        widths=(28, 10, 10, 10, 10, 32),
        rows=tuple(
            (
                one.name,
                "yes" if one.critical else "no",
                span(one.mtpd),
                span(one.rto),
                span(one.rpo),
                one.mbco or NOTHING,
            )
            for one in found
        ),
        caption="Services and how long each may be lost",
    )
    if strategy.harm_scale is not None:
        alt = "Harm by service and time; the levels are given with each service."
        svg = harm_table(strategy, for_print=True)
        yield Drawing(svg=svg, alt=alt, caption="Harm over time")
        if strategy.harm_scale.rationale:
            yield Why(text=strategy.harm_scale.rationale)
    if any(one.depends_on for one in found):
        alt = "What each service stands on; the same is said with each service."
        svg = dependencies(strategy, for_print=True)
        yield Drawing(svg=svg, alt=alt, caption="What the services stand on")
    for one in found:
        yield from _service(strategy, one, number)


def _service(strategy: Strategy, one: ServiceRule, number: Numbers) -> Iterator[Block]:
    name = f"services.{one.code}"
    yield Heading(level=2, number=number(name), text=one.name, clause=name)
    yield Text(text=one.says)
    depends = listed(_service_name(strategy, code) for code in one.depends_on)
    staff = f"{one.minimum_staff} at work" if one.minimum_staff else ""
    yield Rows(
        rows=tuple(
            said(
                kind=plain(one.kind.value),
                owner=role(strategy, one.owner) if one.owner else "",
                noticed_within=span(one.detection),
                decided_within=span(one.decision),
                backed_up_every=span(one.backup_every),
                minimum_staffing=staff,
                depends_on=depends,
            )
        )
    )
    if one.workarounds:
        yield Text(text="Until it is back:")
        yield Bullets(items=one.workarounds)
    if one.harm and strategy.harm_scale is not None:
        times = strategy.harm_scale.times
        yield Table(
            head=("Harm after", *(span(time) for time in times)),
            rows=tuple(
                (plain(kind), *(str(level) for level in _filled(levels, len(times))))
                for kind, levels in one.harm.items()
            ),
        )
    if one.rationale:
        yield Why(text=one.rationale)


def _filled(levels: tuple[int, ...], length: int) -> tuple[object, ...]:
    return (*levels, *(NOTHING,) * length)[:length]


def _service_name(strategy: Strategy, code: str) -> str:
    found = strategy.services.get(code)
    return found.name if found is not None else plain(code)


def risks(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    scale = strategy.risk_scale
    if scale is None:
        return
    yield Table(
        head=("Rank", "Likelihood", "Consequence"),
        widths=(8, 46, 46),
        rows=tuple(_ranks(scale)),
        caption="The two scales",
    )
    yield Table(
        head=("Up to", "Appetite", "What it asks for"),
        widths=(10, 25, 65),
        rows=tuple((str(band.upto), band.name, band.says) for band in scale.bands),
        caption="Bands of appetite, by likelihood × consequence",
    )
    if scale.rationale:
        yield Why(text=scale.rationale)
    if strategy.risks:
        alt = "Risks by likelihood and consequence; the scores are given with each risk."
        svg = risk_map(strategy, for_print=True)
        yield Drawing(svg=svg, alt=alt, caption="Risks as they stand, and where they should go")
    for one in strategy.risks.values():
        yield from _risk(strategy, scale, one, number)


def _ranks(scale: RiskScale) -> Iterator[tuple[str, str, str]]:
    for place in range(max(len(scale.likelihood), len(scale.consequence))):
        cells = [
            f"{levels[place].name}. {levels[place].says}" if place < len(levels) else NOTHING
            for levels in (scale.likelihood, scale.consequence)
        ]
        yield str(place + 1), cells[0], cells[1]


def _risk(strategy: Strategy, scale: RiskScale, one: Risk, number: Numbers) -> Iterator[Block]:
    name = f"risks.{one.code}"
    yield Heading(level=2, number=number(name), text=one.name, clause=name)
    yield Text(text=one.says)
    categories = listed(
        strategy.categories[code].name for code in one.categories if code in strategy.categories
    )
    yield Rows(
        rows=tuple(
            said(
                owner=role(strategy, one.owner),
                without_controls=_score(scale, one.inherent),
                as_it_stands=_score(scale, one.current),
                wanted=_score(scale, one.target),
                categories=categories,
                reviewed_by=day(one.review_on),
            )
        )
    )
    if one.controls:
        yield Text(text="Controls:")
        yield Bullets(items=one.controls)
    if one.rationale:
        yield Why(text=one.rationale)


def _score(scale: RiskScale, score: Score) -> str:
    band = scale.band(score).name if scale.bands else ""
    both = f"likelihood {score.likelihood}, consequence {score.consequence}"
    return f"{both} ({score.product}, {band})"
