"""Whom people mean: everyday names of roles, outside parties, audiences and channels.

Tables only. A strategy is free in its codes, so a scenario's words are matched by their meaning,
and every match is shown with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_NOT_WORDS = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """Return ``text`` as lower-case words between single blanks, with a blank at both ends."""
    return f" {_NOT_WORDS.sub(' ', text.lower()).strip()} "


def names(text: str, words: Iterable[str]) -> str:
    """Return the first of ``words`` that stands in ``text`` as a word or its plural, or nothing."""
    inside = folded(text)
    for word in words:
        plain = folded(word).strip()
        if any(f" {plain}{ending} " in inside for ending in ("", "s", "es")):
            return word
    return ""


ROLES: Mapping[str, tuple[str, ...]] = {
    "executive_sponsor": (
        "ceo",
        "chief executive",
        "managing director",
        "director on call",
        "commercial director",
        "director",
        "board",
    ),
    "head_of_operations": ("operations director", "head of service", "head of contact centre"),
    "duty_manager": ("shift manager", "manager on duty"),
    "facilities": ("fire warden", "building manager", "landlord"),
    "it_service_desk": ("service desk", "it desk", "it", "it on call"),
    "resource_planner": ("planner", "workforce desk", "workforce planner", "planning"),
    "communications_lead": ("comms", "comms lead", "communications", "press office"),
    "dpo": ("data protection officer", "data protection"),
    "legal_compliance": ("legal", "lawyer", "general counsel", "solicitor"),
    "quality_engineer": ("qa", "qa engineer", "quality", "qa on call"),
    "key_account_manager": ("kam", "account manager", "client manager"),
    "supplier_manager": ("procurement", "vendor manager", "contract manager"),
    "safeguarding_lead": ("dsl", "designated safeguarding lead", "safeguarding"),
    "hr": ("human resources", "people team"),
    "security": ("ciso", "information security", "cyber security", "soc"),
    "welfare_lead": ("welfare", "trim practitioner", "occupational health"),
    "incident_manager": ("major incident manager", "incident lead"),
}
"""Role codes of the trade, and what else people call them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody outside. ``called`` is what a scenario says; ``told_as`` what a strategy says."""

    called: tuple[str, ...]
    told_as: tuple[str, ...]


PARTIES: tuple[Party, ...] = (
    Party(
        called=("999", "112", "fire and rescue", "ambulance", "emergency services", "fire service"),
        told_as=("999", "112", "emergency services", "fire service"),
    ),
    Party(called=("carrier", "telco", "network operator"), told_as=("carrier",)),
    Party(
        called=("storage vendor", "vendor", "software maker", "hardware supplier"),
        told_as=("vendor", "supplier", "carrier or maker"),
    ),
    Party(
        called=("payment provider", "payment gateway", "gateway", "acquirer", "psp"),
        told_as=("payment provider", "gateway", "acquirer"),
    ),
    Party(called=("cloud provider", "platform provider"), told_as=("provider", "platform")),
    Party(called=("insurer", "broker"), told_as=("insurer", "broker")),
    Party(
        called=("report fraud", "action fraud", "police"),
        told_as=("report fraud", "police", "crime"),
    ),
    Party(called=("ncsc", "national cyber security centre"), told_as=("ncsc", "national cyber")),
    Party(called=("ico", "information commissioner"), told_as=("ico", "information commissioner")),
    Party(called=("fca", "regulator"), told_as=("fca", "regulator")),
    Party(
        called=("opss", "trading standards", "product safety authority", "authority"),
        told_as=("opss", "trading standards", "authority"),
    ),
    Party(called=("hse", "health and safety executive"), told_as=("hse", "enforcing authority")),
    Party(
        called=("retail buyer", "retailer", "distributor", "stockist", "dealer"),
        told_as=("retailer", "distributor", "stockist", "dealer"),
    ),
    Party(called=("client", "client account", "account"), told_as=("client", "client account")),
    Party(called=("partner", "bpo partner", "outsourcer"), told_as=("partner", "outsourcer")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearers:
    """An audience by meaning: what scenarios call it, and words in a strategy's own audiences.

    ``else_as`` is the wider audience that stands in where a strategy has no such one.
    """

    code: str
    called: tuple[str, ...]
    named: tuple[str, ...]
    else_as: str = ""


NOBODY = "nobody"
EVERYBODY = "everybody"

HEARERS: tuple[Hearers, ...] = (
    Hearers(code=NOBODY, called=("none outside", "nobody", "none", "no one"), named=()),
    Hearers(code=EVERYBODY, called=("all", "everybody", "everyone"), named=()),
    Hearers(
        code="affected",
        called=(
            "affected",
            "people affected",
            "people told",
            "data subject",
            "told by agents",
            "owner",
        ),
        named=("affected", "concerned", "data subject", "owner"),
        else_as="customers",
    ),
    Hearers(
        code="press",
        called=("press", "media", "journalist"),
        named=("press", "media", "journalist"),
    ),
    Hearers(
        code="regulators",
        called=("regulator", "authority", "ico", "fca"),
        named=("regulator", "authority"),
    ),
    Hearers(
        code="clients",
        called=(
            "client",
            "trade",
            "account",
            "oem",
            "insurer",
            "retailer",
            "distributor",
            "dealer",
            "partner",
        ),
        named=("client", "trade", "account", "retailer", "distributor", "partner", "business"),
    ),
    Hearers(
        code="executives",
        called=("executive", "board", "directors"),
        named=("executive", "board", "director", "leadership"),
    ),
    Hearers(
        code="colleagues",
        called=("agent", "staff", "colleague", "employee", "internal", "floor", "team"),
        named=("agent", "staff", "colleague", "employee", "floor", "internal"),
    ),
    Hearers(
        code="customers",
        called=("customer", "caller", "consumer", "resident", "public", "passenger", "patient"),
        named=("customer", "caller", "consumer", "public", "resident"),
    ),
)
"""The first that fits counts, so the narrow stand before the wide."""

CHANNELS: tuple[tuple[str, ...], ...] = (
    ("status page", "web", "website", "web banner", "web notice", "web page", "site banner"),
    ("banner", "web banner", "desktop banner", "floor banner", "screen banner", "wallboard"),
    ("social", "social media", "social post"),
    ("ivr", "recorded message", "announcement", "phone message", "menu message", "queue message"),
    ("sms", "text message", "text", "sms cascade", "app"),
    ("e-mail", "email", "letter", "direct contact", "mail"),
    ("phone", "call", "telephone", "account call", "phone tree", "account phone"),
    ("chat", "team chat", "chat channel", "instant message", "chatbot"),
    ("floor", "alarm", "pa", "public address", "floor walk", "huddle", "loudspeaker"),
    ("press", "holding", "holding line", "press line", "statement"),
)
"""Families of channels: within one, each stands for the others."""

ANY_CHANNEL = ("same channels", "any", "all channels")


def families(channels: Iterable[str]) -> frozenset[int]:
    """Return the families that these channels belong to, by their place in CHANNELS."""
    return frozenset(
        place
        for channel in channels
        for place, family in enumerate(CHANNELS)
        if names(channel.replace("e-mail", "email"), [w.replace("e-mail", "email") for w in family])
    )
