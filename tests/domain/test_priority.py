from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import OverrideTrigger, Strategy
from musterpoint.domain.priority import (
    Assessment,
    Facts,
    OverrideNeedsReason,
    UnknownCategory,
    UnknownImpact,
    UnknownPriority,
    UnknownUrgency,
    assess,
    rank,
    rises,
)
from tests.domain.strategies import shipped, with_category

IMPACTS = ("I1", "I2", "I3", "I4")
URGENCIES = ("U1", "U2", "U3", "U4")
PRIORITIES = ("P1", "P2", "P3", "P4", "P5")

codes = st.sampled_from(sorted(shipped().categories))
known_or_not = st.sampled_from([True, False, None])
facts = st.builds(
    Facts,
    impact=st.sampled_from([None, *IMPACTS]),
    urgency=st.sampled_from([None, *URGENCIES]),
    category=st.none() | codes,
    life_safety=known_or_not,
    personal_data=known_or_not,
    vulnerable_customers=known_or_not,
    key_account=known_or_not,
    clock_share_left=st.none() | st.floats(min_value=0, max_value=1),
    floor_answer=known_or_not,
)


@st.composite
def monotone_matrices(draw: st.DrawFn) -> Strategy:
    """Any matrix whose rows and columns never rise as impact or urgency falls."""
    cells: dict[tuple[str, str], int] = {}
    for row, column in product(range(4), range(4)):
        above = cells.get((IMPACTS[row - 1], URGENCIES[column]), 0) if row else 0
        before = cells.get((IMPACTS[row], URGENCIES[column - 1]), 0) if column else 0
        cells[IMPACTS[row], URGENCIES[column]] = draw(st.integers(max(above, before), 4))
    matrix = {cell: PRIORITIES[place] for cell, place in cells.items()}
    return replace(shipped(), matrix=matrix)


def of(wanted: Facts, strategy: Strategy | None = None) -> Assessment:
    return assess(strategy or shipped(), wanted).value


@given(known=facts)
def test_every_set_of_facts_has_a_priority_and_a_reason(known: Facts) -> None:
    decision = assess(shipped(), known)

    assert decision.value.priority in PRIORITIES
    assert decision.because


@given(strategy=monotone_matrices(), known=facts)
def test_graver_impact_or_urgency_never_lowers_the_priority(
    strategy: Strategy, known: Facts
) -> None:
    ranks = {
        (impact, urgency): rank(
            strategy, of(replace(known, impact=impact, urgency=urgency), strategy).priority
        )
        for impact, urgency in product(IMPACTS, URGENCIES)
    }

    for row, column in product(range(3), range(4)):
        assert ranks[IMPACTS[row], URGENCIES[column]] <= ranks[IMPACTS[row + 1], URGENCIES[column]]
    for row, column in product(range(4), range(3)):
        assert ranks[IMPACTS[row], URGENCIES[column]] <= ranks[IMPACTS[row], URGENCIES[column + 1]]


@given(strategy=monotone_matrices(), known=facts)
def test_an_exception_never_lowers_urgency_or_priority(strategy: Strategy, known: Facts) -> None:
    plain = replace(
        known,
        life_safety=None,
        personal_data=None,
        vulnerable_customers=None,
        key_account=None,
        clock_share_left=None,
    )

    with_exceptions, without = of(known, strategy), of(plain, strategy)

    assert IMPACTS.index(with_exceptions.impact) <= IMPACTS.index(without.impact)
    assert URGENCIES.index(with_exceptions.urgency) <= URGENCIES.index(without.urgency)
    assert rank(strategy, with_exceptions.priority) <= rank(strategy, without.priority)


@given(known=facts, chosen=st.sampled_from(PRIORITIES))
def test_a_priority_set_by_hand_wins_and_keeps_what_was_computed(known: Facts, chosen: str) -> None:
    by_hand = replace(known, override_priority=chosen, override_reason="The client asked.")

    decision = assess(shipped(), by_hand)

    assert decision.value.priority == chosen
    assert decision.value.overridden
    assert decision.value.computed == of(known).priority
    assert decision.because[-1].clause == f"priorities.{chosen}"


@pytest.mark.parametrize(
    ("impact", "row"),
    [
        ("I1", ["P1", "P1", "P2", "P3"]),
        ("I2", ["P2", "P2", "P3", "P4"]),
        ("I3", ["P2", "P3", "P4", "P5"]),
        ("I4", ["P3", "P4", "P5", "P5"]),
    ],
)
def test_the_shipped_matrix_says_what_it_should(impact: str, row: list[str]) -> None:
    got = [of(Facts(impact=impact, urgency=u, category="tel_total")).priority for u in URGENCIES]

    assert got == row


def test_the_shipped_catalogue_does_not_call_everything_critical() -> None:
    usual = [of(Facts(category=code)).priority for code in shipped().categories]

    assert Counter(usual) - Counter(["P2"]) == {"P1": 11, "P2": 28, "P3": 9, "P4": 3}


