from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.categorise import SimilarIncident, suggest
from tests.domain.categorise_examples import EXAMPLES
from tests.domain.categorise_nothing import FITS_NOTHING
from tests.domain.strategies import shipped


def top(words: str, service: str | None = None) -> list[str]:
    return [one.category for one in suggest(shipped(), words=words, service=service)]


@pytest.mark.parametrize("code", [code for code in shipped().categories if code != "unknown"])
def test_a_category_is_found_by_its_own_name_and_signs(code: str) -> None:
    category = shipped().categories[code]

    assert top(f"{category.name}. {' '.join(category.signs)}")[0] == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Test calls from two mobiles get dead air on all three main numbers", "tel_total"),
        ("screens take 20 seconds to load", "crm_slow"),
        ("storage fault, the CRM is read-only", "crm_down"),
        ("17 desktops and the file server is renaming everything", "cyber_ransom"),
        ("the plug melted and my hand is blistered", "recall"),
        ("truck short by 640, the line stops at 19:00", "line_down"),
        ("water through the ceiling near the switchgear", "site_evac"),
        ("12 agents offline in neighbouring postcodes", "home_power"),
        ("net agents 29 of 44, norovirus", "absence_mass"),
        ("gateway timeouts, some customers were charged twice", "payment_fail"),
        ("an agent asks the customer to type the card number in chat", "pci_spill"),
        ("I have taken all my tablets", "life_call"),
        ("BPO queue: 34 waiting", "supplier_bpo"),
        ("a storage bucket with our recordings was public", "data_large"),
        ("draft published by mistake: all orders will be refunded", "wrong_info"),
    ],
)
def test_what_people_say_finds_the_category(said: str, code: str) -> None:
    assert code in top(said)


def test_the_words_that_matched_are_the_reason() -> None:
    best = suggest(shipped(), words="Ransom note on the screen")[0]

    assert best.because[0].clause == "categories.cyber_ransom.words"
    assert "“Ransom note”" in best.because[0].says


@pytest.mark.parametrize(
    ("said", "code", "quoted"),
    [
        ("Customer smells gas near her new cooker", "recall", ["smells gas"]),
        ("gas cooker leaks", "recall", ["gas cooker leaks"]),
        ("A caller threatens to kill himself", "life_call", ["kill himself"]),
        ("Card of the lady was declined", "payment_fail", ["Card", "declined"]),
    ],
)
def test_the_reason_quotes_what_was_typed(said: str, code: str, quoted: list[str]) -> None:
    best = suggest(shipped(), words=said)[0]

    assert best.category == code
    assert all(f"“{words}”" in best.because[0].says for words in quoted)


def test_what_agents_type_finds_its_category() -> None:
    found = [(top(said), code) for said, code in EXAMPLES]
    first = [code for got, code in found if got[:1] == [code]]
    offered = [code for got, code in found if code in got]

    assert len(EXAMPLES) >= 300
    assert {code for _, code in EXAMPLES} == shipped().categories.keys() - {"unknown"}
    assert len(first) / len(EXAMPLES) >= 0.9
    assert len(offered) / len(EXAMPLES) >= 0.95


def test_what_fits_nothing_gets_no_suggestion() -> None:
    wrongly = {said: got for said in FITS_NOTHING if (got := top(said))}

    assert len(FITS_NOTHING) >= 100
    assert len(wrongly) <= 3, wrongly


@pytest.mark.parametrize(
    ("said", "not_this"),
    [
        ("customer nearly at the shop", "injury"),
        ("gas cooker leaks", "data_large"),
        ("gas cooker leaks", "data_small"),
        ("hot drinks machine broken", "injury"),
        ("caller is fine, nobody injured", "injury"),
        ("all is well, there is no smoke", "site_evac"),
        ("Phones are fine. Heater down in hall two", "tel_total"),
        ("customer was threading a needle", "violence"),
    ],
)
def test_nothing_is_suggested_for_words_that_only_look_alike(said: str, not_this: str) -> None:
    assert not_this not in top(said)


def test_a_phrase_counts_more_than_its_words_by_themselves() -> None:
    phrase = suggest(shipped(), words="the plug melted")[0]
    alone = suggest(shipped(), words="melted")[0]

    assert phrase.category == alone.category == "recall"
    assert phrase.score > alone.score


def test_every_keyword_of_the_strategy_finds_its_category() -> None:
    words = [(word, one.code) for one in shipped().categories.values() for word in one.words]
    lost = [(word, code) for word, code in words if code not in top(word)]

    assert lost == []


def test_the_service_adds_to_the_words() -> None:
    alone = suggest(shipped(), words="everything is slow, loading")[0]
    helped = suggest(shipped(), words="everything is slow, loading", service="CRM")[0]

    assert helped.category == alone.category == "crm_slow"
    assert helped.score > alone.score
    assert helped.because[-1].clause == "categories.crm_slow.services"


def test_past_incidents_that_read_alike_point_to_their_category() -> None:
    past = SimilarIncident(ref="INC-000123", category="kb_wrong", similarity=0.82)

    best = suggest(shipped(), words="xyzzy", similar=[past])[0]

    assert best.category == "kb_wrong"
    assert best.because[0].says == "INC-000123 reads alike (82%) and was put here"


def test_past_incidents_of_a_category_that_is_gone_are_ignored() -> None:
    past = SimilarIncident(ref="INC-000123", category="steam_engine", similarity=1.0)

    assert suggest(shipped(), words="", similar=[past]) == ()


def test_nothing_is_suggested_for_words_that_say_nothing() -> None:
    assert top("it is what it is") == []
    assert top("") == []


@given(words=st.text(max_size=400), service=st.none() | st.text(max_size=20))
def test_any_text_gets_at_most_three_known_categories_in_order(
    words: str, service: str | None
) -> None:
    got = suggest(shipped(), words=words, service=service)

    assert len(got) <= 3
    assert [one.score for one in got] == sorted((one.score for one in got), reverse=True)
    assert all(one.category in shipped().categories and one.because for one in got)
    assert got == suggest(shipped(), words=words, service=service)


def test_the_same_words_over_and_over_are_read_as_quickly_as_others() -> None:
    text = "gas smell cooker leak not calls phones " * 100

    began = time.perf_counter()
    for _ in range(20):
        suggest(shipped(), words=text)

    assert time.perf_counter() - began < 2


def test_three_thousand_first_sentences_take_a_second() -> None:
    suggest(shipped(), words="")
    began = time.perf_counter()
    for place in range(3_000):
        suggest(shipped(), words=EXAMPLES[place % len(EXAMPLES)][0])

    assert time.perf_counter() - began < 3, "a third of the speed is left for a busy machine"
