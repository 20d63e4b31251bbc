"""Help somebody who lost their phone or key: drop their second factors, passkeys too.

They sign in with their password alone until they set up a new one. Not for the worker, which runs
without the package that keeps second factors.
"""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from musterpoint.apps.accounts import operations as accounts
from musterpoint.apps.ledger import operations as ledger
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.refusals import Conflict, Problem


class NoSecondFactor(Conflict):
    """There is none to drop."""

    def __init__(self) -> None:
        says = "This person has no second factor."
        super().__init__(Problem(field="second_factor", says=says))


@transaction.atomic
def drop_second_factor(*, person_id: int, by: Actor, at: datetime) -> None:
    """Drop codes, recovery codes and passkeys of the person. Raises NoSecondFactor."""
    by.must(Action.ADMINISTER)
    accounts.lock_person(person_id)
    dropped, _ = Authenticator.objects.filter(user=person_id).delete()
    if not dropped:
        raise NoSecondFactor
    draft = ledger.Draft(kind="second_factor_dropped", at=at, actor=by.key, data={"changes": []})
    ledger.append(stream=f"person:{person_id}", drafts=[draft], recorded_at=at)
