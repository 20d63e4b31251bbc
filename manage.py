#!/usr/bin/env python3
"""Runs a command in the environment that is already there; `./musterpoint` makes it first."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from musterpoint.project import launch

if __name__ == "__main__":
    sys.exit(launch.main(sys.argv[1:]))
