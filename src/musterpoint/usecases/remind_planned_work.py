"""The instant at which planned work should begin or end: those who keep the page are asked.

The page says nothing by itself: that work has begun is true when somebody saw it begin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.communications.models import Notice
from musterpoint.apps.communications.operations import pages
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.wording import address_of
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain.authority import MAY, Action, Role
from musterpoint.domain.status_pages import ENDED, NoticeState

SAYS = {
    "begin": "“{title}” should begin now. Say on the status page that it has, move it, or call it"
    " off.",
    "end": "“{title}” should be over now. Say on the status page that it is, or move its end.",
}


@transaction.atomic
def remind_planned_work(due: Sequence[Claimed], at: datetime) -> None:
    """Ask whoever keeps status pages about the work of these timers, if it is as it was."""
    letters = [letter for timer in due for letter in _letters(timer)]
    notifications.queue(letters, at=at)
    timers.announce({f"person:{one.recipient_id}" for one in letters}, work=bool(letters))


def _letters(timer: Claimed) -> Iterator[Letter]:
    end = timer.key.rpartition(":")[2]
    notice = Notice.objects.select_related("page").filter(pk=timer.payload["notice"]).first()
    if notice is None or notice.page is None or not _is_wanted(notice, end):
        return
    link = f"/setup/status/{notice.page.code}/planned/{notice.code}/"
    says = SAYS[end].format(title=notice.title)
    for person in _keepers():
        for channel in (Message.Channel.IN_PRODUCT, Message.Channel.EMAIL):
            yield Letter(
                key=f"work:{notice.pk}:{end}:{timer.due_at:%Y%m%dT%H%M}:{person.pk}:{channel}",
                stream=pages.stream_of(notice.page),
                channel=channel,
                subject=says.partition(". ")[0],
                body=f"{says}\n{address_of(link)}",
                recipient_id=person.pk,
                address=person.email if channel == Message.Channel.EMAIL else "",
                link=link,
                urgency=2,
                purpose="planned_work",
            )


def _is_wanted(notice: Notice, end: str) -> bool:
    last = pages.last_entry(notice)
    state = NoticeState(last.status) if last else NoticeState.SCHEDULED
    return state is NoticeState.SCHEDULED if end == "begin" else state not in ENDED


def _keepers() -> list[Person]:
    first = accounts.with_roles([Role.COMMUNICATIONS])
    return first or accounts.with_roles(MAY[Action.KEEP_STATUS_PAGE])
