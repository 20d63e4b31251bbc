"""What may and may not lie in the tree."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.conftest import ROOT, SOURCE

FORBIDDEN_WORDS = {
    "a folder beside the repository": re.compile(r"\.\./" + "shared"),
    "a path of one machine": re.compile(r"(?<![\w.])/(work|farm|root)/" + r"\w"),
    "the host of a package index": re.compile(
        "|".join(["pyp" + r"i\.(org|python)", "python" + r"hosted\.org", r"registry\." + "npmjs"])
    ),
}
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore)(?P<rest>.*)$")
WITH_CODE_AND_REASON = re.compile(r"^(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[\w, -]+\])\s+[#-]\s+\S+.*$")
SCRIPTS = {".js", ".css", ".mjs"}


def test_nothing_names_another_place(tracked_text: dict[Path, str]) -> None:
    found = [
        f"{path}:{number}: {what}"
        for path, text in tracked_text.items()
        for number, line in enumerate(text.splitlines(), start=1)
        for what, pattern in FORBIDDEN_WORDS.items()
        if pattern.search(line)
    ]

    assert found == []


def test_every_suppression_has_a_code_and_a_reason(tracked_text: dict[Path, str]) -> None:
    bare = [
        f"{path}:{number}: {line.strip()}"
        for path, text in tracked_text.items()
        if path.suffix == ".py" or path.name == "musterpoint"
        for number, line in enumerate(text.splitlines(), start=1)
        if (mark := SUPPRESSION.search(line)) and "re.compile" not in line
        if not WITH_CODE_AND_REASON.match(mark["rest"])
    ]

    assert bare == []


def test_every_app_has_one_leaf_migration() -> None:
    from django.db.migrations.loader import MigrationLoader

    leaves = MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()
    own = {path.name for path in (SOURCE / "apps").iterdir()}
    names = [app for app, _ in leaves if app in own]

    assert len(names) == len(set(names))


def test_every_vendored_script_is_accounted_for() -> None:
    for folder in SOURCE.glob("interfaces/web/static/**/vendor"):
        note = folder / "VENDORED.md"
        words = note.read_text() if note.exists() else ""
        unnamed = [
            path.name
            for path in folder.rglob("*")
            if path.suffix in SCRIPTS and path.name not in words
        ]

        assert unnamed == [], f"name them, with version and licence, in {note.relative_to(ROOT)}"


def test_the_locks_name_no_index(tracked_text: dict[Path, str]) -> None:
    locks = [text for path, text in tracked_text.items() if path.suffix == ".lock"]

    assert len(locks) == 2
    assert all("://" not in text for text in locks)
