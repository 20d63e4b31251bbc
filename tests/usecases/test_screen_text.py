"""Screening one text: what is taken out, what is moved, and what when nothing may be moved."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given

from musterpoint.apps.vault.models import Item
from musterpoint.domain.authority import system
from musterpoint.domain.personal_data import UNKEPT, Kind
from musterpoint.domain.vault.kinds import KINDS
from musterpoint.usecases.attach_file import fit_name
from musterpoint.usecases.screen_text import screen_text
from tests.domain.personal_data import any_number

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_the_vault_keeps_every_kind_that_may_go_there() -> None:
    assert {kind.value for kind in set(Kind) - UNKEPT} <= KINDS.keys()


@pytest.mark.django_db
def test_two_texts_get_their_own_tokens_and_one_number_one_token() -> None:
    said = screen_text(
        ["NHS number 943 476 5919", "again NHS number 9434765919, sort code 20-15-75"],
        by=system("test"),
        at=AT,
    )

    assert said.moved == (Kind.NHS_NUMBER, Kind.SORT_CODE)
    assert said.texts == (
        f"NHS number [NHS number {said.tokens[0]}]",
        f"again NHS number [NHS number {said.tokens[0]}], sort code [sort code {said.tokens[2]}]",
    )
    assert Item.objects.count() == 2


@pytest.mark.django_db
def test_a_text_that_was_screened_is_screened_no_more() -> None:
    once = screen_text(["NHS number 943 476 5919, cvv 123"], by=system("test"), at=AT)

    again = screen_text(once.texts, apart=True, by=system("test"), at=AT)

    assert (again.texts, again.removed, again.moved) == (once.texts, (), ())


def test_nobody_leaves_nothing_in_the_vault() -> None:
    said = screen_text(["NHS number 943 476 5919"], by=None, at=AT)

    assert said.texts == ("NHS number [NHS number removed]",)
    assert (said.removed, said.moved, said.tokens) == ((Kind.NHS_NUMBER,), (), ())


@given(any_number.card_numbers(), any_number.digits(3))
def test_no_card_and_no_code_is_ever_kept(number: str, code: str) -> None:
    said = screen_text([f"card {number} cvv {code}"], apart=True, by=None, at=AT)

    assert number not in said.texts[0]
    assert said.texts[0].endswith("cvv [card security code removed]")


def test_a_file_is_not_named_by_a_card() -> None:
    assert fit_name("card 4111 1111 1111 1111 cvv 123.pdf") == (
        "card [card number ending 1111] cvv [card security code removed].pdf"
    )
