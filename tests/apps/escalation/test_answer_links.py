"""A signed link says who answers for what, for a week, and nothing else can be made of it."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from musterpoint.apps.escalation import answer_links
from musterpoint.apps.escalation.answer_links import AnswerLink, BadLink, ExpiredLink
from tests.factories import at

DAY = 24 * 60


def token() -> str:
    return answer_links.make(incident_id=12, person_id=5, at=at(0))


def test_a_link_says_what_it_was_made_of() -> None:
    assert answer_links.read(token(), at=at(1)) == AnswerLink(incident_id=12, person_id=5)


def test_a_link_needs_no_escaping_in_an_address() -> None:
    assert quote(token(), safe="") == token().replace("~", "~")
    assert answer_links.address(token()).endswith(f"/answer/{token()}/")


def test_a_link_holds_for_a_week_and_no_longer() -> None:
    answer_links.read(token(), at=at(7 * DAY))

    with pytest.raises(ExpiredLink):
        answer_links.read(token(), at=at(7 * DAY + 1))


@pytest.mark.parametrize("tampered", ["", "12.5.1", "12.6" + "x" * 40, "~", "é"])
def test_a_link_that_nobody_signed_is_refused(tampered: str) -> None:
    with pytest.raises(BadLink):
        answer_links.read(tampered, at=at(0))


def test_a_link_for_one_incident_does_not_answer_for_another() -> None:
    forged = token().replace("12.", "13.", 1)

    with pytest.raises(BadLink):
        answer_links.read(forged, at=at(0))
