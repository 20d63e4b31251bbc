"""Ledger entries in words: one line for what happened, the changes that matter under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from musterpoint.apps.incidents.queries.words import pk_in
from musterpoint.domain.obligations import is_promise
from musterpoint.domain.policy.document import Strategy
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.shown import labels, towards

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What codes in an entry mean: the incident's strategy, people by id, tasks by position.

    ``seen`` are the other incidents that may be named.
    """

    strategy: Strategy
    names: Mapping[int, str] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)
    seen: frozenset[int] = frozenset()


# kind: words, icon, tone, loud
LINES: dict[str, tuple[Any, str, str, bool]] = {
    "logged": (later("Logged"), "plus", "act", False),
    "acknowledged": (later("Acknowledged"), "tick", "ok", False),
    "assessed": (later("Assessed"), "up", "", False),
    "briefing_ended": (later("A briefing ended"), "check", "", False),
    "briefing_issued": (later("Briefed colleagues"), "send", "act", False),
    "briefing_outdated": (later("A briefing told what no longer holds"), "alert", "now", True),
    "briefing_reminded": (later("Reminded who has not read a briefing"), "send", "", False),
    "briefing_revised": (later("Revised a briefing"), "send", "act", False),
    "clock_breached": (later("A time allowed ran out"), "clock", "now", True),
    "clock_marked": (later("A clock reached a mark"), "clock", "", False),
    "clock_nearly_spent": (later("Judged anew, as little time is left"), "up", "now", True),
    "breach_suspected": (later("A breach of personal data is suspected"), "alert", "now", True),
    "duty_anchored": (later("The start of a duty's time was set"), "clock", "act", False),
    "duty_late": (later("A duty is late"), "alert", "now", True),
    "duty_marked": (later("The time of a duty is running out"), "clock", "", False),
    "closed": (later("Closed"), "tick", "ok", True),
    "complaint_linked": (later("A complaint was linked"), "link", "", False),
    "escalated": (later("Escalated"), "up", "", False),
    "escalation_declined": (later("Declined the call"), "cross", "", False),
    "escalation_undelivered": (later("A call reached nobody"), "alert", "now", True),
    "step_skipped": (later("A step was left out"), "swap", "", False),
    "escalation_asked": (later("Asked to escalate"), "up", "act", False),
    "contradiction_settled": (later("Both of two facts hold"), "check", "", False),
    "fact_checked": (later("Checked a fact again"), "check", "ok", False),
    "fact_claimed": (later("Claimed"), "plus", "", False),
    "fact_verified": (later("Verified a fact"), "check", "ok", False),
    "fact_withdrawn": (later("Withdrew a fact"), "cross", "now", True),
    "facts_contradict": (later("Facts contradict each other"), "alert", "now", False),
    "facts_corrected": (later("Details changed"), "pen", "", False),
    "facts_to_check": (later("Facts are to be checked again"), "clock", "", False),
    "file_attached": (later("Attached a file"), "plus", "", False),
    "file_erased": (later("Erased a file"), "cross", "", False),
    "file_withdrawn": (later("Withdrew a file"), "cross", "", False),
    "handover_accepted": (later("Accepted a handover"), "swap", "ok", False),
    "handover_declined": (later("Declined a handover"), "swap", "", False),
    "handover_lapsed": (later("A handover was not accepted in time"), "swap", "now", True),
    "handover_offered": (later("Offered a handover"), "swap", "act", False),
    "handover_withdrawn": (later("Withdrew a handover"), "swap", "", False),
    "held": (later("Put on hold"), "pause", "", False),
    "help_answered": (later("Answered a call for help"), "hand", "ok", False),
    "help_asked": (later("Asked for help"), "hand", "act", False),
    "help_offered": (later("Is coming to help"), "hand", "ok", False),
    "help_widened": (later("Nobody reacted to a call for help"), "hand", "now", False),
    "imported": (later("Imported from another system"), "down", "", False),
    "imported_update": (later("Update, imported"), "down", "", False),
    "imported_late": (later("Imported later"), "down", "", False),
    "imported_correction": (later("Correction, imported"), "down", "", False),
    "review_reminded": (later("Reminded of the review"), "clock", "", False),
    "link_undone": (later("A link was undone"), "link", "", False),
    "linked": (later("Linked"), "link", "", False),
    "linked_here": (later("Another incident was linked here"), "link", "", False),
    "major_declared": (later("Declared a major incident"), "flag", "now", True),
    "merge_here_undone": (later("A merge into this one was undone"), "swap", "", False),
    "merge_undone": (later("The merge was undone"), "swap", "", True),
    "merged": (later("Merged into another incident"), "swap", "", True),
    "merged_here": (later("Another incident was merged into this one"), "swap", "", False),
    "note": (later("Note"), "pen", "", False),
    "decision": (later("Decision"), "check", "act", True),
    "call": (later("Call"), "send", "", False),
    "obligation_reopened": (later("An obligation is open again"), "alert", "", False),
    "obligation_settled": (later("An obligation was settled"), "check", "ok", False),
    "policy_moved": (later("Moved to another version of the strategy"), "book", "", True),
    "promise_broken": (later("A promise was not kept in time"), "clock", "now", True),
    "promise_kept": (later("Kept a promise"), "check", "ok", False),
    "promise_let_go": (later("Let a promise go"), "cross", "", False),
    "promise_made": (later("Promised"), "hand", "act", False),
    "promise_moved": (later("Moved a promise"), "clock", "soon", False),
    "promise_reminded": (later("Reminded of a promise"), "clock", "", False),
    "reassess_prompted": (later("Asked to look at the priority again"), "alert", "", False),
    "reopened": (later("Reopened"), "play", "now", True),
    "resolved": (later("Resolved"), "tick", "ok", True),
    "restricted": (later("Who may see it was changed"), "lock", "", False),
    "resumed": (later("Taken off hold"), "play", "", False),
    "retyped": (later("Withdrawn: it is no incident"), "cross", "", True),
    "role_assigned": (later("A role was assigned"), "person", "", False),
    "role_opened": (later("A role was opened"), "person", "", False),
    "role_released": (later("A role was released"), "person", "", False),
    "role_taken": (later("Took a role"), "person", "ok", False),
    "stood_down": (later("Stood down from major"), "flag", "ok", True),
    "task_added": (later("Added a task"), "plus", "", False),
    "task_done": (later("Task done"), "check", "ok", False),
    "task_dropped": (later("Task not needed"), "cross", "", False),
    "task_reopened": (later("Task is open again"), "ring", "", False),
    "tasks_due": (later("Tasks fell due"), "clock", "", False),
    "triage_prompted": (later("Asked to say whether it is an incident"), "alert", "", False),
    "audience_late": (later("An audience was not told in time"), "clock", "now", True),
    "correction_begun": (later("Correction begun"), "alert", "now", True),
    "correction_open": (later("The correction has not reached everybody"), "alert", "now", False),
    "delivery_marked": (later("Delivery by hand"), "send", "", False),
    "update_abandoned": (later("Update given up"), "cross", "", False),
    "update_approved": (later("Update agreed to"), "check", "ok", False),
    "update_asked": (later("Asked to agree to an update"), "send", "", False),
    "update_drafted": (later("Update drafted"), "pen", "", False),
    "update_reworded": (later("Update worded otherwise"), "pen", "", False),
    "update_sent": (later("Update sent"), "send", "act", False),
    "update_sent_back": (later("Update sent back"), "alert", "soon", False),
    "withdrawal_undone": (later("Taken back: it is an incident after all"), "play", "", True),
    "work_begun": (later("Work began"), "play", "", False),
}
LATE_AFTER = timedelta(minutes=1)
# A first entry holds the whole row; only these of it are worth a line.
SHOWN_AT_LOGGING = ("priority", "impact", "urgency", "category")
QUIET = frozenset({
    "because", "gravest_priority", "assessed_at", "acknowledged_at", "acknowledged_by",
    "resolved_at", "resolved_by", "closed_at", "declared_at", "declared_by", "declared_criteria",
    "stood_down_at", "reassess_reason", "triage", "logged_at", "logged_by", "override_reason",
    "reopened", "source_facts", "floor_answer", "owner", "status",
})  # fmt: skip
_ABOUT_A_PART = ("role_", "task_", "obligation_", "duty_", "clock_breached", "help_")
_ABOUT_ANOTHER = frozenset({
    "linked", "linked_here", "link_undone", "merged", "merged_here", "merge_undone",
    "merge_here_undone", "complaint_linked",
})  # fmt: skip
_WORDS = {"note", "decision", "call", "update_sent", "clock_marked"}


