"""A clause as the boxes of a form: labels, choices, what stands in each, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.shapes import Kind, Shape
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses import wording
from musterpoint.interfaces.web.clauses.field_words import help_of, label_of
from musterpoint.interfaces.web.clauses.offering import Offer, offer_for
from musterpoint.interfaces.web.clauses.taking import ROOT

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

At = tuple[str, ...]
MANY = 9
LONG_LINE = 26
TALL = frozenset({"words", "lines", "pairs", "lists", "yaml"})


@dataclass(slots=True, kw_only=True)
class Box:
    """One control, a group of them, or rows of groups. ``at`` is its place in the document."""

    name: str
    at: At
    widget: str
    label: StrOrPromise
    help: StrOrPromise = ""
    required: bool = False
    text: str = ""
    ticked: bool = False
    choices: list[tuple[str, str, bool]] = field(default_factory=list)
    inner: list[Box] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    error: str = ""

    @property
    def id(self) -> str:
        return "id_" + self.name.replace(".", "-")

    @property
    def described_by(self) -> str:
        parts = [("help", self.help), ("errors", self.findings or self.error)]
        return " ".join(f"{self.id}-{part}" for part, there in parts if there)

    @property
    def is_wrong(self) -> bool:
        return bool(self.error) or any(one.severity == "error" for one in self.findings)

    @property
    def many(self) -> bool:
        return len(self.choices) > MANY

    @property
    def is_wide(self) -> bool:
        """Whether it takes the whole width: many words, or a line that would be cut off."""
        return self.widget in TALL or (self.widget == "line" and len(self.text) > LONG_LINE)

    @property
    def height(self) -> int:
        wrapped = sum(1 + len(line) // 70 for line in self.text.splitlines())
        return max(2, min(14, wrapped + (1 if self.widget in {"lines", "yaml"} else 0)))


@dataclass(slots=True, kw_only=True)
class Row:
    """One entry of a box of rows. ``was`` is its code in the clause that is shown."""

    name: str
    code: str
    was: str
    place: int
    title: str
    inner: list[Box]

    @property
    def is_wrong(self) -> bool:
        return any(box.is_wrong for box in every(self.inner))


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What the boxes of one form need to know: the whole draft, what is wrong, what was typed."""

    tree: Mapping[str, Plain]
    typed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    more: str = ""


def box_of(shape: Shape, value: Plain, path: str, showing: Showing) -> Box:
    """Return the clause at ``path`` as a box."""
    key, _dot, code = path.partition(".")
    return _box(shape, value, (key, code) if code else (key,), ROOT, showing)


def place_findings(box: Box, findings: Iterable[Finding]) -> list[Finding]:
    """Put each finding beside the innermost field it is about; return those that have none."""
    boxes = sorted(every([box]), key=lambda one: len(one.at), reverse=True)
    left: list[Finding] = []
    for finding in findings:
        for one in boxes:
            path = ".".join(one.at)
            if one is not box and f"{finding.path}.".startswith(f"{path}."):
                one.findings.append(finding)
                break
        else:
            left.append(finding)
    return left


def every(boxes: Iterable[Box]) -> Iterator[Box]:
    """Yield each box and those within it."""
    for box in boxes:
        yield box
        yield from every(box.inner)
        for row in box.rows:
            yield from every(row.inner)


def _box(shape: Shape, value: Plain, at: At, name: str, showing: Showing) -> Box:
    box = Box(
        name=name,
        at=at,
        widget=shape.kind.value,
        label=label_of(at),
        help=help_of(at, shape),
        required=shape.required,
    )
    if name in showing.typed:
        box.text, box.error = showing.typed[name]
        box.widget = "yaml" if shape.kind in {Kind.GROUP, Kind.ENTRIES} else "lines"
    elif shape.kind is Kind.GROUP and (value is None or isinstance(value, dict)):
        box.inner = _inner(shape, value or {}, at, name, showing)
    elif shape.kind is Kind.ENTRIES and (value is None or isinstance(value, dict)):
        box.rows = _rows(shape, value or {}, at, name, showing)
    elif shape.kind is Kind.FLAG and (value is None or isinstance(value, bool)):
        box.ticked = value is True
    else:
        _fill(box, shape, value, offer_for(shape, at, showing.tree))
    return box


def _inner(shape: Shape, value: dict[str, Plain], at: At, name: str, showing: Showing) -> list[Box]:
    return [
        _box(each, value.get(each.name), (*at, each.name), f"{name}.{each.name}", showing)
        for each in shape.inner
    ]


def _rows(shape: Shape, value: dict[str, Plain], at: At, name: str, showing: Showing) -> list[Row]:
    entries: list[tuple[str, Plain]] = list(value.items())
    if showing.more == name or not entries:
        entries.append(("", {}))
    rows: list[Row] = []
    for place, (code, one) in enumerate(entries):
        row = f"{name}.{place}"
        group = Shape(name=shape.name, kind=Kind.GROUP, inner=shape.inner)
        fits = one is None or isinstance(one, dict)
        inner = (
            _inner(group, one if isinstance(one, dict) else {}, (*at, code), row, showing)
            if fits
            else [_box(group, one, (*at, code), row, showing)]
        )
        title = _called(one) if isinstance(one, dict) else ""
        rows.append(Row(name=row, code=code, was=code, place=place + 1, title=title, inner=inner))
    return rows


def _called(entry: dict[str, Plain]) -> str:
    """Return what an entry is called: its name, whom it tells and when, or what it says."""
    if entry.get("name"):
        return str(entry["name"])
    tell = entry.get("tell")
    if isinstance(tell, list):
        return f"{entry.get('after', '')}: {', '.join(map(str, tell))}"
    says = str(entry.get("says") or "")
    return says if len(says) <= 70 else f"{says[:67]}…"


def _fill(box: Box, shape: Shape, value: Plain, offer: Offer | None) -> None:
    text = wording.shown(shape, value)
    if text is None:
        box.widget, box.text = "yaml", wording.as_yaml(shape.name, value)
        return
    box.text = text
    if shape.kind in {Kind.LINES, Kind.TICKS} and offer is not None:
        box.widget, box.help = "ticks", help_of(box.at)
        box.choices = _choices(offer, text.splitlines())
    elif shape.kind in {Kind.LINE, Kind.CHOICE} and offer is not None:
        box.widget = "choice"
        box.choices = [("", "–", not text), *_choices(offer, [text] if text else [])]
    elif shape.kind is Kind.DAY and text and not _is_day(text):
        box.widget = "line"
    elif len(text.splitlines()) > 1 and shape.kind in {Kind.LINE, Kind.SPAN, Kind.NUMBER}:
        box.widget = "words"


def _choices(offer: Offer, chosen: list[str]) -> list[tuple[str, str, bool]]:
    """Return what there is to choose, and what was chosen although there is no such thing."""
    unknown = [(code, f"{code} (?)") for code in chosen if code not in dict(offer)]
    return [(code, label, code in chosen) for code, label in (*offer, *unknown)]


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()
