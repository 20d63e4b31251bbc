"""A lane sends to each address in turn, keeps senders for calls, and holds back in a rush."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

import pytest

from musterpoint.apps.notifications.channels import Taken
from musterpoint.apps.notifications.models import Message
from musterpoint.interfaces.worker.lanes import LINED_UP, Lane
from musterpoint.usecases.record_deliveries import Outcome


class Gate:
    """A provider that takes nothing until it is opened."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.begun: list[str] = []

    def send(self, message: Message) -> Taken:
        self.begun.append(message.key)
        self.opened.wait(10)
        return Taken(says="202")

    def close(self) -> None:
        pass


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def outcomes() -> queue.Queue[Outcome]:
    return queue.Queue()


@pytest.fixture
def lane(gate: Gate, outcomes: queue.Queue[Outcome]) -> Lane:
    return Lane(
        channel="sms",
        channels=lambda: {"sms": gate},
        senders=4,
        outcomes=outcomes,
        done=lambda: None,
    )


def message(number: int, *, to: str = "", purpose: str = "path", urgency: int = 0) -> Message:
    address = to or f"+44163296{number:04}"
    return Message(pk=number, key=f"k{number}", address=address, purpose=purpose, urgency=urgency)


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_what_is_lined_up_for_one_address_goes_one_after_another(
    lane: Lane, gate: Gate, outcomes: queue.Queue[Outcome]
) -> None:
    for number in range(1, 4):
        assert lane.take(message(number, to="one"))
    lane.go()

    wait_for(lambda: gate.begun == ["k1"])
    gate.opened.set()
    wait_for(lambda: outcomes.qsize() == 3)
    assert gate.begun == ["k1", "k2", "k3"]
    lane.end()


def test_an_address_with_enough_lined_up_takes_no_more(lane: Lane) -> None:
    taken = [lane.take(message(number, to="One")) for number in range(1, LINED_UP + 2)]

    assert taken == [True] * LINED_UP + [False]
    assert lane.busy == {"one"}
    lane.end()


def test_chatter_leaves_a_sender_free_for_a_call(lane: Lane, gate: Gate) -> None:
    for number in range(1, 9):
        lane.take(message(number, purpose="clock"))
    lane.go()
    wait_for(lambda: len(gate.begun) == 3)

    lane.take(message(9))
    lane.go()
    wait_for(lambda: gate.begun[-1] == "k9")
    assert len(gate.begun) == 4
    gate.opened.set()
    lane.end()


def test_in_a_rush_few_are_on_their_way_and_what_presses_is_among_them(
    lane: Lane, gate: Gate
) -> None:
    lane.take(message(1, purpose="clock"))
    lane.take(message(2, urgency=4))
    lane.take(message(3))
    lane.go(at_once=1)

    wait_for(lambda: gate.begun == ["k3"])
    lane.go()
    wait_for(lambda: sorted(gate.begun) == ["k1", "k2", "k3"])
    gate.opened.set()
    lane.end()


def test_room_is_kept_for_calls_whatever_chatter_there_is(lane: Lane) -> None:
    for number in range(1, 17):
        lane.take(message(number, purpose="clock"))

    assert (lane.room.pressing, lane.room.other) == (16, 0)
    lane.end()
