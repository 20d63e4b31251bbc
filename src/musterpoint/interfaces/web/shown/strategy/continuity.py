"""Services, what their loss does, and the risks, for reading."""

from __future__ import annotations

from django.utils.translation import gettext as _

from musterpoint.apps.policies import drawings
from musterpoint.apps.policies.drawings import tables
from musterpoint.domain.policy.continuity import ServiceRule
from musterpoint.domain.policy.risks import Risk, RiskScale, Score
from musterpoint.interfaces.web.shown.strategy import wording
from musterpoint.interfaces.web.shown.strategy.blocks import Block, Entry, Fact, Tag, facts
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.naming import days, role_name
from musterpoint.interfaces.web.templatetags.musterpoint import centre_date


def services(edition: Edition) -> tuple[Block, ...]:
    """Return the impact over time, what stands on what, and each service."""
    strategy, why = edition.strategy, edition.strategy.rationale
    if not strategy.services:
        return ()
    scale = strategy.harm_scale
    entries = tuple(_service(edition, one) for one in strategy.services.values())
    leans = any(one.depends_on for one in strategy.services.values())
    return (
        Block(
            title=_("Impact over time"),
            path="harm_scale",
            why=scale.rationale if scale else "",
            drawing=drawings.harm_table(strategy),
        ),
        *(
            [Block(title=_("What depends on what"), drawing=drawings.dependencies(strategy))]
            if leans
            else []
        ),
        Block(title=_("Services"), path="services", why=why.get("services", ""), entries=entries),
    )


def _service(edition: Edition, one: ServiceRule) -> Entry:
    strategy = edition.strategy
    path = f"services.{one.code}"
    return Entry(
        path=path,
        title=one.name,
        says=one.says,
        why=one.rationale,
        tags=(
            *((Tag(label=_("Critical"), tone="soon"),) if one.critical else ()),
            Tag(label=wording.said(wording.SERVICE, one.kind.value)),
        ),
        facts=facts(
            Fact(label=_("Longest bearable loss (MTPD)"), says=days(one.mtpd), path=f"{path}.mtpd"),
            Fact(label=_("To be back within (RTO)"), says=days(one.rto), path=f"{path}.rto"),
            Fact(label=_("Records lost at most (RPO)"), says=days(one.rpo), path=f"{path}.rpo"),
            Fact(label=_("Least that must run (MBCO)"), says=one.mbco, path=f"{path}.mbco"),
            Fact(label=_("Noticed after"), says=days(one.detection) if one.detection else ""),
            Fact(label=_("Decided after"), says=days(one.decision) if one.decision else ""),
            Fact(label=_("Copied every"), says=days(one.backup_every)),
            Fact(label=_("People at least"), says=str(one.minimum_staff or "")),
            Fact(label=_("Owner"), says=one.owner and role_name(strategy, one.owner)),
            Fact(label=_("Depends on"), links=edition.links_to("services", one.depends_on)),
            Fact(label=_("Ways round"), items=one.workarounds, path=f"{path}.workarounds"),
        ),
        table=tables.harm(strategy, one) if one.harm else None,
    )


def risks(edition: Edition) -> tuple[Block, ...]:
    """Return the map, each risk, and the scales that it is judged by."""
    strategy, scale = edition.strategy, edition.strategy.risk_scale
    if scale is None:
        return ()
    entries = tuple(
        _risk(edition, scale, number, one)
        for number, one in enumerate(strategy.risks.values(), start=1)
    )
    found = [Block(title=_("Map of risks"), drawing=drawings.risk_map(strategy))]
    why = strategy.rationale.get("risks", "")
    found.append(Block(title=_("Register"), path="risks", why=why, entries=entries))
    return (*found, _scale(scale))


def _risk(edition: Edition, scale: RiskScale, number: int, one: Risk) -> Entry:
    strategy, path = edition.strategy, f"risks.{one.code}"
    band = scale.band(one.current) if scale.bands else None
    late = one.review_on is not None and one.review_on < edition.on
    return Entry(
        path=path,
        title=f"{number}. {one.name}",
        says=one.says,
        why=one.rationale,
        tags=(
            *((Tag(label=band.name),) if band else ()),
            *((Tag(label=_("Review overdue"), tone="soon"),) if late else ()),
        ),
        facts=facts(
            Fact(label=_("As it stands"), says=_score(scale, one.current), path=f"{path}.current"),
            Fact(label=_("As it should be"), says=_score(scale, one.target), path=f"{path}.target"),
            Fact(
                label=_("Without controls"),
                says=_score(scale, one.inherent),
                path=f"{path}.inherent",
            ),
            Fact(label=_("Controls"), items=one.controls, path=f"{path}.controls"),
            Fact(label=_("Categories"), links=edition.links_to("categories", one.categories)),
            Fact(label=_("Owner"), says=role_name(strategy, one.owner)),
            Fact(
                label=_("Looked at again"),
                says=centre_date(one.review_on) if one.review_on else "",
                path=f"{path}.review_on",
            ),
        ),
    )


def _score(scale: RiskScale, score: Score) -> str:
    """Return both ranks with their names, and the band; the product alone would hide the grave."""
    likelihood = _named(scale.likelihood, score.likelihood)
    consequence = _named(scale.consequence, score.consequence)
    band = f" ({scale.band(score).name})" if scale.bands else ""
    return f"{likelihood}, {consequence}{band}"


def _named(levels: tuple[object, ...], rank: int) -> str:
    name = getattr(levels[rank - 1], "name", "") if 0 < rank <= len(levels) else ""
    return f"{rank} {name}".strip()


def _scale(scale: RiskScale) -> Block:
    def levels(key: str, title: str) -> tuple[Entry, ...]:
        ranked = scale.likelihood if key == "likelihood" else scale.consequence
        return tuple(
            Entry(path=f"risk_scale.{key}.{one.code}", title=f"{title} {rank}: {one.name}",
                  says=one.says, why=one.rationale)
            for rank, one in enumerate(ranked, start=1)
        )  # fmt: skip

    bands = tuple(
        Entry(
            path=f"risk_scale.bands.{one.code}",
            title=_("%(name)s: up to %(upto)d") % {"name": one.name, "upto": one.upto},
            says=one.says,
        )
        for one in scale.bands
    )
    entries = (
        *levels("likelihood", _("Likelihood")),
        *levels("consequence", _("Consequence")),
        *bands,
    )
    return Block(
        title=_("Scales and appetite"), path="risk_scale", why=scale.rationale, entries=entries
    )
