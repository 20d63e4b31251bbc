"""What closing asks for, and what is looked at again, for reading."""

from __future__ import annotations

from django.utils.translation import gettext as _

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.preparing import ReviewRule
from musterpoint.interfaces.web.shown.strategy.blocks import Block, Entry, Fact, facts
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.naming import days, role_name
from musterpoint.interfaces.web.templatetags.musterpoint import span


def review(edition: Edition) -> tuple[Block, ...]:
    """Return the rules of closing and the reviews."""
    strategy, why = edition.strategy, edition.strategy.rationale
    found = [
        Block(
            title=_("What must be there before an incident closes"),
            path="closing",
            why=why.get("closing", ""),
            entries=tuple(closing(strategy)),
        )
    ]
    if strategy.reviews:
        entries = tuple(_review(strategy, one) for one in strategy.reviews.values())
        reason = why.get("reviews", "")
        found.append(
            Block(title=_("What is looked at again"), path="reviews", why=reason, entries=entries)
        )
    return tuple(found)


def closing(strategy: Strategy) -> list[Entry]:
    """Return each rule of closing that holds."""
    rule = strategy.closing
    reviewed = ", ".join(sorted(rule.review_for))
    within = {"list": reviewed, "span": span(rule.review_within)}
    rules = [
        ("status", _("Only a resolved incident is closed."), True),
        ("resolution", _("Somebody said how it was resolved."), True),
        ("verified_by", _("Somebody verified that service is back."), True),
        ("verified_by_another", _("It was somebody else who verified it."),
         rule.verified_by_another),
        ("obligations_settled", _("Every obligation is done or does not apply."),
         rule.obligations_settled),
        ("welfare_when_distress", _("Where distress was flagged, it says what was done."),
         rule.welfare_when_distress),
        ("review_for", _("A review date stands for %(list)s, within %(span)s.") % within,
         bool(reviewed)),
        ("risk_review_for", _("It says what a %(list)s incident means for the risks.")
         % {"list": ", ".join(sorted(rule.risk_review_for))}, bool(rule.risk_review_for)),
        ("review_for_major", _("Every major incident is reviewed."), rule.review_for_major),
        ("roles_released", _("Every role has been released."), rule.roles_released),
        ("reopen_within", _("It can be reopened within %(span)s.")
         % {"span": span(rule.reopen_within)}, True),
    ]  # fmt: skip
    return [Entry(path=f"closing.{code}", title=says) for code, says, holds in rules if holds]


def _review(strategy: Strategy, one: ReviewRule) -> Entry:
    return Entry(
        path=f"reviews.{one.code}",
        title=one.name,
        says=one.says,
        facts=facts(
            Fact(label=_("Every"), says=days(one.every)),
            Fact(label=_("After"), says=one.after),
            Fact(label=_("Owner"), says=role_name(strategy, one.owner)),
        ),
    )
