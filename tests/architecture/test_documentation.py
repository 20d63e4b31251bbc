"""Every setting, command and timer kind is described in ``docs/reference``."""

from __future__ import annotations

import re
from pathlib import Path

from musterpoint.domain.authority import MAY, Role
from musterpoint.domain.job_kinds import MEANING, READ_BY, JobKind
from musterpoint.domain.timer_kinds import TimerKind
from tests.architecture.conftest import ROOT, SOURCE

REFERENCE = ROOT / "docs" / "reference"
SETTING = re.compile(r"\b(MUSTERPOINT_[A-Z_]+[A-Z]|DATABASE_URL|EMAIL_URL)\b")
INTERNAL = {"MUSTERPOINT_EMBEDDED_URL", "MUSTERPOINT_WITHOUT_DOORS", "MUSTERPOINT_SHARED"}
FIRST_CELL = re.compile(r"^\| `([a-z_]+)` \|", re.MULTILINE)
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
    described = set(FIRST_CELL.findall((REFERENCE / "timers.md").read_text()))

    assert described == {kind.value for kind in TimerKind}


def test_every_job_kind_is_described() -> None:
    described = set(FIRST_CELL.findall((REFERENCE / "jobs.md").read_text()))

    assert described == {kind.value for kind in JobKind} == {*READ_BY} == {*MEANING}


def test_the_table_of_roles_is_the_rule() -> None:
    lines = (REFERENCE / "roles.md").read_text().splitlines()
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines if "|" in line]
    head, _, *body = rows

    described = {
        (action, role): answer == "yes"
        for action, *answers in body
        for role, answer in zip(head[1:], answers, strict=True)
    }

    assert described == {(action, role): role in MAY[action] for action in MAY for role in Role}


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target, _ in LINK.findall(page.read_text())
        if not (page.parent / target).exists() and Path(target).suffix != ".png"
    ]

    assert broken == []
