"""Halfway through a consultation, whoever was invited and has not answered is asked once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.policies.agreement_record import Record
from musterpoint.apps.policies.models import Invitation
from musterpoint.apps.timers.operations import Claimed
from musterpoint.usecases.consult_draft import invitation_letters
from musterpoint.usecases.fire_path_steps import WORKER


@transaction.atomic
def remind_consultation(due: Sequence[Claimed], at: datetime) -> None:
    """Send one reminder for each of these invitations that still waits for an answer."""
    waiting = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("consultation__draft", "person")
        .filter(
            pk__in=[timer.payload["invitation"] for timer in due],
            ended_at=None,
            reminded_at=None,
            consultation__ended_at=None,
            contributions=None,
        )
        .order_by("pk")
    )
    for invitation in waiting:
        round_ = invitation.consultation
        record = Record(round_.draft.stream, actor=WORKER.key, at=at)
        record.set(invitation, reminded_at=at)
        record.enter("invitation_reminded")
        letters = invitation_letters(round_.draft.title, round_, invitation, reminds=True)
        notifications.queue(letters, at=at)
