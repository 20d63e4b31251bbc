"""What the shipped strategy promises its reader, beyond what every strategy is checked for."""

from __future__ import annotations

from datetime import date, timedelta

from musterpoint.domain.obligations import versions_on
from musterpoint.domain.policy.duties import Counting, Unit
from musterpoint.domain.policy.parts import PARTS
from musterpoint.domain.policy.risks import Score
from tests.domain.strategies import shipped

WITHIN_A_YEAR = timedelta(days=365)


def test_every_part_of_the_document_is_filled_and_says_why() -> None:
    strategy = shipped()

    empty = [
        f"{part.code}.{key}" for part in PARTS for key in part.must if not getattr(strategy, key)
    ]
    unexplained = [
        part.code for part in PARTS if not any(strategy.rationale.get(key) for key in part.keys)
    ]

    assert empty == []
    assert unexplained == []


def test_all_fifty_eight_duties_are_there_and_none_is_confirmed_for_us() -> None:
    duties = shipped().obligations

    assert len(duties) == 58
    assert not any(one.confirmed for one in duties.values())
    assert all(one.clock and one.owner and one.trigger and one.reference for one in duties.values())
    assert {one.code for one in duties.values() if one.not_yet} == {"csrb_24h", "martyns_law"}


def test_the_law_holds_in_the_version_of_the_day() -> None:
    strategy = shipped()

    def codes(day: date) -> set[str]:
        return {one.code for one in versions_on(strategy, day)}

    before, after = codes(date(2026, 4, 7)), codes(date(2026, 4, 8))
    assert before - after == {"ofcom_c4_adr_old"}
    assert after - before == {"ofcom_c4_adr"}
    before, after = codes(date(2027, 3, 17)), codes(date(2027, 3, 18))
    assert before - after == {"fca_prin11"}
    assert after - before == {"fca_ps26_2_initial", "fca_ps26_2_final"}


def test_the_hours_of_a_data_breach_are_elapsed_ones() -> None:
    clock = shipped().obligations["uk_gdpr_33"].clock

    assert clock is not None
    assert (clock.value, clock.unit, clock.counting) == (72, Unit.HOURS, Counting.ELAPSED)


def test_a_recovery_leaves_room_to_notice_and_decide_and_stands_on_quicker_ones() -> None:
    services = shipped().services
    for one in services.values():
        assert one.mtpd is not None
        assert one.rto is not None
        assert one.rto + one.detection + one.decision <= one.mtpd
        assert one.backup_every is None or one.rpo is None or one.backup_every <= one.rpo
        for under in one.depends_on:
            assert (services[under].rto or timedelta(0)) <= one.rto, (one.code, under)


def test_no_service_may_be_out_longer_than_its_harm_can_be_borne() -> None:
    strategy = shipped()
    scale = strategy.harm_scale
    assert scale is not None
    for one in strategy.services.values():
        for kind, levels in one.harm.items():
            assert len(levels) == len(scale.times), (one.code, kind)
            assert list(levels) == sorted(levels), (one.code, kind)
            too_much = [t for t, n in zip(scale.times, levels, strict=True) if n >= 4]
            assert not too_much or (one.mtpd or timedelta(0)) <= too_much[0], (one.code, kind)


def test_controls_never_make_a_risk_worse() -> None:
    def worse(one: Score, other: Score) -> bool:
        return one.likelihood > other.likelihood or one.consequence > other.consequence

    for risk in shipped().risks.values():
        assert not worse(risk.current, risk.inherent), risk.code
        assert not worse(risk.target, risk.current), risk.code
        assert risk.review_on is not None
        assert risk.review_on.year == 2027


def test_exercises_come_round_within_a_year_and_touch_every_path_and_critical_service() -> None:
    strategy = shipped()
    tested = {name for one in strategy.exercises.values() for name in one.tests}

    assert all(one.every <= WITHIN_A_YEAR for one in strategy.exercises.values())
    assert {f"paths.{code}" for code in strategy.paths} <= tested
