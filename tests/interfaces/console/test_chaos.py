"""The harness of chaos strikes where it says, can be played again, and can find a fault."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from musterpoint.apps.policies import yaml_text
from musterpoint.interfaces.console.chaos.plan import KINDS, lay_out
from musterpoint.interfaces.console.chaos.stage import quickened
from musterpoint.interfaces.console.chaos.wire import Cutter, Talk
from musterpoint.interfaces.console.policy_texts import default_text
from musterpoint.project.environment import CHECKOUT

RUN = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "musterpoint.project.settings"
import django
django.setup()
from musterpoint.interfaces.console.chaos.run import run
print(json.dumps(run(faults=3, seed=7, harness="tests.interfaces.console.planted")))
"""


def message(letter: bytes, words: bytes) -> bytes:
    return letter + struct.pack("!I", len(words) + 4) + words


def said(words: str) -> bytes:
    return message(b"Q", words.encode() + b"\0")


def ready(state: str) -> bytes:
    return message(b"Z", state.encode())


def test_a_stream_is_cut_into_messages_wherever_it_is_broken() -> None:
    start = struct.pack("!II", 8, 196608)
    stream = start + said("BEGIN") + said("SELECT 1")

    for size in (1, 3, len(stream)):
        cutter = Cutter(lettered=False)
        pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
        assert [m for p in pieces for m in cutter.feed(p)] == [
            start,
            said("BEGIN"),
            said("SELECT 1"),
        ]


def test_a_commit_counts_once_something_was_written() -> None:
    talk = Talk()

    assert not talk.sent(said("BEGIN"))
    talk.answered(ready("T"))
    assert not talk.sent(said("SELECT 1 FOR UPDATE SKIP LOCKED"))
    assert not talk.sent(said("COMMIT"))
    assert not talk.sent(said("BEGIN"))
    assert not talk.sent(said('INSERT INTO "ledger_entry" (a) VALUES (1)'))
    assert not talk.sent(said("UPDATE ledger_head SET a = 1"))
    assert talk.sent(said("COMMIT"))
    assert talk.table == "ledger_entry"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE timers_beat SET at = 1",
        message(b"P", b"\0UPDATE timers_beat SET at = 1\0\0\0"),
        "WITH taken AS (SELECT 1 FOR UPDATE SKIP LOCKED) UPDATE timers_beat AS b SET at = 1",
    ],
)
def test_a_write_outside_a_transaction_is_a_commit_itself(statement: str | bytes) -> None:
    talk = Talk()

    assert talk.sent(said(statement) if isinstance(statement, str) else statement)
    assert talk.table == "timers_beat"


def test_the_same_seed_is_the_same_faults_and_every_kind_is_among_them() -> None:
    faults = lay_out(seed=3, count=1_000)

    assert faults == lay_out(seed=3, count=1_000)
    assert faults != lay_out(seed=4, count=1_000)
    assert [fault.number for fault in faults] == list(range(1, 1_001))
    assert {fault.kind for fault in lay_out(seed=3, count=len(KINDS))} == set(KINDS)
    counted = Counter(fault.kind.name for fault in faults)
    assert counted == {kind.name: kind.of_a_thousand for kind in KINDS}


def test_the_strategy_of_a_run_is_the_shipped_one_in_a_hurry() -> None:
    shipped = yaml_text.examine(default_text()).strategy
    quick = yaml_text.examine(quickened(default_text())).strategy
    assert shipped is not None
    assert quick is not None

    for code, path in shipped.paths.items():
        for step, quicker in zip(path.steps, quick.paths[code].steps, strict=True):
            assert quicker.due_after("P1").seconds == round(step.due_after("P1").seconds / 150)
    assert quick.targets == shipped.targets


def chaos(*command: str, **environ: str) -> tuple[int, dict[str, Any]]:
    left = {name: words for name, words in os.environ.items() if name != "DATABASE_URL"}
    paths = os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)])
    answer = subprocess.run(
        [sys.executable, *command],
        env={**left, "PYTHONPATH": paths, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout, answer.stderr
    return answer.returncode, json.loads(answer.stdout)


@pytest.mark.slow
def test_a_fault_of_every_kind_breaks_no_promise() -> None:
    line = ("-m", "musterpoint.project.launch", "chaos", "--faults", str(len(KINDS)), "--json")

    status, found = chaos(*line)

    assert found["findings"] == []
    assert status == 0
    assert found["by_kind"].keys() == {kind.name for kind in KINDS}
    assert found["accepted"] > 0
    assert found["messages"] > 0
    assert found["verify"] == "ok"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("planted", "what"), [("lying_sender", "message_lost"), ("deaf_handler", "untold")]
)
def test_a_planted_fault_is_found(planted: str, what: str) -> None:
    _, found = chaos("-c", RUN, PLANTED=planted)

    assert {finding["what"] for finding in found["findings"]} >= {what}
    assert all(finding["fault"] for finding in found["findings"] if finding["what"] == what)
