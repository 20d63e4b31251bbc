"""Reading the business impact analysis: the scale of harm and the services."""

from __future__ import annotations

from datetime import timedelta

from musterpoint.domain.policy.continuity import HarmScale, ServiceKind, ServiceRule
from musterpoint.domain.policy.reading.part import Part


def harm_scale(root: Part) -> HarmScale | None:
    return root.single("harm_scale", _harm_scale)


def services(root: Part) -> dict[str, ServiceRule]:
    return root.keyed("services", _service, required=False)


def _harm_scale(part: Part) -> HarmScale:
    return HarmScale(
        times=part.moments("times"),
        unacceptable=part.whole("unacceptable", 4),
        rationale=part.text("rationale", ""),
    )


def _service(code: str, part: Part) -> ServiceRule:
    return ServiceRule(
        code=code,
        name=part.text("name"),
        says=part.text("says"),
        kind=part.choice("kind", ServiceKind, ServiceKind.CUSTOMER),
        critical=part.flag("critical", default=False),
        owner=part.text("owner", ""),
        mtpd=part.optional_span("mtpd"),
        rto=part.optional_span("rto"),
        rpo=part.optional_span("rpo"),
        mbco=part.text("mbco", ""),
        detection=part.span("detection", timedelta(0)),
        decision=part.span("decision", timedelta(0)),
        backup_every=part.optional_span("backup_every"),
        minimum_staff=part.whole("minimum_staff", 0),
        depends_on=part.texts("depends_on"),
        workarounds=part.texts("workarounds"),
        harm=_harm(part),
        rationale=part.text("rationale", ""),
    )


def _harm(part: Part) -> dict[str, tuple[int, ...]]:
    rows = part.optional_part("harm")
    if rows is None:
        return {}
    for kind in rows.entries:
        rows.check_code(kind)
    return {kind: rows.wholes(kind) for kind in rows.entries}
