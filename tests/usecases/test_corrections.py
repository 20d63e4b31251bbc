"""Stories of corrections: a wrong update is put right with the same people, the same way."""

from __future__ import annotations

import pytest

from musterpoint.apps.communications.models import Delivery, Update
from musterpoint.apps.communications.operations import channels
from musterpoint.apps.communications.operations.channels import Made, Sending
from musterpoint.apps.communications.queries import updates as queries
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.organisation.models import RoleHolder
from musterpoint.apps.timers.models import Timer
from musterpoint.apps.timers.operations import claim_due
from musterpoint.domain.authority import Actor
from musterpoint.domain.updates import text_of
from musterpoint.usecases.composing import CannotLeave, WrongState
from musterpoint.usecases.correct_update import correct_update
from musterpoint.usecases.draft_update import draft_update
from musterpoint.usecases.mark_delivery import GoesByItself, SaysWhyNot, mark_delivery
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.send_update import send_update
from musterpoint.usecases.watch_corrections import remind_of_corrections
from musterpoint.usecases.withdraw_fact import withdraw_fact
from tests.factories import assert_ledger_adds_up, at, kinds, refused
from tests.usecases.telling import approved, composed, drafted, fact, grave, sent, typed, verified

RIGHT = "Calls to Hull do not get through."


@pytest.fixture
def incident(strategy: object, agent: Actor) -> Incident:
    del strategy
    return grave(agent)


@pytest.fixture
def speaker(people: dict[str, Actor]) -> Actor:
    return people["communications"]


@pytest.fixture
def approver(people: dict[str, Actor]) -> Actor:
    manager = people["incident_manager"]
    assert manager.person_id is not None
    for role in ("communications_lead", "legal_compliance"):
        RoleHolder.objects.create(role=role, person_id=manager.person_id)
    return manager


def said(update: Update) -> str:
    return text_of(queries.pieces([update.pk])[update.pk])


def withdraw(incident: Incident, by: Actor, minutes: float = 20, number: int = 1) -> None:
    withdraw_fact(incident_id=incident.pk, number=number, why="It was Hull.", by=by, at=at(minutes))


def remind(minutes: float) -> None:
    due = [one for one in claim_due(at=at(minutes), limit=500) if one.kind == "correction_open"]
    remind_of_corrections(due, at(minutes))


def reminded() -> list[int | None]:
    rows = Message.objects.filter(purpose__startswith="correction:").order_by("id")
    return [one.recipient_id for one in rows]


def correction(incident: Incident) -> Update:
    return Update.objects.filter(incident=incident).latest("number")


def put_right(incident: Incident, leader: Actor, speaker: Actor, approver: Actor) -> Update:
    """Say what is true in the correction, have it agreed to, and send it at minute 25."""
    number = verified(incident, leader, RIGHT, minutes=21)
    update = correction(incident)
    draft_update(
        incident_id=incident.pk,
        composed=composed(
            fact(number, RIGHT), audience=update.audience, next_at=at(45), template=None,
            rule=update.rule,
        ) if not update.template else composed(
            fact(number, RIGHT, "true"),
            typed("We write again", "next_step"),
            typed("the desk that wrote to you", "contact"),
            audience=update.audience, next_at=at(45), rule=update.rule, template=update.template,
        ),
        number=update.number,
        by=speaker,
        at=at(23),
    )  # fmt: skip
    update.refresh_from_db()
    approved(incident, update, speaker, approver, minutes=24)
    send_update(incident_id=incident.pk, number=update.number, by=speaker, at=at(25))
    update.refresh_from_db()
    return update


