"""The least that every part of a strategy must say, around rules of a test's own.

It names only what each strategy of the tests has: the category ``unknown``, the path ``generic``
and a few roles.
"""

from __future__ import annotations

import copy
from typing import Any

_LEVELS = {"low": {"name": "Low", "says": "Little."}, "high": {"name": "High", "says": "Much."}}
_PLANS: dict[str, Any] = {
    "scope": {"includes": ["Every site"]},
    "goals": {
        "reachable": {
            "name": "Customers reach us",
            "says": "Nobody waits long.",
            "owner": "duty_manager",
            "served_by": ["paths", "playbooks", "targets", "measures"],
        }
    },
    "measures": {
        "restored": {
            "name": "Time to restore",
            "formula": "from logged to restored",
            "unit": "min",
            "better": "lower",
        }
    },
    "services": {"telephony": {"name": "Telephony", "says": "Customers reach us by phone."}},
    "risk_scale": {
        "likelihood": _LEVELS,
        "consequence": _LEVELS,
        "bands": {"bear": {"name": "Bear", "upto": 4, "says": "Watch it."}},
    },
    "risks": {
        "carrier": {
            "name": "The carrier fails",
            "says": "One carrier brings every call.",
            "owner": "duty_manager",
            "inherent": {"likelihood": 2, "consequence": 2},
            "current": {"likelihood": 2, "consequence": 1},
            "target": {"likelihood": 1, "consequence": 1},
            "controls": ["A second carrier"],
            "review_on": "2027-03-01",
        }
    },
    "authority": {
        "declare": {
            "name": "Declare a major incident",
            "responsible": ["incident_manager"],
            "accountable": "duty_manager",
        }
    },
    "audiences": {
        "floor": {"name": "The floor", "says": "Everybody on shift."},
        "callers": {"name": "Callers", "says": "Whoever calls us.", "outside": True},
    },
    "communications": {
        code: {
            "audience": code,
            "channels": ["voice"],
            "first_within": "5 min",
            "every": "30 min",
            "approver": "duty_manager",
            "must_say": ["what to do"],
        }
        for code in ("floor", "callers")
    },
    "we_are": ["employer"],
    "obligations": {
        "client": {
            "says": "A client hears of an outage.",
            "notify": "the client",
            "within": "one hour",
        }
    },
    "resources": {"bridge": {"name": "Bridge", "kind": "system", "says": "Where everybody talks."}},
    "levers": {
        "callback": {
            "name": "Call back",
            "says": "Switch it on.",
            "brings": "a shorter queue",
            "within": "15 min",
            "approver": "duty_manager",
        }
    },
    "training": {
        "leading": {
            "name": "Leading",
            "says": "Half a day.",
            "roles": ["incident_manager"],
            "valid_for": "365 d",
        }
    },
    "exercises": {
        "table": {
            "name": "At a table",
            "kind": "tabletop",
            "says": "An hour.",
            "tests": ["paths"],
            "every": "182 d",
            "owner": "duty_manager",
        }
    },
    "reviews": {
        "whole": {"name": "All", "says": "Read.", "owner": "duty_manager", "every": "365 d"}
    },
    "agreement": {"groups": {}, "approvers": [], "review_every": "365 d"},
}


def small_plans() -> dict[str, Any]:
    """Return the plans as a plain tree that a test may change."""
    return copy.deepcopy(_PLANS)
