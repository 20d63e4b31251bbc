"""Whatever a strategy says, its text says it again, and no two texts say the same."""

from __future__ import annotations

from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from musterpoint.apps.policies.yaml_text import read, strategy_text, write
from musterpoint.domain.policy.clause_names import clause_names
from musterpoint.domain.policy.clauses import clause
from musterpoint.domain.policy.diff import diff
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.numbering import number_of, numbers, path_of
from musterpoint.domain.policy.parsing import parse
from tests.domain.any_strategy import any_strategy

few = settings(max_examples=30, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""A whole document is large: few of them say as much as many small values, and one that fails is
not made smaller, which would take minutes."""


def read_again(text: str) -> Strategy:
    reading = read(text)
    assert reading.root is not None, reading.findings
    assert reading.findings == ()
    strategy, findings = parse(reading.root)
    assert findings == ()
    assert strategy is not None
    return strategy


@few
@given(strategy=any_strategy)
def test_any_strategy_survives_the_way_to_text_and_back(strategy: Strategy) -> None:
    text = strategy_text(strategy)
    again = read_again(text)

    assert again == strategy
    assert strategy_text(again) == text
    assert diff(strategy, again) == ()


@few
@given(strategy=any_strategy, data=st.data())
def test_the_order_of_fields_in_a_text_means_nothing(strategy: Strategy, data: Any) -> None:
    tree = dump(strategy)
    shuffled = {key: tree[key] for key in data.draw(st.permutations(list(tree)))}

    assert read_again(write(shuffled)) == strategy


@few
@given(strategy=any_strategy)
def test_every_number_of_any_strategy_leads_back_and_every_name_to_a_clause(
    strategy: Strategy,
) -> None:
    known = numbers(strategy)

    assert len(known.clause) == len(known.of)
    for path, number in known.of.items():
        assert (number_of(strategy, path), path_of(strategy, number)) == (number, path)
    for name in clause_names(strategy):
        assert clause(strategy, name).path == name
