"""The ledger: one way to write a value, and no way to change it unseen."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from musterpoint.domain.ledger import (
    GENESIS,
    BadEntry,
    Dispute,
    Draft,
    Entry,
    Fault,
    Head,
    NotRecordable,
    canonical,
    chain,
    entry_hash,
    fold,
    head_of,
    instant,
    verify,
)
from musterpoint.domain.states import Status

AT = datetime(2026, 11, 22, 10, 14, tzinfo=UTC)
RECORDED = AT + timedelta(seconds=2)

text = st.text(st.characters(codec="utf-8"), max_size=8)
scalars = st.none() | st.booleans() | st.integers() | text
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)
moments = st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)
)
drafts = st.builds(
    Draft, kind=text, at=moments, actor=text, data=st.dictionaries(text, values, max_size=3)
)
streams = st.lists(drafts, min_size=1, max_size=6)


def written(some_drafts: list[Draft]) -> list[Entry]:
    return list(chain(Head(stream="incident:7"), some_drafts, recorded_at=RECORDED))


@given(values)
def test_a_value_reads_back_as_it_was_written(value: Any) -> None:
    once = canonical(value)

    assert json.loads(once) == value
    assert canonical(json.loads(once)) == once


@given(st.dictionaries(text, values, min_size=2))
def test_the_order_of_names_does_not_matter(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_canonical_json_is_sorted_unpadded_utf8() -> None:
    value = {"b": [1, True, None], "a": "Zoë", "aa": {}}

    assert canonical(value) == '{"a":"Zoë","aa":{},"b":[1,true,null]}'.encode()


def test_instants_dates_decimals_and_choices_are_written_as_text() -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    value = [
        AT,
        AT.astimezone(kathmandu),
        date(2026, 11, 22),
        Decimal("12.50"),
        Status.ON_HOLD,
        ("a", "pair"),
    ]

    assert json.loads(canonical(value)) == [
        "2026-11-22T10:14:00.000000Z",
        "2026-11-22T10:14:00.000000Z",
        "2026-11-22",
        "12.50",
        "on_hold",
        ["a", "pair"],
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.5, "0.5, a float"),
        ({"deep": [{"er": float("nan")}]}, "nan, a float"),
        (Decimal("Infinity"), "Decimal"),
        ({1: "one"}, "1 as a name, a int"),
        ({"a", "b"}, "a set"),
        (b"bytes", "a bytes"),
        (timedelta(minutes=5), "a timedelta"),
        (datetime(2026, 11, 22), "an instant without a zone"),
        ("\ud800", "half a character"),
    ],
)
def test_what_would_not_read_back_is_refused_by_name(value: object, words: str) -> None:
    with pytest.raises(NotRecordable, match=words):
        canonical({"value": value})


def test_data_that_contains_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)

    with pytest.raises(NotRecordable, match="contains itself"):
        canonical(loop)


def test_a_hash_is_sha256_over_all_fields_as_anyone_can_repeat() -> None:
    entry = {
        "stream": "incident:7",
        "seq": 1,
        "at": "2026-11-22T10:14:00.000000Z",
        "recorded_at": "2026-11-22T10:14:02.000000Z",
        "actor": "person:3",
        "kind": "logged",
        "data": {"says": "Telephony is down"},
        "previous_hash": GENESIS,
    }
    as_json = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    digest = entry_hash(
        previous_hash=GENESIS,
        stream="incident:7",
        seq=1,
        at=AT,
        recorded_at=RECORDED,
        actor="person:3",
        kind="logged",
        data={"says": "Telephony is down"},
    )

    assert digest == sha256(as_json.encode()).hexdigest()


@given(streams)
def test_what_was_written_is_found_in_order(some_drafts: list[Draft]) -> None:
    entries = written(some_drafts)

    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert verify(entries) is None
    assert verify(entries, head_of(Head(stream="incident:7"), entries)) is None


@given(streams, streams)
def test_a_stream_grows_from_its_head(first: list[Draft], then: list[Draft]) -> None:
    start = Head(stream="incident:7")
    early = chain(start, first, recorded_at=RECORDED)
    late = chain(head_of(start, early), then, recorded_at=RECORDED)

    assert [*early, *late] == written([*first, *then])


@given(streams, st.data())
def test_any_altered_field_is_found(some_drafts: list[Draft], data: st.DataObject) -> None:
    entries = written(some_drafts)
    place = data.draw(st.integers(0, len(entries) - 1))
    new: dict[str, st.SearchStrategy[Any]] = {
        "stream": text,
        "seq": st.integers(0, 99),
        "at": moments,
        "recorded_at": moments,
        "actor": text,
        "kind": text,
        "data": st.dictionaries(text, values, max_size=3),
        "previous_hash": text,
        "hash": text,
    }
    field = data.draw(st.sampled_from(sorted(new)))
    altered = replace(entries[place], **{field: data.draw(new[field])})
    assume(canonical(getattr(altered, field)) != canonical(getattr(entries[place], field)))
    head = head_of(Head(stream="incident:7"), entries)

    bad = verify([*entries[:place], altered, *entries[place + 1 :]], head)

    assert bad is not None
    assert bad.seq == altered.seq


@given(st.lists(drafts, min_size=1, max_size=3), st.data())
def test_any_altered_byte_of_the_data_is_found(
    some_drafts: list[Draft], data: st.DataObject
) -> None:
    entries = written(some_drafts)
    place = data.draw(st.integers(0, len(entries) - 1))
    stored = bytearray(canonical(entries[place].data))
    spot = data.draw(st.integers(0, len(stored) - 1))
    stored[spot] ^= data.draw(st.integers(1, 255))
    try:
        reread = json.loads(bytes(stored).decode())
    except ValueError:
        return  # no longer JSON: the store itself refuses it
    # Reading may forgive a byte (a space, a second way to write 0); then nothing was altered.
    assume(canonical_or_none(reread) != canonical(entries[place].data))
    entries[place] = replace(entries[place], data=reread)

    assert fault_of(verify(entries)) is Fault.HASH_MISMATCH


@given(st.lists(drafts, min_size=2, max_size=6), st.data())
def test_a_removed_entry_is_found(some_drafts: list[Draft], data: st.DataObject) -> None:
    entries = written(some_drafts)
    head = head_of(Head(stream="incident:7"), entries)
    del entries[data.draw(st.integers(0, len(entries) - 1))]

    bad = verify(entries, head)

    assert fault_of(bad) in {Fault.SEQ_GAP, Fault.HEAD_MISMATCH}


@given(st.lists(drafts, min_size=2, max_size=6), st.data())
def test_a_changed_order_is_found(some_drafts: list[Draft], data: st.DataObject) -> None:
    entries = written(some_drafts)
    shuffled = data.draw(st.permutations(entries))
    assume(shuffled != entries)

    assert fault_of(verify(shuffled)) is Fault.SEQ_GAP


def test_a_tail_that_was_cut_off_is_found_by_the_head() -> None:
    entries = written([draft("logged"), draft("closed")])
    head = head_of(Head(stream="incident:7"), entries)

    assert verify(entries[:1]) is None
    assert verify(entries[:1], head) == BadEntry(
        stream="incident:7",
        seq=1,
        fault=Fault.HEAD_MISMATCH,
        expected=f"2 {entries[1].hash}",
        found=f"1 {entries[0].hash}",
    )
    assert fault_of(verify([], head)) is Fault.HEAD_MISMATCH


def test_a_forged_chain_is_found_by_the_head() -> None:
    true, forged = written([draft("logged")]), written([draft("withdrawn")])

    assert verify(forged) is None
    assert fault_of(verify(forged, head_of(Head(stream="incident:7"), true))) is Fault.HEAD_MISMATCH


def test_an_entry_of_another_stream_is_found() -> None:
    entries = [
        *written([draft("logged")]),
        *chain(Head(stream="incident:8"), [draft("logged")], recorded_at=RECORDED),
    ]

    assert fault_of(verify(entries)) is Fault.WRONG_STREAM


def test_an_entry_grafted_on_another_is_found() -> None:
    first = written([draft("logged")])
    elsewhere = written([draft("withdrawn"), draft("closed")])

    assert fault_of(verify([*first, elsewhere[1]])) is Fault.WRONG_PREVIOUS


def test_data_that_could_never_have_been_recorded_is_found() -> None:
    entry = replace(written([draft("logged")])[0], data={"customers": 0.5})

    bad = verify([entry])

    assert fault_of(bad) is Fault.HASH_MISMATCH
    assert str(bad) == (
        "incident:7 entry 1 was altered after it was recorded"
        f" (expected {entry.hash}, found 0.5, a float)"
    )


def test_nothing_written_is_nothing_wrong() -> None:
    assert verify([]) is None
    assert verify([], Head(stream="incident:7")) is None
    assert head_of(Head(stream="incident:7"), []) == Head(stream="incident:7", seq=0, hash=GENESIS)


def test_an_instant_keeps_its_microseconds() -> None:
    assert instant(AT + timedelta(microseconds=1)) == "2026-11-22T10:14:00.000001Z"


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), values)))
def test_honest_changes_add_up_to_the_rows(writes: list[tuple[str, str, Any]]) -> None:
    rows: dict[str, dict[str, Any]] = {}
    changes = []
    for of, field, new in writes:
        row = rows.setdefault(of, {})
        changes.append({"of": of, "field": field, "old": row.get(field), "new": new})
        row[field] = new

    folding = fold(changes)

    assert folding.rows == rows
    assert folding.disputes == ()


def test_a_change_that_contradicts_those_before_it_is_disputed() -> None:
    folding = fold(
        [
            {"of": "incident", "field": "safety", "old": None, "new": True},
            {"of": "incident", "field": "safety", "old": 1, "new": False},
            {"of": "task:12", "field": "done", "old": "no", "new": "yes"},
        ]
    )

    assert folding.rows == {"incident": {"safety": False}, "task:12": {"done": "yes"}}
    assert folding.disputes == (
        Dispute(of="incident", field="safety", folded=True, old=1),
        Dispute(of="task:12", field="done", folded=None, old="no"),
    )


def draft(kind: str) -> Draft:
    return Draft(kind=kind, at=AT, actor="person:3", data={"says": kind})


def fault_of(bad: BadEntry | None) -> Fault | None:
    return bad.fault if bad else None


def canonical_or_none(value: object) -> bytes | None:
    try:
        return canonical(value)
    except NotRecordable:
        return None
