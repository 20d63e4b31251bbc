"""The next strategy of the sample centre: a draft in consultation, with what people said of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from musterpoint.apps.policies import consultation_links, drafts
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.agreement import last_round
from musterpoint.interfaces.console.sample.play import Story
from musterpoint.usecases.answer_contribution import answer_contribution
from musterpoint.usecases.consult_draft import (
    Guest,
    invite,
    open_consultation,
    record_consultation,
)
from musterpoint.usecases.contribute import contribute, contribute_by_link
from musterpoint.usecases.edit_clause import edit_clause
from musterpoint.usecases.start_draft import start_from_version

DAY = timedelta(days=1)
AUTHOR = "grace.adeyemi"
TITLE = "Incident strategy for the winter"
PLANNER_AT_HARLOW = Guest(name="Hanna Voss", email="hanna.voss@harlow.example")
INVITED = (
    ("agents_and_leaders", ("maya.singh", "dan.murphy", "ben.okafor")),
    ("resource_planning", ("tomasz.nowak",)),
    ("it_and_security", ("leila.hassan",)),
)


class NextStrategy:
    """The draft as the story goes on."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.draft = 0

    def tell(self) -> None:
        """Add the steps to the story: written a week ago, asked about since."""
        now = self.story.now
        self.story.at(now - 8 * DAY, self._begin)
        self.story.at(now - 6 * DAY, self._ask)
        self.story.at(now - 5 * DAY, self._first_words)
        self.story.at(now - 4 * DAY, self._from_outside)
        self.story.at(now - 3 * DAY, self._meeting)
        self.story.at(now - 2 * DAY, self._change)
        self.story.at(now - DAY, self._last_words)

    def _begin(self, at: datetime) -> None:
        number = policies.in_force(at=at).number
        note = "Shorter times at P2, and what the storms of last winter taught."
        self.draft = start_from_version(
            number=number, title=TITLE, note=note, by=self.story.who(AUTHOR), at=at
        )
        self._edit(at, "targets.P2", why="Colleagues can answer in ten.", acknowledge="10 min")
        self._edit(
            at,
            "levers.call_back",
            why="Last February people waited twenty minutes for the offer.",
            within="5 min",
        )

    def _ask(self, at: datetime) -> None:
        by = self.story.who(AUTHOR)
        says = "Please look at the shorter times at P2 and at the levers. Until Friday week."
        open_consultation(draft_id=self.draft, says=says, by=by, at=at)
        for group, people in INVITED:
            ids = [self.story.who(key).person_id or 0 for key in people]
            invite(draft_id=self.draft, group=group, people=ids, by=by, at=at)
        guests = [PLANNER_AT_HARLOW]
        invite(draft_id=self.draft, group="client_accounts", guests=guests, by=by, at=at)

    def _first_words(self, at: datetime) -> None:
        says = "Ten minutes is fine by day. At night two of us sit on the line; we need fifteen."
        self._says("maya.singh", says, at, clause="targets.P2")
        says = "Five minutes works if the button is on the wallboard and not three menus down."
        self._says("tomasz.nowak", says, at, clause="levers.call_back")

    def _from_outside(self, at: datetime) -> None:
        round_ = last_round(self.draft)
        if round_ is None:
            raise LookupError(self.draft)
        guest = round_.invitations.get(email=PLANNER_AT_HARLOW.email)
        says = "Please name who answers on Sundays. Our line does not know weekends."
        link = consultation_links.read(consultation_links.make(guest))
        contribute_by_link(invitation=link, says=says, clause="contracts.harlow_plant", at=at)

    def _meeting(self, at: datetime) -> None:
        record_consultation(
            draft_id=self.draft,
            group="employee_representatives",
            held_on=at.date(),
            spoke_with="Rhian Bevan and Paul Osei, for the colleagues of both sites",
            says="Overtime must stay voluntary, and rest must be kept by whoever leads, too.",
            clause="levers.shift_extension",
            by=self.story.who(AUTHOR),
            at=at,
        )

    def _change(self, at: datetime) -> None:
        limits = (
            "Volunteers only. Eleven hours of rest, for those who lead as well; two days running"
            " at most."
        )
        why = "The representatives of colleagues asked for it."
        self._edit(at, "levers.shift_extension", why=why, limits=limits)
        self._answer(at, 4, "changed", "Written into the limits.", ["levers.shift_extension"])
        says = "The button goes to the wallboard; that is work for IT, not for the strategy."
        self._answer(at, 2, "noted", says, [])

    def _last_words(self, at: datetime) -> None:
        contribute(
            draft_id=self.draft, says="", read=True, by=self.story.who("leila.hassan"), at=at
        )
        says = "Who is asked when neither approver is there in the Christmas week?"
        self._says("ben.okafor", says, at, clause="agreement")

    def _says(self, key: str, says: str, at: datetime, *, clause: str) -> None:
        contribute(draft_id=self.draft, says=says, clause=clause, by=self.story.who(key), at=at)

    def _answer(
        self, at: datetime, number: int, outcome: str, says: str, clauses: list[str]
    ) -> None:
        answer_contribution(
            draft_id=self.draft,
            number=number,
            outcome=outcome,
            says=says,
            clauses=clauses,
            by=self.story.who(AUTHOR),
            at=at,
        )

    def _edit(self, at: datetime, path: str, *, why: str, **changes: str) -> None:
        row = drafts.clause(self.draft, path)
        value: Any = drafts.value_of(row.value)
        edit_clause(
            draft_id=self.draft,
            path=path,
            value=value | changes,
            revision=row.revision,
            why=why,
            by=self.story.who(AUTHOR),
            at=at,
        )


def tell(story: Story) -> None:
    """Add the draft and its consultation to the story."""
    NextStrategy(story).tell()
