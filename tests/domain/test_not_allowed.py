"""What somebody is told who has none of the roles."""

from __future__ import annotations

import pytest

from musterpoint.domain.authority import Action, NotAllowed


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (Action.RESOLVE, "Only these roles may resolve: "),
        (Action.VERIFY_FACT, "Only these roles may verify or withdraw a fact: "),
        (Action.READ_VAULT, "Only these roles may read what the vault keeps: "),
        (Action.KEEP_WORDS, "Only these roles may change the glossary: "),
    ],
)
def test_it_says_in_words_what_they_may_not_do(action: Action, says: str) -> None:
    assert str(NotAllowed(action)).startswith(says)