def test_the_matrix_cell_is_cited() -> None:
    decision = assess(shipped(), Facts(impact="I2", urgency="U1", category="line_down"))

    assert decision.because == (
        Because(
            clause="matrix.I2.U1",
            says="I2 (One large group) and U1 (Now) make P2.",
        ),
    )


def test_what_nobody_judged_yet_is_taken_from_the_category() -> None:
    decision = assess(shipped(), Facts(category="crm_down", urgency="U1"))

    assert (decision.value.impact, decision.value.urgency) == ("I1", "U1")
    assert decision.because[0] == Because(
        clause="categories.crm_down.typical",
        says="Not judged yet, so as is usual for “Customer records unavailable”: impact I1.",
    )


def test_without_a_category_the_generic_one_is_used() -> None:
    decision = assess(shipped(), Facts())

    assert decision.value.priority == "P2"
    assert decision.because[0].clause == "categories.unknown.typical"


@pytest.mark.parametrize(
    ("known", "priority", "clause"),
    [
        (Facts(impact="I4", urgency="U4", life_safety=True), "P1", "overrides.life_safety"),
        (Facts(impact="I4", urgency="U4", personal_data=True), "P2", "overrides.personal_data"),
        (Facts(impact="I3", urgency="U4", clock_share_left=0.24), "P2", "matrix.I3.U1"),
        (Facts(impact="I3", urgency="U4", clock_share_left=0.25), "P5", "matrix.I3.U4"),
        (Facts(impact="I3", urgency="U2", vulnerable_customers=True), "P2", "matrix.I2.U2"),
        (Facts(impact="I1", urgency="U2", vulnerable_customers=True), "P1", "matrix.I1.U2"),
        (Facts(impact="I4", urgency="U3", key_account=True), "P3", "matrix.I2.U3"),
        (Facts(category="data_small"), "P2", "categories.data_small.floor"),
        (Facts(category="injury", floor_answer=True), "P1", "categories.injury.floor"),
        (Facts(category="injury", floor_answer=False), "P2", "matrix.I3.U1"),
        (Facts(category="recording_fail"), "P3", "matrix.I2.U3"),
        (
            Facts(category="recording_fail", floor_answer=True),
            "P2",
            "categories.recording_fail.floor",
        ),
    ],
)
def test_written_exceptions_raise_and_are_cited(known: Facts, priority: str, clause: str) -> None:
    decision = assess(shipped(), known)

    assert decision.value.priority == priority
    assert clause in [because.clause for because in decision.because]


def test_the_floor_of_an_information_category_counts_as_personal_data() -> None:
    decision = assess(shipped(), Facts(category="data_small"))

    assert "overrides.personal_data" in [because.clause for because in decision.because]


def test_an_exception_that_changes_nothing_is_still_said() -> None:
    decision = assess(shipped(), Facts(impact="I1", urgency="U1", life_safety=True))

    assert decision.because[-1].says == "Somebody's life or safety is at risk. P1 stays."


@pytest.mark.parametrize("reason", ["", "   "])
def test_setting_a_priority_by_hand_needs_a_reason(reason: str) -> None:
    by_hand = Facts(override_priority="P1", override_reason=reason)

    with pytest.raises(OverrideNeedsReason, match="Say why the priority is set to P1 by hand"):
        assess(shipped(), by_hand)


@pytest.mark.parametrize(
    ("known", "refusal", "says"),
    [
        (Facts(impact="I9"), UnknownImpact, "There is no impact 'I9'. Allowed: I1, I2, I3, I4."),
        (Facts(urgency="soon"), UnknownUrgency, "There is no urgency 'soon'. Allowed: U1, U2"),
        (Facts(category="flood"), UnknownCategory, "There is no category 'flood'. Allowed: "),
        (
            Facts(override_priority="P0", override_reason="why not"),
            UnknownPriority,
            "There is no priority 'P0'. Allowed: P1, P2, P3, P4, P5.",
        ),
    ],
)
def test_unknown_codes_are_refused_by_name(
    known: Facts, refusal: type[Exception], says: str
) -> None:
    with pytest.raises(refusal) as caught:
        assess(shipped(), known)

    assert str(caught.value).startswith(says)


def test_rising_means_towards_the_gravest() -> None:
    assert rises(shipped(), old="P3", new="P1")
    assert not rises(shipped(), old="P1", new="P1")
    assert not rises(shipped(), old="P1", new="P2")


def test_a_changed_strategy_decides_by_its_own_words() -> None:
    changed = with_category("crm_slow", impact="I1", urgency="U1")

    assert of(Facts(category="crm_slow"), changed).priority == "P1"
    assert of(Facts(category="crm_slow")).priority == "P3"


def test_every_trigger_has_an_exception_in_the_shipped_strategy() -> None:
    assert {override.when for override in shipped().overrides} == set(OverrideTrigger)
