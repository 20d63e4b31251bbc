"""Reading what has to be ready: means, levers, training, exercises, reviews, and who agrees."""

from __future__ import annotations

from datetime import timedelta

from musterpoint.domain.policy.preparing import (
    AgreementRule,
    Exercise,
    ExerciseKind,
    Lever,
    Raci,
    Resource,
    ResourceKind,
    ReviewRule,
    StakeholderGroup,
    Training,
)
from musterpoint.domain.policy.reading.part import Part


def authority(root: Part) -> dict[str, Raci]:
    return root.keyed("authority", _raci, required=False)


def resources(root: Part) -> dict[str, Resource]:
    return root.keyed("resources", _resource, required=False)


def levers(root: Part) -> dict[str, Lever]:
    return root.keyed("levers", _lever, required=False)


def training(root: Part) -> dict[str, Training]:
    return root.keyed("training", _training, required=False)


def exercises(root: Part) -> dict[str, Exercise]:
    return root.keyed("exercises", _exercise, required=False)


def reviews(root: Part) -> dict[str, ReviewRule]:
    return root.keyed("reviews", _review, required=False)


def agreement(root: Part) -> AgreementRule | None:
    return root.single("agreement", _agreement)


def _raci(code: str, part: Part) -> Raci:
    return Raci(
        code=code,
        name=part.text("name"),
        responsible=part.texts("responsible", required=True),
        accountable=part.text("accountable"),
        consulted=part.texts("consulted"),
        informed=part.texts("informed"),
    )


def _resource(code: str, part: Part) -> Resource:
    return Resource(
        code=code,
        name=part.text("name"),
        kind=part.choice("kind", ResourceKind),
        says=part.text("says"),
        amount=part.text("amount", ""),
        role=part.text("role", ""),
        alternates=part.texts("alternates"),
        rationale=part.text("rationale", ""),
    )


def _lever(code: str, part: Part) -> Lever:
    return Lever(
        code=code,
        name=part.text("name"),
        says=part.text("says"),
        brings=part.text("brings"),
        within=part.span("within"),
        approver=part.text("approver"),
        cost=part.text("cost", ""),
        limits=part.text("limits", ""),
        rationale=part.text("rationale", ""),
    )


def _training(code: str, part: Part) -> Training:
    return Training(
        code=code,
        name=part.text("name"),
        says=part.text("says"),
        roles=part.texts("roles", required=True),
        valid_for=part.span("valid_for"),
        rationale=part.text("rationale", ""),
    )


def _exercise(code: str, part: Part) -> Exercise:
    return Exercise(
        code=code,
        name=part.text("name"),
        kind=part.choice("kind", ExerciseKind),
        says=part.text("says"),
        tests=part.texts("tests", required=True),
        every=part.span("every"),
        owner=part.text("owner"),
        scenario=part.text("scenario", ""),
        last_held_on=part.optional_day("last_held_on"),
        rationale=part.text("rationale", ""),
    )


def _review(code: str, part: Part) -> ReviewRule:
    return ReviewRule(
        code=code,
        name=part.text("name"),
        says=part.text("says"),
        owner=part.text("owner"),
        every=part.optional_span("every"),
        after=part.text("after", ""),
    )


def _agreement(part: Part) -> AgreementRule:
    return AgreementRule(
        groups=tuple(part.keyed("groups", _group).values()),
        approvers=part.texts("approvers", required=True),
        open_for=part.span("open_for", timedelta(0)),
        review_every=part.optional_span("review_every"),
        acknowledged_by=part.codes("acknowledged_by"),
        rationale=part.text("rationale", ""),
    )


def _group(code: str, part: Part) -> StakeholderGroup:
    return StakeholderGroup(code=code, name=part.text("name"), says=part.text("says"))