def line(kind: str, data: Data, reader: Words) -> str:
    """Return what happened, in one line."""
    words = str(LINES.get(kind, (kind.replace("_", " ").capitalize(), "", "", False))[0])
    said = str(data.get("says") or "")
    if kind in _WORDS and said:
        if kind == "update_sent":
            audience = str(data.get("audience") or "")
            return f"{words}{f' ({audience})' if audience else ''}: {said}"
        return said
    subject = _subject(data, reader) if kind.startswith(_ABOUT_A_PART) else ""
    if kind in towards.KINDS:
        subject = towards.subject(data, reader.strategy)
    if kind.startswith("handover_"):
        subject = _handed(data, reader)
    if kind in _ABOUT_ANOTHER:
        subject = " – ".join(part for part in (_other(data, reader), said) if part)
    return ": ".join(part for part in (words, subject or said) if part)


def _handed(data: Data, reader: Words) -> str:
    """Return to whom something was offered, and how many items it was about."""
    states = [
        change.get("new")
        for change in data.get("changes", ())
        if str(change["of"]).startswith("handed:") and change["field"] == "state"
    ]
    count = ngettext("%(n)d item", "%(n)d items", len(states)) % {"n": len(states)}
    gone = states.count("gone")
    parts = [reader.names.get(data.get("to") or 0, ""), count if states else ""]
    parts.append(_("%(n)d of them gone") % {"n": gone} if gone else "")
    return ", ".join(part for part in parts if part)


