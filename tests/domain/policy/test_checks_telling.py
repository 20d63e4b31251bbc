"""What the plan of telling says of categories, of languages, and of how long facts are good."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from musterpoint.domain.policy.communications import CommsRule, Template
from tests.domain.strategies import new_findings, shipped, with_entry, with_parts

ROW = CommsRule(
    code="row",
    audience="customers",
    channels=("ivr",),
    first_within=timedelta(minutes=15),
    approver="communications_lead",
    priorities=frozenset({"P1"}),
    groups=frozenset({"technology"}),
    categories=frozenset({"tel_total"}),
    when_major=True,
)
FITS = {"priority": "P1", "group": "technology", "category": "tel_total", "is_major": True}


def test_a_row_holds_where_everything_it_names_is_so() -> None:
    assert ROW.is_for(**FITS)  # type: ignore[arg-type]  # the fields of is_for


@pytest.mark.parametrize(
    "other",
    [{"priority": "P2"}, {"group": "supplier"}, {"category": "crm_down"}, {"is_major": False}],
)
def test_a_row_does_not_hold_where_one_thing_is_otherwise(other: dict[str, object]) -> None:
    assert not ROW.is_for(**{**FITS, **other})  # type: ignore[arg-type]  # the fields of is_for


def test_a_row_that_names_nothing_holds_always() -> None:
    bare = replace(
        ROW,
        priorities=frozenset(),
        groups=frozenset(),
        categories=frozenset(),
        when_major=False,
    )

    assert bare.is_for(priority="P4", group="contract", category="recall", is_major=False)


def test_a_row_whose_groups_shut_out_its_categories_is_found() -> None:
    strategy = with_entry(
        "communications",
        "customers_correction",
        groups=frozenset({"communication"}),
        categories=frozenset({"wrong_info", "bot_wrong"}),
    )

    says = "It never holds for bot_wrong: the groups it names are others."
    path = "communications.customers_correction.categories"
    assert new_findings(strategy) == {("error", path, says)}


def test_a_row_for_some_categories_does_not_tell_everybody_of_the_group() -> None:
    rows = {
        code: replace(one, categories=frozenset({"tel_total"}))
        if shipped().audiences[one.audience].outside
        else one
        for code, one in shipped().communications.items()
    }
    strategy = with_parts(
        communications={c: replace(o, groups=frozenset()) for c, o in rows.items()}
    )

    says = "At P1 nobody outside is told anything."
    assert ("error", "communications", says) in new_findings(strategy)


@pytest.mark.parametrize(
    ("tag", "words", "says"),
    [
        ("cy", "Gwyddom am {rhywbeth}.", "It does not fill in the same: rhywbeth, what."),
        ("cy", "Gwyddom am {what.", "Its braces do not match, so it cannot be filled in."),
        ("Welsh!", "Gwyddom am {what}.", "'Welsh!' names no language."),
    ],
)
def test_words_in_another_language_that_cannot_be_used_are_found(
    tag: str, words: str, says: str
) -> None:
    first = Template(code="first", name="First", says="We know of {what}.", languages={tag: words})
    strategy = with_parts(templates={**shipped().templates, "first": first})

    assert new_findings(strategy) == {("error", f"templates.first.languages.{tag}", says)}


def test_facts_that_would_be_checked_again_at_once_are_found() -> None:
    says = "Facts would have to be checked again at once."
    for good_for in (timedelta(0), timedelta(minutes=4, seconds=59)):
        found = new_findings(with_parts(facts_good_for=good_for))
        assert found == {("error", "facts_good_for", says)}

    assert new_findings(with_parts(facts_good_for=timedelta(minutes=5))) == set()
    assert new_findings(with_parts(facts_good_for=None)) == set()
