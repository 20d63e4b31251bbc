"""A version or a draft as files to hand over: the document in three forms, the evidence pack."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from musterpoint.apps.policies.document.blocks import Document
from musterpoint.apps.policies.document.contents import compose
from musterpoint.apps.policies.document.evidence import Evidence
from musterpoint.apps.policies.document.pack import pack
from musterpoint.apps.policies.document.print_page import page
from musterpoint.apps.policies.document.print_pdf import pdf
from musterpoint.apps.policies.document.print_word import word
from musterpoint.apps.reporting.ledger_check import CHECK
from musterpoint.apps.reporting.strategy_evidence import Subject, evidence_of, ledger_lines
from musterpoint.domain.history.cells import harmless
from musterpoint.domain.policy.papers import PaperForm

Tell = Callable[[int, int, str], None]
"""How far it is: pieces done, pieces in all, and which one is being made."""

_MADE_BY: Mapping[PaperForm, Callable[[Document], bytes]] = {
    PaperForm.PDF: pdf,
    PaperForm.WORD: word,
    PaperForm.PAGE: page,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file with its name."""

    name: str
    content: bytes


def paper(subject: Subject, form: PaperForm, *, at: datetime, tell: Tell) -> Paper:
    """Return ``subject`` as one file, made as of ``at``."""
    stem = f"strategy-{subject.name.replace(':', '-')}"
    evidence = evidence_of(subject, at=at)
    document = compose(subject.strategy, evidence)
    if form is not PaperForm.PACK:
        tell(0, 1, form.value)
        made = Paper(name=f"{stem}.{form.value}", content=_MADE_BY[form](document))
        tell(1, 1, form.value)
        return made
    files: dict[str, bytes] = {}
    pieces = (*_MADE_BY, "records")
    for place, piece in enumerate(pieces):
        tell(place, len(pieces), str(piece))
        if isinstance(piece, PaperForm):
            files[f"{stem}.{piece.value}"] = _MADE_BY[piece](document)
    files |= _records(subject, evidence)
    about = {"subject": evidence.version, "digest": evidence.digest}
    content = pack(files, about=about, made_at=document.cover.made_at)
    tell(len(pieces), len(pieces), "")
    return Paper(name=f"{stem}-evidence.zip", content=content)


def _records(subject: Subject, evidence: Evidence) -> dict[str, bytes]:
    """Return what the pack holds beside the document: the text itself and what proves it."""
    held = asdict(evidence)
    made = {
        "strategy.yaml": subject.text.encode(),
        "consultation.csv": _table(held["heard"]),
        "sign-offs.csv": _table(held["signed"]),
        "versions.csv": _table(held["history"]),
        "exercises-and-reviews.csv": _table(held["records"]),
        "changes.json": _json(held["changes"]),
        "conformity.json": _json(held["coverage"]),
        "read-by.json": _json(
            {"asked": evidence.to_acknowledge, "have_read": evidence.acknowledged}
        ),
        "ledger.jsonl": "".join(f"{line}\n" for line in ledger_lines(subject)).encode(),
    }
    return {"README.txt": _README.encode(), "check_ledger.py": CHECK.encode(), **made}


def _table(rows: list[dict[str, object]]) -> bytes:
    """Return rows as CSV that no spreadsheet runs; without rows, an empty file."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow([harmless(value) for value in row.values()])
    return file.getvalue().encode()


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str).encode()


_README = """\
Evidence pack of an incident strategy

manifest.json lists every file with its SHA-256. Check one with: sha256sum FILE
strategy.yaml is the text itself; the SHA-256 of it is the digest that was signed.
ledger.jsonl holds the entries of the ledger about it, one a line. Each names the hash of the one
before. check_ledger.py, next to it, checks each hash with nothing but Python: every text is hashed
by a digest with the salt that "seal" gives, so that what was personal can be erased later.
A file without a line means that nothing of the kind is recorded, not that it was left out.
Exercises and reviews are those that the strategy and the product know of.
"""
