"""One row of a source as one update: when, by whom, and the state after it.

A row that cannot be understood raises BadRow with the column and the reason; nothing is guessed.
Values come out as the ledger holds them, so that instants are texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from musterpoint.domain.history.cells import as_written
from musterpoint.domain.history.instants import NotAnInstant, Readings
from musterpoint.domain.history.mapping import ABOUT_THE_ROW, COUNTS, TEXTS, SourceMapping
from musterpoint.domain.history.values import KEPT, LARGEST, Convert, Meanings, Value

MEMORY = 20_000
HISTORY = "history"

ROW_FIELDS: Mapping[str, str] = {
    "opened_at": "logged_at", "channel": "source", "service": "service_named",
    "site": "site_named", "queue": "queue_named", "account": "account_named",
    "group": "group_named", "met_target": "source_met_target",
}  # fmt: skip
"""Fields whose name in the incident's row differs from the one in a mapping."""


class BadRow(ValueError):
    """A row that is left out, and why."""


class MissingColumns(ValueError):
    """The file lacks a column without which no row can be understood."""

    def __init__(self, columns: Sequence[str], header: Sequence[str]) -> None:
        self.columns = tuple(columns)
        has = ", ".join(header[:12]) or "no column at all"
        more = " …" if len(header) > 12 else ""
        super().__init__(f"The file has no column {' or '.join(columns)}. It has {has}{more}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What one row tells. ``finals`` and ``final_facts`` hold only for the last row."""

    line: int
    at: datetime
    at_text: str
    sequence: int
    by: str
    state: dict[str, Value]
    facts: dict[str, str]
    finals: dict[str, Value]
    final_facts: dict[str, str]
    waiting_for: str
    notes: tuple[str, ...]
    digest: str

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands among the updates of its incident."""
        return self.at_text, self.sequence


@dataclass(slots=True)
class _Column:
    index: int
    name: str
    column: str
    is_final: bool
    convert: Convert
    when_missing: Value | object
    known: dict[str, Value | object] = field(default_factory=dict)


class RowReader:
    """Reads the rows of one file by a mapping. Raises MissingColumns when it cannot."""

    def __init__(
        self,
        mapping: SourceMapping,
        header: Sequence[str],
        readings: Readings,
        *,
        left_out: Sequence[str] = (),
    ) -> None:
        self.mapping = mapping
        self.width = len(header)
        self._readings = readings
        self._meanings = Meanings(mapping, readings)
        self._places = _places(header)
        self._identity = [self._need(name) for name in mapping.identity]
        self.absent = tuple(
            " or ".join(columns)
            for columns in mapping.fields.values()
            if self._find(columns) is None
        )
        self._row = {name: self._find(mapping.fields.get(name, ())) for name in ABOUT_THE_ROW}
        self._columns = self._plan()
        self._summary = [self._places[_fold(c)] for c in mapping.summary_from if self._has(c)]
        self._facts = self._fact_columns(header, left_out)
        self._tells_sequence = self._row["sequence"] is not None
        if self._row["updated_at"] is None and not any(
            c.name == "logged_at" for c in self._columns
        ):
            when = (*mapping.fields.get("updated_at", ()), *mapping.fields.get("opened_at", ()))
            raise MissingColumns(when, header)

    @property
    def tells_counts(self) -> frozenset[str]:
        """Return which of the counters the file has, so that the others are derived."""
        return frozenset(c.name for c in self._columns if c.name in COUNTS)

    def identity(self, cells: Sequence[str]) -> str:
        """Return whose row this is, or raise BadRow."""
        if len(cells) != self.width:
            raise BadRow(f"has {len(cells)} cells where the header has {self.width}")
        parts = [as_written(cells[index].strip()) for index in self._identity]
        if not any(part not in self.mapping.missing for part in parts):
            raise BadRow(f"has no {' or '.join(self.mapping.identity)}")
        name = "/".join(parts)
        if len(name) > 120:
            raise BadRow(f"has an identity of {len(name)} characters (120 at most)")
        return name

    def read(self, raw: Sequence[str], *, line: int) -> Update:
        """Return the update that a row tells, or raise BadRow."""
        cells = _cleaned(raw)
        notes: list[str] = []
        state: dict[str, Value] = {}
        finals: dict[str, Value] = {}
        for column in self._columns:
            text = cells[column.index]
            value = column.known.get(text, KEPT)
            if value is KEPT and text not in column.known:
                value = self._converted(column, text)
            if value is not KEPT:
                (finals if column.is_final else state)[column.name] = value  # type: ignore[assignment]  # KEPT is ruled out
        waiting_for = self._status(cells, state)
        self._fill_summary(cells, state)
        at_text, at = self._when(cells, state, finals, notes)
        facts, final_facts = self._read_facts(cells)
        sequence = self._sequence(cells)
        by = self._cell(cells, "updated_by")
        return Update(
            line=line, at=at, at_text=at_text, sequence=sequence, by=by, state=state, facts=facts,
            finals=finals, final_facts=final_facts, waiting_for=waiting_for, notes=tuple(notes),
            digest=self._digest(at_text, sequence, by, state, facts),
        )  # fmt: skip

    def _plan(self) -> list[_Column]:
        plan: list[_Column] = []
        for name, columns in self.mapping.fields.items():
            index = self._find(columns)
            if index is None or name in ABOUT_THE_ROW:
                continue
            column = next(c for c in columns if self._has(c))
            is_final = column in self.mapping.final
            field_name = ROW_FIELDS.get(name, name)
            convert = self._meanings.reader_of(name)
            missing = self._meanings.when_missing(name)
            plan.append(_Column(index, field_name, column, is_final, convert, missing))
        return plan

    def _fact_columns(
        self, header: Sequence[str], unwanted: Sequence[str]
    ) -> list[tuple[int, str, bool]]:
        taken = {c.index for c in self._columns} | set(self._identity)
        taken |= {index for index in self._row.values() if index is not None}
        left_out = {_fold(name) for name in (*self.mapping.left_out, *unwanted)}
        final = {_fold(name) for name in self.mapping.final}
        return [
            (index, _fact_name(name), _fold(name) in final)
            for index, name in enumerate(header)
            if index not in taken and name.strip() and _fold(name) not in left_out
        ]

    def _converted(self, column: _Column, text: str) -> Value | object:
        try:
            value = self._meaning(column, text)
        except (ValueError, NotAnInstant) as trouble:
            raise BadRow(f"{column.column}: '{text[:60]}' {trouble}") from None
        if len(column.known) < MEMORY:
            column.known[text] = value
        return value

    def _meaning(self, column: _Column, text: str) -> Value | object:
        if text in self.mapping.missing:
            return column.when_missing
        value = column.convert(text)
        return KEPT if value is None else value

    def _status(self, cells: Sequence[str], state: dict[str, Value]) -> str:
        """Put the reason of a hold beside the status, and return whom it waits for."""
        if "status" not in state:
            return ""
        index = self._find(self.mapping.fields.get("status", ()))
        hold = self.mapping.holds.get(cells[index].casefold()) if index is not None else None
        state["hold_reason"] = hold.reason if hold is not None else ""
        return hold.waiting_for if hold is not None else ""

    def _fill_summary(self, cells: Sequence[str], state: dict[str, Value]) -> None:
        if state.get("summary") or not self._summary:
            return
        parts = [cells[i] for i in self._summary if cells[i] not in self.mapping.missing]
        if parts:
            state["summary"] = " · ".join(parts)[: TEXTS["summary"]]

    def _when(
        self,
        cells: Sequence[str],
        state: Mapping[str, Value],
        finals: Mapping[str, Value],
        notes: list[str],
    ) -> tuple[str, datetime]:
        text = self._cell(cells, "updated_at")
        if not text:
            known = {**finals, **state}
            ends = (known.get(name) for name in ("closed_at", "resolved_at", "logged_at"))
            text = next((str(end) for end in ends if end), "")
        if not text:
            raise BadRow("does not say when it happened")
        try:
            moment = self._readings.read(text)
        except NotAnInstant as trouble:
            column = self.mapping.fields["updated_at"][0]
            raise BadRow(f"{column}: '{text[:60]}' {trouble}") from None
        if moment.note:
            notes.append(moment.note)
        return moment.text, moment.at

    def _sequence(self, cells: Sequence[str]) -> int:
        text = self._cell(cells, "sequence")
        if not text:
            return 0
        if not (text.isascii() and text.isdigit()) or int(text) > LARGEST:
            column = self.mapping.fields["sequence"][0]
            raise BadRow(f"{column}: '{text[:60]}' is not a whole number, 0 or more")
        return int(text)

    def _read_facts(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        facts: dict[str, str] = {}
        final_facts: dict[str, str] = {}
        missing = self.mapping.missing
        for index, name, is_final in self._facts:
            text = cells[index]
            if text not in missing:
                (final_facts if is_final else facts)[name] = text
        return facts, final_facts

    def _digest(
        self,
        at_text: str,
        sequence: int,
        by: str,
        state: Mapping[str, Value],
        facts: Mapping[str, str],
    ) -> str:
        """Tell one update from another, whatever the file's notation and later columns."""
        parts = [at_text, str(sequence), by, *(f"{k}={v}" for k, v in state.items())]
        if not self._tells_sequence:
            parts += [f"{name}={text}" for name, text in facts.items()]
        return sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    def _cell(self, cells: Sequence[str], name: str) -> str:
        index = self._row[name]
        if index is None or cells[index] in self.mapping.missing:
            return ""
        return cells[index]

    def _has(self, column: str) -> bool:
        return _fold(column) in self._places

    def _find(self, columns: Sequence[str]) -> int | None:
        found = (self._places[_fold(column)] for column in columns if self._has(column))
        return next(found, None)

    def _need(self, column: str) -> int:
        if not self._has(column):
            raise MissingColumns([column], list(self._places))
        return self._places[_fold(column)]


def _places(header: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, name in enumerate(header):
        places.setdefault(_fold(name), index)
    return places


def _fact_name(name: str) -> str:
    # "history" is where the summary of all updates is kept beside the facts.
    return name.strip() if name.strip() != HISTORY else f"{HISTORY} of the source"


def _fold(name: str) -> str:
    return name.strip().casefold()


def _cleaned(raw: Sequence[str]) -> list[str]:
    cells = [cell.strip() for cell in raw]
    joined = "".join(cells)
    if "\x00" in joined:
        raise BadRow("holds a character that no text can hold (NUL)")
    if not joined.isascii():
        try:
            joined.encode()
        except UnicodeEncodeError:
            raise BadRow("holds bytes that are not text in the file's encoding") from None
    return [as_written(cell) for cell in cells] if "'" in joined else cells
