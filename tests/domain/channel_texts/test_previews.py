"""Each channel shows the words as it carries them, and says where it has no room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.channel_texts import Kind, Note, Snag, kind_of, preview


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        ("sms", Kind.SMS),
        ("ivr", Kind.VOICE),
        ("banner", Kind.BANNER),
        ("email", Kind.MAIL),
        ("chat", Kind.CHAT),
        ("floor", Kind.CARD),
        ("social", Kind.POST),
        ("status_page", Kind.PAGE),
        ("pigeon", Kind.PAGE),
    ],
)
def test_a_channel_does_its_own_thing_to_words(channel: str, kind: Kind) -> None:
    assert kind_of(channel) is kind


def test_a_text_message_says_its_parts_and_what_makes_them_more() -> None:
    found = preview("sms", "“Down” " + "a" * 280)

    assert (found.kind, len(found.parts), found.length, found.room) == (Kind.SMS, 5, 287, 67)
    assert found.notes == (
        Note(snag=Snag.MANY_MESSAGES, number=5),
        Note(snag=Snag.FOREIGN, characters=("“", "”")),
    )


def test_an_announcement_is_measured_in_seconds() -> None:
    found = preview("ivr", "Lines are down. " * 60)

    assert (found.length, found.room) == (78, 60)
    assert found.notes == (Note(snag=Snag.TOO_LONG, number=18),)


def test_a_banner_stands_on_one_line() -> None:
    found = preview("banner", "Lines\nare  down.\n" + "a" * 150, subject="Down")

    assert found.parts[0].startswith("Lines are down. aaa")
    assert found.subject == ""
    assert found.notes == (Note(snag=Snag.TOO_LONG, number=6),)


def test_a_mail_wants_a_subject_of_a_length_that_is_read() -> None:
    assert preview("email", "Down.").notes == (Note(snag=Snag.NO_SUBJECT),)
    assert preview("email", "Down.", subject="a" * 73).notes == (
        Note(snag=Snag.LONG_SUBJECT, number=3),
    )
    assert preview("email", "Down.", subject="Down").notes == ()


@given(st.sampled_from(["sms", "ivr", "banner", "email", "chat", "floor"]), st.text(max_size=300))
def test_only_words_that_say_something_are_not_called_empty(channel: str, text: str) -> None:
    found = preview(channel, text, subject="Down")

    assert (Note(snag=Snag.EMPTY) in found.notes) == (not text.strip())
