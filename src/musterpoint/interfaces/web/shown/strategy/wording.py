"""The words for codes of the document: kinds of services, duties, exercises and the like."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as later

Words = Mapping[str, "str | Promise"]

PARTS: Words = {
    "purpose": later("Purpose, scope and context"),
    "goals": later("Goals and measures"),
    "services": later("Services and business impact"),
    "risks": later("Risks"),
    "priority": later("Impact, urgency and priority"),
    "major": later("Major incidents"),
    "time": later("Time allowed"),
    "roles": later("Roles and authority"),
    "paths": later("Escalation paths"),
    "categories": later("Categories"),
    "playbooks": later("Playbooks"),
    "communications": later("Communications"),
    "obligations": later("Obligations and contracts"),
    "resources": later("Resources and surge levers"),
    "training": later("Training"),
    "exercises": later("Exercises"),
    "review": later("Closing and review"),
    "agreement": later("Consultation and approval"),
    "conformity": later("Conformity"),
}
SERVICE: Words = {
    "customer": later("For customers"),
    "internal": later("Our own"),
    "supplier": later("Bought"),
}
OPENS: Words = {
    "always": later("on every incident"),
    "high_priority": later("at a high priority"),
    "major": later("in a major incident"),
    "second_site": later("when a second site is concerned"),
    "on_request": later("when somebody asks"),
}
STEP: Words = {
    "functional": later("for skill"),
    "hierarchical": later("for authority"),
    "external": later("outside"),
}
STRENGTH: Words = {
    "statute": later("Law"),
    "rule": later("Rule"),
    "regulator_policy": later("Regulator's policy"),
    "guidance": later("Guidance"),
    "contract": later("Contract"),
    "house": later("Our own rule"),
}
RESOURCE: Words = {
    "people": later("People"),
    "system": later("System"),
    "place": later("Place"),
    "supplier": later("Supplier"),
}
EXERCISE: Words = {
    "workshop": later("Workshop"),
    "seminar": later("Seminar"),
    "tabletop": later("Tabletop"),
    "drill": later("Drill"),
    "functional": later("Functional"),
    "full_scale": later("Full scale"),
}
MET_BY: Words = {
    "acknowledge": later("when it is acknowledged"),
    "first_update": later("with the first update"),
    "restore": later("when service is restored"),
    "hand": later("when somebody says so"),
}


def said(words: Words, code: str) -> str:
    """Return the word for a code, or the code as a word."""
    return str(words.get(code, code.replace("_", " ").capitalize()))
