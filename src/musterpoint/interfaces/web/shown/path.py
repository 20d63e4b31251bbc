"""An escalation run as a page shows it: step by step, told, answered, next, after that."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.escalation.queries import Progress
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.policy.document import FALLBACK, Strategy
from musterpoint.interfaces.web.shown import labels
from musterpoint.interfaces.web.shown.strategy.naming import told_name

WAITING = frozenset({"running", "exhausted"})
RUN_STATE = {"running": "running", "acknowledged": "stopped", "exhausted": "finished"}


def run(progress: Progress | None) -> dict[str, Any]:
    """Return the head of the card."""
    if progress is None:
        return {"state": "none", "path_name": "", "clause": "", "dead_end": ""}
    row = progress.run
    answered = progress.answers[-1] if progress.answers else None
    state = RUN_STATE.get(row.state, "none")
    return {
        "path_name": progress.path.name,
        "state": state,
        "stopped_by": answered.person.name if answered else "",
        "stopped_at": answered.at if answered else row.ended_at,
        "clause": f"paths.{progress.path.code}",
        "dead_end": row.ended_reason if state == "finished" else "",
    }


def has_called(progress: Progress | None, actor: Actor) -> bool:
    """Return whether the path has called this person, who is no auditor."""
    if progress is None or Role.AUDITOR in actor.roles:
        return False
    told = (one.get("person") for row in progress.told for one in row.told)
    return actor.person_id in set(told)


def waits_for(progress: Progress | None, actor: Actor) -> bool:
    """Return whether the newest run waits, and this person has not answered it."""
    if progress is None or progress.run.state not in WAITING:
        return False
    return actor.person_id not in {one.person_id for one in progress.answers}


def may_decline(progress: Progress | None, actor: Actor) -> bool:
    """Return whether the newest run called this person, who has said neither yes nor no to it."""
    if progress is None or not waits_for(progress, actor) or not has_called(progress, actor):
        return False
    return actor.person_id not in {one.person_id for one in progress.declines}


def steps(progress: Progress | None, strategy: Strategy) -> list[dict[str, Any]]:
    """Return the steps in the order of telling; a step told several times is one line."""
    if progress is None:
        return []
    found: dict[str, dict[str, Any]] = {}
    answers = {a.person_id: a.at for a in progress.answers}
    for row in progress.told:
        if row.state == "told":
            step = found.setdefault(row.step, _new(row.step, progress, strategy))
            _was_told(step, row, answers, progress.names)
            step["declines"] = _declines(row, progress, step["declines"])
        elif row.state == "skipped" and row.step not in found:
            step = found[row.step] = _new(row.step, progress, strategy)
            step |= {"state": "skipped", "told_at": row.due_at, "people": row.says}
    waiting = "waiting" if progress.run.state == "running" else "unanswered"
    _credit(found, progress)
    called = {code: step for code, step in found.items() if step["state"] != "skipped"}
    for step in called.values():
        step["state"] = "answered" if step["answered_at"] else waiting
    ahead = [t for t in progress.ahead if t.step not in found]
    if ahead and waiting == "waiting":
        for told in list(called.values())[:-1]:
            told["state"] = "answered" if told["answered_at"] else "unanswered"
    for place, telling in enumerate(ahead):
        if telling.step not in found:
            step = _new(telling.step, progress, strategy)
            step |= {"state": "later" if place else "next", "due_at": telling.due_at}
            found[telling.step] = step
    return list(found.values())


def _credit(found: dict[str, dict[str, Any]], progress: Progress) -> None:
    """An answer by somebody who was not told answers the step that was told last."""
    if not found or not progress.answers or progress.run.state != "acknowledged":
        return
    told = [step for step in found.values() if step["state"] != "skipped"]
    if not told:
        return
    last = told[-1]
    if not any(step["answered_at"] for step in found.values()):
        last["answered_at"] = progress.answers[-1].at


def _new(code: str, progress: Progress, strategy: Strategy) -> dict[str, Any]:
    step = next((one for one in progress.path.steps if one.code == code), None)
    tell = step.tell if step and step.tell else (progress.path.fallback,)
    whom = [told_name(strategy, one) for one in tell]
    name = _("If nobody answers") if code == FALLBACK else ", ".join(whom)
    return {
        "label": name,
        "people": "" if code != FALLBACK else ", ".join(whom),
        "channels": "",
        "whys": [],
        "declines": [],
        "told_at": None,
        "answered_at": None,
        "due_at": None,
        "tries": 0,
        "state": "later",
    }


def _declines(row: Any, progress: Progress, before: list[str]) -> list[str]:
    """Return who of those told said no, and why, each once."""
    people = {one.get("person") for one in row.told}
    said = [
        _("%(name)s declined: %(reason)s")
        % {"name": progress.names.get(one.person_id, ""), "reason": one.reason}
        for one in progress.declines
        if one.person_id in people
    ]
    return list(dict.fromkeys((*before, *said)))


def _was_told(
    step: dict[str, Any], row: Any, answers: dict[int, Any], names: dict[int, str]
) -> None:
    people = [one["person"] for one in row.told if "person" in one]
    outside = [one["address"] for one in row.told if "address" in one]
    outside += [_place(one["place"]) for one in row.told if "place" in one]
    outside += [
        _("%(name)s (shadowing)") % {"name": names.get(one["shadow"], "")}
        for one in row.told
        if "shadow" in one
    ]
    step["whys"] = _whys(row, names)
    shown = [names.get(pk, "") for pk in people] + outside
    channels = dict.fromkeys(c for one in row.told for c in one.get("channels", ()))
    step["people"] = ", ".join(name for name in shown if name) or row.says
    step["channels"] = ", ".join(labels.label(labels.CHANNEL, c) for c in channels)
    step["told_at"] = row.told_at
    step["tries"] += 1
    step["answered_by"] = next((names.get(pk, "") for pk in people if pk in answers), "")
    step["answered_at"] = next((answers[pk] for pk in people if pk in answers), None)


def _whys(row: Any, names: dict[int, str]) -> list[str]:
    """Return why it is these people who were told, each once."""
    whys = [
        f"{names.get(one['person'], '')}: {one['why']}"
        for one in row.told
        if one.get("why") and "person" in one
    ]
    return list(dict.fromkeys(whys))


def _place(holder: str) -> str:
    kind, _sep, code = holder.partition(":")
    return f"{kind} {code}".replace("_", " ")
