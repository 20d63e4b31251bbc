"""Who may do what: account roles and the actions they allow.

Responder roles on one incident are the strategy's business; this page is about signed-in people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a signed-in person is in the organisation."""

    AGENT = "agent"
    TEAM_LEADER = "team_leader"
    INCIDENT_MANAGER = "incident_manager"
    COMMUNICATIONS = "communications"
    PLANNER = "planner"
    QUALITY = "quality"
    WELFARE = "welfare"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Action(StrEnum):
    """What can be done to an incident or to the product."""

    READ = "read"
    LOG = "log"
    NOTE = "note"
    ASK_HELP = "ask_help"
    ACKNOWLEDGE = "acknowledge"
    ASSESS = "assess"
    OVERRIDE_PRIORITY = "override_priority"
    DECLARE_MAJOR = "declare_major"
    ESCALATE = "escalate"
    HOLD = "hold"
    WORK = "work"
    UPDATE = "update"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    RETYPE = "retype"
    MERGE = "merge"
    RESTRICT = "restrict"
    SETTLE = "settle"
    CLAIM_FACT = "claim_fact"
    VERIFY_FACT = "verify_fact"
    VOTE = "vote"
    ATTACH = "attach"
    KEEP_STATUS_PAGE = "keep_status_page"
    KEEP_WORDS = "keep_words"
    READ_VAULT = "read_vault"
    READ_SPECIAL = "read_special"
    KEEP_VAULT = "keep_vault"
    COMPLAIN = "complain"
    ARRANGE_TURNS = "arrange_turns"
    PLAN_ROTA = "plan_rota"
    DRAFT_POLICY = "draft_policy"
    COMMENT_POLICY = "comment_policy"
    TEST_POLICY = "test_policy"
    KEEP_RECORDS = "keep_records"
    PUBLISH_POLICY = "publish_policy"
    MIGRATE_POLICY = "migrate_policy"
    ADMINISTER = "administer"


_R = Role
_EVERYBODY = frozenset(Role)
_FLOOR = _EVERYBODY - {_R.AUDITOR}
_RESPONDERS = _FLOOR - {_R.AGENT, _R.ADMINISTRATOR}
_LEADERS = frozenset({_R.TEAM_LEADER, _R.INCIDENT_MANAGER})
_MANAGERS = frozenset({_R.INCIDENT_MANAGER})

MAY: Mapping[Action, frozenset[Role]] = {
    Action.READ: _EVERYBODY,
    Action.LOG: _FLOOR,
    Action.NOTE: _FLOOR,
    Action.ASK_HELP: _FLOOR,
    Action.COMPLAIN: _FLOOR,
    Action.ARRANGE_TURNS: _FLOOR,
    Action.PLAN_ROTA: _LEADERS | {_R.PLANNER, _R.ADMINISTRATOR},
    Action.ACKNOWLEDGE: _RESPONDERS,
    Action.WORK: _RESPONDERS,
    Action.UPDATE: _LEADERS | {_R.COMMUNICATIONS},
    Action.ESCALATE: _RESPONDERS,
    Action.ASSESS: _LEADERS | {_R.QUALITY, _R.PLANNER, _R.COMMUNICATIONS},
    Action.OVERRIDE_PRIORITY: _LEADERS,
    Action.DECLARE_MAJOR: _LEADERS,
    Action.HOLD: _LEADERS,
    Action.RESOLVE: _LEADERS,
    Action.CLOSE: _LEADERS | {_R.QUALITY},
    Action.REOPEN: _LEADERS | {_R.QUALITY},
    Action.RETYPE: _LEADERS,
    Action.MERGE: _LEADERS,
    Action.RESTRICT: _MANAGERS,
    Action.SETTLE: _LEADERS | {_R.QUALITY, _R.COMMUNICATIONS},
    Action.CLAIM_FACT: _FLOOR,
    Action.VERIFY_FACT: _RESPONDERS,
    Action.VOTE: _FLOOR,
    Action.ATTACH: _FLOOR,
    Action.KEEP_STATUS_PAGE: _LEADERS | {_R.COMMUNICATIONS, _R.ADMINISTRATOR},
    Action.KEEP_WORDS: _MANAGERS | {_R.COMMUNICATIONS, _R.QUALITY, _R.ADMINISTRATOR},
    Action.READ_VAULT: _LEADERS | {_R.QUALITY, _R.WELFARE},
    Action.READ_SPECIAL: _MANAGERS | {_R.WELFARE},
    Action.KEEP_VAULT: _MANAGERS | {_R.QUALITY},
    Action.DRAFT_POLICY: _MANAGERS | {_R.QUALITY, _R.PLANNER, _R.COMMUNICATIONS, _R.ADMINISTRATOR},
    Action.COMMENT_POLICY: _EVERYBODY,
    Action.TEST_POLICY: _LEADERS
    | {_R.QUALITY, _R.PLANNER, _R.COMMUNICATIONS, _R.ADMINISTRATOR, _R.AUDITOR},
    Action.KEEP_RECORDS: _LEADERS | {_R.QUALITY, _R.PLANNER, _R.ADMINISTRATOR},
    Action.PUBLISH_POLICY: _MANAGERS | {_R.ADMINISTRATOR},
    Action.MIGRATE_POLICY: _MANAGERS,
    Action.ADMINISTER: frozenset({_R.ADMINISTRATOR}),
}


_SAID: Mapping[Action, str] = {
    Action.CLAIM_FACT: "claim a fact",
    Action.VERIFY_FACT: "verify or withdraw a fact",
    Action.ATTACH: "attach a file",
    Action.KEEP_STATUS_PAGE: "look after a status page",
    Action.KEEP_WORDS: "change the glossary",
    Action.READ_VAULT: "read what the vault keeps",
    Action.READ_SPECIAL: "read health details and the like",
    Action.KEEP_VAULT: "look after the vault",
}


class NotAllowed(Exception):
    """The person has none of the roles that may do this."""

    def __init__(self, action: Action) -> None:
        self.action = action
        roles = ", ".join(sorted(role.replace("_", " ") for role in MAY[action]))
        said = _SAID.get(action, action.replace("_", " "))
        super().__init__(f"Only these roles may {said}: {roles}.")


def may(roles: Iterable[str], action: Action) -> bool:
    """Return whether one of ``roles`` allows ``action``."""
    return not MAY[action].isdisjoint(roles)


def require(roles: Iterable[str], action: Action) -> None:
    """Raise NotAllowed unless one of ``roles`` allows ``action``."""
    if not may(roles, action):
        raise NotAllowed(action)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does it: a person with their account roles, or the system itself (which may do all)."""

    key: str
    person_id: int | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()

    @property
    def is_system(self) -> bool:
        """Whether this is the product itself and not a person."""
        return self.person_id is None

    def must(self, action: Action) -> None:
        """Raise NotAllowed unless this actor may do ``action``."""
        if not self.is_system:
            require(self.roles, action)


def system(what: str) -> Actor:
    """Return the product acting by itself, such as ``system:worker``."""
    return Actor(key=f"system:{what}", name=what)
