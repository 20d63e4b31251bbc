"""Services and what their loss would do: the business impact analysis of the strategy.

Terms are those of ISO 22301: MTPD, RTO, RPO and MBCO. All spans are elapsed time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class ServiceKind(StrEnum):
    """Whom a service is for: customers, ourselves, or it is bought from a supplier."""

    CUSTOMER = "customer"
    INTERNAL = "internal"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmScale:
    """How harm is judged over time: the moments asked about, the levels, and where it is too much.

    ``times`` rise. A level is 0 (none) to 5; ``unacceptable`` is the lowest one not to be borne.
    """

    times: tuple[timedelta, ...]
    unacceptable: int = 4
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRule:
    """One service. ``harm`` gives, for each kind of harm, its level at each time of the scale.

    ``detection`` and ``decision`` pass before recovery begins, so RTO and both must fit into the
    MTPD. ``depends_on`` are codes of other services. ``minimum_staff`` are people at work at once.
    """

    code: str
    name: str
    says: str
    kind: ServiceKind = ServiceKind.CUSTOMER
    critical: bool = False
    owner: str = ""
    mtpd: timedelta | None = None
    rto: timedelta | None = None
    rpo: timedelta | None = None
    mbco: str = ""
    detection: timedelta = timedelta(0)
    decision: timedelta = timedelta(0)
    backup_every: timedelta | None = None
    minimum_staff: int = 0
    depends_on: tuple[str, ...] = ()
    workarounds: tuple[str, ...] = ()
    harm: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    rationale: str = ""