def entry(one: Any, reader: Words, *, more: bool = True) -> dict[str, Any]:
    """Return one ledger entry as the timeline shows it."""
    _words, icon, tone, loud = LINES.get(one.kind, ("", "ring", "", False))
    data: Data = one.data
    changes = list(_changes(one.kind, data, reader)) if more else []
    moved = _moved(data, reader) if more and one.kind == "assessed" else 0
    return {
        "seq": one.seq,
        "at": one.at,
        "recorded_at": one.recorded_at,
        "actor_name": actor_name(one.actor, reader.names),
        "says": line(one.kind, data, reader),
        "icon": "down" if moved < 0 else icon,
        "tone": "now" if moved > 0 else tone,
        "loud": loud or moved != 0,
        "is_step": one.kind in towards.STEPS,
        "changes": changes,
        "because": data.get("because", []) if more else [],
        "detail": _detail(one.kind, data),
        "late": _late(one),
        "new_day": None,
    }


def _moved(data: Data, reader: Words) -> int:
    """Return how far the priority rose; below zero when it fell."""
    ranks = {one.code: rank for rank, one in enumerate(reader.strategy.priorities)}
    for change in data.get("changes", ()):
        if change.get("of") == "incident" and change.get("field") == "priority":
            old, new = ranks.get(change.get("old")), ranks.get(change.get("new"))
            return old - new if old is not None and new is not None else 0
    return 0


