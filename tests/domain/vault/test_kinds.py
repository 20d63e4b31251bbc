"""What is written differently and is the same value; what is special by law."""

from __future__ import annotations

import pytest

from musterpoint.domain.personal_data.kinds import TREATMENTS, Treatment
from musterpoint.domain.vault.kinds import (
    KINDS,
    SAYS,
    Guarded,
    Sort,
    UnknownKind,
    is_special,
    kind_of,
    plain_form,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("943 476 5919", "943-476-5919"),
        ("QQ 12 34 56 C", "qq123456c"),
        ("+44 20 7946 0958", "020 7946 0958"),
        ("+44 (0)20 7946 0958", "(020) 79460958"),
        ("0044 7700 900123", "07700900123"),
        ("９４３ ４７６ ５９１９", "9434765919"),
        ("Mary.Jones@example.org", "mary.jones@EXAMPLE.org"),
        ("Mary  Jones", "mary jones"),
    ],
)
def test_one_value_has_one_plain_form(one: str, other: str) -> None:
    assert plain_form(one) == plain_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("943 476 5919", "943 476 5918"), ("07700 900123", "07700 900124"), ("!", "?")],
)
def test_two_values_have_two(one: str, other: str) -> None:
    assert plain_form(one) != plain_form(other)


def test_only_health_is_special() -> None:
    assert {code for code in KINDS if is_special(code)} == {"health"}


def test_four_kinds_name_one_person() -> None:
    naming = {code for code, kind in KINDS.items() if kind.identifies}
    assert naming == {
        "nhs_number",
        "national_insurance_number",
        "passport_number",
        "driving_licence",
    }


def test_whatever_goes_apart_has_a_kind_and_what_is_never_kept_has_none() -> None:
    goes = {Treatment.VAULT, Treatment.OFFER, Treatment.SPECIAL}
    wanted = {str(kind) for kind, treatment in TREATMENTS.items() if treatment in goes}

    assert KINDS.keys() == wanted | {"other"}


def test_every_sort_is_explained_and_has_a_kind() -> None:
    assert SAYS.keys() == set(Sort) == {kind.sort for kind in KINDS.values()}


def test_the_vault_keeps_no_kind_it_does_not_know() -> None:
    with pytest.raises(UnknownKind, match="'shoe_size' is none of nhs_number"):
        kind_of("shoe_size")


def test_a_value_is_not_printed_by_accident() -> None:
    assert "943" not in f"{Guarded(kind='nhs_number', value='943 476 5919')!r}"
