"""The words for codes: states, clocks, facts, sources."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from musterpoint.domain.obligations import clock_of
from musterpoint.domain.policy.document import Strategy

STATUS = {
    "logged": gettext_lazy("Logged"),
    "acknowledged": gettext_lazy("Acknowledged"),
    "in_progress": gettext_lazy("In progress"),
    "on_hold": gettext_lazy("On hold"),
    "resolved": gettext_lazy("Resolved"),
    "closed": gettext_lazy("Closed"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
CLOCK = {
    "acknowledge": gettext_lazy("Acknowledge"),
    "first_update": gettext_lazy("First update"),
    "update": gettext_lazy("Update"),
    "restore": gettext_lazy("Restore service"),
    "rto": gettext_lazy("Recovery time objective"),
    "contract": gettext_lazy("Contract"),
    "duty": gettext_lazy("Duty"),
}
SOURCE = {
    "phone": gettext_lazy("Phone call"),
    "monitoring": gettext_lazy("Monitoring"),
    "colleague": gettext_lazy("A colleague"),
    "email": gettext_lazy("E-mail"),
    "chat": gettext_lazy("Chat"),
    "social": gettext_lazy("Social media"),
    "supplier": gettext_lazy("A supplier"),
    "client": gettext_lazy("A client"),
    "inspection": gettext_lazy("Seen on the floor"),
}
FACT = {
    "summary": gettext_lazy("What is happening"),
    "nature": gettext_lazy("What else is known"),
    "began_at": gettext_lazy("When it began"),
    "reported_by": gettext_lazy("Reported by"),
    "source": gettext_lazy("How it reached us"),
    "service": gettext_lazy("Service"),
    "service_named": gettext_lazy("Service, as named"),
    "site": gettext_lazy("Site"),
    "site_named": gettext_lazy("Site, as named"),
    "queue": gettext_lazy("Contact queue"),
    "queue_named": gettext_lazy("Contact queue, as named"),
    "account": gettext_lazy("Client account"),
    "account_named": gettext_lazy("Client account, as named"),
    "other_sites": gettext_lazy("Other sites"),
    "customers_affected": gettext_lazy("Customers affected"),
    "vulnerable_customers": gettext_lazy("Vulnerable customers"),
    "life_safety": gettext_lazy("Life or safety at risk"),
    "personal_data": gettext_lazy("Personal data exposed"),
    "distress": gettext_lazy("Colleagues distressed"),
    "category": gettext_lazy("Category"),
    "impact": gettext_lazy("Impact"),
    "urgency": gettext_lazy("Urgency"),
    "priority": gettext_lazy("Priority"),
    "override_priority": gettext_lazy("Priority set by hand"),
    "status": gettext_lazy("Status"),
    "resolution": gettext_lazy("What put it right"),
    "restored_at": gettext_lazy("Service restored"),
    "verified_by": gettext_lazy("Verified by"),
    "welfare_outcome": gettext_lazy("Colleagues"),
    "review_date": gettext_lazy("Review"),
    "risk_review": gettext_lazy("What it says of the risks"),
    "risk_review_reason": gettext_lazy("Why it says that of the risks"),
    "restricted": gettext_lazy("Restricted"),
    "owner": gettext_lazy("Incident manager"),
    "merged_into": gettext_lazy("Merged into"),
    "hold_reason": gettext_lazy("Held for"),
    "withdrawn_reason": gettext_lazy("Withdrawn"),
    "strategy": gettext_lazy("Strategy"),
}
ASKS = {
    "began_at": gettext_lazy("When did it begin?"),
    "nature": gettext_lazy("What else is known?"),
    "reported_by": gettext_lazy("Who reports it?"),
    "source": gettext_lazy("How did it reach us?"),
    "service": gettext_lazy("Which service is hit?"),
    "site": gettext_lazy("Which site?"),
    "queue": gettext_lazy("Which contact queue?"),
    "account": gettext_lazy("Which client account?"),
    "customers_affected": gettext_lazy("About how many customers are hit?"),
    "vulnerable_customers": gettext_lazy("Are vulnerable customers among them?"),
    "life_safety": gettext_lazy("Is anybody's life or safety at risk?"),
    "personal_data": gettext_lazy("May personal data be exposed?"),
    "impact": gettext_lazy("Who and what is hit?"),
    "urgency": gettext_lazy("How soon does it hurt?"),
    "category": gettext_lazy("What kind of incident is it?"),
}
ABOUT = {
    "what": gettext_lazy("What happened"),
    "since": gettext_lazy("Since when"),
    "affected": gettext_lazy("Who is affected"),
    "cause": gettext_lazy("The cause"),
    "repair_time": gettext_lazy("When it will be repaired"),
    "safety": gettext_lazy("Safety"),
    "effect": gettext_lazy("What it does"),
    "way_round": gettext_lazy("A way round"),
    "doing": gettext_lazy("What is being done"),
    "other": gettext_lazy("Something else"),
}
VERDICT = {
    "incident": gettext_lazy("Incident"),
    "incident_unsure": gettext_lazy("Incident, unsure"),
    "complaint": gettext_lazy("Complaint"),
    "service_request": gettext_lazy("Service request"),
    "enquiry": gettext_lazy("Enquiry"),
}
CHANNEL = {
    "in_product": gettext_lazy("in the product"),
    "email": gettext_lazy("e-mail"),
    "web_push": gettext_lazy("in the browser"),
    "sms": gettext_lazy("text message"),
    "voice": gettext_lazy("phone call"),
    "slack": "Slack",
    "teams": "Microsoft Teams",
    "webhook": gettext_lazy("webhook"),
    "other": gettext_lazy("another service"),
    "alarm": gettext_lazy("announcement in the building"),
    "banner": gettext_lazy("banner"),
    "chat": gettext_lazy("chat"),
    "chatbot": gettext_lazy("chatbot"),
    "floor": gettext_lazy("screens on the floor"),
    "ivr": gettext_lazy("phone menu"),
    "letter": gettext_lazy("letter"),
    "phone": gettext_lazy("phone, by a colleague"),
    "portal": gettext_lazy("portal"),
    "press_office": gettext_lazy("press office"),
    "social": gettext_lazy("social media"),
    "status_page": gettext_lazy("status page"),
    "website": gettext_lazy("website"),
}


def label(table: Mapping[str, object], code: str) -> str:
    """Return the words for a code; the code itself, spelt out, when there are none."""
    return str(table.get(code) or code.replace("_", " ").capitalize())


def clock(kind: str, strategy: Strategy) -> str:
    """Return what a clock of this kind is called; a contract's by what the contract calls it."""
    found = clock_of(strategy, kind)
    return f"{found[0].name}: {found[1].name}" if found else label(CLOCK, kind.partition(".")[0])


def category(strategy: Strategy, code: str) -> str:
    """Return the name of a category, or empty for none."""
    found = strategy.categories.get(code)
    return found.name if found else code


def yes_no(value: bool | None) -> str:
    """Return an answer in words."""
    return _("not known") if value is None else _("yes") if value else _("no")
