"""What stories of agreeing a strategy begin with: a draft that names whom to ask and who signs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, cast

import pytest

from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies import consultation_links, drafts, yaml_text
from musterpoint.apps.policies.models import (
    Acknowledgement,
    AgreedVersion,
    Answer,
    ApprovalRequest,
    Consultation,
    Contribution,
    Invitation,
    ReviewDate,
    Signature,
    StrategyDraft,
    StrategyVersion,
)
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor
from musterpoint.domain.policy.tree import Plain, plain_of
from musterpoint.usecases.approve_draft import ask_for_approval, sign_draft
from musterpoint.usecases.consult_draft import Guest, invite, open_consultation
from musterpoint.usecases.contribute import contribute_by_link
from musterpoint.usecases.edit_clause import edit_clause
from musterpoint.usecases.start_draft import start_draft
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import at, default_text
from tests.small_plans import small_plans

DAY = 24 * 60
AGREEMENT: dict[str, Plain] = {
    "groups": {
        "agents": {"name": "Agents", "says": "They do the work."},
        "works_council": {"name": "Works council", "says": "It speaks for colleagues."},
    },
    "approvers": ["incident_manager", "welfare_lead"],
    "open_for": "5 d",
    "review_every": "365 d",
    "acknowledged_by": ["agent"],
}
_KEPT = """format title organisation zone purpose impact urgency priorities high_priorities matrix
overrides targets calendars marks reassess hold_reasons major roles paths triage logging closing
generic_category categories playbooks"""
ANA = Guest(name="Ana Lima", email="ana@council.example")
_TABLES = (
    Acknowledgement,
    AgreedVersion,
    Answer,
    ApprovalRequest,
    Consultation,
    Contribution,
    Entry,
    Invitation,
    Message,
    ReviewDate,
    Signature,
    StrategyVersion,
    Timer,
)


def agreed_text(**changes: Plain) -> str:
    """Return a small strategy without errors and with a rule of agreement of this test's own."""
    return yaml_text.write({**_small(), "agreement": {**AGREEMENT, **changes}})


@lru_cache(maxsize=1)
def _small() -> dict[str, Plain]:
    """Return the shipped strategy with what it always had, and three of its categories."""
    root = yaml_text.read(default_text()).root
    assert root is not None
    whole: Any = plain_of(root)
    tree: Any = {key: whole[key] for key in _KEPT.split()}
    first = [tree["generic_category"], *list(tree["categories"])[:2]]
    tree["categories"] = {code: tree["categories"][code] for code in dict.fromkeys(first)}
    for one in tree["categories"].values():
        for name in ("comms", "services", "obligations"):
            one.pop(name, None)
    used = {one["playbook"] for one in tree["categories"].values()}
    tree["playbooks"] = {code: one for code, one in tree["playbooks"].items() if code in used}
    return cast(dict[str, Plain], tree | small_plans())


def begun(by: Actor, **changes: Plain) -> int:
    """Begin a draft that names two groups and two approvers."""
    return start_draft(text=agreed_text(**changes), by=by, at=at(0))


def in_consultation(by: Actor, **changes: Plain) -> int:
    """Put such a draft to consultation."""
    pk = begun(by, **changes)
    open_consultation(draft_id=pk, says="Please look at the matrix.", by=by, at=at(1))
    return pk


def invited(pk: int, by: Actor, *, group: str = "works_council") -> Invitation:
    """Invite Ana from outside and return her invitation, as her link opens it."""
    (number,) = invite(draft_id=pk, group=group, guests=[ANA], by=by, at=at(2))
    row = Invitation.objects.get(pk=number)
    return consultation_links.read(consultation_links.make(row))


def heard(pk: int, by: Actor) -> None:
    """Let both groups be heard: one by a link, one in a meeting."""
    from musterpoint.usecases.consult_draft import record_consultation

    contribute_by_link(invitation=invited(pk, by), says="", read=True, at=at(10))
    record_consultation(
        draft_id=pk,
        group="agents",
        held_on=at(0).date(),
        spoke_with="The early shift",
        says="",
        by=by,
        at=at(20),
    )


def in_approval(by: Actor, **changes: Plain) -> int:
    """Lead a draft as far as approval."""
    pk = in_consultation(by, **changes)
    heard(pk, by)
    ask_for_approval(draft_id=pk, by=by, at=at(6 * DAY))
    return pk


def sign(pk: int, role: str, by: Actor, **more: Any) -> None:
    facts: dict[str, Any] = {"digest": row(pk).digest, "at": at(6 * DAY + 10)}
    sign_draft(draft_id=pk, role=role, by=by, **facts | more)


def approved(people: dict[str, Actor], **changes: Plain) -> int:
    """Lead a draft as far as publishing."""
    pk = in_approval(people["incident_manager"], **changes)
    sign(pk, "incident_manager", people["incident_manager"])
    sign(pk, "welfare_lead", people["welfare"])
    return pk


def row(pk: int) -> StrategyDraft:
    return StrategyDraft.objects.get(pk=pk)


def said(pk: int, path: str, new: Plain, *, by: Actor, when: datetime | None = None) -> None:
    """Change one clause of a draft, saying why."""
    clause = drafts.clause(pk, path)
    edit_clause(
        draft_id=pk,
        path=path,
        value=new,
        revision=clause.revision,
        by=by,
        at=when or at(30),
        why="Somebody asked for it",
    )


def counted() -> list[int]:
    """Return how many rows there are of everything a refusal must leave alone."""
    return [table.objects.count() for table in _TABLES]


def states() -> list[Any]:
    """Return all drafts and versions with what they say of themselves."""
    return [
        *StrategyDraft.objects.order_by("pk").values_list("pk", "state", "digest", "changed_at"),
        *counted(),
    ]


def adds_up(stream: str) -> None:
    verdict = verify_ledger(stream=stream)
    assert verdict.bad is None, str(verdict.bad)


def letters(to: Actor | str) -> list[Message]:
    """Return the mail queued for somebody, in order."""
    if isinstance(to, str):
        rows = Message.objects.filter(address=to)
    else:
        rows = Message.objects.filter(recipient=to.person_id, channel="email")
    return list(rows.order_by("id"))


def later(days: float) -> datetime:
    return at(0) + timedelta(days=days)


@contextmanager
def refused(refusal: type[Exception]) -> Iterator[pytest.ExceptionInfo[Exception]]:
    """Expect ``refusal``, and that nothing at all was changed."""
    before = states()
    with pytest.raises(refusal) as info:
        yield info
    assert states() == before
