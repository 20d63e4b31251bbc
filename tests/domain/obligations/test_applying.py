"""Which duties are ours, and in which version of the law."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.decisions import Because
from musterpoint.domain.obligations import applies, of_codes, versions_on
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Obligation
from tests.domain.strategies import shipped

TODAY = date(2026, 11, 21)


def duty(
    code: str,
    *,
    applies_to: frozenset[str] = frozenset(),
    begins: str = "",
    ends: str = "",
    version_of: str = "",
    not_yet: bool = False,
) -> Obligation:
    return Obligation(
        code=code,
        says="Tell them.",
        notify="them",
        within="soon",
        applies_to=applies_to,
        in_force_from=date.fromisoformat(begins) if begins else None,
        in_force_to=date.fromisoformat(ends) if ends else None,
        version_of=version_of,
        not_yet=not_yet,
    )


def having(*duties: Obligation) -> Strategy:
    return replace(shipped(), obligations={one.code: one for one in duties})


OLD_LETTER = duty("letter_old", begins="2018-10-01", ends="2026-04-07", version_of="letter")
LETTER = duty("letter", begins="2026-04-08")


def says(one: Obligation, *, we_are: frozenset[str] = frozenset(), on: date = TODAY) -> str:
    return applies(one, we_are=we_are, on=on).because[0].says


def test_a_duty_for_what_we_are_is_ours() -> None:
    one = duty("breach", applies_to=frozenset({"controller", "processor"}))

    decision = applies(one, we_are={"employer", "controller"}, on=TODAY)

    assert decision.value
    assert decision.because == (
        Because(clause="obligations.breach.applies_to", says="Ours: we are controller."),
    )


def test_a_duty_for_others_is_not_ours_and_says_whose_it_is() -> None:
    one = duty("report", applies_to=frozenset({"fca_firm"}))

    decision = applies(one, we_are={"controller"}, on=TODAY)

    assert not decision.value
    assert decision.because == (
        Because(clause="obligations.report.applies_to", says="Not ours: it is for fca firm."),
    )


def test_a_duty_of_everybody_is_ours_whatever_we_are() -> None:
    assert applies(duty("care", applies_to=frozenset({"all"})), we_are=(), on=TODAY).value
    assert applies(duty("care"), we_are=(), on=TODAY).value


def test_both_days_of_a_law_are_within_it() -> None:
    one = duty("report", begins="2026-11-21", ends="2026-11-22")

    days = [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]

    assert [applies(one, we_are=(), on=day).value for day in days] == [False, True, True, False]
    assert says(one, on=days[0]) == "Not law yet: it holds from 2026-11-21."
    assert says(one, on=days[3]) == "No longer law: it held until 2026-11-22."


def test_a_bill_is_not_law_on_any_day() -> None:
    bill = duty("bill", not_yet=True)

    assert not applies(bill, we_are=(), on=date.max).value
    assert says(bill) == "Not law yet: no day is known on which it begins."


def test_of_two_versions_the_one_that_is_law_that_day_stands() -> None:
    strategy = having(OLD_LETTER, LETTER)

    assert versions_on(strategy, date(2026, 4, 7)) == (OLD_LETTER,)
    assert versions_on(strategy, date(2026, 4, 8)) == (LETTER,)


def test_of_two_versions_that_are_both_law_the_later_one_stands() -> None:
    amended = duty("letter_now", begins="2026-09-01", version_of="letter")

    assert versions_on(having(amended, LETTER), TODAY) == (amended,)
    assert versions_on(having(LETTER, amended), TODAY) == (amended,)


def test_a_code_means_the_version_of_the_day_each_duty_once() -> None:
    strategy = having(OLD_LETTER, LETTER, duty("breach"))

    found = of_codes(strategy, ["letter", "breach", "letter_old"], on=date(2026, 1, 1))

    assert [one.code for one in found] == ["letter_old", "breach"]


def test_a_duty_without_a_version_in_force_comes_as_it_was_named() -> None:
    strategy = having(OLD_LETTER, LETTER)

    assert of_codes(strategy, ["letter"], on=date(2000, 1, 1)) == (LETTER,)


@given(st.dates(min_value=date(2015, 1, 1), max_value=date(2030, 1, 1)))
def test_no_day_has_two_versions_of_one_duty(day: date) -> None:
    strategy = having(OLD_LETTER, LETTER, duty("letter_next", begins="2027-01-01"))

    found = versions_on(strategy, day)

    roots = [one.version_of or one.code for one in found]
    assert len(roots) == len(set(roots))
    assert all(applies(one, we_are=(), on=day).value for one in found)
