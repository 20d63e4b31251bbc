"""What a text message costs: counted as the network counts, cut where nothing is torn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.channel_texts import Alphabet, as_sms, plainer

TEXTS = st.text(alphabet=st.sampled_from("ab €[]~^é’–…ł📞\n"), max_size=400)


@pytest.mark.parametrize(
    ("text", "units", "parts"),
    [
        ("", 0, 1),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("é" * 160, 160, 1),
    ],
)
def test_the_gsm_alphabet_is_counted_in_its_own_units(text: str, units: int, parts: int) -> None:
    sms = as_sms(text)

    assert (sms.alphabet, sms.units, len(sms.parts)) == (Alphabet.GSM, units, parts)


@pytest.mark.parametrize(
    ("text", "units", "parts"),
    [("ł" * 70, 70, 1), ("ł" * 71, 71, 2), ("📞" * 35, 70, 1), ("📞" * 36, 72, 2)],
)
def test_one_foreign_character_halves_the_room(text: str, units: int, parts: int) -> None:
    sms = as_sms(text)

    assert (sms.alphabet, sms.units, len(sms.parts)) == (Alphabet.UNICODE, units, parts)
    assert sms.foreign == (text[0],)


def test_an_escaped_character_is_not_torn_between_two_messages() -> None:
    sms = as_sms("a" * 152 + "€" + "a" * 20)

    assert [len(one) for one in sms.parts] == [152, 21]
    assert sms.left == 153 - 22


@given(TEXTS)
def test_the_parts_make_the_text_and_each_has_room(text: str) -> None:
    sms = as_sms(text)

    assert "".join(sms.parts) == text
    assert 0 <= sms.left <= sms.room
    if sms.alphabet is Alphabet.UNICODE:
        assert all(len(one.encode("utf-16-le")) <= sms.room * 2 for one in sms.parts)
    assert len(sms.parts) == 1 or all(sms.parts)


@given(TEXTS)
def test_plainer_words_keep_letters_and_digits_and_never_cost_more_messages(text: str) -> None:
    plain = plainer(text)

    assert [one for one in plain if one.isalnum()] == [one for one in text if one.isalnum()]
    assert set(as_sms(plain).foreign) <= set(as_sms(text).foreign)


def test_what_a_word_processor_makes_of_quotes_is_made_plain() -> None:
    text = "“Don’t” wait – call …"

    assert as_sms(text).foreign == ("“", "’", "”", "–", "…")
    assert plainer(text) == '"Don\'t" wait - call ...'
    assert as_sms(plainer(text)).alphabet is Alphabet.GSM
