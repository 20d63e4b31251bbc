"""Who the organisation of a scenario is, in the words by which duties say whose they are.

A table read from the sector's words, so that a scenario of another trade is judged by the duties of
that trade. What a scenario's own ``applies_to`` says settles it.
"""

from __future__ import annotations

from dataclasses import dataclass

from musterpoint.domain.scenarios.values import Setting
from musterpoint.domain.scenarios.vocabulary import names

EVERY_CENTRE = frozenset({"controller", "employer", "insured", "premises_controller"})
"""Who takes calls holds people's data, employs them in rooms of its own, and is insured."""

SECTORS: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = (
    (("fca firm", "insurance broker", "wealth", "pension", "mortgage", "lender", "consumer credit"),
     frozenset({"fca_firm", "fca_firm_retail"})),
    (("debt advice", "debt"), frozenset({"fca_firm", "fca_firm_retail"})),
    (("insurer", "insurance company"), frozenset({"fca_firm", "fca_firm_retail", "insurer"})),
    (("bank", "building society"), frozenset({"fca_firm", "fca_firm_retail", "bank"})),
    (("payment service", "payment institution", "e money", "wallet"),
     frozenset({"fca_firm", "payment_service_provider", "payment_emoney"})),
    (("energy retail", "energy supplier", "electricity", "gas supplier"),
     frozenset({"energy_supplier", "b2c", "b2c_seller"})),
    (("water company", "water supplier"), frozenset({"water_company", "b2c"})),
    (("telecom", "broadband", "mobile network", "internet provider"),
     frozenset({"communications_provider",
                "public_electronic_communications_service_provider", "b2c"})),
    (("nhs", "hospital", "social care"), frozenset({"nhs_or_adult_social_care"})),
    (("council", "housing", "landlord"), frozenset({"social_landlord"})),
    (("retailer", "shop", "online", "web shop", "subscription"),
     frozenset({"b2c", "b2c_seller", "distributor", "takes_card_payments"})),
    (("consumer", "direct", "household", "customers"), frozenset({"b2c", "b2c_seller"})),
    (("manufacturer", "maker", "producer", "plant"), frozenset({"producer"})),
    (("importer", "distributor", "wholesaler"), frozenset({"distributor", "supplier"})),
    (("tier 1", "tier 2", "oem", "automotive supplier"),
     frozenset({"oem_supplier", "supplier", "producer"})),
    (("trade", "supplier", "b2b", "breakdown"), frozenset({"supplier"})),
    (("breakdown", "travel", "airline", "rail", "utility"), frozenset({"b2c"})),
    (("bpo", "outsourcer", "white label", "outsourced"),
     frozenset({"bpo", "outsourcer", "processor", "supplier"})),
    (("telesales", "outbound", "dialler"), frozenset({"outbound", "outbound_dialler"})),
    (("managed service", "it services"), frozenset({"managed_service_provider"})),
    (("data centre",), frozenset({"data_centre"})),
    (("listed", "plc"), frozenset({"listed_issuer"})),
    (("northern ireland", "eu market", "ireland"), frozenset({"eu_or_ni_market"})),
)  # fmt: skip
"""Words of a sector, and what an organisation of that sector is."""

SETTINGS: tuple[tuple[str, frozenset[str]], ...] = (
    ("important_service", frozenset({"enhanced_smcr"})),
    ("contract", frozenset({"supplier"})),
)
"""Entries of a setting that say what an organisation is by being there.

An important business service with a tolerance is what enhanced firms name; who states the terms of
a contract is bound by one.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """What the organisation is, and how that is known."""

    we_are: frozenset[str]
    because: str


def organisation_of(setting: Setting) -> Organisation:
    """Return what the organisation of a scenario is."""
    if setting.applies_to is not None:
        return Organisation(we_are=setting.applies_to, because="The scenario says so itself.")
    tags, met = set(EVERY_CENTRE), []
    for words, ours in SECTORS:
        word = names(setting.sector, words)
        if word:
            tags |= ours
            met.append(f"“{word}”")
    for key, ours in SETTINGS:
        if key in setting.words:
            tags |= ours
            met.append(f"its {key.replace('_', ' ')}")
    heard = ", ".join(met) or "no word that is known"
    return Organisation(we_are=frozenset(tags), because=f"Read from its setting: {heard}.")
