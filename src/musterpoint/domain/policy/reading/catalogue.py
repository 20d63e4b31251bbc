"""Reading the catalogue: categories and playbooks."""

from __future__ import annotations

from musterpoint.domain.policy.document import Category, Floor, Playbook, PlaybookTask
from musterpoint.domain.policy.reading.part import Part


def categories(root: Part) -> dict[str, Category]:
    return root.keyed("categories", _category)


def playbooks(root: Part) -> dict[str, Playbook]:
    return root.keyed("playbooks", _playbook)


def _category(code: str, part: Part) -> Category:
    return Category(
        code=code,
        group=part.text("group"),
        name=part.text("name"),
        signs=part.texts("signs", required=True),
        words=part.texts("words"),
        impact=part.text("impact"),
        urgency=part.text("urgency"),
        owner=part.text("owner"),
        path=part.text("path"),
        playbook=part.text("playbook"),
        roles=part.texts("roles", required=True),
        comms=part.texts("comms"),
        obligations=part.texts("obligations"),
        services=part.texts("services"),
        major_candidate=part.flag("major_candidate", default=False),
        restricted=part.flag("restricted", default=False),
        distressing=part.flag("distressing", default=False),
        floor=_floor(part.optional_part("floor")),
        not_this_if=part.text("not_this_if", ""),
        rationale=part.text("rationale", ""),
    )


def _floor(part: Part | None) -> Floor | None:
    if part is None:
        return None
    floor = Floor(
        priority=part.text("priority"), always=part.flag("always"), says=part.text("says")
    )
    part.end()
    return floor


def _playbook(code: str, part: Part) -> Playbook:
    tasks = tuple(part.keyed("tasks", _task).values())
    return Playbook(code=code, name=part.text("name"), tasks=tasks)


def _task(code: str, part: Part) -> PlaybookTask:
    return PlaybookTask(
        code=code,
        says=part.text("says"),
        role=part.text("role"),
        within=part.optional_span("within"),
    )
