"""What changed between two wordings: nothing is lost, and only what differs is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.rewording import MOST_TOKENS, Fate, reworded

TEXTS = st.text(alphabet="ab é.\n§", max_size=60)


def marked(old: str, new: str) -> str:
    marks = {Fate.SAME: "{}", Fate.OUT: "[-{}-]", Fate.IN: "[+{}+]"}
    return "".join(marks[one.fate].format(one.text) for one in reworded(old, new))


def test_only_the_words_that_differ_are_marked() -> None:
    assert marked("within 5 min of it", "within 10 min of it") == ("within [-5-][+10+] min of it")
    assert marked("Tell them.", "Tell them all.") == "Tell them[+ all+]."
    assert marked("the same", "the same") == "the same"
    assert marked("", "new") == "[+new+]"
    assert marked("old", "") == "[-old-]"


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_it(old: str, new: str) -> None:
    found = reworded(old, new)

    assert "".join(one.text for one in found if one.fate is not Fate.IN) == old
    assert "".join(one.text for one in found if one.fate is not Fate.OUT) == new
    assert all(one.text for one in found)


def test_a_very_long_text_is_shown_whole() -> None:
    old = "a " * MOST_TOKENS

    assert [one.fate for one in reworded(old, "b")] == [Fate.OUT, Fate.IN]
