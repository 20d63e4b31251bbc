"""What a mapping says about one source: which column is which field, and what its values mean.

A mapping is read from a tree that knows its lines, so that every mistake in it is named with its
line. It holds no code; what it cannot say, the import does not do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from musterpoint.domain.history.instants import DateOrder
from musterpoint.domain.policy.findings import Finding, errors, in_order
from musterpoint.domain.policy.reading.part import Part
from musterpoint.domain.policy.tree import Node
from musterpoint.domain.states import Status
from musterpoint.domain.wall_clock import UnknownZone, zone_named

INSTANTS = (
    "opened_at", "began_at", "acknowledged_at", "restored_at", "resolved_at", "closed_at",
)  # fmt: skip
CODES = ("status", "priority", "impact", "urgency", "category")
TEXTS: Mapping[str, int] = {
    "summary": 300, "nature": 20_000, "resolution": 20_000, "reported_by": 120, "channel": 40,
    "service": 120, "site": 120, "queue": 120, "account": 120, "group": 120, "verified_by": 120,
}  # fmt: skip
"""Text fields and how much of each the product keeps."""
COUNTS = ("customers_affected", "reassignments", "reopened")
TRUTHS = ("met_target", "vulnerable_customers", "life_safety", "personal_data")
ABOUT_THE_ROW = ("updated_at", "sequence", "updated_by")
KNOWN_FIELDS = frozenset((*INSTANTS, *CODES, *TEXTS, *COUNTS, *TRUTHS, *ABOUT_THE_ROW))
KEEP = "unchanged"
"""What a mapping writes for a value that says nothing new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A state of the source in which nobody could go on: the strategy's reason, and whom for."""

    reason: str
    waiting_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMapping:
    """One source. ``values[field]`` has its texts folded to lower case; None there keeps.

    ``final`` are columns that show their last value on every row, so only the last one counts.
    ``rows_are_whole`` means a row shows the whole state after it: an empty cell empties a field.
    """

    name: str
    zone: ZoneInfo
    dates: DateOrder
    missing: frozenset[str]
    identity: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    summary_from: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    holds: Mapping[str, Hold] = field(default_factory=dict)
    final: frozenset[str] = frozenset()
    rows_are_whole: bool = True
    yes: frozenset[str] = frozenset({"true", "yes", "1", "y", "t"})
    no: frozenset[str] = frozenset({"false", "no", "0", "n", "f"})
    left_out: frozenset[str] = frozenset()
    encoding: str = ""
    delimiter: str = ""

    def columns(self) -> frozenset[str]:
        """Return every column that the mapping names."""
        named = {column for columns in self.fields.values() for column in columns}
        return frozenset(named | {*self.identity, *self.summary_from, *self.final})


def read_mapping(root: Node) -> tuple[SourceMapping | None, tuple[Finding, ...]]:
    """Return the mapping, or None when a finding is an error."""
    findings: list[Finding] = []
    part = Part(root, "", findings)
    mapping = _mapping(part)
    part.end()
    found = in_order(findings)
    return (None if errors(found) else mapping), found


def _mapping(part: Part) -> SourceMapping:
    part.text("says", "")
    part.text("licence", "")
    holds = _holds(part)
    values = _values(part)
    values["status"] = {**values.get("status", {}), **dict.fromkeys(holds, "on_hold")}
    return SourceMapping(
        name=part.text("name"),
        zone=_zone(part),
        dates=part.choice("dates", DateOrder, DateOrder.ISO),
        missing=frozenset({"", *_list(part, "missing")}),
        identity=_columns(part, "identity"),
        fields=_fields(part),
        summary_from=_list(part, "summary_from"),
        values={
            **values,
            "status": {**values.get("status", {}), **dict.fromkeys(holds, "on_hold")},
        },
        holds=holds,
        final=frozenset(_list(part, "final")),
        rows_are_whole=part.flag("rows_are_whole", True),
        yes=_folded(part, "yes") or frozenset({"true", "yes", "1", "y", "t"}),
        no=_folded(part, "no") or frozenset({"false", "no", "0", "n", "f"}),
        left_out=frozenset(_list(part, "left_out")),
        encoding=part.text("encoding", ""),
        delimiter=part.text("delimiter", ""),
    )


def _zone(part: Part) -> ZoneInfo:
    name = part.text("zone", "UTC")
    try:
        return zone_named(name)
    except UnknownZone:
        node = part.entries["zone"]
        part.note(node, "zone", f"'{name}' is no time zone.", "Write one such as Europe/London.")
        return ZoneInfo("UTC")


def _fields(part: Part) -> dict[str, tuple[str, ...]]:
    inner = part.part("fields")
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(KNOWN_FIELDS):
        if key in inner.entries:
            found[key] = _columns(inner, key)
    inner.end()
    if not found.keys() & {"updated_at", "opened_at"}:
        says = "Neither 'updated_at' nor 'opened_at' is here."
        inner.note(inner.node, inner.path, says, "Name a column that says when a row happened.")
    return found


def _columns(part: Part, key: str) -> tuple[str, ...]:
    """Return one column or several; a number is a column's name too."""
    node = part.take(key)
    if node is None:
        return ()
    items = node.value if isinstance(node.value, tuple) else (node,)
    names = tuple(str(item.value) for item in items if item.value not in (None, ""))
    if not names or len(names) != len(items):
        part.note(node, part.at(key), "No column is named here.", "Write its name, or a list.")
    return names


def _list(part: Part, key: str) -> tuple[str, ...]:
    node = part.take(key, required=False)
    if node is None:
        return ()
    items = node.value if isinstance(node.value, tuple) else (node,)
    return tuple("" if item.value is None else str(item.value) for item in items)


def _folded(part: Part, key: str) -> frozenset[str]:
    return frozenset(text.casefold() for text in _list(part, key))


def _values(part: Part) -> dict[str, dict[str, str | None]]:
    outer = part.optional_part("values")
    found: dict[str, dict[str, str | None]] = {}
    if outer is None:
        return found
    for key in CODES:
        inner = outer.optional_part(key)
        if inner is not None:
            found[key] = {text.casefold(): _meaning(inner, key, text) for text in inner.entries}
    outer.end()
    return found


def _meaning(part: Part, field_name: str, text: str) -> str | None:
    meaning = part.text(text)
    if meaning == KEEP:
        return None
    known = {status.value for status in Status}
    if field_name == "status" and meaning and meaning not in known:
        says = f"'{meaning}' is no status."
        remedy = f"Write one of {', '.join(sorted(known))} or {KEEP}."
        part.note(part.entries[text], part.at(text), says, remedy)
    return meaning


def _holds(part: Part) -> dict[str, Hold]:
    inner = part.optional_part("holds")
    found: dict[str, Hold] = {}
    for text in inner.entries if inner is not None else ():
        assert inner is not None
        each = inner.part(text)
        reason = each.text("reason")
        found[text.casefold()] = Hold(reason=reason, waiting_for=each.text("waiting_for", ""))
        each.end()
    return found
