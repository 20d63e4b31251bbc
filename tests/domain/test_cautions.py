"""What to look at again before words leave: each reason is found, and calm words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.cautions import Care, cautions, gives_a_time


def cares(text: str) -> list[tuple[Care, str]]:
    return [(one.care, one.says) for one in cautions(text)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("We will call you back.", "We will call you"),
        ("Somebody will be in touch.", "Somebody will be in touch"),
        ("We'll let you know.", "We'll let you know"),
        (
            "It is 14:00 now. Our engineer is going to visit you.",
            "Our engineer is going to visit you",
        ),
        ("A team leader will then ring you about it", "A team leader will then ring you"),
    ],
)
def test_a_promise_that_gives_no_time_is_found(text: str, says: str) -> None:
    assert (Care.PROMISE_WITHOUT_TIME, says) in cares(text)


@pytest.mark.parametrize(
    "text",
    [
        "We will call you by 16:00.",
        "We will call you at 4 p.m.",
        "We'll write again within the hour.",
        "We will write again in 30 minutes.",
        "We will send it tomorrow by noon.",
        "We will answer by close of business.",
        "We will write again at {next}.",
        "We will not call you.",
        "You can call us.",
        "Will you call?",
    ],
)
def test_a_promise_with_a_time_or_none_at_all_is_left_alone(text: str) -> None:
    assert Care.PROMISE_WITHOUT_TIME not in {care for care, _ in cares(text)}


@pytest.mark.parametrize(
    ("text", "care", "says"),
    [
        ("Back soon.", Care.VAGUE_TIME, "soon"),
        ("as soon as we can", Care.VAGUE_TIME, "as soon as we can"),
        ("This will never happen again.", Care.CERTAINTY, "never happen again"),
        ("We are absolutely sure", Care.CERTAINTY, "We are absolutely sure"),
        ("It is the carrier's fault.", Care.BLAME, "carrier's fault"),
        ("Human error.", Care.BLAME, "Human error"),
        ("The supplier failed to tell us.", Care.BLAME, "The supplier failed to"),
        ("We accept full responsibility.", Care.LIABILITY, "We accept full responsibility"),
        ("You will get compensation", Care.LIABILITY, "compensation"),
        ("Everything is back to normal.", Care.ALL_CLEAR, "back to normal"),
        ("There is no risk to you.", Care.NO_RISK, "no risk"),
        ("You need not worry.", Care.NO_RISK, "need not worry"),
        ("This is only a precaution.", Care.ONLY_PRECAUTION, "only a precaution"),
        ("due to a cut cable", Care.CAUSE, "due to"),
        ("The cause was a cable.", Care.CAUSE, "cause was"),
        ("Lines are back by 16:00.", Care.REPAIR_TIME, "back by 16:00"),
        ("It is fixed within two hours.", Care.REPAIR_TIME, "fixed within two hours"),
        ("Repair is expected later.", Care.REPAIR_TIME, "Repair is expected"),
    ],
)
def test_each_reason_to_look_again(text: str, care: Care, says: str) -> None:
    assert (care, says) in cares(text)


@pytest.mark.parametrize(
    "text",
    [
        "The cause is not known yet.",
        "We are looking into the causes.",
        "Calls to sales fail since 09:10. Please use chat. We will write again at 10:30.",
        "Do not use batch BX-204/7.",
        "We are sorry.",
        "The sooner you tell us, the better.",
    ],
)
def test_calm_words_are_left_alone(text: str) -> None:
    assert cares(text) == []


@given(st.text(alphabet="we wilcaluodtbk.'%:1 \n", max_size=120))
def test_each_caution_points_at_its_words_in_the_order_of_the_text(text: str) -> None:
    found = cautions(text)

    assert all(text[one.start : one.end] == one.says and one.says for one in found)
    assert list(found) == sorted(set(found))


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    cautions(text)
    gives_a_time(text)
