"""Whatever is sent, a page answers in words: never with a fault of the server."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.incidents.models import Incident
from musterpoint.interfaces.web.doing import DOINGS

ODD = ("", "\x00", "a\x00b", "🙂" * 400, "x" * 30_000, "-1", "9" * 20, "٣", "2026-13-45T99:99")
FIELDS = (
    "says", "reason", "resolution", "restored_at", "verified_by", "welfare_outcome", "review_date",
    "impact", "urgency", "override_priority", "category", "criteria", "confirmed", "verdict",
    "number", "summary", "nature", "began_at", "customers_affected", "service", "ref", "kind",
    "asked_of", "complainant", "received_at", "restricted", "people", "audience", "at", "role",
    "action", "person", "task", "done", "gap", "obligation", "outcome", "evidence", "request",
    "answer", "link", "next", "version", "description", "triage_Q1", "site", "reported_by",
)  # fmt: skip
TAILS = ("note", "role", "task", "new-task", "gap", "obligation", "answer", "unlink")


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_forms_are_answered(odd: str, browser: Client, incident: Incident) -> None:
    everything = dict.fromkeys(FIELDS, odd)
    room = f"/incidents/{incident.ref}/"
    addresses = [*(f"{room}{tail}/" for tail in TAILS), *(f"{room}do/{n}/" for n in DOINGS)]
    addresses += ["/incidents/new/suggestions/", "/drafts/log/", "/notices/read/"]
    addresses += ["/complaints/new/", "/incidents/new/"]

    statuses = {address: browser.post(address, everything).status_code for address in addresses}
    for action in ("take", "release", "open", "assign"):
        body = everything | {"action": action}
        statuses[f"role {action}"] = browser.post(f"{room}role/", body).status_code
    for gap in ("summary", "began_at", "customers_affected", "service", "life_safety", "source"):
        body = {"gap": gap, gap: odd}
        statuses[f"gap {gap}"] = browser.post(f"{room}gap/", body).status_code

    assert {a: s for a, s in statuses.items() if s >= 500} == {}


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_addresses_are_answered(odd: str, browser: Client, incident: Incident) -> None:
    names = ("q", "status", "priority", "site", "category", "owner", "due", "cursor", "version",
             "part", "code", "all", "theme", "summary")  # fmt: skip
    query = dict.fromkeys(names, odd[:500])
    pages = ("/", "/incidents/", "/strategy/", "/wallboard/", "/incidents/new/", "/my-work/",
             f"/incidents/{incident.ref}/")  # fmt: skip

    statuses = {page: browser.get(page, query).status_code for page in pages}
    statuses |= {name: browser.get("/incidents/", {name: odd[:500]}).status_code for name in names}

    assert {a: s for a, s in statuses.items() if s >= 500} == {}


@pytest.mark.parametrize(
    "address",
    ["/incidents/INC-000000/", "/incidents/INC-999999999999999999/", "/incidents/INC-1/",
     "/complaints/99999999999999999999/", "/answer/~/", "/strategy/99999999999999999999/clause/a/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(address: str, browser: Client, incident: Incident) -> None:
    assert browser.get(address).status_code in {404, 410}
