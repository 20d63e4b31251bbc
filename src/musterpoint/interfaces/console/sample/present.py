"""What is going on at the sample centre right now: a major incident and five smaller ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from musterpoint.domain.report import Report
from musterpoint.interfaces.console.sample import saying
from musterpoint.interfaces.console.sample.play import Story, minutes
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.ask_help import answer_help, ask_help
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.begin_work import begin_work
from musterpoint.usecases.declare_major import declare_major
from musterpoint.usecases.hold_incident import hold_incident
from musterpoint.usecases.log_incident import log_incident
from musterpoint.usecases.record_update import record_update
from musterpoint.usecases.work_roles import take_role
from musterpoint.usecases.work_tasks import finish_task


class _Incident:
    """One incident of today, told by people at minutes before now."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.id = 0
        self.help_id = 0

    def logged(self, before: float, by: str, *, began: float, **facts: Any) -> None:
        """Log it, ``began`` minutes before now."""

        def step(at: datetime) -> None:
            report = Report(began_at=minutes(self.story.now, -began), **facts)
            self.id = log_incident(report=report, by=self.story.who(by), at=at).incident.pk

        self.story.at(minutes(self.story.now, -before), step)

    def then(self, before: float, by: str, use_case: Any, **words: Any) -> None:
        """Let somebody do something to it."""
        self.story.at(
            minutes(self.story.now, -before),
            lambda at: use_case(incident_id=self.id, by=self.story.who(by), at=at, **words),
        )


def tell(story: Story) -> None:
    """Add today's incidents to the story."""
    _phones_down(story)
    _screen_pop(story)
    _courier(story)
    _knowledge(story)
    _backlog(story)
    _unanswered(story)


def _phones_down(story: Story) -> None:
    it = _Incident(story)
    it.logged(
        47,
        "ben.okafor",
        began=51,
        summary="Inbound voice dead on all main numbers",
        nature="Calls offered fell from 155 to 6 in 15 minutes. Agents idle on all sites.",
        category="tel_total",
        impact="I2",
        urgency="U2",
        reported_by="Tomasz Nowak",
        source="colleague",
        service="telephony",
        site="leeds",
        queue="faults",
        customers_affected=310,
        life_safety=False,
    )
    it.then(45, "asha.patel", acknowledge_incident)
    it.then(45, "asha.patel", take_role, role="incident_manager")
    it.then(44.5, "asha.patel", begin_work)
    it.then(44, "ben.okafor", take_role, role="loggist")
    note = "Test calls from two mobiles on different networks: dead air on all 3 main numbers."
    it.then(42, "ben.okafor", add_note, says=note)
    it.then(41, "ben.okafor", finish_task, position=1)
    _phones_down_grows(it)
    _phones_down_later(it)
    saying.facts(it)
    saying.briefing(it)
    saying.updates(it)
    saying.promises(it)


def _phones_down_grows(it: _Incident) -> None:
    it.then(
        40,
        "asha.patel",
        assess_incident,
        impact="I1",
        urgency="U1",
        reason="Test calls from two networks are dead on all 3 numbers",
    )
    it.then(39.5, "asha.patel", acknowledge_incident)
    it.then(38, "carol.reid", take_role, role="communications_lead")
    it.then(36, "asha.patel", finish_task, position=2)
    it.then(
        30,
        "asha.patel",
        declare_major,
        criteria=["two_sites"],
        reason="A whole channel is down at every site",
    )
    it.then(28.5, "marcus.webb", acknowledge_incident)
    it.then(29, "tomasz.nowak", take_role, role="resource_planner")


def _phones_down_later(it: _Incident) -> None:
    story = it.story

    def ask(at: datetime) -> None:
        asked = ask_help(
            incident_id=it.id,
            by=story.who("asha.patel"),
            at=at,
            says="Who knows which of the 180 channels the second carrier really carries?",
        )
        it.help_id = asked.help_id

    it.then(
        20,
        "siobhan.kelly",
        add_note,
        says="Second carrier tested from Cardiff: 60 of 180 channels usable.",
    )
    story.at(minutes(story.now, -16), ask)
    story.at(
        minutes(story.now, -13),
        lambda at: answer_help(
            help_id=it.help_id,
            by=story.who("siobhan.kelly"),
            at=at,
            answer="60, from this morning's test. I sent the list of numbers to Tomasz.",
        ),
    )
    it.then(
        3,
        "tomasz.nowak",
        add_note,
        says="Second carrier: 240 calls offered in the last half hour, 31 % gave up.",
    )


