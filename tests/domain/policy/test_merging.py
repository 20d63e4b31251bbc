from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.policy.merging import merge, same
from musterpoint.domain.policy.tree import Plain

leaves = st.none() | st.booleans() | st.integers(0, 3) | st.text(max_size=3)
keys = st.sampled_from("abcde")
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=10,
)
flat = st.dictionaries(keys, leaves, max_size=5)


@given(base=trees, yours=trees)
def test_whoever_changes_alone_is_kept_to_the_letter(base: Any, yours: Any) -> None:
    one = merge(base=base, theirs=base, yours=yours)
    other = merge(base=base, theirs=yours, yours=base)

    assert same(one.value, yours)
    assert same(other.value, yours)
    assert one.clashes == other.clashes == ()


@given(base=trees, both=trees)
def test_the_same_change_twice_is_no_clash(base: Any, both: Any) -> None:
    merged = merge(base=base, theirs=both, yours=both)

    assert same(merged.value, both)
    assert merged.clashes == ()


@given(base=flat, theirs=flat, yours=flat)
def test_every_field_is_what_one_of_them_said_and_a_clash_is_named(
    base: dict[str, Any], theirs: dict[str, Any], yours: dict[str, Any]
) -> None:
    merged = merge(base=base, theirs=theirs, yours=yours)

    assert isinstance(merged.value, dict)
    missing = object()
    for key in {*base, *theirs, *yours}:
        before, one, other, now = (
            each.get(key, missing) for each in (base, theirs, yours, merged.value)
        )
        if repr(one) == repr(before):
            assert repr(now) == repr(other)
        elif repr(other) in (repr(before), repr(one)):
            assert repr(now) == repr(one)
        else:
            assert key in merged.clashes
            assert repr(now) == repr(other)


def test_different_fields_are_both_kept() -> None:
    base: Plain = {"name": "A", "steps": {"one": {"after": "5 min", "says": "x"}}}
    theirs: Plain = {"name": "B", "steps": {"one": {"after": "5 min", "says": "x"}}}
    yours: Plain = {"name": "A", "steps": {"one": {"after": "9 min", "says": "x"}}}

    merged = merge(base=base, theirs=theirs, yours=yours)

    assert merged.value == {"name": "B", "steps": {"one": {"after": "9 min", "says": "x"}}}
    assert merged.clashes == ()


def test_the_same_field_is_a_clash_at_its_place() -> None:
    base: Plain = {"steps": {"one": {"after": "5 min"}}}
    theirs: Plain = {"steps": {"one": {"after": "6 min"}}}
    yours: Plain = {"steps": {"one": {"after": "7 min"}}}

    merged = merge(base=base, theirs=theirs, yours=yours)

    assert merged.clashes == ("steps.one.after",)
    assert merged.value == yours


def test_a_step_each_is_two_more_steps_in_their_places() -> None:
    base: Plain = {"one": 1, "two": 2}
    theirs: Plain = {"one": 1, "between": 9, "two": 2}
    yours: Plain = {"one": 1, "two": 2, "last": 3}

    merged = merge(base=base, theirs=theirs, yours=yours)

    assert same(merged.value, {"one": 1, "between": 9, "two": 2, "last": 3})
    assert merged.clashes == ()


def test_an_order_changed_by_one_is_kept_with_the_others_words() -> None:
    merged = merge(
        base={"one": 1, "two": 2},
        theirs={"two": 2, "one": 1},
        yours={"one": 8, "two": 2},
    )

    assert same(merged.value, {"two": 2, "one": 8})


def test_two_different_orders_are_a_clash() -> None:
    merged = merge(
        base={"a": 1, "b": 2, "c": 3},
        theirs={"b": 2, "a": 1, "c": 3},
        yours={"a": 1, "c": 3, "b": 2},
    )

    assert merged.clashes == ("(order)",)
    assert same(merged.value, {"a": 1, "c": 3, "b": 2})


def test_what_one_removed_and_the_other_changed_is_a_clash() -> None:
    merged = merge(base={"a": 1}, theirs={}, yours={"a": 2})

    assert (merged.value, merged.clashes) == ({"a": 2}, ("a",))


def test_true_is_not_one() -> None:
    assert not same({"a": True}, {"a": 1})
    assert not same(["a"], ["a", "b"])
    assert not same({"a": 1, "b": 2}, {"b": 2, "a": 1})
