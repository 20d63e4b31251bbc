from __future__ import annotations

from musterpoint.domain.timer_kinds import MEANING, TimerKind


def test_every_kind_says_what_it_means() -> None:
    assert set(MEANING) == set(TimerKind)
    assert all(says.endswith(".") and "\n" not in says for says in MEANING.values())
