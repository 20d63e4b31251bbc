"""Reading the communications plan: audiences, templates and who is told when."""

from __future__ import annotations

from musterpoint.domain.policy.communications import (
    Audience,
    CommsRule,
    Forbidden,
    SecondPerson,
    Template,
)
from musterpoint.domain.policy.reading.part import Part


def audiences(root: Part) -> dict[str, Audience]:
    return root.keyed("audiences", _audience, required=False)


def templates(root: Part) -> dict[str, Template]:
    return root.keyed("templates", _template, required=False)


def communications(root: Part) -> dict[str, CommsRule]:
    return root.keyed("communications", _rule, required=False)


def _audience(code: str, part: Part) -> Audience:
    return Audience(
        code=code,
        name=part.text("name"),
        says=part.text("says"),
        outside=part.flag("outside", default=False),
    )


def _template(code: str, part: Part) -> Template:
    languages = part.optional_part("languages")
    return Template(
        code=code,
        name=part.text("name"),
        says=part.text("says"),
        languages={tag: languages.text(tag) for tag in languages.entries} if languages else {},
    )


def _rule(code: str, part: Part) -> CommsRule:
    return CommsRule(
        code=code,
        audience=part.text("audience"),
        channels=part.texts("channels", required=True),
        first_within=part.span("first_within"),
        approver=part.text("approver"),
        every=part.optional_span("every"),
        priorities=part.codes("priorities"),
        groups=part.codes("groups"),
        categories=part.codes("categories"),
        when_major=part.flag("when_major", default=False),
        template=part.text("template", ""),
        must_say=part.texts("must_say"),
        must_not_say=part.texts("must_not_say"),
        forbids=part.choices("forbids", Forbidden),
        second_person=part.choice("second_person", SecondPerson, SecondPerson.OUTSIDE),
        rationale=part.text("rationale", ""),
    )
