"""Who has to agree before an update leaves, and who may be the one."""

from __future__ import annotations

from collections.abc import Collection

from musterpoint.domain.policy.communications import Audience, CommsRule, SecondPerson


class MayNotAgree(ValueError):
    """This person's agreement does not count for this update."""


class AgreesWithThemselves(MayNotAgree):
    """Whoever composed the words cannot be the second person."""

    def __init__(self) -> None:
        super().__init__("Somebody other than the composer has to agree.")


class NotTheApprover(MayNotAgree):
    """The plan names somebody else."""

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(f"The plan wants {role} to agree.")


def needs_second_person(rule: CommsRule | None, audience: Audience) -> bool:
    """Return whether somebody besides the composer agrees; outside the organisation by default."""
    if rule is None or rule.second_person is SecondPerson.OUTSIDE:
        return audience.outside
    return rule.second_person is SecondPerson.ALWAYS


def may_agree(
    rule: CommsRule | None,
    *,
    role_name: str,
    person: int | None,
    composers: Collection[int | None],
    approvers: Collection[int],
) -> None:
    """Return quietly when ``person`` may be the one who agrees.

    ``composers`` are all who had a hand in the words, ``approvers`` those who hold the role that
    the plan names now. Raises AgreesWithThemselves or NotTheApprover.
    """
    if person is None or person in composers:
        raise AgreesWithThemselves
    if rule is not None and person not in approvers:
        raise NotTheApprover(role_name)
