"""A value is found however it was spaced, and never inside another word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.traces import TooShort, without

OUT = "[erased]"


def cleaned(text: str, *values: str) -> str:
    return without(values, stands_as=OUT)(text)


@pytest.mark.parametrize(
    ("value", "text", "left"),
    [
        (
            "Margaret Holt",
            "margaret  holt rang; Margaret\nHolt again",
            "[erased] rang; [erased] again",
        ),
        ("943 476 5919", "NHS 9434765919, 943-476-5919", "NHS [erased], [erased]"),
        ("07700 900123", "+44 7700 900 123 or (07700) 900123", "[erased] or ([erased]"),
        ("+447700900123", "07700900123 and 0044 7700 900123", "[erased] and [erased]"),
        ("QQ 12 34 56 C", "NI qq123456c.", "NI [erased]."),
        ("Qzx0000'xzq", "It is Qzx0000'xzq.", "It is [erased]."),
        ("943_476_5919", "NHS 9434765919, 943-476-5919", "NHS [erased], [erased]"),
        ("943 476 5919", "943_476_5919, 943\u2013476\u20135919", "[erased], [erased]"),
        ("943 476 5919", "943,476,5919 943:476:5919", "[erased] [erased]"),
        ("943\u2011476\u20115919", "9434765919", "[erased]"),
        ("\uff19\uff14\uff13 476 5919", "9434765919", "[erased]"),
        (
            "9434765919",
            "/nhs_9434765919_scan.pdf NHS9434765919",
            "/nhs_[erased]_scan.pdf NHS[erased]",
        ),
        ("QQ 12 34 56 C", "NI_qq123456c.", "NI_[erased]."),
        ("m.holt@example.org", "Mail M.Holt@Example.org now", "Mail [erased] now"),
        ("Ann", "Ann's announcement to Joann and ann", "***'s announcement to Joann and ***"),
        ("12 Mill Lane, Leeds", "at 12 Mill Lane, Leeds today", "at [erased] today"),
    ],
)
def test_it_goes_however_it_was_written(value: str, text: str, left: str) -> None:
    assert cleaned(text, value) == left


def test_a_number_inside_a_longer_one_stays() -> None:
    assert cleaned("Order 19434765919 and 94347659190", "9434765919") == (
        "Order 19434765919 and 94347659190"
    )


def test_a_value_too_short_to_tell_is_refused() -> None:
    with pytest.raises(TooShort, match="A value of 2 characters is too short"):
        cleaned("Al called", "Al")


@given(st.text(min_size=3, max_size=30), st.text(max_size=60), st.text(max_size=60))
def test_nothing_is_left_and_nothing_grows(value: str, before: str, after: str) -> None:
    if len("".join(c for c in value if c.isalnum())) < 3:
        return
    text = f"{before} {value} {after}"

    left = cleaned(text, value)

    assert len(left) <= len(text)
    assert cleaned(left, value) == left
