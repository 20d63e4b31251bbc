"""What a handover holds: its items, its summary of at most 120 words, what changed since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterpoint.domain.handover import (
    Changed,
    Form,
    LiveState,
    Open,
    Told,
    changes,
    items,
    points,
)
from musterpoint.domain.handover_summary import LONGEST, count_words, shortened, summary

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
ZONE = "Europe/London"
NUMBER = re.compile(r"\d+")
CLOCK = re.compile(r"(?:\d{1,2} [A-Z][a-z]{2} )?\d{2}:\d{2}")


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


QUIET = LiveState(
    ref="INC-000042",
    summary="Calls drop after the second menu",
    status="in progress",
    priority="P2",
    logged_at=NOON,
    began_at=after(-10),
)
BUSY = replace(
    QUIET,
    impact="I2 One large group",
    urgency="U1 Now",
    distress=True,
    roles=(Open(part="role:incident_manager", says="Incident manager"),),
    promises=(
        Open(part="clock:restore:1", says="Restore service", due_at=after(240)),
        Open(part="clock:update:2", says="Next update", due_at=after(30)),
    ),
    tasks=(Open(part="task:3", says="Ring the carrier", due_at=after(20)),),
    gaps=(Open(part="gap:site", says="Site"),),
    obligations=(Open(part="obligation:uk_gdpr_33", says="Tell the ICO within 72 hours"),),
    help=(Open(part="help:7", says="Who knows the PBX?"),),
    told=(Told(who="customers", says="We know and are on it", at=after(-2)),),
)

texts = st.text(max_size=30) | st.from_regex(
    r"(?:[a-z]{1,9}|[0-9]{1,6}|INC-[0-9]{6}|[0-2][0-9]:[0-5][0-9])(?: [a-z0-9:]{1,6}){0,40}",
    fullmatch=True,
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


def opens(kind: str) -> st.SearchStrategy[tuple[Open, ...]]:
    one = st.builds(
        Open,
        part=st.integers(1, 99).map(lambda number: f"{kind}:{number}"),
        says=texts,
        due_at=st.none() | instants,
    )
    return st.lists(one, max_size=5).map(tuple)


states = st.builds(
    LiveState,
    ref=st.integers(1, 999_999).map(lambda number: f"INC-{number:06d}"),
    summary=texts,
    status=st.sampled_from(["logged", "in progress", "on hold"]),
    priority=st.sampled_from(["P1", "P3", ""]),
    logged_at=instants,
    began_at=st.none() | instants,
    leads=st.booleans(),
    because=st.lists(texts, max_size=3).map(tuple),
    impact=texts,
    urgency=texts,
    customers_affected=st.none() | st.integers(0, 2**31),
    is_major=st.booleans(),
    life_safety=st.booleans(),
    distress=st.booleans(),
    waits_for=texts,
    cause=texts,
    cause_is_proven=st.booleans(),
    roles=opens("role"),
    tasks=opens("task"),
    promises=opens("clock"),
    obligations=opens("obligation"),
    gaps=opens("gap"),
    help=opens("help"),
    timers=opens("timer"),
    told=st.lists(st.builds(Told, who=texts, says=texts, at=instants), max_size=3).map(tuple),
)
forms = st.sampled_from(Form)
few = settings(max_examples=40)


def said_in(value: object) -> Iterator[str]:
    """Every text of a state, and every instant as a London wall clock shows it."""
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(ZONE))
        yield f"{local.day} {local:%b %H:%M}"
    elif isinstance(value, tuple):
        for each in value:
            yield from said_in(each)
    elif isinstance(value, LiveState | Open | Told):
        for field in fields(value):
            yield from said_in(getattr(value, field.name))
    elif value is not None:
        yield str(value)


def left_out(text: str) -> int:
    found = re.search(r"\nLeft out: (\d+)\.$", text)
    return int(found[1]) if found else 0


def without_count(text: str) -> str:
    return re.sub(r"\nLeft out: \d+\.$", "", text)


@few
@given(state=states, form=forms)
def test_a_summary_has_at_most_120_words(state: LiveState, form: Form) -> None:
    assert count_words(summary(state, form, at=NOON, zone=ZONE)) <= LONGEST == 120


@few
@given(state=states, form=forms)
def test_a_summary_says_no_number_that_the_state_does_not(state: LiveState, form: Form) -> None:
    said = without_count(summary(state, form, at=NOON, zone=ZONE))

    known = {number for text in said_in(state) for number in NUMBER.findall(text)}
    assert set(NUMBER.findall(said)) <= known


@few
@given(state=states, form=forms)
def test_a_summary_says_no_time_that_the_state_does_not(state: LiveState, form: Form) -> None:
    said = without_count(summary(state, form, at=NOON, zone=ZONE))

    known = " ".join(" ".join(text.split()) for text in said_in(state))
    assert [time for time in CLOCK.findall(said) if time not in known] == []


@few
@given(state=states, form=forms)
def test_the_same_state_is_always_summarised_alike(state: LiveState, form: Form) -> None:
    assert summary(state, form, at=NOON, zone=ZONE) == summary(state, form, at=NOON, zone=ZONE)


@few
@given(state=states)
def test_what_is_left_out_is_counted_and_the_gravest_is_kept(state: LiveState) -> None:
    text = summary(state, Form.SBAR, at=NOON, zone=ZONE)

    assert text.startswith(f"Situation: {state.ref}")
    if left_out(text):
        assert count_words(text) > LONGEST // 3


@given(text=texts, most=st.integers(1, 30))
def test_a_shortened_text_keeps_whole_words_and_never_ends_beside_a_number(
    text: str, most: int
) -> None:
    short = shortened(text, most)

    words = text.split()
    kept = short.removesuffix("…").split() if len(words) > most else short.split()
    assert words[: len(kept)] == kept
    assert len(kept) <= most
    if len(kept) < len(words) and kept:
        assert not NUMBER.search(kept[-1] + words[len(kept)])


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Ring Tom before 12 March 2026 at 9 pm sharp", 4, "Ring Tom…"),
        ("Ring Tom before nine", 4, "Ring Tom before nine"),
        ("Valve B17 hums and hums", 2, "…"),
        ("The carrier found a fault in its ring", 3, "The carrier found…"),
    ],
)
def test_a_date_is_never_cut_in_two(text: str, most: int, short: str) -> None:
    assert shortened(text, most) == short


def test_sbar_says_what_why_how_grave_and_what_to_do() -> None:
    assert summary(BUSY, Form.SBAR, at=NOON, zone=ZONE).splitlines() == [
        (
            "Situation: INC-000042 P2, in progress: Calls drop after the second menu."
            " Judged I2 One large group, U1 Now."
        ),
        "Background: Began 11:50, logged 12:00. 11:58 told customers: We know and are on it.",
        "Assessment: Colleagues are distressed: look after them. Cause not known. Not known: Site.",
        (
            "Recommendation: Next update by 12:30. Restore service by 16:00."
            " Owed: Tell the ICO within 72 hours. Help asked, no answer: Who knows the PBX?"
            " You take: Incident manager. To do: Ring the carrier by 12:20."
        ),
    ]


def test_iimarch_keeps_its_own_order() -> None:
    text = summary(BUSY, Form.IIMARCH, at=NOON, zone=ZONE)

    assert [line.partition(":")[0] for line in text.splitlines()] == [
        "Information", "Intent", "Method", "Administration", "Risk", "Communications",
        "Humanitarian",
    ]  # fmt: skip


def test_another_day_is_named_and_summer_time_is_kept() -> None:
    tomorrow = replace(
        QUIET, promises=(Open(part="clock:u:1", says="Update", due_at=after(30 * 24 * 60)),)
    )

    assert "Update by 9 Apr 13:00." in summary(tomorrow, Form.SBAR, at=NOON, zone=ZONE)


def test_what_falls_due_first_is_offered_first_after_the_roles() -> None:
    assert [item.part for item in items(BUSY)] == [
        "role:incident_manager", "welfare", "task:3", "clock:update:2", "clock:restore:1",
        "obligation:uk_gdpr_33", "help:7", "gap:site",
    ]  # fmt: skip
    assert [item.kind for item in items(BUSY)][:3] == ["role", "welfare", "task"]


def test_who_does_not_lead_hands_over_no_promise_of_the_one_who_does() -> None:
    found = [item.part for item in items(replace(BUSY, leads=False))]

    assert found == ["role:incident_manager", "task:3", "help:7"]


@few
@given(state=states)
def test_a_state_has_not_changed_from_itself(state: LiveState) -> None:
    assert changes(points(state), points(state)) == ()


def test_what_changed_is_named_with_both_values() -> None:
    later = replace(BUSY, status="on hold", gaps=(), customers_affected=400)

    assert set(changes(points(BUSY), points(later))) == {
        Changed(point="status", before="in progress", now="on hold"),
        Changed(point="customers affected", before="", now="400"),
        Changed(point="gap:site", before="Site", now=""),
    }