def test_withdrawing_a_fact_begins_the_correction_of_what_was_said_with_it(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    wrong = sent(incident, (fact(number),), speaker, approver)

    withdraw(incident, leader)

    wrong.refresh_from_db()
    begun = correction(incident)
    assert (wrong.state, wrong.wrong_why) == ("wrong", "It was Hull.")
    assert (begun.state, begun.corrects, begun.audience) == ("drafted", wrong, "customers")
    assert begun.template == "customers_correction"
    assert said(begun).startswith('Earlier we told you: "Calls to Leeds do not get through."')
    assert Timer.objects.filter(kind="correction_open", fired_at=None).count() == 1
    assert_ledger_adds_up(incident)


def test_a_correction_reaches_the_same_people_by_the_same_channels(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    wrong = sent(incident, (fact(number),), speaker, approver)
    withdraw(incident, leader)

    update = put_right(incident, leader, speaker, approver)

    before = Delivery.objects.filter(update=wrong).order_by("id")
    after = Delivery.objects.filter(update=update).order_by("id")
    assert [(one.channel, one.recipient) for one in after] == [
        (one.channel, one.recipient) for one in before
    ]
    assert {one.again_id for one in after} == {one.pk for one in before}
    assert RIGHT.rstrip(".") in said(update)
    assert_ledger_adds_up(incident)


def test_colleagues_get_the_correction_in_the_product_as_they_got_the_error(
    incident: Incident, leader: Actor, speaker: Actor, agent: Actor
) -> None:
    number = verified(incident, leader)
    drafted(incident, speaker, composed(fact(number), audience="colleagues"))
    send_update(incident_id=incident.pk, number=1, by=speaker, at=at(6))

    begun = correct_update(
        incident_id=incident.pk, number=1, why="It was Hull.", by=leader, at=at(9)
    )
    true = verified(incident, leader, RIGHT, minutes=10)
    draft_update(
        incident_id=incident.pk,
        composed=composed(fact(true, RIGHT), audience="colleagues", next_at=at(30)),
        number=begun,
        by=speaker,
        at=at(11),
    )
    send_update(incident_id=incident.pk, number=begun, by=speaker, at=at(12))

    letters = Message.objects.filter(purpose="update", recipient=agent.person_id).order_by("id")
    assert [one.body for one in letters][1] == (
        "Correction. We told you: “Calls to Leeds do not get through.\nNext update: 12:30 GMT.”"
        " That was wrong.\nCalls to Hull do not get through.\nNext update: 12:30 GMT."
    )
    assert_ledger_adds_up(incident)


def test_who_withdrew_the_fact_may_agree_to_a_correction_that_another_wrote(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    sent(incident, [fact(verified(incident, leader))], speaker, approver)
    withdraw(incident, approver)

    update = put_right(incident, leader, speaker, approver)

    assert update.state == "sent"
    assert update.approved_by_id == approver.person_id


def test_a_correction_does_not_leave_before_it_says_what_is_true(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    sent(incident, (fact(number),), speaker, approver)
    withdraw(incident, leader)
    begun = correction(incident)

    with refused(CannotLeave, incident) as seen:
        send_update_unasked(incident, begun, speaker)

    assert "Fill in “true”." in str(seen.value)


def send_update_unasked(incident: Incident, update: Update, by: Actor) -> None:
    from musterpoint.usecases.approve_update import ask_approval

    ask_approval(incident_id=incident.pk, number=update.number, by=by, at=at(22))


def test_only_what_was_sent_is_corrected_and_with_a_reason(
    incident: Incident, leader: Actor, speaker: Actor
) -> None:
    number = verified(incident, leader)
    drafted(incident, speaker, composed(fact(number)))

    with refused(WrongState, incident):
        correct_update(incident_id=incident.pk, number=1, why="x", by=leader, at=at(9))
    with refused(Refusal, incident):
        correct_update(incident_id=incident.pk, number=1, why=" ", by=leader, at=at(9))


def test_one_error_has_one_correction(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    sent(incident, (fact(number),), speaker, approver)
    withdraw(incident, leader)

    again = correct_update(
        incident_id=incident.pk, number=1, why="As I said.", by=leader, at=at(21)
    )

    assert again == correction(incident).number == 2


def test_a_correction_that_is_wrong_as_well_is_corrected_in_turn(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    sent(incident, (fact(number),), speaker, approver)
    withdraw(incident, leader)
    second = put_right(incident, leader, speaker, approver)

    withdraw(incident, leader, minutes=30, number=2)

    third = correction(incident)
    assert (third.number, third.corrects) == (3, second)
    assert queries.uncorrected(incident.pk) == [second]


def test_a_correction_is_somebodys_business_until_it_has_reached_everybody(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    sent(incident, (fact(number),), speaker, approver)
    withdraw(incident, leader)

    remind(35)

    assert kinds(incident)[-1] == "correction_open"
    assert reminded() == [approver.person_id]
    update = put_right_late(incident, leader, speaker, approver)
    remind(60)
    assert len(reminded()) == 2
    for one in Delivery.objects.filter(update=update):
        mark_delivery(
            incident_id=incident.pk, delivery_id=one.pk, reached=True, by=speaker, at=at(61)
        )
    assert queries.uncorrected(incident.pk) == []
    remind(80)
    assert len(reminded()) == 2
    assert not Timer.objects.filter(kind="correction_open", fired_at=None).filter(due_at__gt=at(80))
    assert_ledger_adds_up(incident)


def put_right_late(incident: Incident, leader: Actor, speaker: Actor, approver: Actor) -> Update:
    number = verified(incident, leader, RIGHT, minutes=36)
    update = correction(incident)
    draft_update(
        incident_id=incident.pk,
        composed=composed(
            fact(number, RIGHT, "true"),
            typed("We write again", "next_step"),
            typed("the desk that wrote to you", "contact"),
            next_at=at(65),
            template="customers_correction",
        ),
        number=update.number,
        by=speaker,
        at=at(37),
    )
    update.refresh_from_db()
    approved(incident, update, speaker, approver, minutes=38)
    send_update(incident_id=incident.pk, number=update.number, by=speaker, at=at(40))
    return update


def test_a_delivery_by_hand_is_done_or_says_why_not(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    sent(incident, (fact(number),), speaker, approver)
    ivr = Delivery.objects.get(channel="ivr")
    mark = {"incident_id": incident.pk, "delivery_id": ivr.pk, "by": speaker}

    with refused(SaysWhyNot, incident):
        mark_delivery(**mark, reached=False, at=at(9))  # type: ignore[arg-type]  # named above
    mark_delivery(**mark, reached=False, says="No studio.", at=at(9))  # type: ignore[arg-type]  # named above
    ivr.refresh_from_db()
    assert (ivr.state, ivr.says, ivr.reached_at) == ("failed", "No studio.", None)
    mark_delivery(**mark, reached=True, at=at(12))  # type: ignore[arg-type]  # named above

    ivr.refresh_from_db()
    assert (ivr.state, ivr.says, ivr.reached_at) == ("reached", "", at(12))
    assert ivr.done_by_id == speaker.person_id
    assert kinds(incident)[-1] == "delivery_marked"
    assert_ledger_adds_up(incident)


def test_what_goes_by_itself_is_not_ticked_off(
    incident: Incident, leader: Actor, speaker: Actor
) -> None:
    number = verified(incident, leader)
    drafted(incident, speaker, composed(fact(number), audience="colleagues"))
    send_update(incident_id=incident.pk, number=1, by=speaker, at=at(6))
    chat = Delivery.objects.filter(channel="chat").first()
    assert chat is not None
    mark = {"incident_id": incident.pk, "delivery_id": chat.pk, "by": speaker, "reached": True}

    with refused(GoesByItself, incident):
        mark_delivery(**mark, at=at(9))  # type: ignore[arg-type]  # named above
    Delivery.objects.filter(pk=chat.pk).update(state="failed")
    mark_delivery(**mark, at=at(10))  # type: ignore[arg-type]  # named above
    chat.refresh_from_db()
    assert (chat.state, chat.by_hand) == ("reached", True)
    assert_ledger_adds_up(incident)


def test_a_part_delivers_on_a_channel_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
    incident: Incident,
    leader: Actor,
    speaker: Actor,
    approver: Actor,
) -> None:
    def page(sending: Sending) -> list[Made]:
        row = Delivery(
            update=sending.update,
            channel="status_page",
            recipient="Status page",
            state=Delivery.State.REACHED,
            reached_at=sending.at,
        )
        return [Made(delivery=row)]

    monkeypatch.setitem(channels.DELIVER, "status_page", page)
    number = verified(incident, leader)
    sent(incident, (fact(number),), speaker, approver)
    withdraw(incident, leader)

    update = put_right(incident, leader, speaker, approver)

    first, again = Delivery.objects.filter(channel="status_page").order_by("id")
    assert (first.state, first.by_hand) == ("reached", False)
    assert (again.update, again.again) == (update, first)
