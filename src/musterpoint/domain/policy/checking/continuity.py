"""Checks on services: recovery fits into what can be borne, alone and with what it depends on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from musterpoint.domain.policy.checking.remark import error, warning
from musterpoint.domain.policy.continuity import HarmScale, ServiceKind, ServiceRule
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.spans import span_text

GRAVEST_HARM = 5


def findings(strategy: Strategy) -> Iterator[Finding]:
    yield from _scale(strategy.harm_scale)
    for one in strategy.services.values():
        yield from _spans(one)
        if one.critical:
            yield from _critical(one)
        yield from _dependencies(strategy, one)
        yield from _harm(strategy.harm_scale, one)


def _scale(scale: HarmScale | None) -> Iterator[Finding]:
    if scale is None:
        return
    if not scale.times or any(later <= sooner for sooner, later in pairwise(scale.times)):
        remedy = "Write at least one length of time, the shortest first."
        yield error("harm_scale.times", "The moments of the scale do not rise.", remedy)
    if not 1 <= scale.unacceptable <= GRAVEST_HARM:
        says = f"No harm has the level {scale.unacceptable}."
        yield error("harm_scale.unacceptable", says, f"Write 1 to {GRAVEST_HARM}.")


def _spans(one: ServiceRule) -> Iterator[Finding]:
    at = f"services.{one.code}"
    if one.rto is not None and one.mtpd is not None:
        lost = one.rto + one.detection + one.decision
        if one.rto >= one.mtpd:
            says = f"Recovery takes {span_text(one.rto)}, and {span_text(one.mtpd)} can be borne."
            yield error(f"{at}.rto", says, "Recover sooner: RTO lies below MTPD.")
        elif lost > one.mtpd:
            says = (
                f"Detection, decision and recovery take {span_text(lost)},"
                f" and {span_text(one.mtpd)} can be borne."
            )
            yield error(f"{at}.rto", says, "Shorten one of them: together they fit into MTPD.")
    if one.rpo is not None and one.backup_every is not None and one.rpo < one.backup_every:
        says = (
            f"Data of {span_text(one.rpo)} may be lost,"
            f" but it is copied every {span_text(one.backup_every)}."
        )
        yield error(f"{at}.rpo", says, "Copy at least as often as RPO says.")
    if one.rpo is not None and one.backup_every is None:
        says = f"Data of {span_text(one.rpo)} may be lost, but nothing says how often it is copied."
        yield warning(f"{at}.rpo", says, "Add 'backup_every'.")


def _critical(one: ServiceRule) -> Iterator[Finding]:
    at = f"services.{one.code}"
    if one.mtpd is None:
        says = "Nothing says how long the loss of this critical service can be borne."
        yield error(at, says, "Add 'mtpd', such as 8 h.")
    if one.rto is None:
        says = "Nothing says how soon this critical service is back."
        yield error(at, says, "Add 'rto', such as 4 h.")
    if not one.owner:
        yield warning(at, "Nobody answers for this critical service.", "Add 'owner', a role.")
    if not one.workarounds:
        says = "Nothing says what is done while this critical service is away."
        yield warning(at, says, "Add 'workarounds'.")
    if one.kind is ServiceKind.CUSTOMER and not one.minimum_staff:
        says = "Nothing says how few people can keep up this critical service."
        yield warning(at, says, "Add 'minimum_staff'.")
    if not one.harm:
        says = "Nothing says what harm the loss of this critical service does."
        yield warning(at, says, "Add 'harm', a row for each kind of harm.")


def _dependencies(strategy: Strategy, one: ServiceRule) -> Iterator[Finding]:
    at = f"services.{one.code}.depends_on"
    if _leads_back(strategy, one.code):
        says = "Following 'depends_on' leads back to this service."
        yield error(at, says, "Say which of them can stand alone.")
    for code in one.depends_on:
        other = strategy.services.get(code)
        if other is None or one.rto is None:
            continue
        if other.rto is not None and other.rto > one.rto:
            says = (
                f"It is to be back within {span_text(one.rto)},"
                f" but {code}, which it depends on, within {span_text(other.rto)}."
            )
            yield error(at, says, f"Let {code} recover sooner, or this service later.")
        if other.rto is None and one.critical:
            says = f"It depends on {code}, of which nothing says how soon it is back."
            yield warning(at, says, f"Add 'rto' to {code}.")


def _leads_back(strategy: Strategy, start: str) -> bool:
    met, waiting = set(), list(strategy.services[start].depends_on)
    while waiting:
        present = waiting.pop()
        if present == start:
            return True
        if present in strategy.services and present not in met:
            met.add(present)
            waiting.extend(strategy.services[present].depends_on)
    return False


def _harm(scale: HarmScale | None, one: ServiceRule) -> Iterator[Finding]:
    if one.harm and scale is None:
        says = "It says what harm is done, but not at which moments."
        yield error(f"services.{one.code}.harm", says, "Add 'harm_scale'.")
    for kind, row in one.harm.items():
        at = f"services.{one.code}.harm.{kind}"
        if scale is not None and len(row) != len(scale.times):
            says = f"It has {len(row)} levels for {len(scale.times)} moments."
            yield error(at, says, "Write one level for each moment of the scale.")
        elif any(level > GRAVEST_HARM for level in row):
            says = f"No harm has the level {max(row)}."
            yield error(at, says, f"Write 0 to {GRAVEST_HARM}.")
        elif any(later < sooner for sooner, later in pairwise(row)):
            yield warning(at, "This harm grows less as time goes by.", "Look at it again.")
        elif scale is not None:
            yield from _borne(scale, one, at, row)


def _borne(scale: HarmScale, one: ServiceRule, at: str, row: tuple[int, ...]) -> Iterator[Finding]:
    """Check that no harm is past bearing before the MTPD is over."""
    past = [
        when for when, level in zip(scale.times, row, strict=True) if level >= scale.unacceptable
    ]
    first: timedelta | None = min(past, default=None)
    if first is not None and one.mtpd is not None and first < one.mtpd:
        says = (
            f"This harm is past bearing after {span_text(first)},"
            f" but the MTPD is {span_text(one.mtpd)}."
        )
        yield error(at, says, "Shorten 'mtpd', or judge the harm again.")
