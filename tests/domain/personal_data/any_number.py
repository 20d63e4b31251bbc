"""Numbers of every kind, made with their check digits, in the ways people group and write them."""

from __future__ import annotations

from hypothesis import strategies as st

from musterpoint.domain.personal_data.checksums import is_iban, is_luhn, is_nhs

_DIGITS = "0123456789"
ISSUERS = st.sampled_from(["4", "51", "55", "2221", "2720", "6011", "65", "3530"])
DASHES = st.sampled_from([" ", "-", ".", "\u2013", "\u00a0", "  ", " - ", "_", "/"])
SCRIPTS = st.sampled_from([_DIGITS, "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"])


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text(alphabet=_DIGITS, min_size=count, max_size=count)


def _completed(begun: str) -> str:
    return next(begun + each for each in _DIGITS if is_luhn(begun + each))


@st.composite
def card_numbers(draw: st.DrawFn) -> str:
    begins = draw(ISSUERS)
    return _completed(
        begins + draw(digits(15 - len(begins)).filter(lambda some: set(some) != {"0"}))
    )


@st.composite
def grouped_cards(draw: st.DrawFn) -> str:
    """A card's number as it is printed, run together, or with another script's digits."""
    number = draw(card_numbers())
    script = str.maketrans(_DIGITS, draw(SCRIPTS))
    if draw(st.booleans()):
        return number.translate(script)
    return (
        draw(DASHES).join(number[place : place + 4] for place in range(0, 16, 4)).translate(script)
    )


@st.composite
def nhs_numbers(draw: st.DrawFn) -> str:
    """A number with its check digit; a tenth of all beginnings has none and begins anew."""
    begun = draw(st.sampled_from("4679")) + draw(digits(8))
    fits = [begun + each for each in _DIGITS if is_nhs(begun + each)]
    return fits[0] if fits else draw(nhs_numbers())


@st.composite
def ibans(draw: st.DrawFn) -> str:
    bank = draw(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=4, max_size=4))
    rest = bank + draw(digits(14))
    return next(f"GB{check:02}{rest}" for check in range(2, 99) if is_iban(f"GB{check:02}{rest}"))


@st.composite
def insurance_numbers(draw: st.DrawFn) -> str:
    prefix = draw(st.sampled_from(["AB", "CE", "HH", "JG", "NA", "PX", "WM", "YY", "SR", "LB"]))
    six, suffix = draw(digits(6)), draw(st.sampled_from("ABCD"))
    gap = draw(st.sampled_from(["", " ", "-", ".", "\u00a0"]))
    text = gap.join([prefix, six[:2], six[2:4], six[4:], suffix])
    return draw(st.sampled_from([text, text.lower()]))


words = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Nd", "No")), max_size=30).map(
    lambda text: text.replace("[", "")
)
anything = st.text(max_size=200)
