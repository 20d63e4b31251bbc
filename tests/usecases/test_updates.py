"""Stories of updates: drafted of facts, agreed to by a second person, sent; and each refusal."""

from __future__ import annotations

from typing import Any

import pytest

from musterpoint.apps.communications.models import Delivery, Update
from musterpoint.apps.communications.queries import updates as queries
from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.organisation.models import RoleHolder
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.domain.updates import text_of
from musterpoint.usecases.approve_update import (
    CannotAgree,
    abandon_update,
    approve_update,
    ask_approval,
    send_back,
)
from musterpoint.usecases.composing import CannotLeave, NoSuchAudience, WordsChanged, WrongState
from musterpoint.usecases.draft_update import NoSuchFact, UnfitPieces, draft_update
from musterpoint.usecases.nothing_new import nothing_new
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.send_update import NeedsSecondPerson, send_update
from musterpoint.usecases.withdraw_fact import withdraw_fact
from musterpoint.usecases.working import OnlyAPerson, TooLong
from tests.factories import assert_ledger_adds_up, at, kinds, refused
from tests.usecases.telling import (
    DOWN,
    approved,
    composed,
    drafted,
    fact,
    grave,
    sent,
    typed,
    verified,
)


@pytest.fixture
def incident(strategy: object, agent: Actor) -> Incident:
    del strategy
    return grave(agent)


@pytest.fixture
def speaker(people: dict[str, Actor]) -> Actor:
    """Who writes for the incident."""
    return people["communications"]


@pytest.fixture
def approver(people: dict[str, Actor]) -> Actor:
    """Who answers for the communications lead, as the plan wants for customers."""
    manager = people["incident_manager"]
    assert manager.person_id is not None
    RoleHolder.objects.create(role="communications_lead", person_id=manager.person_id)
    return manager


def words(update: Update) -> str:
    return text_of(queries.pieces([update.pk])[update.pk])


def test_a_draft_is_made_of_facts_and_gives_the_time_of_the_next(
    incident: Incident, leader: Actor, speaker: Actor
) -> None:
    number = verified(incident, leader)

    update = drafted(incident, speaker, composed(fact(number), typed("We are sorry.")))

    assert (update.number, update.state, update.rule) == (1, "drafted", "customers_critical")
    assert words(update) == f"{DOWN} We are sorry.\nNext update: 12:30 GMT."
    assert kinds(incident)[-1] == "update_drafted"
    assert_ledger_adds_up(incident)


def test_a_template_of_the_plan_is_filled_in(
    incident: Incident, leader: Actor, speaker: Actor
) -> None:
    what = verified(incident, leader)
    since = verified(incident, leader, "Since 11:50.", about="since")
    number = verified(incident, leader, "The number for danger is 999.", about="safety")
    chat = verified(incident, leader, "You can reach us by chat.", about="way_round")
    chosen = (
        fact(what, field="what"),
        fact(since, "11:50", "since"),
        fact(number, "999", "safety_number"),
        fact(chat, "chat", "other_ways"),
    )

    update = drafted(incident, speaker, composed(*chosen, template=None))

    assert update.template == "customers_service"
    assert words(update) == (
        "Calls to Leeds do not get through since about 11:50. If you are in danger or smell gas,"
        " call 999. You can reach us by chat. We are working on it and will write again at"
        " 12:30 GMT."
    )


