"""Stories of preparing a handover and offering it: until it is accepted, nothing passes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from musterpoint.apps.incidents.models import (
    Handover,
    HandoverItem,
    HandoverSheet,
    Incident,
    RoleOnIncident,
)
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.incidents.unknown import NoSuchHandover
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor, NotAllowed, Role, system
from musterpoint.domain.handover_summary import count_words
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.handing_over import (
    NotADraft,
    NothingToHandOver,
    NotOnOffer,
    NotYours,
)
from musterpoint.usecases.offer_handover import (
    CannotReceive,
    MayNotHold,
    MayNotSee,
    NotSomebodyElse,
    OddWait,
    OfferedAlready,
    ThingsChanged,
    offer_handover,
    withdraw_handover,
)
from musterpoint.usecases.prepare_handover import (
    UnknownForm,
    discard_handover,
    edit_handover,
    prepare_handover,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.work_roles import release_role, take_role
from musterpoint.usecases.working import OnlyAPerson
from tests.factories import (
    as_actor,
    assert_ledger_adds_up,
    at,
    entries,
    fresh,
    kinds,
    log,
    person,
)
from tests.usecases.everything import armed, nothing_changes
from tests.usecases.handing import accepted, offered, state, states

MANAGER = "role:incident_manager"


@pytest.fixture
def run(incident: Incident, manager: Actor) -> Incident:
    """An incident that the manager runs."""
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))
    return incident


@pytest.fixture
def other(people: dict[str, Actor]) -> Actor:
    """A second incident manager."""
    return as_actor(person("Noor Night", Role.INCIDENT_MANAGER))


def sheet(handover: int) -> HandoverSheet:
    return HandoverSheet.objects.get(handover=handover)


def test_a_draft_is_made_from_the_live_state(run: Incident, manager: Actor) -> None:
    handover = prepare_handover(by=manager, at=at(5), incident_ids=[run.pk])

    words = sheet(handover).summary
    assert words.startswith(f"Situation: {run.ref} ")
    assert "Calls drop after the second menu." in words
    assert "You take: Incident manager." in words
    assert count_words(words) <= 120
    assert kinds(run) == ["logged", "role_taken"]


@pytest.mark.usefixtures("strategy")
def test_a_duty_is_one_sentence_with_its_time(manager: Actor, agent: Actor) -> None:
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1")
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))

    handover = prepare_handover(by=manager, at=at(5), incident_ids=[incident.pk])

    words = sheet(handover).summary
    assert "Owed: " in words
    assert ". (" not in words


def test_a_shift_holds_everything_in_the_givers_hands(
    run: Incident, manager: Actor, agent: Actor
) -> None:
    second = log(by=agent, summary="Chat is silent")
    take_role(incident_id=second.pk, role="loggist", by=manager, at=at(2))
    log(by=agent, summary="Nobody of this shift works on it")

    handover = prepare_handover(by=manager, at=at(5))

    assert Handover.objects.get(pk=handover).kind == "shift"
    assert set(
        HandoverSheet.objects.filter(handover=handover).values_list("incident", flat=True)
    ) == {run.pk, second.pk}


def test_whoever_has_nothing_in_hand_hands_nothing_over(run: Incident, leader: Actor) -> None:
    shift = "You hold no role and no task in an open incident."
    with nothing_changes(NothingToHandOver, incidents=shift):
        prepare_handover(by=leader, at=at(5))
    one = "You hold no role and no task in this incident."
    with nothing_changes(NothingToHandOver, incidents=one):
        prepare_handover(by=leader, at=at(5), incident_ids=[run.pk])


def test_it_takes_a_person_and_a_known_form(run: Incident, manager: Actor) -> None:
    with nothing_changes(OnlyAPerson, by="Only a signed-in person can do this."):
        prepare_handover(by=system("worker"), at=at(5))
    with nothing_changes(UnknownForm, form="Choose SBAR or IIMARCH."):
        prepare_handover(by=manager, at=at(5), form="rhyme")


def test_the_giver_edits_words_adds_a_point_and_leaves_one_out(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = prepare_handover(by=manager, at=at(5), incident_ids=[run.pk])

    edit_handover(
        handover_id=handover,
        by=manager,
        at=at(6),
        summaries={run.pk: "Carrier works on it."},
        extra={run.pk: ["Ring Tom back", " "]},
        left_out={run.pk: ["gap:site"]},
    )
    offer_handover(handover_id=handover, receiver_id=other.person_id or 0, by=manager, at=at(7))

    assert sheet(handover).summary == "Carrier works on it."
    parts = states(handover)
    assert "note:1" in parts
    assert "gap:site" not in parts
    assert next(iter(parts)) == MANAGER
    assert_ledger_adds_up(run)


def test_another_form_writes_the_words_anew(run: Incident, manager: Actor) -> None:
    handover = prepare_handover(by=manager, at=at(5), incident_ids=[run.pk])
    edit_handover(handover_id=handover, by=manager, at=at(6), summaries={run.pk: "Mine"})

    edit_handover(handover_id=handover, by=manager, at=at(7), form="iimarch")

    assert sheet(handover).summary.startswith("Information: ")


def test_a_summary_has_at_most_120_words(run: Incident, manager: Actor) -> None:
    handover = prepare_handover(by=manager, at=at(5), incident_ids=[run.pk])

    says = f"{run.ref}: 121 words; a summary has at most 120."
    with nothing_changes(Refusal, **{f"summary_{run.ref}": says}):
        edit_handover(handover_id=handover, by=manager, at=at(6), summaries={run.pk: "so " * 121})


def test_a_draft_is_nobody_elses_business(run: Incident, manager: Actor, other: Actor) -> None:
    handover = prepare_handover(by=manager, at=at(5), incident_ids=[run.pk])

    with nothing_changes(NoSuchHandover):
        edit_handover(handover_id=handover, by=other, at=at(6), form="iimarch")
    with nothing_changes(NoSuchHandover):
        discard_handover(handover_id=handover, by=other)
    with nothing_changes(NoSuchHandover):
        withdraw_handover(handover_id=handover, by=other, at=at(6))
    discard_handover(handover_id=handover, by=manager)
    assert not Handover.objects.exists()


def test_until_it_is_accepted_everything_stays_with_the_giver(
    run: Incident, manager: Actor, other: Actor
) -> None:
    clocks = list(fresh(run).clocks.values("kind", "state", "due_at"))

    offered(run, by=manager, to=other)

    role = RoleOnIncident.objects.get(incident=run, code="incident_manager")
    assert (role.person_id, fresh(run).owner_id) == (manager.person_id, manager.person_id)
    assert list(fresh(run).clocks.values("kind", "state", "due_at")) == clocks
    assert kinds(run)[-1] == "handover_offered"
    assert entries(run)[-1].data["to"] == other.person_id
    assert_ledger_adds_up(run)


def test_the_receiver_is_told_once_of_a_whole_shift_and_a_timer_waits(
    run: Incident, manager: Actor, other: Actor, agent: Actor
) -> None:
    second = log(by=agent, summary="Chat is silent")
    take_role(incident_id=second.pk, role="loggist", by=manager, at=at(2))

    handover = offered(by=manager, to=other)

    told = Message.objects.filter(purpose="handover")
    assert [(m.recipient_id, m.channel, m.urgency) for m in told.order_by("id")] == [
        (other.person_id, "in_product", 2),
        (other.person_id, "email", 2),
    ]
    assert f"{run.ref}, {second.ref}" in told[0].body
    assert "by 12:25 GMT" in told[0].body
    due_at, payload = armed(TimerKind.HANDOVER_DUE)[str(handover)]
    assert due_at == at(25)
    assert payload == {"handover": handover, "incidents": sorted([run.pk, second.pk])}


def test_the_giver_hears_what_changed_before_it_is_offered(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = prepare_handover(by=manager, at=at(5), incident_ids=[run.pk])
    seen = {run.pk: fresh(run).version}
    from musterpoint.usecases.correct_facts import correct_facts

    correct_facts(
        incident_id=run.pk,
        facts={"customers_affected": 400, "summary": "Calls drop everywhere"},
        by=manager,
        at=at(6),
    )

    call = {"handover_id": handover, "receiver_id": other.person_id or 0, "by": manager}
    says = "3 things changed since you wrote this. Look at them, then offer it again."
    with nothing_changes(ThingsChanged, changed=says):
        offer_handover(**call, at=at(7), seen=seen)  # type: ignore[arg-type]  # one call, twice
    offer_handover(**call, at=at(8), seen={run.pk: fresh(run).version})  # type: ignore[arg-type]  # as above
    assert state(handover) == "offered"


def test_a_note_that_changes_nothing_relied_on_holds_nobody_up(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = prepare_handover(by=manager, at=at(5), incident_ids=[run.pk])
    seen = {run.pk: fresh(run).version}
    add_note(incident_id=run.pk, says="Coffee is out", by=manager, at=at(6))

    offer_handover(
        handover_id=handover, receiver_id=other.person_id or 0, by=manager, at=at(7), seen=seen
    )

    assert state(handover) == "offered"


def test_only_a_colleague_who_may_hold_see_and_work_receives(
    run: Incident, manager: Actor, people: dict[str, Actor], agent: Actor, leader: Actor
) -> None:
    handover = prepare_handover(by=manager, at=at(5), incident_ids=[run.pk])

    def offer(to: int | None) -> None:
        offer_handover(handover_id=handover, receiver_id=to or 0, by=manager, at=at(6))

    with nothing_changes(NotSomebodyElse, receiver="Choose somebody other than yourself."):
        offer(manager.person_id)
    nobody = "Choose an active colleague who may work on incidents."
    with nothing_changes(CannotReceive, receiver=nobody):
        offer(999_999)
    with nothing_changes(CannotReceive, receiver=nobody):
        offer(people["auditor"].person_id)
    holds = (
        f"{run.ref}: Incident manager may be held by: incident manager, team leader."
        " Leave it out, or choose another."
    )
    with nothing_changes(MayNotHold, receiver=holds):
        offer(agent.person_id)
    restrict_incident(
        incident_id=run.pk, restricted=True, reason="Staff matter", by=manager, at=at(6)
    )
    hidden = (
        f"Siobhan Kelly may not see {run.ref}. An incident manager can let them in;"
        " or hand it to somebody else."
    )
    with nothing_changes(MayNotSee, receiver=hidden):
        offer(leader.person_id)


def test_the_wait_has_bounds(run: Incident, manager: Actor, other: Actor) -> None:
    handover = prepare_handover(by=manager, at=at(5), incident_ids=[run.pk])

    says = "Let it wait between 1 minute and 12 hours."
    for within in (timedelta(), timedelta(days=1)):
        with nothing_changes(OddWait, within=says):
            offer_handover(
                handover_id=handover,
                receiver_id=other.person_id or 0,
                by=manager,
                at=at(6),
                within=within,
            )


def test_a_role_is_on_offer_to_one_person_at_a_time(
    run: Incident, manager: Actor, other: Actor, leader: Actor
) -> None:
    offered(run, by=manager, to=other)
    again = prepare_handover(by=manager, at=at(11), incident_ids=[run.pk])

    with pytest.raises(OfferedAlready, match="is on offer already"):
        offer_handover(handover_id=again, receiver_id=leader.person_id or 0, by=manager, at=at(12))
    assert state(again) == "draft"


def test_what_left_the_givers_hands_since_is_not_offered(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = prepare_handover(by=manager, at=at(5), incident_ids=[run.pk])
    release_role(incident_id=run.pk, role="incident_manager", by=manager, at=at(6))

    says = "Nothing of this is in your hands any more."
    with nothing_changes(NothingToHandOver, incidents=says):
        offer_handover(handover_id=handover, receiver_id=other.person_id or 0, by=manager, at=at(7))


def test_an_offered_handover_is_no_draft_any_more(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = offered(run, by=manager, to=other)

    says = "This handover was offered already."
    with nothing_changes(NotADraft, handover=says):
        edit_handover(handover_id=handover, by=manager, at=at(11), form="iimarch")
    with nothing_changes(NotADraft, handover=says):
        discard_handover(handover_id=handover, by=manager)


def test_a_withdrawn_offer_leaves_what_was_accepted_where_it_went(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = offered(run, by=manager, to=other)
    accepted(handover, MANAGER, by=other)

    withdraw_handover(handover_id=handover, by=manager, at=at(13), reason="I stay")

    assert state(handover) == "withdrawn"
    found = states(handover)
    assert found.pop(MANAGER) == "accepted"
    assert set(found.values()) == {"kept"}
    assert fresh(run).owner_id == other.person_id
    assert armed(TimerKind.HANDOVER_DUE) == {}
    assert kinds(run)[-1] == "handover_withdrawn"
    assert_ledger_adds_up(run)
    says = "This handover is withdrawn, so nothing of it can be accepted or declined."
    with nothing_changes(NotOnOffer, handover=says):
        withdraw_handover(handover_id=handover, by=manager, at=at(14))


def test_only_the_giver_withdraws(run: Incident, manager: Actor, other: Actor) -> None:
    handover = offered(run, by=manager, to=other)

    with nothing_changes(NotYours, handover="Only whoever offered it can withdraw it."):
        withdraw_handover(handover_id=handover, by=other, at=at(11))


def test_an_incident_out_of_sight_is_not_there(run: Incident, manager: Actor, agent: Actor) -> None:
    hidden = log(by=manager, summary="Payroll file", restricted=True)

    with nothing_changes(NoSuchIncident):
        prepare_handover(by=agent, at=at(5), incident_ids=[hidden.pk])
    with nothing_changes(NotAllowed):
        prepare_handover(
            by=Actor(key="person:9", person_id=9, roles=frozenset({"auditor"})), at=at(5)
        )


def test_items_carry_what_is_due(run: Incident, manager: Actor, other: Actor) -> None:
    handover = offered(run, by=manager, to=other)

    due = dict(HandoverItem.objects.filter(handover=handover).values_list("part", "due_at"))
    running = {f"clock:{c.kind}:{c.cycle}": c.due_at for c in fresh(run).clocks.all()}
    assert {part: due[part] for part in running} == running
