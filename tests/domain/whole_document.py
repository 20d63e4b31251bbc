"""A strategy text in which every field of every plan is said, on top of the shipped one."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.parsing import parse
from musterpoint.domain.policy.tree import grown
from tests.domain.strategies import shipped

AIMS: dict[str, Any] = {
    "scope": {
        "includes": ["Every site"],
        "excludes": ["Shops"],
        "context": "Two sites and one partner.",
        "rationale": "Shops have a plan of their own.",
    },
    "goals": {
        "reachable": {
            "name": "Customers reach us",
            "says": "Nobody waits long.",
            "owner": "duty_manager",
            "served_by": ["paths.technology", "measures.restored", "matrix"],
            "rationale": "They call because it matters.",
        }
    },
    "measures": {
        "restored": {
            "name": "Time to restore",
            "formula": "from logged to restored",
            "unit": "min",
            "better": "lower",
            "aim": 240,
            "computed": "time_to_restore",
            "owner": "duty_manager",
            "rationale": "It is what a caller feels.",
        },
        "welcome": {
            "name": "Welcome",
            "formula": "asked of callers",
            "unit": "points",
            "better": "higher",
            "aim": 4.5,
        },
    },
}
CONTINUITY: dict[str, Any] = {
    "harm_scale": {
        "times": ["1 h", "4 h", "1 d"],
        "unacceptable": 5,
        "rationale": "Three moments.",
    },
    "services": {
        "telephony": {
            "name": "Telephony",
            "says": "Customers reach us by phone.",
            "kind": "internal",
            "critical": True,
            "owner": "it_service_desk",
            "mtpd": "8 h",
            "rto": "4 h",
            "rpo": "0 min",
            "mbco": "Half of the lines.",
            "detection": "10 min",
            "decision": "20 min",
            "backup_every": "1 h",
            "minimum_staff": 12,
            "depends_on": ["carrier"],
            "workarounds": ["Divert to the partner"],
            "harm": {"customers": [2, 3, 5], "money": [0, 1, 2]},
            "rationale": "Measured last year.",
        },
        "carrier": {"name": "Carrier", "says": "Brings every call.", "kind": "supplier"},
    },
    "risk_scale": {
        "likelihood": {"rare": {"name": "Rare", "says": "Once in ten years."}},
        "consequence": {"small": {"name": "Small", "says": "A bad hour.", "rationale": "So."}},
        "bands": {"bear": {"name": "Bear", "upto": 4, "says": "Watch it."}},
        "rationale": "Kept short.",
    },
    "risks": {
        "carrier_fails": {
            "name": "The carrier fails",
            "says": "One carrier brings every call.",
            "owner": "it_service_desk",
            "inherent": {"likelihood": 2, "consequence": 5},
            "current": {"likelihood": 2, "consequence": 3},
            "target": {"likelihood": 1, "consequence": 3},
            "controls": ["A second carrier"],
            "categories": ["tel_total"],
            "review_on": "2027-03-01",
            "rationale": "It happened twice.",
        }
    },
}
TELLING: dict[str, Any] = {
    "authority": {
        "declare": {
            "name": "Declare a major incident",
            "responsible": ["duty_manager"],
            "accountable": "executive_sponsor",
            "consulted": ["legal_compliance"],
            "informed": ["agent"],
        }
    },
    "audiences": {
        "callers": {"name": "Callers", "says": "Whoever calls us.", "outside": True},
        "floor": {"name": "The floor", "says": "Everybody on shift."},
    },
    "templates": {
        "first": {
            "name": "First words",
            "says": "We know of {what}.",
            "languages": {"cy": "Gwyddom am {what}."},
        }
    },
    "communications": {
        "callers_high": {
            "audience": "callers",
            "channels": ["recorded announcement"],
            "first_within": "15 min",
            "approver": "communications_lead",
            "every": "30 min",
            "priorities": ["P1", "P2"],
            "groups": ["technology"],
            "categories": ["tel_total"],
            "when_major": True,
            "template": "first",
            "must_say": ["when the next update comes"],
            "must_not_say": ["who is to blame"],
            "forbids": ["blame", "unverified_cause"],
            "second_person": "always",
            "rationale": "Silence costs calls.",
        }
    },
    "facts_good_for": "4 h",
}
DUTIES: dict[str, Any] = {
    "we_are": ["controller", "ombudsman_scheme"],
    "contracts": {
        "northwind": {
            "account": "northwind",
            "name": "Northwind",
            "owner": "key_account_manager",
            "clocks": {
                "notice": {
                    "name": "First notice",
                    "within": "36 h",
                    "calendar": "business",
                    "met_by": "first_update",
                    "anchor": "logged",
                    "notify": "the service manager",
                    "holds": ["waiting_for_access"],
                    "marks": [0.5, 1],
                    "credit": "2 % of the month",
                }
            },
            "says": "Signed in spring.",
            "categories": ["tel_total"],
            "in_force": {"from": "2026-01-01", "to": "2026-12-31"},
            "review_on": "2026-10-01",
            "rationale": "The largest account.",
        }
    },
}
OBLIGATION: dict[str, Any] = {
    "name": "Notice of a breach",
    "says": "A breach of personal data is told.",
    "notify": "the regulator",
    "within": "72 h",
    "reference": "Article 33",
    "confirmed": True,
    "kind": "notification",
    "applies_to": ["all"],
    "trigger": "a breach with a risk",
    "anchor": "becoming aware",
    "clock": {
        "counting": "business_days",
        "strength": "statute",
        "value": 0,
        "unit": "days",
        "calendar": "business",
        "counts_first_day": True,
        "house": "12 h",
        "says": "Aware is when somebody here knew.",
    },
    "content": ["what happened"],
    "version_of": "earlier",
    "confidence": "source",
    "sources": ["the act itself"],
    "owner": "dpo",
    "on_suspicion": True,
    "confirmed_by": "our adviser",
    "confirmed_on": "2026-11-02",
    "rationale": "Trust.",
    "in_force": {"from": "2018-05-25", "to": "2027-03-17"},
}
PREPARING: dict[str, Any] = {
    "retention": {
        "bank": {
            "name": "Bank accounts",
            "says": "To send money back.",
            "keep_for": "60 d",
            "rationale": "Long enough to see it arrive.",
        }
    },
    "resources": {
        "bridge": {
            "name": "Bridge",
            "kind": "system",
            "says": "Where everybody talks.",
            "amount": "one",
            "role": "it_service_desk",
            "alternates": ["A group call"],
            "rationale": "Talking beats typing.",
        }
    },
    "levers": {
        "callback": {
            "name": "Call back",
            "says": "Switch it on.",
            "brings": "a third fewer waiting",
            "within": "15 min",
            "approver": "duty_manager",
            "cost": "none",
            "limits": "an hour",
            "rationale": "Cheap.",
        }
    },
    "training": {
        "leading": {
            "name": "Leading",
            "says": "Half a day.",
            "roles": ["duty_manager"],
            "valid_for": "365 d",
            "rationale": "Skills fade.",
        }
    },
    "exercises": {
        "phones": {
            "name": "Telephones down",
            "kind": "tabletop",
            "says": "An hour at a table.",
            "tests": ["paths.technology.duty_manager", "playbooks"],
            "every": "180 d",
            "owner": "learning_lead",
            "scenario": "telephony_total",
            "last_held_on": "2026-05-04",
            "rationale": "The likeliest day.",
        }
    },
    "reviews": {
        "whole": {
            "name": "The strategy",
            "says": "Read as a whole.",
            "owner": "executive_sponsor",
            "every": "365 d",
            "after": "a major incident",
        }
    },
    "agreement": {
        "groups": {"leaders": {"name": "Team leaders", "says": "They lead the floor."}},
        "approvers": ["executive_sponsor"],
        "open_for": "14 d",
        "review_every": "365 d",
        "acknowledged_by": ["agent", "team_leader"],
        "rationale": "Those who run it.",
    },
    "mapping": {"iso22301": {"5.2": ["purpose", "goals"], "8.4": ["goals.reachable"]}},
}
PLANS = {**AIMS, **CONTINUITY, **TELLING, **DUTIES, **PREPARING}


def whole_tree() -> dict[str, Any]:
    """Return the whole document as a plain tree that a test may change."""
    tree = copy.deepcopy(dump(shipped())) | copy.deepcopy(PLANS)
    tree["obligations"]["earlier"] = {key: OBLIGATION[key] for key in ("says", "notify", "within")}
    tree["obligations"]["breach"] = copy.deepcopy(OBLIGATION)
    return tree


@lru_cache(maxsize=1)
def whole() -> Strategy:
    strategy, findings = parse(grown(whole_tree()))
    assert strategy is not None, findings
    return strategy