def with_days(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mark each entry of a newest-first list before which the centre's day changes."""
    zone = timezone.get_current_timezone()
    before = None
    for one in entries:
        day = one["at"].astimezone(zone).date()
        one["new_day"] = day if before is not None and day != before else None
        before = day
    return entries


def people_in(rows: list[Any]) -> set[int]:
    """Return the ids of everybody these entries name."""
    found = {int(row.actor[7:]) for row in rows if row.actor.startswith("person:")}
    for row in rows:
        for change in row.data.get("changes", ()):
            if change.get("field") in {"person", "owner", "giver", "receiver"}:
                found |= {v for v in (change.get("old"), change.get("new")) if isinstance(v, int)}
    return found


def actor_name(actor: str, names: Mapping[int, str]) -> str:
    """Return who it was: a person's name, or the product itself."""
    kind, _sep, key = actor.partition(":")
    if kind == "person" and key.isdigit():
        return names.get(int(key), _("somebody who left"))
    return {"import": _("Import"), "api": _("A program")}.get(key, "Musterpoint")


def _late(one: Any) -> timedelta | None:
    if one.kind.startswith("imported"):
        return None  # all of an import was written down later
    late = one.recorded_at - one.at
    return late if late >= LATE_AFTER else None


def references_in(rows: Iterable[Any]) -> set[int]:
    """Return the ids of the other incidents these entries name."""
    said = (str(row.data.get("other") or row.data.get("into") or "") for row in rows)
    return {found for found in map(pk_in, said) if found is not None}


def _other(data: Data, reader: Words) -> str:
    """Return which other record it was about, if the reader may know."""
    said = str(data.get("other") or data.get("into") or "")
    if not said:
        targets = (c.get("new") for c in data.get("changes", ()) if c.get("field") == "target")
        return str(next(targets, "") or "")
    other = pk_in(said)
    return said if other is None or other in reader.seen else ""


def _detail(kind: str, data: Data) -> str:
    parts = []
    if data.get("reason") and data["reason"] != data.get("says"):
        parts.append(str(data["reason"]))
    if data.get("by_way_of") == "email":
        parts.append(_("from the e-mail"))
    if data.get("by_way_of") == "phone":
        parts.append(_("by phone"))
    if kind.startswith(_ABOUT_A_PART) and data.get("says") and _subject_of(data):
        parts.append(str(data["says"]))
    if data.get("late") is True:
        parts.append(_("added after the end"))
    return " · ".join(parts)


def _subject_of(data: Data) -> str:
    return next((str(c["of"]) for c in data.get("changes", ()) if c.get("of") != "incident"), "")


def _subject(data: Data, reader: Words) -> str:
    """Return which task, role, clock or obligation it was about."""
    of, _sep, key = _subject_of(data).partition(":")
    if of == "role":
        rule = reader.strategy.roles.get(key)
        return rule.name if rule else key
    if of == "obligation":
        duty = reader.strategy.obligations.get(key)
        return (duty.name or duty.says) if duty else key
    if of == "task":
        said = (c.get("new") for c in data["changes"] if c.get("field") == "says")
        return reader.tasks.get(key) or str(next(said, ""))
    if of == "help":
        words = {c.get("field"): c.get("new") for c in data["changes"]}
        return str(words.get("answer") or words.get("says") or "")
    if of == "clock" and any(c.get("field") == "breached_at" for c in data["changes"]):
        return labels.clock(key.partition(":")[0], reader.strategy)
    if of == "clock" and is_promise(key):
        return labels.clock(key.partition(":")[0], reader.strategy)
    return ""


def _changes(kind: str, data: Data, reader: Words) -> Iterator[dict[str, str]]:
    for change in data.get("changes", ()):
        name = str(change.get("field"))
        is_row = change.get("of") == "incident"
        is_import = kind.startswith("imported")
        if "add" in change or (is_row and name in QUIET and not (is_import and name == "status")):
            continue
        if kind in ("logged", "imported") and (not is_row or name not in SHOWN_AT_LOGGING):
            continue
        if name == "hold_reason" and not change.get("new"):
            continue  # that it ended is said by the entry itself
        if not is_row and not (str(change["of"]).startswith("role:") and name == "person"):
            continue
        word = _PERSON if not is_row else labels.label(labels.FACT, name)
        yield {
            "label": str(word),
            "old": _value(name, change.get("old"), reader),
            "new": _value(name, change.get("new"), reader) or "–",
        }


_PERSON = later("Held by")


def _value(name: str, value: Any, reader: Words) -> str:
    if value is None or value == "":
        return ""
    if name in _AS:
        return str(_AS[name](value, reader))
    if isinstance(value, bool):
        return labels.yes_no(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if name.endswith("_at"):
        return _instant(str(value))
    return str(value)


def _instant(text: str) -> str:
    at = datetime.fromisoformat(text).astimezone(UTC)
    local = at.astimezone(timezone.get_current_timezone())
    return f"{local.day} {local:%b %H:%M}"


def _place(kind: str) -> Callable[[Any, Words], str]:
    def named(value: Any, _reader: Words) -> str:
        found = {one.id: one.name for one in getattr(directory.places(), kind)}
        return str(found.get(value, value))

    return named


def _level(key: str) -> Callable[[Any, Words], str]:
    def named(value: Any, reader: Words) -> str:
        found = {level.code: level.name for level in getattr(reader.strategy, key)}
        return f"{value} {found.get(value, '')}".strip()

    return named


def _person(value: Any, reader: Words) -> str:
    return reader.names.get(value, str(value)) if isinstance(value, int) else str(value)


_AS: dict[str, Callable[[Any, Words], str]] = {
    "impact": _level("impact"),
    "urgency": _level("urgency"),
    "service": _place("service"),
    "site": _place("site"),
    "queue": _place("queue"),
    "account": _place("account"),
    "person": _person,
    "owner": _person,
    "status": lambda value, _reader: labels.label(labels.STATUS, value),
    "category": lambda value, reader: labels.category(reader.strategy, value),
    "source": lambda value, _reader: labels.label(labels.SOURCE, value),
    "merged_into": lambda value, reader: (
        f"INC-{value:06d}" if value in reader.seen else _("another incident")
    ),
    "hold_reason": lambda value, reader: (
        reader.strategy.hold_reasons[value].says
        if value in reader.strategy.hold_reasons
        else str(value)
    ),
    "strategy": lambda _value, _reader: _("another version"),
}
