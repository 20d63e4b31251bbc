"""The quick way of hashing gives the very hashes of the careful one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.ledger import Draft, Head, chain, head_of
from musterpoint.domain.ledger_text import chain_plain, is_unbroken

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
AT = st.datetimes(
    min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)
)
DRAFTS = st.lists(
    st.builds(Draft, kind=TEXT, at=AT, actor=TEXT, data=st.dictionaries(TEXT, VALUES, max_size=4)),
    max_size=4,
)


@given(TEXT, DRAFTS, AT)
def test_both_ways_give_the_same_chain(stream: str, drafts: list[Draft], at: datetime) -> None:
    head = Head(stream=stream)
    careful = chain(head, drafts, recorded_at=at)

    quick, after = chain_plain(head, drafts, recorded_at=at)

    assert [line.hash for line in quick] == [entry.hash for entry in careful]
    assert after == head_of(head, careful)
    assert is_unbroken(after, careful)


@given(TEXT, DRAFTS.filter(bool), AT)
def test_an_altered_entry_is_noticed(stream: str, drafts: list[Draft], at: datetime) -> None:
    entries = list(chain(Head(stream=stream), drafts, recorded_at=at))
    head = head_of(Head(stream=stream), entries)
    altered = [replace(entries[0], actor=entries[0].actor + "x"), *entries[1:]]

    assert not is_unbroken(head, altered)
    assert not is_unbroken(head, entries[1:])
    assert not is_unbroken(head, entries[:-1])
