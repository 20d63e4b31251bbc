"""A change of wording that loses or alters what must survive is found out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.plain_words import Kind, Lost, kept


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The part is 10 mm long.", "It has a length of 10mm."),
        ("We will call you by 4 pm.", "By 16:00 we call you."),
        ("Don’t use batch B-2207.", "Do not use batch B-2207."),
        ("It is unavailable.", "It is not available."),
        ("1,200 pieces in five days", "five days for 1200 pieces"),
        ("no more than 3 %", "at most 3 per cent"),
        ("12 May 2026", "12th of May 2026"),
        ("rev C", "revision C"),
        ("", ""),
    ],
)
def test_the_same_in_other_words_is_kept(before: str, after: str) -> None:
    assert kept(before, after) == ()


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("10.00 mm", "10 mm", (Kind.NUMBER, "10.00 mm", "10 mm")),
        ("10 mm", "10 cm", (Kind.NUMBER, "10 mm", "10 cm")),
        ("45 HRC", "45 HV", (Kind.NUMBER, "45 HRC", "45 HV")),
        ("5 working days", "5 days", (Kind.NUMBER, "5 working days", "5 days")),
        ("3 of 5", "5 of 3", (Kind.NUMBER, "3 of 5", "5 of 3")),
        ("batch 0042", "batch 42", (Kind.NUMBER, "0042", "42")),
        ("B-2207-A", "b-2207-a", (Kind.CODE, "B-2207-A", "b-2207-a")),
        ("part 12 rev C", "part 12", (Kind.CODE, "rev C", "")),
        ("It is not safe.", "It is safe.", (Kind.NEGATIVE, "not", "")),
        ("It is unsafe.", "It is safe.", (Kind.NEGATIVE, "unsafe", "")),
        ("never use it", "do not use it", (Kind.NEGATIVE, "never", "not")),
        ("10 mm", "about 10 mm", (Kind.LIMIT, "", "about")),
        ("by 16:00", "after 16:00", (Kind.LIMIT, "by", "after")),
        ("at 16:00", "at 4:00", (Kind.TIME, "16:00", "4:00")),
        ("Stop using it", "Be careful", (Kind.ORDER, "Stop", "")),
        ("on Monday", "on Tuesday", (Kind.DATE, "Monday", "Tuesday")),
        ("Dear {name}", "Dear you", (Kind.BLANK, "{name}", "")),
    ],
)
def test_what_changed_is_named(before: str, after: str, lost: tuple[Kind, str, str]) -> None:
    kind, old, new = lost

    assert kept(before, after) == (Lost(kind=kind, before=old, after=new),)


def test_a_loss_says_itself() -> None:
    assert Lost(kind=Kind.NUMBER, before="1", after="2").says == "“1” has become “2”."
    assert Lost(kind=Kind.NUMBER, before="1").says == "“1” is missing."
    assert Lost(kind=Kind.NUMBER, after="2").says == "“2” was not said before."


@given(st.text(max_size=100))
def test_a_text_keeps_itself(text: str) -> None:
    assert kept(text, text) == ()


TOKENS = st.sampled_from(
    ["10 mm", "B-2207", "16:00", "not", "rev C", "12 May", "never", "£5", "five days", "{name}"]
)


@given(st.lists(TOKENS, min_size=1, max_size=6), st.data())
def test_no_token_can_be_dropped_unseen(tokens: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(min_value=0, max_value=len(tokens) - 1))
    before = "; ".join(tokens)
    after = "; ".join(one for number, one in enumerate(tokens) if number != place)

    assert [one.before for one in kept(before, after)] == [tokens[place]]


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("de", "Charge B-2207: 10,5 kg vor 16 Uhr, 1.200 Stück, zwei davon nicht sicher."),
        ("pl", "Partia B-2207: 10,5 kg do 16:00, 1\u00a0200 sztuk, 2 z nich nie są bezpieczne."),
        ("cy", "Swp B-2207: 10.5 kg erbyn 16:00, 1,200 darn, dau ohonynt ddim yn ddiogel."),
        ("fr-FR", "Lot B-2207 : 10,5 kg avant 16h00, 1 200 pièces, 2 ne sont pas sûres."),
    ],
)
def test_figures_and_codes_survive_into_other_languages(language: str, after: str) -> None:
    before = "Batch B-2207: 10.5 kg before 16:00, 1,200 pieces, two of them not safe."

    assert kept(before, after, language=language) == ()


def test_what_a_translation_changed_is_named() -> None:
    before = "Batch B-2207 is not safe: 10.5 kg by 16:00."

    after = "Charge B-2270 ist sicher: 10,4 kg bis 16:30."

    assert [(one.kind, one.before, one.after) for one in kept(before, after, language="de")] == [
        (Kind.CODE, "B-2207", ""),
        (Kind.NUMBER, "10.5", ""),
        (Kind.TIME, "16:00", ""),
        (Kind.TIME, "", "16:30"),
        (Kind.CODE, "", "B-2270"),
        (Kind.NUMBER, "", "10.4"),
        (Kind.NEGATIVE, "not", ""),
    ]
