"""Find whose a value is, when somebody asks what is kept about them. The asking is recorded."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.vault.models import Subject
from musterpoint.apps.vault.operations import keeping
from musterpoint.apps.vault.queries import with_digests
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.vault.kinds import KINDS
from musterpoint.usecases import vault_record
from musterpoint.usecases.working import person_of, words

WHAT = "Write the number, name or address to look for."
WHY = "Say what you look for it for. It is recorded."


@transaction.atomic
def find_person(*, sought: str, reason: str, by: Actor, at: datetime) -> list[Subject]:
    """Return the people who have exactly this value, however it is spaced, of any kind.

    Raises NotAllowed, NoMasterKey, and Refusal without a value or a reason. What was looked for is
    recorded nowhere.
    """
    by.must(Action.KEEP_VAULT)
    whole = words("sought", sought, says=WHAT, most=500)
    why = words("reason", reason, says=WHY, most=500)
    person_of(by)
    ring = keeping.keys_in_use()
    found = with_digests([one for kind in KINDS for one in ring.digests(kind, whole)])
    for subject in found:
        vault_record.enter("person_found", of=subject.stream, by=by, at=at, reason=why)
    return found
