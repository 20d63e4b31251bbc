"""Reading escalation paths, responder roles and major-incident rules."""

from __future__ import annotations

from datetime import timedelta

from musterpoint.domain.policy.document import (
    FALLBACK,
    Criterion,
    MajorRule,
    Opens,
    Path,
    RoleRule,
    Step,
    StepKind,
    Tell,
    TellKind,
)
from musterpoint.domain.policy.reading.part import Part

_TELL_KINDS = frozenset(kind.value for kind in TellKind)


def paths(root: Part) -> dict[str, Path]:
    return root.keyed("paths", _path)


def roles(root: Part) -> dict[str, RoleRule]:
    return root.keyed("roles", _role)


def major(root: Part) -> MajorRule:
    part = root.part("major")
    rule = MajorRule(
        criteria=_criteria(part, "criteria"),
        declared_by=part.codes("declared_by", required=True),
        targets_of=part.text("targets_of"),
        stand_down=_criteria(part, "stand_down"),
        rationale=part.text("rationale", ""),
    )
    part.end()
    return rule


def _criteria(part: Part, key: str) -> tuple[Criterion, ...]:
    inner = part.part(key)
    for code in inner.entries:
        inner.check_code(code)
    return tuple(Criterion(code=code, says=inner.text(code)) for code in inner.entries)


def _path(code: str, part: Part) -> Path:
    return Path(
        code=code,
        name=part.text("name"),
        owner=part.text("owner"),
        steps=tuple(part.keyed("steps", _step).values()),
        fallback=_tell(part, FALLBACK, part.text(FALLBACK)),
        fallback_after=part.span("fallback_after", timedelta(minutes=5)),
        rationale=part.text("rationale", ""),
    )


def _step(code: str, part: Part) -> Step:
    if code == FALLBACK:
        says = "A step cannot be called 'fallback'."
        part.note(part.node, part.path, says, "Rename it; the path's fallback has that name.")
    return Step(
        code=code,
        kind=part.choice("kind", StepKind),
        tell=tuple(_tell(part, "tell", text) for text in part.texts("tell", required=True)),
        after=part.span("after"),
        says=part.text("says", ""),
        repeat=part.whole("repeat", 0),
        every=part.optional_span("every"),
        need=part.whole("need", 1),
        priorities=part.codes("priorities"),
        after_at=part.spans("after_at"),
        by=part.texts("by"),
        skip_when_absent=part.flag("skip_when_absent", default=False),
        hours=part.optional_text("hours") or "",
        outside_hours=part.flag("outside_hours", default=False),
    )


def _tell(part: Part, key: str, text: str) -> Tell:
    """Read a kind and a code: ``role duty_manager``, ``rota technology``, ``contact carrier``."""
    kind, _, who = text.partition(" ")
    if kind not in _TELL_KINDS or not who.strip():
        remedy = "Write a kind and a code: role duty_manager, rota technology, address a@b.example."
        if text:
            where = part.entries.get(key, part.node)
            part.note(where, part.at(key), f"'{text}' does not say whom to tell.", remedy)
        return Tell(kind=TellKind.ROLE, who="")
    return Tell(kind=TellKind(kind), who=who.strip())


def _role(code: str, part: Part) -> RoleRule:
    return RoleRule(
        code=code,
        name=part.text("name"),
        duty=part.text("duty"),
        held_by=part.codes("held_by", required=True),
        opens=part.choice("opens", Opens, Opens.ON_REQUEST),
        splits_from=part.optional_text("splits_from"),
        apart_from=part.codes("apart_from"),
        may_declare_major=part.flag("may_declare_major", default=False),
    )
