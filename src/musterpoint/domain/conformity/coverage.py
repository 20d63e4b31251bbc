"""The standing of every clause of a framework, out of the document and the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from musterpoint.domain.conformity import records
from musterpoint.domain.conformity.artefacts import standing_of
from musterpoint.domain.conformity.frameworks import Framework, FrameworkClause
from musterpoint.domain.conformity.records import Fact, RecordKind
from musterpoint.domain.conformity.status import Found, Status, together
from musterpoint.domain.policy.document import Strategy


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One artefact. ``clause`` names a clause of the strategy, or is empty for a record."""

    name: str
    status: Status
    says: str
    clause: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseStanding:
    """How a clause is answered, and what would close it where it is not."""

    clause: str
    title: str
    artefacts: tuple[Answered, ...]
    status: Status
    closes: str = ""


def coverage(
    framework: Framework,
    strategy: Strategy,
    facts: Mapping[RecordKind, Fact],
    *,
    on: date,
) -> tuple[ClauseStanding, ...]:
    """Return the standing of each clause. The strategy's own mapping adds to the framework's."""
    own = strategy.mapping.get(framework.code, {})
    return tuple(
        _standing(one, strategy, facts, own.get(one.code, ()), on) for one in framework.clauses
    )


def counted(standings: Iterable[ClauseStanding]) -> dict[Status, int]:
    """Return how many clauses are met, met in part and open."""
    found = Counter(one.status for one in standings)
    return {status: found[status] for status in Status}


def mapped_astray(framework: Framework, strategy: Strategy) -> tuple[str, ...]:
    """Return the clauses that the strategy's mapping names and the framework does not have."""
    known = {one.code for one in framework.clauses}
    return tuple(code for code in strategy.mapping.get(framework.code, {}) if code not in known)


def _standing(
    clause: FrameworkClause,
    strategy: Strategy,
    facts: Mapping[RecordKind, Fact],
    own: tuple[str, ...],
    on: date,
) -> ClauseStanding:
    found: list[tuple[Answered, Found]] = []
    for name in dict.fromkeys((*clause.document, *own)):
        said = standing_of(strategy, name, on=on)
        words = name.replace("_", " ").replace(".", ": ")
        head = Answered(name=words[:1].upper() + words[1:], status=said.status, says=said.says,
                        clause=name)  # fmt: skip
        found.append((head, said))
    for kind in clause.records:
        said = facts.get(kind) or records.missing(kind)
        head = Answered(
            name=records.NAMES[kind], status=said.status, says=said.says, record=kind.value
        )
        found.append((head, said))
    status = together(said.status for _head, said in found)
    return ClauseStanding(
        clause=clause.code,
        title=clause.title,
        artefacts=tuple(head for head, _said in found),
        status=status,
        closes="" if status is Status.MET else _closes(clause, [said for _h, said in found]),
    )


def _closes(clause: FrameworkClause, found: list[Found]) -> str:
    wanted = dict.fromkeys(one.closes for one in found if one.closes)
    if clause.closes:
        wanted[clause.closes] = None
    return " ".join(wanted) or "Name what answers it in the strategy, under mapping."
