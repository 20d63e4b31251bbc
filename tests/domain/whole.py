"""A strategy with something in every part, for what reads or draws the parts beyond the paths."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from musterpoint.domain.policy.communications import Audience, CommsRule, Template
from musterpoint.domain.policy.continuity import HarmScale, ServiceKind, ServiceRule
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.preparing import Raci
from musterpoint.domain.policy.risks import Band, Risk, RiskScale, Score
from musterpoint.domain.policy.scales import Level
from tests.domain.strategies import shipped


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def score(likelihood: int, consequence: int) -> Score:
    return Score(likelihood=likelihood, consequence=consequence)


HARM_SCALE = HarmScale(times=(hours(0.25), hours(1), hours(4), hours(24), hours(72)))
SERVICES = (
    ServiceRule(
        code="voice", name="Calls from customers", says="Answering the main numbers.",
        critical=True, owner="duty_manager", mtpd=hours(8), rto=hours(4), rpo=hours(1),
        mbco="Half of the calls", depends_on=("telephony", "crm"),
        harm={"customers": (1, 2, 3, 5, 5), "money": (0, 1, 2, 4, 4)},
    ),
    ServiceRule(
        code="orders", name="Taking orders for spare parts by telephone, e-mail and web shop",
        says="Orders.", owner="duty_manager", mtpd=hours(48), rto=hours(24),
        depends_on=("crm",), harm={"money": (0, 0, 1, 3, 5)},
    ),
    ServiceRule(
        code="crm", name="Customer records", says="Who rings, what they have.",
        kind=ServiceKind.INTERNAL, owner="it_service_desk", mtpd=hours(24), rto=hours(4),
        depends_on=("network",), harm={"customers": (0, 1, 2, 3, 4)},
    ),
    ServiceRule(
        code="telephony", name="Telephony", says="Lines and routing.",
        kind=ServiceKind.INTERNAL, owner="it_service_desk", mtpd=hours(4), rto=hours(2),
        depends_on=("network", "carrier"),
    ),
    ServiceRule(
        code="network", name="Network", says="The wires.", kind=ServiceKind.INTERNAL,
        owner="it_service_desk", mtpd=hours(4), rto=hours(1),
    ),
    ServiceRule(
        code="carrier", name="Carrier", says="Lines from outside.", kind=ServiceKind.SUPPLIER,
        mtpd=hours(4), rto=hours(2),
    ),
)  # fmt: skip
LIKELIHOODS = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
CONSEQUENCES = ("Negligible", "Minor", "Moderate", "Major", "Catastrophic")
BANDS = (("low", 4), ("medium", 9), ("high", 15), ("extreme", 25))
RISK_SCALE = RiskScale(
    likelihood=tuple(
        Level(code=f"L{n}", name=name, says=name) for n, name in enumerate(LIKELIHOODS, 1)
    ),
    consequence=tuple(
        Level(code=f"C{n}", name=name, says=name) for n, name in enumerate(CONSEQUENCES, 1)
    ),
    bands=tuple(Band(code=code, name=code.title(), upto=upto, says=code) for code, upto in BANDS),
)
RISKS = tuple(
    Risk(
        code=code, name=name, says=name, owner="duty_manager", inherent=score(5, 5),
        current=score(*current), target=score(*target), review_on=date(2027, 1, 31),
    )
    for code, name, current, target in (
        ("carrier_down", "The carrier fails and no call gets through", (3, 5), (2, 4)),
        ("ransom", "Ransomware", (3, 5), (2, 5)),
        ("sickness", "Many colleagues ill at once", (4, 3), (4, 2)),
        ("flood", "Flood at the main site", (1, 4), (1, 4)),
    )
)  # fmt: skip
AUTHORITY = (
    Raci(
        code="declare", name="Declare a major incident", responsible=("duty_manager",),
        accountable="incident_manager", consulted=("technical_lead",), informed=("loggist",),
    ),
    Raci(
        code="spend", name="Spend on overtime", responsible=("resource_planner", "duty_manager"),
        accountable="head_of_operations",
    ),
)  # fmt: skip
AUDIENCES = (
    Audience(code="customers", name="Customers affected", says="Who rings.", outside=True),
    Audience(code="floor", name="Colleagues on the floor", says="Who answers."),
)
COMMUNICATIONS = (
    CommsRule(
        code="floor_first", audience="floor", channels=("in_product",), first_within=hours(0.25),
        approver="communications_lead", every=hours(0.5), priorities=frozenset({"P1", "P2"}),
        template="holding",
    ),
    CommsRule(
        code="floor_later", audience="floor", channels=("email",), first_within=hours(4),
        approver="team_leader", priorities=frozenset({"P3"}), groups=frozenset({"technology"}),
    ),
    CommsRule(
        code="customers_major", audience="customers", channels=("status_page", "ivr"),
        first_within=hours(0.5), every=hours(1), approver="executive_sponsor", when_major=True,
    ),
)  # fmt: skip


def whole() -> Strategy:
    """Return the shipped strategy with these parts in place of its own."""
    return replace(
        shipped(),
        harm_scale=HARM_SCALE,
        services={one.code: one for one in SERVICES},
        risk_scale=RISK_SCALE,
        risks={one.code: one for one in RISKS},
        authority={one.code: one for one in AUTHORITY},
        audiences={one.code: one for one in AUDIENCES},
        templates={"holding": Template(code="holding", name="Holding", says="We know of {what}.")},
        communications={one.code: one for one in COMMUNICATIONS},
    )
