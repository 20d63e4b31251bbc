"""The status pages of the sample centre: the public one and a client's, work past and to come."""

from __future__ import annotations

from datetime import datetime, timedelta

from musterpoint.domain.status_pages import NoticeState
from musterpoint.interfaces.console.sample.play import Story, minutes
from musterpoint.usecases.keep_components import add_component
from musterpoint.usecases.keep_status_pages import add_page
from musterpoint.usecases.plan_work import announce_work, move_work, turn_work

COMPONENTS = (
    ("Safety line", "For the smell of gas and danger to life, day and night.", "safety_line"),
    ("Phone lines", "Faults, billing and everything else by phone.", "telephony"),
    ("Web chat", "", "enquiries"),
    ("Spare parts orders", "", "orders"),
    ("Engineer visits", "Booking and changing a visit.", "engineers"),
    ("Website and account pages", "", "website"),
)
KEEPER = "carol.reid"


def tell(story: Story) -> None:
    """Add the pages and their planned work to the story."""
    story.at(story.local(days=40, clock="09:00"), lambda at: _put_up(story, at))
    _past_work(story)
    _work_to_come(story)


def _put_up(story: Story, at: datetime) -> None:
    by = story.who(KEEPER)
    public = add_page(
        name="Calder Appliances service status",
        says="Smell gas? Leave the house and ring the safety line: it answers day and night.",
        by=by,
        at=at,
    )
    client = add_page(name="Harlow OEM service status", account="harlow", by=by, at=at)
    for name, says, service in COMPONENTS:
        add_component(page=public, name=name, says=says, service=service, by=by, at=at)
    for name, service in (("Desk for makers", "account_desk"), ("Phone lines", "telephony")):
        add_component(page=client, name=name, service=service, by=by, at=at)


def _past_work(story: Story) -> None:
    """Spare parts got a new shop two weeks ago, and it took half an hour longer."""
    start = story.local(days=14, clock="21:00")
    made: list[str] = []

    def announce(at: datetime) -> None:
        code = announce_work(
            page="public",
            title="New shop for spare parts",
            says="Orders cannot be placed or changed meanwhile. Those placed before are safe.",
            planned_from=start,
            planned_until=minutes(start, 90),
            components=("spare-parts-orders",),
            by=story.who(KEEPER),
            at=at,
        )
        made.append(code)

    story.at(story.local(days=17, clock="10:00"), announce)
    turns = (
        (2, NoticeState.IN_PROGRESS, "The shop is closed now."),
        (118, NoticeState.VERIFYING, "The new shop is up. We place test orders before you can."),
        (125, NoticeState.COMPLETED, "The shop is open. Your basket was kept."),
    )
    for after, to, says in turns:
        story.at(
            minutes(start, after),
            lambda at, to=to, says=says: turn_work(  # type: ignore[misc]  # each keeps its own
                page="public", code=made[0], to=to, says=says, by=story.who(KEEPER), at=at
            ),
        )
    story.at(
        minutes(start, 80),
        lambda at: move_work(
            page="public",
            code=made[0],
            planned_from=start,
            planned_until=minutes(start, 120),
            says="Moving the price list takes longer than it did in the rehearsal.",
            by=story.who(KEEPER),
            at=at,
        ),
    )


def _work_to_come(story: Story) -> None:
    start = story.local(days=-5, clock="22:00")

    def announce(at: datetime) -> None:
        for page, touched in (("public", "phone-lines"), ("harlow", "phone-lines")):
            announce_work(
                page=page,
                title="New lines for the phones",
                says="Calls may drop once, for up to five minutes. The safety line is not touched.",
                planned_from=start,
                planned_until=start + timedelta(hours=2),
                components=(touched,),
                by=story.who(KEEPER),
                at=at,
            )

    story.at(story.local(days=2, clock="15:00"), announce)
