"""Whatever a strategy says: from its text into the database and back it is the same text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from musterpoint.apps.policies import drafts
from musterpoint.apps.policies.yaml_text import strategy_text
from musterpoint.domain.authority import system
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.merging import same
from musterpoint.domain.policy.numbering import number_of
from musterpoint.domain.policy.parsing import build
from musterpoint.domain.policy.pieces import cut, join
from musterpoint.domain.policy.tree import grown
from musterpoint.interfaces.web.shown.drafts import number_in
from musterpoint.usecases.start_draft import start_draft
from tests.domain.any_strategy import any_strategy
from tests.domain.strategies import shipped
from tests.factories import at

few = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
    deadline=None,
)


@pytest.mark.django_db
@few
@given(strategy=any_strategy)
def test_any_strategy_survives_the_way_through_the_database(strategy: Strategy) -> None:
    text = strategy_text(strategy)

    pk = start_draft(text=text, by=system("tests"), at=at(0))

    drafts.forget()
    assert drafts.draft_text(pk) == text
    again, findings = build(grown(drafts.tree(pk)))
    assert findings == ()
    assert again == strategy


@few
@given(strategy=any_strategy)
def test_any_strategy_is_joined_as_it_was_cut(strategy: Strategy) -> None:
    assert same(join(cut(dump(strategy))), dump(strategy))


def test_a_clause_has_the_same_number_in_a_draft_as_in_a_version() -> None:
    tree = dump(shipped())
    clauses = [piece.path for piece in cut(tree)]

    numbered = {path: number_in(tree, path) for path in clauses if number_in(tree, path)}

    assert len(numbered) > 400
    assert numbered == {path: number_of(shipped(), path) for path in numbered}
