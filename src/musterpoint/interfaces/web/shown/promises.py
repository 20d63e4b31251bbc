"""The words for clocks promised beyond the targets: a client's contract, and a service's RTO."""

from __future__ import annotations

from django.utils.translation import gettext as _

from musterpoint.domain.clocks import Reckoning
from musterpoint.domain.obligations import CONTRACT, RTO, clock_of, is_promise
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Contract, ContractClock
from musterpoint.interfaces.web.shown import labels
from musterpoint.interfaces.web.templatetags.musterpoint import span


def name(kind: str, strategy: Strategy) -> str:
    """Return what a clock is called."""
    found = clock_of(strategy, kind)
    return found[1].name if found else labels.label(labels.CLOCK, kind.partition(".")[0])


def source(kind: str) -> str:
    """Return the word for what stands behind a clock that is no target; empty for a target."""
    if not is_promise(kind):
        return ""
    return RTO if kind == RTO else CONTRACT


def words(
    kind: str, stands: Reckoning, strategy: Strategy, *, service: str
) -> tuple[str, list[dict[str, str]]]:
    """Return the rule in one line, and the clauses behind it."""
    if kind == RTO:
        return _of_service(stands, strategy, service)
    found = clock_of(strategy, kind)
    if found is None:
        return _("within %(span)s") % {"span": span(stands.target)}, []
    return _of_contract(stands, strategy, *found)


def _of_service(
    stands: Reckoning, strategy: Strategy, service: str
) -> tuple[str, list[dict[str, str]]]:
    known = strategy.services.get(service)
    within = _("within %(span)s, every hour counting") % {"span": span(stands.target)}
    if known is None:
        return within, []
    rule = f"{known.name}: {within}"
    if known.mtpd is not None:
        ends_at = stands.started_at + known.mtpd
        left = ends_at - stands.at
        gone = _("longest tolerable %(span)s") % {"span": span(known.mtpd)}
        rest = _("%(left)s of it left") % {"left": span(left)} if left.total_seconds() > 0 else ""
        rule = " · ".join(one for one in (rule, gone, rest or _("and that is over")) if one)
    says = _("%(service)s is to be back within %(span)s of its loss.") % {
        "service": known.name,
        "span": span(stands.target),
    }
    return rule, [{"clause": f"services.{service}.rto", "says": says}]


def _of_contract(
    stands: Reckoning, strategy: Strategy, contract: Contract, clock: ContractClock
) -> tuple[str, list[dict[str, str]]]:
    words_of = {
        "contract": contract.name,
        "span": span(stands.target),
        "hours": clock.calendar.replace("_", " "),
    }
    rule = _("%(contract)s: within %(span)s") % words_of
    told = [rule, clock.notify, _holds(strategy, clock)]
    if clock.credit:
        told.append(_("a miss costs: %(credit)s") % {"credit": clock.credit})
    says = _("%(contract)s: within %(span)s, counted in the hours “%(hours)s”.") % words_of
    clause = f"contracts.{contract.code}.clocks.{clock.code}"
    return " · ".join(one for one in told if one), [{"clause": clause, "says": says}]


def _holds(strategy: Strategy, clock: ContractClock) -> str:
    if not clock.holds:
        return _("no hold stops it")
    known = strategy.hold_reasons
    listed = ", ".join(
        known[code].code.replace("_", " ") for code in sorted(clock.holds) if code in known
    )
    return _("only stopped by: %(holds)s") % {"holds": listed}
