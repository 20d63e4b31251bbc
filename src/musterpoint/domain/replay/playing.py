"""Plays past incidents through one strategy, and remembers what comes up again and again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from musterpoint.domain.decisions import Decision
from musterpoint.domain.obligations import applies, of_codes
from musterpoint.domain.policy.document import Category, Path, Strategy
from musterpoint.domain.priority import Assessment, Facts, UnknownCode, assess
from musterpoint.domain.replay.outcome import Outcome
from musterpoint.domain.replay.past import PastIncident
from musterpoint.domain.replay.telling import Pull, tell
from musterpoint.domain.replay.timing import Pace, clocks
from musterpoint.domain.wall_clock import zone_named

Judged = Decision[Assessment]


class Player:
    """One strategy, ready to play any number of incidents. Many of them are alike."""

    def __init__(self, strategy: Strategy) -> None:
        self.strategy = strategy
        self._zone: ZoneInfo = zone_named(strategy.zone)
        self._judged: dict[Facts, Judged | str] = {}
        self._duties: dict[tuple[str, date], tuple[str, ...]] = {}

    def play(self, past: PastIncident) -> Outcome:
        """Return what would have come of ``past``; what cannot be judged says why."""
        judged: list[tuple[datetime, Judged]] = []
        for one in past.judgements:
            found = self._judge(one.facts)
            if isinstance(found, str):
                return Outcome(not_judged=found)
            judged.append((one.at, found))
        last = past.judgements[-1].facts
        paces = list(self._paces(past, judged))
        told, unanswered = tell(
            self.strategy,
            self._pulls(past, paces),
            until=past.answered_at or past.until,
        )
        decision = judged[-1][1]
        return Outcome(
            priority=decision.value.priority,
            first_priority=judged[0][1].value.priority,
            because=decision.because,
            typical=not last.impact or not last.urgency,
            clocks=clocks(self.strategy, past, paces),
            told=told,
            unanswered=unanswered,
            duties=self._duties_of(last, past.logged_at),
        )

    def _judge(self, facts: Facts) -> Judged | str:
        found = self._judged.get(facts)
        if found is None:
            try:
                found = assess(self.strategy, facts)
            except UnknownCode as unknown:
                found = f"The strategy has no {unknown.kind} {unknown.code}."
            self._judged[facts] = found
        return found

    def _paces(self, past: PastIncident, judged: list[tuple[datetime, Judged]]) -> Iterator[Pace]:
        """Yield whose targets hold from when on: the priority's, or the major pace."""
        if past.major_from is None:
            yield from ((at, decision.value.priority) for at, decision in judged)
            return
        pace = self.strategy.major.targets_of
        for at, decision in judged:
            if at < past.major_from:
                yield at, decision.value.priority
        yield max(past.major_from, past.logged_at), pace

    def _pulls(self, past: PastIncident, paces: list[Pace]) -> list[Pull]:
        facts = past.judgements[0].facts
        if len(paces) == 1:
            at, priority = paces[0]
            return [Pull(past.logged_at, self._path(facts), priority)]
        pulls = []
        for at, priority in paces:
            facts = next((j.facts for j in reversed(past.judgements) if j.at <= at), facts)
            pulls.append(Pull(max(at, past.logged_at), self._path(facts), priority))
        return pulls

    def _path(self, facts: Facts) -> Path:
        return self.strategy.paths[self._category(facts).path]

    def _category(self, facts: Facts) -> Category:
        return self.strategy.categories[facts.category or self.strategy.generic_category]

    def _duties_of(self, facts: Facts, at: datetime) -> tuple[str, ...]:
        category = self._category(facts)
        if not category.obligations:
            return ()
        day = at.astimezone(self._zone).date()
        found = self._duties.get((category.code, day))
        if found is None:
            ours = of_codes(self.strategy, category.obligations, on=day)
            found = tuple(
                one.code for one in ours if applies(one, we_are=self.strategy.we_are, on=day).value
            )
            self._duties[category.code, day] = found
        return found
