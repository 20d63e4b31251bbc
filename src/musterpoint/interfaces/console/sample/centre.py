"""Who and what the sample centre is: a maker of heating appliances, two sites and home workers.

All names are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

from musterpoint.domain.authority import Role

NAME = "Calder Appliances contact centre"
ZONE = "Europe/London"
PASSWORD = "muster-point-demo"  # noqa: S105 - printed by the demo, on a loopback address only
DOMAIN = "calder.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody of the sample centre and the responder roles they answer for."""

    key: str
    name: str
    roles: tuple[Role, ...]
    answers_for: tuple[str, ...] = ()
    team: str = ""

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.key}@{DOMAIN}"


R = Role
PEOPLE: tuple[Colleague, ...] = (
    Colleague(
        key="asha.patel",
        name="Asha Patel",
        roles=(R.INCIDENT_MANAGER,),
        answers_for=("duty_manager", "incident_manager"),
        team="operations",
    ),
    Colleague(
        key="marcus.webb",
        name="Marcus Webb",
        roles=(R.INCIDENT_MANAGER,),
        answers_for=("incident_manager", "head_of_operations", "executive_sponsor"),
        team="operations",
    ),
    Colleague(
        key="ben.okafor",
        name="Ben Okafor",
        roles=(R.TEAM_LEADER,),
        answers_for=("team_leader", "loggist", "it_service_desk"),
        team="leeds",
    ),
    Colleague(
        key="siobhan.kelly",
        name="Siobhán Kelly",
        roles=(R.TEAM_LEADER,),
        answers_for=("team_leader", "technical_lead", "facilities", "first_aider", "engineering"),
        team="cardiff",
    ),
    Colleague(
        key="carol.reid",
        name="Carol Reid",
        roles=(R.COMMUNICATIONS,),
        answers_for=("communications_lead", "customer_impact_lead", "key_account_manager"),
        team="operations",
    ),
    Colleague(
        key="tomasz.nowak",
        name="Tomasz Nowak",
        roles=(R.PLANNER,),
        answers_for=("resource_planner", "production_planner", "logistics", "supplier_manager"),
        team="operations",
    ),
    Colleague(
        key="grace.adeyemi",
        name="Grace Adeyemi",
        roles=(R.QUALITY,),
        answers_for=(
            "quality_engineer",
            "compliance",
            "dpo",
            "legal_compliance",
            "complaints_lead",
        ),
        team="operations",
    ),
    Colleague(
        key="owen.price",
        name="Owen Price",
        roles=(R.WELFARE,),
        answers_for=("welfare_lead", "hr", "safeguarding_lead"),
        team="operations",
    ),
    Colleague(
        key="leila.hassan",
        name="Leila Hassan",
        roles=(R.ADMINISTRATOR,),
        answers_for=("security",),
        team="operations",
    ),
    Colleague(key="ivor.bright", name="Ivor Bright", roles=(R.AUDITOR,)),
    Colleague(key="maya.singh", name="Maya Singh", roles=(R.AGENT,), team="leeds"),
    Colleague(key="dan.murphy", name="Dan Murphy", roles=(R.AGENT,), team="leeds"),
    Colleague(key="ffion.rees", name="Ffion Rees", roles=(R.AGENT,), team="cardiff"),
    Colleague(key="jonas.lind", name="Jonas Lind", roles=(R.AGENT,), team="home"),
)

TEAMS = {
    "operations": "Operations",
    "leeds": "Leeds floor",
    "cardiff": "Cardiff floor",
    "home": "Home workers",
}
SITES = (("leeds", "Leeds", 140), ("cardiff", "Cardiff", 70), ("home", "Home workers", 60))
QUEUES = (  # their services are those of the strategy in force
    ("faults", "Faults and breakdowns", "enquiries"),
    ("billing", "Billing", "enquiries"),
    ("trade", "Trade and installers", "enquiries"),
    ("safety", "Gas safety", "safety_line"),
    ("chat", "Web chat", "chatbot"),
    ("spares", "Spare parts", "orders"),
)
ACCOUNTS = (
    ("harlow", "Harlow OEM", True),
    ("brightwell", "Brightwell Homes", True),
    ("northgate", "Northgate Stores", False),
    ("fenwick", "Fenwick Housing Association", False),
)
