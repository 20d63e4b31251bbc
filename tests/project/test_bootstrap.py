"""The script at the root makes the environment once, however often and however many start it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from musterpoint.project.environment import CHECKOUT

SAYS_ITS_ARGUMENTS = "import sys\nprint(sys.prefix, *sys.argv[1:], sep='|')\n"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with the script, locks without requirements, and a product that only echoes."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copy(CHECKOUT / "musterpoint", root / "musterpoint")
    (root / "requirements").mkdir()
    for kind in ("run", "dev"):
        (root / "requirements" / f"{kind}.lock").write_text(f"# nothing for {kind}\n")
    package = root / "src" / "musterpoint" / "project"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "launch.py").write_text(SAYS_ITS_ARGUMENTS)
    return root


def begin(checkout: Path, *arguments: str) -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.Popen(
        [sys.executable, str(checkout / "musterpoint"), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environ,
    )


def test_the_lock_decides_when_the_environment_is_made(checkout: Path) -> None:
    """One story, since each environment takes seconds to make."""
    two = [begin(checkout, "doctor", "--quick") for _ in range(2)]
    outcomes = [one.communicate() for one in two]

    assert {said for said, _ in outcomes} == {f"{checkout / '.venv'}|doctor|--quick\n"}
    assert sorted("Preparing" in heard for _, heard in outcomes) == [False, True]

    _, heard = begin(checkout, "doctor").communicate()
    assert heard == ""

    (checkout / "requirements" / "run.lock").write_text("# changed\n")
    _, heard = begin(checkout, "doctor").communicate()
    assert "Preparing" in heard


def test_without_a_command_it_says_what_there_is(checkout: Path) -> None:
    asked = begin(checkout)

    said, _ = asked.communicate()

    assert asked.returncode == 2
    assert said.startswith("usage: ./musterpoint COMMAND")


def test_it_imports_the_standard_library_only() -> None:
    program = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='looked at')"

    bare = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(CHECKOUT / "musterpoint")], check=False
    )

    assert bare.returncode == 0