def _screen_pop(story: Story) -> None:
    it = _Incident(story)
    it.logged(
        78,
        "siobhan.kelly",
        began=95,
        summary="CRM screen pop missing for Cardiff agents",
        nature="Calls arrive without the customer's record. Agents search by hand; AHT up 40 s.",
        category="crm_slow",
        impact="I3",
        urgency="U2",
        reported_by="Ffion Rees",
        source="colleague",
        service="crm",
        site="cardiff",
        customers_affected=0,
    )
    it.then(60, "siobhan.kelly", acknowledge_incident)
    it.then(60, "siobhan.kelly", take_role, role="incident_manager")
    it.then(55, "siobhan.kelly", begin_work)
    it.then(30, "siobhan.kelly", finish_task, position=1)


def _courier(story: Story) -> None:
    it = _Incident(story)
    it.logged(
        165,
        "tomasz.nowak",
        began=190,
        summary="Harlow: 120 gaskets not on today's van",
        nature="Order 88-2071, promised for 16:00. Depot says not loaded.",
        category="late_delivery",
        impact="I2",
        urgency="U2",
        reported_by="Harlow planner",
        source="client",
        service="orders",
        account="harlow",
        site="leeds",
        customers_affected=1,
    )
    it.then(158, "marcus.webb", acknowledge_incident)
    it.then(158, "marcus.webb", take_role, role="incident_manager")
    it.then(150, "marcus.webb", begin_work)
    it.then(
        140,
        "carol.reid",
        record_update,
        audience="Harlow OEM",
        says="The van left without your gaskets. A second van loads now; new time by 13:00.",
    )
    it.then(
        95,
        "carol.reid",
        record_update,
        audience="Harlow OEM",
        says="Second van left Leeds with all 120 gaskets.",
    )
    it.then(
        50,
        "marcus.webb",
        hold_incident,
        reason_code="waiting_for_supplier",
        says="Waiting for the driver's scan at Harlow's gate.",
    )


def _knowledge(story: Story) -> None:
    it = _Incident(story)
    it.logged(
        240,
        "grace.adeyemi",
        began=300,
        summary="Torque for the HP-6 valve differs in two articles",
        nature="Article 4471 says 12 Nm, article 4502 says 21 Nm. Drawing says 12 Nm.",
        category="kb_wrong",
        impact="I3",
        urgency="U3",
        reported_by="Dan Murphy",
        source="colleague",
        service="engineers",
        customers_affected=0,
    )
    it.then(170, "grace.adeyemi", acknowledge_incident)


def _backlog(story: Story) -> None:
    it = _Incident(story)
    it.logged(
        26 * 60,
        "tomasz.nowak",
        began=30 * 60,
        summary="Spare parts e-mails older than two days",
        nature="212 e-mails wait, the oldest 53 hours; the promise is 24.",
        category="backlog",
        impact="I3",
        urgency="U3",
        reported_by="Tomasz Nowak",
        source="colleague",
        service="orders",
        queue="spares",
        site="home",
        customers_affected=212,
    )
    it.then(24 * 60, "siobhan.kelly", acknowledge_incident)
    it.then(24 * 60 - 5, "siobhan.kelly", begin_work)


def _unanswered(story: Story) -> None:
    it = _Incident(story)
    it.logged(
        1.5,
        "maya.singh",
        began=9,
        summary="Caller smells burning from a new cooker, batch TH26-48",
        nature="She cannot get through by phone and wrote in chat. Third of this batch today.",
        impact="I3",
        urgency="U1",
        source="chat",
        service="safety_line",
        queue="safety",
    )
