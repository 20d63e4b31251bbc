from __future__ import annotations

from datetime import UTC, datetime, timedelta

from musterpoint.domain.reassess import Looked, next_prompt_at, reasons
from tests.domain.strategies import shipped

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)


def test_high_priorities_are_prompted_every_half_hour_and_others_never() -> None:
    assert next_prompt_at(shipped(), priority="P2", since=NINE) == NINE + HALF_HOUR
    assert next_prompt_at(shipped(), priority="P3", since=NINE) is None


def test_elapsed_time_is_a_reason_from_the_instant_it_is_due() -> None:
    looked = Looked(priority="P1", assessed_at=NINE)

    assert reasons(shipped(), looked, at=NINE + HALF_HOUR - timedelta(seconds=1)) == ()
    due = reasons(shipped(), looked, at=NINE + HALF_HOUR)
    assert [because.clause for because in due] == ["reassess.every.P1"]
    assert due[0].says == "The last assessment is 30 min old or more."


def test_new_facts_and_missed_updates_are_reasons_until_somebody_looked() -> None:
    happened = NINE + timedelta(minutes=3)
    looked = Looked(
        priority="P4", assessed_at=NINE, facts_changed_at=happened, update_missed_at=happened
    )
    since = Looked(
        priority="P4", assessed_at=happened, facts_changed_at=happened, update_missed_at=happened
    )

    got = reasons(shipped(), looked, at=happened)

    assert [because.clause for because in got] == [
        "reassess.on_new_facts",
        "reassess.on_missed_update",
    ]
    assert reasons(shipped(), since, at=happened) == ()
