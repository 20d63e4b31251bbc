"""The labelled texts, and how well what is found agrees with what was marked."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from musterpoint.domain.personal_data import Kind, Span, spans

HERE = Path(__file__).parent
CHECKSUMMED = frozenset({Kind.CARD_NUMBER, Kind.NHS_NUMBER, Kind.IBAN})
_MARK = re.compile(r"<(?P<kind>[a-z_]+)\|(?P<value>[^>]*)>")


@dataclass(frozen=True)
class Labelled:
    text: str
    spans: tuple[Span, ...]


@dataclass
class Score:
    """How many were marked and found, marked and missed, found and not marked, of each kind."""

    found: Counter[Kind] = field(default_factory=Counter)
    missed: Counter[Kind] = field(default_factory=Counter)
    wrong: Counter[Kind] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def recall(self, *kinds: Kind) -> float:
        found = sum(self.found[kind] for kind in kinds or Kind)
        return found / (found + sum(self.missed[kind] for kind in kinds or Kind))

    def precision(self, *kinds: Kind) -> float:
        found = sum(self.found[kind] for kind in kinds or Kind)
        return found / (found + sum(self.wrong[kind] for kind in kinds or Kind))


def read(line: str) -> Labelled:
    """Return a marked line as its text and what is marked in it."""
    pieces, marked, done, length = [], [], 0, 0
    for mark in _MARK.finditer(line):
        pieces += [line[done : mark.start()], mark["value"]]
        length += mark.start() - done
        marked.append(Span(length, length + len(mark["value"]), Kind(mark["kind"])))
        length += len(mark["value"])
        done = mark.end()
    return Labelled("".join([*pieces, line[done:]]), tuple(marked))


def texts(name: str) -> list[Labelled]:
    lines = (HERE / name).read_text().splitlines()
    return [read(line) for line in lines if line and not line.startswith("#")]


def everything() -> list[Labelled]:
    return [*texts("labelled.txt"), *texts("labelled_nothing.txt")]


def score(labelled: list[Labelled]) -> Score:
    """Count a span as found only when its kind and both its ends are as marked."""
    total = Score()
    for one in labelled:
        found = set(spans(one.text))
        for span in found.intersection(one.spans):
            total.found[span.kind] += 1
        for span in set(one.spans) - found:
            total.missed[span.kind] += 1
            total.notes.append(f"missed {span.kind} in {one.text!r}")
        for span in found.difference(one.spans):
            total.wrong[span.kind] += 1
            total.notes.append(
                f"wrong {span.kind} {one.text[span.start : span.end]!r} in {one.text!r}"
            )
    return total


def report() -> dict[str, object]:
    """Return recall and precision, together and of each kind, as counts and shares."""
    whole, labelled = score(everything()), everything()
    kinds = {
        kind: {
            "found": whole.found[kind],
            "missed": whole.missed[kind],
            "wrong": whole.wrong[kind],
            "recall": round(whole.recall(kind), 4),
            "precision": round(whole.precision(kind), 4),
        }
        for kind in Kind
    }
    return {
        "texts": len(labelled),
        "texts_with_nothing": sum(not one.spans for one in labelled),
        "recall": round(whole.recall(), 4),
        "recall_of_checksummed": round(whole.recall(*CHECKSUMMED), 4),
        "precision": round(whole.precision(), 4),
        "kinds": kinds,
        "notes": whole.notes,
    }


if __name__ == "__main__":
    print(json.dumps(report(), indent=2))  # a report for whoever runs it
