"""What a change must pass, in the order in which it fails fastest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from musterpoint.project.environment import CHECKOUT

SIDE_BY_SIDE = ("--numprocesses=auto", "--dist=load")
"""As many processes as processors, each with a database of its own; the order of tests is kept."""

SOURCE = ("src", "tests", "manage.py", "musterpoint")
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("ruff", "format", "--check", "--quiet", *SOURCE)),
    ("lint", ("ruff", "check", "--quiet", *SOURCE)),
    ("types", ("mypy",)),
    ("contracts", ("importlinter.cli", "lint-imports")),
    ("migrations", ("musterpoint.project.launch", "makemigrations", "--check", "--dry-run")),
    ("tests", ("pytest", *SIDE_BY_SIDE, "--ignore=tests/architecture")),
    ("documentation", ("pytest", "tests/architecture")),
)


def test(arguments: list[str]) -> int:
    """Run the tests: all of them side by side, or as the arguments say."""
    return _run(("pytest", *(arguments or SIDE_BY_SIDE)))


def fmt(arguments: list[str]) -> int:
    """Format the source and mend what can be mended safely."""
    return _run(("ruff", "check", "--fix", "--quiet", *SOURCE)) | _run(
        ("ruff", "format", *SOURCE, *arguments)
    )


def check(arguments: list[str]) -> int:
    """Run every step, or all but those after ``--without``, and name each that failed."""
    skipped = set(arguments[1:]) if arguments[:1] == ["--without"] else set()
    failed = []
    for name, command in STEPS:
        if name in skipped:
            continue
        print(f"== {name}", flush=True)
        if _run(command) != 0:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else "All is well.")
    return 1 if failed else 0


def _run(command: Sequence[str]) -> int:
    """Run a module in this environment, without the settings of a real installation."""
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if command[0] == "importlinter.cli":
        command = ("-c", "from importlinter.cli import lint_imports_command as c; c()")
    else:
        command = ("-m", *command)
    return subprocess.call([sys.executable, *command], cwd=CHECKOUT, env=environ)
