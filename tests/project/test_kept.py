"""What is made once stays, whoever asks and however many at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from musterpoint.project import environment, kept


def test_the_first_word_stays(tmp_path: Path) -> None:
    file = tmp_path / "name"

    assert kept.keep(file, "first") == "first"
    assert kept.keep(file, "second") == "first"


def test_many_at_once_read_the_same_word(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, sys\n"
        "from musterpoint.project.kept import keep\n"
        "print(keep(pathlib.Path(sys.argv[1]), str(os.getpid())))\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(environment.CHECKOUT / "src")}
    askers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "name")],
            stdout=subprocess.PIPE,
            env=environ,
        )
        for _ in range(8)
    ]

    answers = {asker.communicate()[0] for asker in askers}

    assert len(answers) == 1
    assert answers != {b"\n"}
