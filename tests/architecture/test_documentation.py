"""Every setting, command and timer kind is described in ``docs/reference``."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.conftest import ROOT, SOURCE

REFERENCE = ROOT / "docs" / "reference"
SETTING = re.compile(r"\b(MUSTERPOINT_[A-Z_]+[A-Z]|DATABASE_URL|EMAIL_URL)\b")
INTERNAL = {"MUSTERPOINT_EMBEDDED_URL", "MUSTERPOINT_SHARED"}
LINK = re.compile(r"\]\(([^)#:\s]+)(#[^)]*)?\)")


def test_every_setting_is_described() -> None:
    words = (REFERENCE / "settings.md").read_text()
    read = {name for path in SOURCE.rglob("*.py") for name in SETTING.findall(path.read_text())}

    assert {name for name in read - INTERNAL if f"`{name}`" not in words} == set()


def test_every_command_is_described() -> None:
    from musterpoint.project.launch import OWN_COMMANDS

    words = (REFERENCE / "commands.md").read_text()
    folder = SOURCE / "interfaces" / "console" / "management" / "commands"
    managed = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    public = {*OWN_COMMANDS, *managed - {"run_worker"}}

    assert {name for name in public if f"`{name}" not in words} == set()


def test_every_timer_kind_is_described() -> None:
    source = SOURCE / "domain" / "timer_kinds.py"
    if not source.exists():
        return
    words = (REFERENCE / "timers.md").read_text()
    kinds = {
        node.value.value
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }

    assert {kind for kind in kinds if f"`{kind}`" not in words} == set()


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target, _ in LINK.findall(page.read_text())
        if not (page.parent / target).exists() and Path(target).suffix != ".png"
    ]

    assert broken == []