def test_other_words_count_a_revision_and_take_back_the_agreement(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    update = drafted(incident, speaker, composed(fact(number)))
    approved(incident, update, speaker, approver)

    draft_update(
        incident_id=incident.pk,
        composed=composed(fact(number), typed("We are sorry.")),
        number=1,
        revision=1,
        by=leader,
        at=at(8),
    )

    update.refresh_from_db()
    assert (update.state, update.revision, update.approved_by) == ("drafted", 2, None)
    assert set(update.hands) == {speaker.person_id, leader.person_id}
    assert_ledger_adds_up(incident)


@pytest.mark.parametrize(
    ("of", "refusal", "field"),
    [
        (composed(audience="martians"), NoSuchAudience, "audience"),
        (composed(rule="executives"), NoSuchAudience, "rule"),
        (composed(template="sonnet"), NoSuchAudience, "template"),
        (composed(fact(9)), NoSuchFact, "pieces.0"),
        (composed(typed("x", field="nowhere")), UnfitPieces, "nowhere"),
        (composed(typed("x" * 4_001)), TooLong, "pieces.0"),
        (composed(translations={"cy": "x" * 20_001}), TooLong, "translations.cy"),
        (composed(subject="x" * 201), TooLong, "subject"),
    ],
)
def test_a_draft_that_nothing_could_be_made_of_is_refused(
    of: Any, refusal: type[Refusal], field: str, incident: Incident, speaker: Actor
) -> None:
    with refused(refusal, incident) as seen:
        drafted(incident, speaker, of)

    assert seen.value.errors[0].field == field
    assert not Update.objects.exists()


def test_two_who_write_at_once_do_not_overwrite_each_other(
    incident: Incident, leader: Actor, speaker: Actor
) -> None:
    drafted(incident, speaker, composed(typed("We are sorry.")))
    again = {"incident_id": incident.pk, "number": 1, "revision": 1, "by": leader, "at": at(6)}
    draft_update(composed=composed(typed("Sorry.")), **again)  # type: ignore[arg-type]  # named above

    with refused(WordsChanged, incident):
        draft_update(composed=composed(typed("Sorry!")), **again)  # type: ignore[arg-type]  # named above


def test_an_agent_composes_nothing(incident: Incident, agent: Actor) -> None:
    with refused(NotAllowed, incident):
        drafted(incident, agent, composed(typed("We are sorry.")))


def test_words_that_rest_on_nothing_verified_are_not_even_asked_about(
    incident: Incident, leader: Actor, speaker: Actor
) -> None:
    from musterpoint.usecases.claim_fact import claim_fact

    claim_fact(
        incident_id=incident.pk, says=DOWN, about="what", source="a caller", by=leader, at=at(2)
    )
    drafted(incident, speaker, composed(fact(1), typed("12 sites are out.")))

    with refused(CannotLeave, incident) as seen:
        ask_approval(incident_id=incident.pk, number=1, by=speaker, at=at(6))

    assert [(one.field, one.says) for one in seen.value.errors] == [
        ("pieces.0", "Nobody has verified fact 1."),
        ("pieces.1", "“12” is a claim. Put it on the board of facts and have it verified."),
        ("pieces.1", "The plan forbids unverified number here: “12”."),
    ]


def test_personal_data_does_not_leave(incident: Incident, leader: Actor, speaker: Actor) -> None:
    number = verified(incident, leader)
    drafted(
        incident,
        speaker,
        composed(fact(number), typed("Her NHS number is 943 476 5919."), audience="colleagues"),
    )

    with refused(CannotLeave, incident) as seen:
        send_update(incident_id=incident.pk, number=1, by=speaker, at=at(6))

    assert "NHS number" in str(seen.value)


def test_customers_are_told_by_every_channel_once_somebody_else_agreed(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)

    update = sent(incident, (fact(number),), speaker, approver)

    assert (update.state, update.sent_at, update.sent_by_id) == ("sent", at(7), speaker.person_id)
    assert (update.approved_by_id, update.approved_at) == (approver.person_id, at(6))
    made = Delivery.objects.filter(update=update).order_by("id")
    assert [(one.channel, one.recipient, one.state, one.by_hand) for one in made] == [
        ("status_page", "Customers", "waiting", True),
        ("ivr", "Customers", "waiting", True),
        ("website", "Customers", "waiting", True),
        ("social", "Customers", "waiting", True),
    ]
    assert kinds(incident)[-3:] == ["update_asked", "update_approved", "update_sent"]
    first = Clock.objects.get(incident=incident, kind="first_update")
    assert first.met_at == at(7)
    assert_ledger_adds_up(incident)


def test_whoever_is_asked_to_agree_hears_of_it(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    drafted(incident, speaker, composed(fact(number)))

    ask_approval(incident_id=incident.pk, number=1, by=speaker, at=at(6))

    told = Message.objects.get(purpose__startswith="approve:")
    assert (told.recipient_id, told.channel) == (approver.person_id, "in_product")
    assert [one.number for one in queries.waiting_for_approval([incident.pk])] == [1]


def test_nothing_leaves_the_organisation_without_a_second_person(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    update = drafted(incident, speaker, composed(fact(number)))
    send = {"incident_id": incident.pk, "number": 1, "by": speaker, "at": at(9)}

    with refused(NeedsSecondPerson, incident):
        send_update(**send)  # type: ignore[arg-type]  # named above
    ask_approval(incident_id=incident.pk, number=1, by=speaker, at=at(6))
    with refused(WrongState, incident):
        send_update(**send)  # type: ignore[arg-type]  # named above
    agree = {"incident_id": incident.pk, "number": 1, "revision": 1, "at": at(7)}
    for nobody in (speaker, leader):
        with refused(CannotAgree, incident):
            approve_update(**agree, by=nobody)  # type: ignore[arg-type]  # named above
    with refused(OnlyAPerson, incident):
        approve_update(**agree, by=system("worker"))  # type: ignore[arg-type]  # named above
    with refused(WordsChanged, incident):
        approve_update(**agree | {"revision": 2}, by=approver)  # type: ignore[arg-type]  # named above
    assert not Delivery.objects.exists()

    approve_update(**agree, by=approver)  # type: ignore[arg-type]  # named above
    send_update(**send)  # type: ignore[arg-type]  # named above
    update.refresh_from_db()
    assert update.state == "sent"


def test_whoever_composed_does_not_agree_though_the_role_is_theirs(
    incident: Incident, leader: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    drafted(incident, approver, composed(fact(number)))
    ask_approval(incident_id=incident.pk, number=1, by=approver, at=at(6))

    with refused(CannotAgree, incident) as seen:
        approve_update(incident_id=incident.pk, number=1, revision=1, by=approver, at=at(7))

    assert str(seen.value) == "Somebody other than the composer has to agree."


def test_a_fact_withdrawn_after_the_agreement_stops_the_words(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    update = drafted(incident, speaker, composed(fact(number)))
    approved(incident, update, speaker, approver)
    withdraw_fact(incident_id=incident.pk, number=number, why="It rang.", by=leader, at=at(8))

    with refused(CannotLeave, incident) as seen:
        send_update(incident_id=incident.pk, number=1, by=speaker, at=at(9))

    assert str(seen.value) == "Fact 1 was withdrawn."


def test_words_come_back_with_a_reason_and_may_be_given_up(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    drafted(incident, speaker, composed(fact(number)))
    ask_approval(incident_id=incident.pk, number=1, by=speaker, at=at(6))
    with refused(Refusal, incident):
        send_back(incident_id=incident.pk, number=1, why=" ", by=approver, at=at(7))

    send_back(incident_id=incident.pk, number=1, why="Say which calls.", by=approver, at=at(7))

    assert Update.objects.get().state == "drafted"
    told = Message.objects.get(purpose__startswith="sent_back:")
    assert (told.recipient_id, told.body) == (speaker.person_id, "Say which calls.")
    abandon_update(incident_id=incident.pk, number=1, by=speaker, at=at(8))
    assert Update.objects.get().state == "abandoned"
    with refused(WrongState, incident):
        abandon_update(incident_id=incident.pk, number=1, by=speaker, at=at(9))
    assert kinds(incident)[-2:] == ["update_sent_back", "update_abandoned"]
    assert_ledger_adds_up(incident)


def test_colleagues_are_told_at_once_by_chat_and_on_the_agent_card(
    incident: Incident, leader: Actor, speaker: Actor, agent: Actor
) -> None:
    number = verified(incident, leader)
    drafted(incident, speaker, composed(fact(number), audience="colleagues"))

    count = send_update(incident_id=incident.pk, number=1, by=speaker, at=at(6))

    made = Delivery.objects.order_by("id").values_list("channel", "recipient", "by_hand", "person")
    assert list(made) == [
        ("chat", "Maya Singh", False, agent.person_id),
        ("chat", "Siobhan Kelly", False, leader.person_id),
        ("floor", "Agent card", False, None),
        ("sms", "Maya Singh", True, agent.person_id),
        ("sms", "Siobhan Kelly", True, leader.person_id),
        ("banner", "Agent card", False, None),
    ]
    assert count == 6
    letter = Message.objects.get(purpose="update", recipient=agent.person_id)
    assert letter.body == f"{DOWN}\nNext update: 12:30 GMT."
    assert Delivery.objects.get(channel="chat", person=agent.person_id).message_id == letter.pk
    assert_ledger_adds_up(incident)


def test_nothing_new_is_an_update_and_keeps_the_clock(incident: Incident, speaker: Actor) -> None:
    number = nothing_new(
        incident_id=incident.pk, audience="colleagues", next_at=at(40), by=speaker, at=at(20)
    )

    update = Update.objects.get(number=number)
    assert (update.state, update.nothing_new, update.next_at) == ("sent", True, at(40))
    assert words(update) == (
        "There is nothing new to tell since our last update.\nNext update: 12:40 GMT."
    )
    assert_ledger_adds_up(incident)


def test_nothing_new_waits_for_a_second_person_where_the_plan_wants_one(
    incident: Incident, speaker: Actor, approver: Actor
) -> None:
    tell = {"incident_id": incident.pk, "audience": "customers", "by": speaker, "at": at(20)}

    with refused(CannotLeave, incident):
        nothing_new(**tell, next_at=at(51))  # type: ignore[arg-type]  # named above
    number = nothing_new(**tell, next_at=at(50))  # type: ignore[arg-type]  # named above

    assert Update.objects.get(number=number).state == "approval"
    assert not Delivery.objects.exists()


def test_a_mail_carries_the_other_languages_below_the_english_words(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    assert approver.person_id is not None
    RoleHolder.objects.create(role="head_of_operations", person_id=approver.person_id)
    welsh = "Nid yw galwadau i Leeds yn cysylltu. Diweddariad nesaf: 12:30 GMT."
    words_to = composed(fact(number), audience="executives", translations={"cy": welsh})
    update = drafted(incident, speaker, words_to)

    send_update(incident_id=incident.pk, number=update.number, by=speaker, at=at(6))

    mail = Message.objects.get(key__startswith="delivery:", channel="email")
    assert mail.body == f"{DOWN}\nNext update: 12:30 GMT.\n\nCymraeg:\n{welsh}"
