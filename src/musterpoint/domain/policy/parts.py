"""The parts of the document in the order of reading, and the keys that each holds.

The number of a part and the place of an entry in it make the number of a clause, such as §5.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FORMAT = 1
"""The form of the text that this product reads and writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPart:
    """One part. ``keys`` are top-level keys of the text; ``must`` are those never left empty."""

    code: str
    number: int
    title: str
    keys: tuple[str, ...]
    must: tuple[str, ...] = ()


_IN_ORDER = (
    ("purpose", "Purpose, scope and context",
     ("title", "organisation", "zone", "purpose", "scope"), ("scope",)),
    ("goals", "Goals and measures", ("goals", "measures"), ("goals", "measures")),
    ("services", "Services and business impact", ("harm_scale", "services"), ("services",)),
    ("risks", "Risks", ("risk_scale", "risks"), ("risk_scale", "risks")),
    ("priority", "Impact, urgency and priority",
     ("impact", "urgency", "priorities", "high_priorities", "waking", "matrix", "overrides"), ()),
    ("major", "Major incidents", ("major",), ()),
    ("time", "Time allowed",
     ("targets", "calendars", "marks", "hold_reasons", "logging", "reassess"), ()),
    ("roles", "Roles and authority", ("roles", "authority"), ("authority",)),
    ("paths", "Escalation paths", ("paths",), ()),
    ("categories", "Categories", ("triage", "generic_category", "categories"), ()),
    ("playbooks", "Playbooks", ("playbooks",), ()),
    ("communications", "Communications",
     ("audiences", "templates", "communications", "facts_good_for"),
     ("audiences", "communications")),
    ("obligations", "Obligations and contracts",
     ("we_are", "obligations", "contracts", "retention"), ("we_are", "obligations")),
    ("resources", "Resources and surge levers", ("resources", "levers"), ("resources", "levers")),
    ("training", "Training", ("training",), ("training",)),
    ("exercises", "Exercises", ("exercises",), ("exercises",)),
    ("review", "Closing and review", ("closing", "reviews"), ("reviews",)),
    ("agreement", "Consultation and approval", ("agreement",), ("agreement",)),
    ("conformity", "Conformity", ("mapping",), ()),
)  # fmt: skip

PARTS: tuple[DocumentPart, ...] = tuple(
    DocumentPart(code=code, number=number, title=title, keys=keys, must=must)
    for number, (code, title, keys, must) in enumerate(_IN_ORDER, start=1)
)
PART_OF_KEY: Mapping[str, DocumentPart] = {key: part for part in PARTS for key in part.keys}
"""The part that a top-level key belongs to; ``format`` and ``rationale`` belong to none."""
