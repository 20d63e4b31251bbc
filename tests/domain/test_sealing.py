"""Texts can be taken out of a chain, once said, and nothing else can be changed by doing so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from musterpoint.domain.ledger import Draft, Entry, Fault, Head, chain, verify
from musterpoint.domain.ledger_text import chain_plain, is_unbroken
from musterpoint.domain.sealing import misplaced, salt_of, take_out, texts

AT = datetime(2026, 11, 22, 10, 14, tzinfo=UTC)
SALT = "5a" * 16
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
DATA = st.dictionaries(TEXT, VALUES, max_size=4)


def written(data: dict[str, Any]) -> Entry:
    draft = Draft(kind="note", at=AT, actor="person:3", data=data, salt=SALT)
    return chain(Head(stream="incident:7"), [draft], recorded_at=AT)[0]


def shout(text: str) -> str:
    return text.upper() if text.upper() != text else f"{text}!"


@given(DATA)
def test_the_chain_holds_after_every_text_was_taken_out(data: dict[str, Any]) -> None:
    entry = written(data)
    assert entry.seal is not None
    out = take_out(data, entry.seal, without=shout, new_salt=lambda: "7b" * 16)
    assume(out is not None)
    assert out is not None

    after = replace(entry, data=out.data, seal=out.seal)

    assert verify([after]) is None
    assert is_unbroken(Head(stream="incident:7", seq=1, hash=entry.hash), [after])
    assert texts(out.data) == {path: shout(text) for path, text in texts(data).items()}
    assert misplaced(out.data, out.seal, out.stated) is None


@given(DATA, st.data())
def test_what_was_left_still_cannot_be_altered(data: dict[str, Any], draw: st.DataObject) -> None:
    entry = written({"gone": "a name", "kept": data})
    assert entry.seal is not None
    out = take_out(
        entry.data,
        entry.seal,
        without=lambda text: text.replace("a name", "[erased]") if text == "a name" else text,
        new_salt=lambda: "7b" * 16,
    )
    assert out is not None
    others = [path for path in texts(out.data) if path != "/gone" and path in out.seal["salts"]]
    assume(others)
    chosen = draw.draw(st.sampled_from(others))
    altered = _altered(out.data, chosen)

    bad = verify([replace(entry, data=altered, seal=out.seal)])

    assert bad is not None
    assert bad.fault is Fault.HASH_MISMATCH


def test_other_words_in_the_place_of_taken_ones_are_noticed() -> None:
    entry = written({"says": "Mrs Holt called"})
    assert entry.seal is not None
    out = take_out(
        entry.data,
        entry.seal,
        without=lambda text: text.replace("Mrs Holt", "[erased]"),
        new_salt=lambda: "7b" * 16,
    )
    assert out is not None

    assert misplaced(out.data, out.seal, out.stated) is None
    assert misplaced({"says": "Mrs Pole called"}, out.seal, out.stated) == "/says"
    assert misplaced(out.data, out.seal, {}) == "/says"


def test_a_text_is_not_shortened_by_moving_its_beginning_into_the_salt() -> None:
    entry = written({"says": "not safe", "more": ["not now"]})
    salts = {path: salt_of(SALT, path) for path in ("/says", "/more/0")}
    seal = {"salts": {path: f"{salt}not " for path, salt in salts.items()}}

    altered = replace(entry, data={"says": "safe", "more": ["now"]}, seal=seal)

    bad = verify([altered])
    assert bad is not None
    assert bad.fault is Fault.HASH_MISMATCH
    assert not is_unbroken(Head(stream="incident:7", seq=1, hash=entry.hash), [altered])


def test_a_text_is_not_lengthened_by_moving_its_salt_into_it() -> None:
    entry = written({"says": "safe"})
    longer = f"{salt_of(SALT, '/says')}safe"

    assert verify([replace(entry, data={"says": longer}, seal={"salts": {}})]) is not None


def test_what_stands_instead_is_not_shortened_by_its_salt_either() -> None:
    entry = written({"says": "Mrs Holt is not safe"})
    assert entry.seal is not None
    out = take_out(
        entry.data,
        entry.seal,
        without=lambda text: text.replace("Mrs Holt", "[erased]"),
        new_salt=lambda: "7b" * 16,
    )
    assert out is not None
    seal = {**out.seal, "instead": {"/says": "7b" * 16 + "[erased] is not "}}

    assert misplaced({"says": "safe"}, seal, out.stated) == "/says"


def test_nothing_of_a_taken_text_can_be_tried_against_what_is_left() -> None:
    entry = written({"says": "Mrs Holt called", "reason": "asked"})
    assert entry.seal is not None

    out = take_out(
        entry.data,
        entry.seal,
        without=lambda text: text.replace("Mrs Holt", "[erased]"),
        new_salt=lambda: "7b" * 16,
    )

    assert out is not None
    assert "salt" not in out.seal
    assert sorted(out.seal["salts"]) == ["/reason"]
    assert sorted(out.seal["taken"]) == ["/says"]


def test_a_text_can_be_taken_out_twice() -> None:
    entry = written({"says": "Mrs Holt and Mr Pole called"})
    assert entry.seal is not None
    first = take_out(
        entry.data, entry.seal, without=lambda t: t.replace("Holt", "*"), new_salt=lambda: "11" * 16
    )
    assert first is not None

    second = take_out(
        first.data, first.seal, without=lambda t: t.replace("Pole", "*"), new_salt=lambda: "22" * 16
    )

    assert second is not None
    assert second.data == {"says": "Mrs * and Mr * called"}
    assert verify([replace(entry, data=second.data, seal=second.seal)]) is None
    assert misplaced(second.data, second.seal, second.stated) is None
    assert misplaced(second.data, second.seal, first.stated) == "/says"


def test_what_does_not_change_is_not_taken_out() -> None:
    entry = written({"says": "Lines dead"})
    assert entry.seal is not None

    assert take_out(entry.data, entry.seal, without=str.strip, new_salt=lambda: "") is None


def test_digests_cannot_be_passed_off_as_the_texts_themselves() -> None:
    entry = written({"says": "Lines dead"})
    assert entry.seal is not None
    hidden = take_out(entry.data, entry.seal, without=lambda _: "", new_salt=lambda: "")
    assert hidden is not None
    digests = {"says": hidden.seal["taken"]["/says"]}

    bad = verify([replace(entry, data=digests, seal=None)])

    assert bad is not None
    assert bad.fault is Fault.HASH_MISMATCH


@given(DATA)
def test_the_quick_way_seals_alike(data: dict[str, Any]) -> None:
    draft = Draft(kind="note", at=AT, actor="person:3", data=data, salt=SALT)

    lines, _head = chain_plain(Head(stream="incident:7"), [draft], recorded_at=AT)

    assert lines[0].hash == written(data).hash
    assert lines[0].seal == '{"salt":"' + SALT + '"}'


def _altered(value: Any, path: str, at: str = "") -> Any:
    if at == path:
        return f"{value}x"
    if isinstance(value, dict):
        return {
            key: _altered(each, path, f"{at}/{key.replace('~', '~0').replace('/', '~1')}")
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_altered(each, path, f"{at}/{place}") for place, each in enumerate(value)]
    return value
