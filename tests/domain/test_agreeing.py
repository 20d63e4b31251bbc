"""From draft to in force: what is missing before each move, who may sign, and random histories."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain import agreeing
from musterpoint.domain.agreeing import (
    NEXT,
    IllegalStage,
    Progress,
    Signed,
    Verdict,
    missing,
)
from musterpoint.domain.policy.document import RoleRule
from musterpoint.domain.policy.draft_states import EDITABLE, DraftState
from musterpoint.domain.policy.preparing import AgreementRule, StakeholderGroup

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
AGENTS = StakeholderGroup(code="agents", name="Agents", says="They do the work.")
UNION = StakeholderGroup(code="union", name="Works council", says="It speaks for colleagues.")
RULE = AgreementRule(
    groups=(AGENTS, UNION), approvers=("director", "compliance"), open_for=timedelta(days=5)
)
OPEN = Progress(stage=DraftState.CONSULTATION, digest="a", rule=RULE, opened_at=NOON)
HEARD = replace(OPEN, heard=frozenset({"agents", "union"}))
LATER = NOON + timedelta(days=5)
DIRECTOR = RoleRule(
    code="director", name="Director", duty="Decides.", held_by=frozenset({"administrator"})
)


def guards(progress: Progress, to: DraftState, at: datetime = LATER) -> list[str]:
    return [one.guard for one in missing(progress, to, at=at).value]


def signed(role: str, person: int, digest: str = "a", *, no: bool = False) -> Signed:
    verdict = Verdict.REFUSED if no else Verdict.SIGNED
    return Signed(role=role, person_id=person, digest=digest, verdict=verdict)


def test_a_sound_draft_goes_to_consultation() -> None:
    assert (
        guards(Progress(stage=DraftState.DRAFTING, digest="a", rule=RULE), DraftState.CONSULTATION)
        == []
    )


def test_a_draft_with_errors_is_shown_to_nobody() -> None:
    draft = Progress(stage=DraftState.DRAFTING, digest="a", rule=RULE, errors=2)

    decision = missing(draft, DraftState.CONSULTATION, at=NOON)
    assert [one.says for one in decision.value] == ["The check finds 2 errors. Mend what it names."]
    assert [one.clause for one in decision.because] == [""]


def test_without_groups_there_is_nobody_to_consult_and_approval_can_be_asked() -> None:
    draft = Progress(stage=DraftState.DRAFTING, digest="a", rule=replace(RULE, groups=()))

    assert guards(draft, DraftState.CONSULTATION) == ["groups"]
    assert guards(draft, DraftState.APPROVAL) == []


def test_every_group_is_heard_before_approval() -> None:
    half = replace(OPEN, heard=frozenset({"union"}))

    assert guards(OPEN, DraftState.APPROVAL) == ["group:agents", "group:union"]
    assert guards(half, DraftState.APPROVAL) == ["group:agents"]
    assert guards(HEARD, DraftState.APPROVAL) == []
    assert (
        missing(half, DraftState.APPROVAL, at=LATER).because[0].clause == "agreement.groups.agents"
    )


def test_a_draft_with_groups_does_not_skip_consultation() -> None:
    draft = Progress(stage=DraftState.DRAFTING, digest="a", rule=RULE)

    assert guards(draft, DraftState.APPROVAL) == ["group:agents", "group:union", "open_for"]


def test_a_consultation_stays_open_for_its_time_and_to_the_minute() -> None:
    assert guards(HEARD, DraftState.APPROVAL, LATER - timedelta(seconds=1)) == ["open_for"]
    assert guards(HEARD, DraftState.APPROVAL, LATER) == []
    assert agreeing.closes_at(HEARD) == LATER


def test_every_comment_is_answered_before_approval() -> None:
    waiting = missing(replace(HEARD, waiting=(3, 7)), DraftState.APPROVAL, at=LATER)

    assert [one.says for one in waiting.value] == [
        "Not answered yet: 3, 7. Say what became of every comment."
    ]


def test_every_approver_signs_the_text_as_it_reads_now() -> None:
    asked = replace(HEARD, stage=DraftState.APPROVAL, signatures=(signed("director", 1),))
    both = replace(asked, signatures=(signed("director", 1), signed("compliance", 2)))

    assert guards(asked, DraftState.APPROVED) == ["signature:compliance"]
    assert guards(both, DraftState.APPROVED) == []
    assert guards(replace(both, digest="b"), DraftState.APPROVED) == [
        "signature:director",
        "signature:compliance",
    ]


def test_who_refused_may_still_sign_and_the_last_word_counts() -> None:
    no = (signed("director", 1), signed("compliance", 2, no=True))
    asked = replace(HEARD, stage=DraftState.APPROVAL, signatures=no)

    assert [one.says for one in missing(asked, DraftState.APPROVED, at=LATER).value] == [
        "Compliance refused to sign this text."
    ]
    yes = replace(asked, signatures=(*no, signed("compliance", 2)))
    assert guards(yes, DraftState.APPROVED) == []


def test_a_signature_of_a_role_that_is_not_named_counts_for_nothing() -> None:
    asked = replace(HEARD, stage=DraftState.APPROVAL, signatures=(signed("friend", 1),))

    assert "friend" not in agreeing.signatures(asked)


@pytest.mark.parametrize("present", list(DraftState))
def test_moves_that_do_not_exist_are_refused_by_name(present: DraftState) -> None:
    for to in set(DraftState) - NEXT[present]:
        with pytest.raises(IllegalStage):
            missing(replace(OPEN, stage=present), to, at=NOON)


def test_what_is_published_or_abandoned_moves_no_more() -> None:
    assert NEXT[DraftState.PUBLISHED] == NEXT[DraftState.ABANDONED] == frozenset()


def test_a_text_that_names_nobody_is_agreed_by_the_rule_in_force() -> None:
    nobody = AgreementRule(groups=(), approvers=())
    own = replace(RULE, approvers=("director",))

    assert agreeing.rule_for(own, RULE) == own
    assert agreeing.rule_for(None, RULE) == RULE
    assert agreeing.rule_for(nobody, RULE) == RULE
    assert agreeing.rule_for(None, None) is None
    assert agreeing.rule_for(None, nobody) is None


def may(role: str = "director", **more: Any) -> tuple[bool, str]:
    who: dict[str, Any] = {"person_id": 1, "account_roles": {"administrator"}, "standing": ()}
    progress = more.pop("progress", replace(HEARD, stage=DraftState.APPROVAL))
    decision = agreeing.may_sign(progress, role, rule=DIRECTOR, **who | more)
    return decision.value, decision.because[0].says


def test_whoever_holds_the_role_signs() -> None:
    assert may() == (True, "Your account role holds this role.")
    assert may(account_roles={"agent"}) == (False, "Your account role does not hold this role.")


def test_where_the_centre_names_people_only_they_sign() -> None:
    assert may(standing={1}, account_roles=set()) == (True, "The centre names you for this role.")
    assert may(standing={2}) == (False, "The centre names others for this role.")


def test_one_person_may_stand_for_two_roles() -> None:
    once = replace(HEARD, stage=DraftState.APPROVAL, signatures=(signed("compliance", 1),))

    assert may(progress=once)[0]


def test_nobody_signs_as_what_the_document_does_not_name() -> None:
    assert may("friend") == (False, "The document does not name this role as an approver.")


# Random histories -----------------------------------------------------------------------


@dataclass(slots=True)
class History:
    """A draft led through anything people might do, and a plain diary to judge it by."""

    now: Progress = field(
        default_factory=lambda: Progress(stage=DraftState.DRAFTING, digest="0", rule=RULE)
    )
    at: datetime = NOON
    texts: int = 0
    diary: list[tuple[str, Any, datetime]] = field(default_factory=list)

    def do(self, what: str, value: Any) -> None:
        getattr(self, what)(value)
        self.diary.append((what, value, self.at))

    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    def edit(self, _value: Any) -> None:
        if self.now.stage in EDITABLE:
            self.texts += 1
            self.now = replace(self.now, digest=str(self.texts))

    def move(self, to: DraftState) -> None:
        if to not in NEXT[self.now.stage] or missing(self.now, to, at=self.at).value:
            return
        if to is DraftState.CONSULTATION and self.now.stage is DraftState.DRAFTING:
            self.now = replace(self.now, opened_at=self.at, heard=frozenset(), waiting=())
        if to is DraftState.DRAFTING:
            self.now = replace(self.now, opened_at=None, heard=frozenset(), waiting=())
        self.now = replace(self.now, stage=to)

    def hear(self, group: str) -> None:
        if self.now.stage is DraftState.CONSULTATION:
            self.now = replace(self.now, heard=self.now.heard | {group})

    def comment(self, _value: Any) -> None:
        if self.now.stage is DraftState.CONSULTATION:
            self.now = replace(self.now, waiting=(*self.now.waiting, len(self.diary)))

    def answer(self, _value: Any) -> None:
        self.now = replace(self.now, waiting=self.now.waiting[1:])

    def sign(self, given: tuple[str, int, bool]) -> None:
        role, person, no = given
        if self.now.stage is not DraftState.APPROVAL:
            return
        if may(role, progress=self.now, person_id=person)[0]:
            one = signed(role, person, self.now.digest, no=no)
            self.now = replace(self.now, signatures=(*self.now.signatures, one))


EVENTS = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 4)),
    st.tuples(st.just("edit"), st.none()),
    st.tuples(st.just("move"), st.sampled_from([one for one in DraftState if one != "abandoned"])),
    st.tuples(st.just("move"), st.sampled_from([DraftState.CONSULTATION, DraftState.APPROVAL])),
    st.tuples(st.just("move"), st.sampled_from([DraftState.APPROVED, DraftState.PUBLISHED])),
    st.tuples(st.just("hear"), st.sampled_from(["agents", "union"])),
    st.tuples(st.just("comment"), st.none()),
    st.tuples(st.just("answer"), st.none()),
    st.tuples(
        st.just("sign"),
        st.tuples(
            st.sampled_from(["director", "compliance", "friend"]),
            st.integers(1, 3),
            st.booleans(),
        ),
    ),
)
PUBLISHED = [
    ("move", DraftState.CONSULTATION),
    ("hear", "agents"),
    ("hear", "union"),
    ("wait", 5),
    ("move", DraftState.APPROVAL),
    ("sign", ("director", 1, False)),
    ("sign", ("compliance", 2, False)),
    ("move", DraftState.APPROVED),
    ("move", DraftState.PUBLISHED),
]


def test_the_whole_way_leads_to_publishing() -> None:
    history = History()
    for what, value in PUBLISHED:
        history.do(what, value)

    assert history.now.stage is DraftState.PUBLISHED


@given(st.lists(EVENTS, max_size=60), st.integers(0, len(PUBLISHED)))
def test_nothing_is_published_that_was_not_agreed(
    events: list[tuple[str, Any]], start: int
) -> None:
    history = History()
    for what, value in [*PUBLISHED[:start], *events, *PUBLISHED]:
        before = history.now
        history.do(what, value)
        now = history.now
        if (
            now.stage in {DraftState.APPROVED, DraftState.PUBLISHED}
            and now.stage is not before.stage
        ):
            last = {one.role: one for one in now.signatures if one.digest == now.digest}
            assert {role: last[role].verdict for role in RULE.approvers} == dict.fromkeys(
                RULE.approvers, Verdict.SIGNED
            )
            assert {"agents", "union"} <= now.heard
            assert not now.waiting
            assert now.opened_at is not None
            assert history.at - now.opened_at >= RULE.open_for
        if before.stage not in EDITABLE:
            assert now.digest == before.digest
