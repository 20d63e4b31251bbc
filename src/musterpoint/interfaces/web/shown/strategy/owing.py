"""Duties by law, by our own rule and by contract, for reading, visibly different."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from musterpoint.domain.obligations import applies
from musterpoint.domain.policy.duties import (
    Confidence,
    Contract,
    ContractClock,
    Counting,
    DutyClock,
    Obligation,
    Retention,
    Strength,
)
from musterpoint.interfaces.web.shown.strategy import wording
from musterpoint.interfaces.web.shown.strategy.blocks import Block, Entry, Fact, Line, Tag, facts
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.naming import days, length, listed, role_name, words
from musterpoint.interfaces.web.templatetags.musterpoint import centre_date

OURS = (Strength.HOUSE, Strength.CONTRACT)
TONES = {Strength.STATUTE: "law", Strength.RULE: "law", Strength.REGULATOR_POLICY: "law",
         Strength.HOUSE: "house", Strength.CONTRACT: "contract"}  # fmt: skip


def obligations(edition: Edition) -> tuple[Block, ...]:
    """Return what we are, the duties that follow, those that are not ours, and the contracts."""
    strategy, why = edition.strategy, edition.strategy.rationale
    ours: list[Entry] = []
    others: list[Entry] = []
    for one in strategy.obligations.values():
        decided = applies(one, we_are=strategy.we_are, on=edition.on)
        reason = " ".join(because.says for because in decided.because)
        (ours if decided.value else others).append(_duty(edition, one, reason))
    found = [
        Block(
            title=_("What we are"),
            path="we_are",
            says=words(listed(sorted(strategy.we_are))) if strategy.we_are else "",
            why=why.get("we_are", ""),
        ),
        Block(
            title=_("Duties that are ours today"),
            path="obligations",
            says=_("Decision support: each is to be confirmed by your own adviser."),
            why=why.get("obligations", ""),
            entries=tuple(ours),
        ),
    ]
    if others:
        title = _("Written down, but not ours or not in force today")
        found.append(Block(title=title, entries=tuple(others)))
    if strategy.contracts:
        entries = tuple(_contract(edition, one) for one in strategy.contracts.values())
        rationale = why.get("contracts", "")
        found.append(Block(title=_("Contracts"), path="contracts", why=rationale, entries=entries))
    if strategy.retention:
        entries = tuple(_retention(one) for one in strategy.retention.values())
        title, rationale = _("How long personal data is kept"), why.get("retention", "")
        found.append(Block(title=title, path="retention", why=rationale, entries=entries))
    return tuple(found)


def _duty(edition: Edition, one: Obligation, reason: str) -> Entry:
    path, strategy = f"obligations.{one.code}", edition.strategy
    versions = (one.version_of,) if one.version_of else ()
    return Entry(
        path=path,
        title=one.name or words(one.code),
        says=one.says,
        why=one.rationale,
        tags=(*_strength(one.clock), *_confirmed(one)),
        facts=facts(
            Fact(label=_("Whom to tell"), says=one.notify, path=f"{path}.notify"),
            Fact(label=_("By when"), says=one.within, path=f"{path}.within"),
            Fact(label=_("Counted"), says=_clock(one.clock), path=f"{path}.clock"),
            Fact(label=_("When it arises"), says=one.trigger, path=f"{path}.trigger"),
            Fact(label=_("Counts from"), says=one.anchor, path=f"{path}.anchor"),
            Fact(label=_("To be said"), items=one.content, path=f"{path}.content"),
            Fact(
                label=_("In force"),
                says=_in_force(one.in_force_from, one.in_force_to, not_yet=one.not_yet),
                path=f"{path}.in_force",
            ),
            Fact(label=_("Is it ours?"), says=reason, path=f"{path}.applies_to"),
            Fact(label=_("Where it is written"), says=one.reference, path=f"{path}.reference"),
            Fact(label=_("How we know"), says=_known(one), path=f"{path}.confidence"),
            Fact(label=_("Owner"), says=one.owner and role_name(strategy, one.owner)),
            Fact(label=_("A later version of"), links=edition.links_to("obligations", versions)),
        ),
    )


def _strength(clock: DutyClock | None) -> tuple[Tag, ...]:
    if clock is None:
        return ()
    said = wording.said(wording.STRENGTH, clock.strength.value)
    return (Tag(label=said, tone=TONES.get(clock.strength, "")),)


def _confirmed(one: Obligation) -> tuple[Tag, ...]:
    if not one.confirmed and not one.confirmed_on:
        return (Tag(label=_("To be confirmed"), tone="soon"),)
    if one.confirmed_on:
        said = _("Confirmed %(day)s") % {"day": centre_date(one.confirmed_on)}
        return (Tag(label=said, tone="ok"),)
    return (Tag(label=_("Confirmed"), tone="ok"),)


def _known(one: Obligation) -> str:
    how = _("A page that was read") if one.confidence is Confidence.SOURCE else _("From memory")
    by = _("confirmed by %(who)s") % {"who": one.confirmed_by} if one.confirmed_by else ""
    return ", ".join(bit for bit in (how, by) if bit)


def _clock(clock: DutyClock | None) -> str:
    """Return how long the clock runs and what counts; with our own time where it is tighter."""
    if clock is None or clock.counting is Counting.NONE:
        return _("A standing duty without a clock")
    if clock.value is None:
        said = _("At once; the law gives no number")
    else:
        unit = clock.unit.value if clock.unit else ""
        unit = unit.removesuffix("s") if clock.value == 1 else unit
        said = f"{clock.value} {unit}, {words(clock.counting.value).lower()}"
    if clock.house is not None:
        said = _("%(said)s; our own time: %(span)s") % {"said": said, "span": days(clock.house)}
    return said


def _in_force(start: date | None, end: date | None, *, not_yet: bool = False) -> str:
    if not_yet:
        return _("Not yet: no day is known")
    if start and end:
        both = {"from": centre_date(start), "to": centre_date(end)}
        return _("%(from)s to %(to)s") % both
    if start:
        return _("since %(day)s") % {"day": centre_date(start)}
    return _("until %(day)s") % {"day": centre_date(end)} if end else ""


def _retention(one: Retention) -> Entry:
    path = f"retention.{one.code}"
    kept = Fact(label=_("Kept for"), says=days(one.keep_for), path=f"{path}.keep_for")
    return Entry(path=path, title=one.name, says=one.says, why=one.rationale, facts=facts(kept))


def _contract(edition: Edition, one: Contract) -> Entry:
    path = f"contracts.{one.code}"
    return Entry(
        path=path,
        title=one.name,
        says=one.says,
        why=one.rationale,
        tags=(Tag(label=_("Contract"), tone="contract"),),
        lines=tuple(_promise(path, clock) for clock in one.clocks),
        facts=facts(
            Fact(label=_("Client account"), says=words(one.account), path=f"{path}.account"),
            Fact(label=_("Owner"), says=role_name(edition.strategy, one.owner)),
            Fact(
                label=_("Categories"),
                links=edition.links_to("categories", one.categories),
                path=f"{path}.categories",
            ),
            Fact(
                label=_("In force"),
                says=_in_force(one.in_force_from, one.in_force_to),
                path=f"{path}.in_force",
            ),
            Fact(
                label=_("Looked at again"),
                says=centre_date(one.review_on) if one.review_on else "",
                path=f"{path}.review_on",
            ),
        ),
    )


def _promise(path: str, clock: ContractClock) -> Line:
    more = (
        _("from: %(anchor)s") % {"anchor": clock.anchor} if clock.anchor else "",
        _("tell %(who)s") % {"who": clock.notify} if clock.notify else "",
        _("met %(how)s") % {"how": wording.said(wording.MET_BY, clock.met_by.value)},
        _("may wait for: %(list)s") % {"list": listed(sorted(clock.holds))} if clock.holds else "",
        _("credit: %(says)s") % {"says": clock.credit} if clock.credit else "",
    )
    return Line(
        path=f"{path}.{clock.code}",
        says=clock.name,
        beside=f"{length(clock.within)}, {words(clock.calendar).lower()}",
        more="; ".join(bit for bit in more if bit),
    )
