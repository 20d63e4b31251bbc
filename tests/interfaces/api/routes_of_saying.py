"""The routes about what is said and to whom, as the walk over every route knows them."""

from __future__ import annotations

from typing import Any

from musterpoint.domain.authority import Action

ONE = "/api/v1/incidents/{ref}"
FORM = (
    b'--XX\r\nContent-Disposition: form-data; name="file"; filename="a.exe"\r\n\r\n'
    b"no program\r\n--XX--\r\n"
)
"""A form that is refused in the end, so that no file is left behind."""
BRIEFING = {"headline": "Calls drop", "lines": [{"part": "say", "says": "We know."}]}
PROMISE = "/api/v1/promises/1"
LATER = "2190-01-01T00:00:00Z"
REASON = {"reason": "Because"}
VALUE, GUARDED = "/api/v1/vault/values/V-0000000000", "/api/v1/vault/people/P-0000000000"
VAULT: dict[str, tuple[str, str, Any, Action]] = {
    "suspect_breach": ("POST", f"{ONE}/suspect-breach", REASON, Action.NOTE),
    "hold_incident_data": ("POST", f"{ONE}/legal-hold", REASON, Action.KEEP_VAULT),
    "see_value": ("GET", VALUE, None, Action.READ_VAULT),
    "read_value": ("POST", f"{VALUE}/read", REASON, Action.READ_VAULT),
    "list_guarded_people": ("GET", "/api/v1/vault/people", None, Action.KEEP_VAULT),
    "read_guarded_person": ("GET", GUARDED, None, Action.KEEP_VAULT),
    "hold_person": ("POST", f"{GUARDED}/hold", REASON, Action.KEEP_VAULT),
    "lift_hold": ("POST", "/api/v1/vault/holds/1/lift", REASON, Action.KEEP_VAULT),
    "join_people": ("POST", f"{GUARDED}/join", {"into": "P-1", **REASON}, Action.KEEP_VAULT),
    "erase_person": ("POST", f"{GUARDED}/erase", REASON, Action.KEEP_VAULT),
    "export_person": ("POST", f"{GUARDED}/exports", REASON, Action.KEEP_VAULT),
    "read_export": ("GET", f"{GUARDED}/exports/1", None, Action.KEEP_VAULT),
    "take_export": ("POST", f"{GUARDED}/exports/1/take", None, Action.KEEP_VAULT),
}
SAYING: dict[str, tuple[str, str, Any, Action]] = {
    **VAULT,
    "list_promises": ("GET", "/api/v1/promises", None, Action.READ),
    "make_promise": (
        "POST",
        "/api/v1/promises",
        {"says": "Call", "whom": "Her", "due_at": LATER},
        Action.NOTE,
    ),
    "read_promise": ("GET", PROMISE, None, Action.READ),
    "confirm_promise": (
        "POST",
        f"{PROMISE}/confirm",
        {"whom": "Her", "due_at": LATER},
        Action.NOTE,
    ),
    "decline_promise": ("POST", f"{PROMISE}/decline", None, Action.NOTE),
    "keep_promise": ("POST", f"{PROMISE}/keep", None, Action.NOTE),
    "move_promise": ("POST", f"{PROMISE}/move", {"due_at": LATER, "why": "So"}, Action.NOTE),
    "break_promise": ("POST", f"{PROMISE}/break", {"why": "So"}, Action.NOTE),
    "let_go_promise": ("POST", f"{PROMISE}/let-go", {"why": "So"}, Action.NOTE),
    "list_facts": ("GET", f"{ONE}/facts", None, Action.READ),
    "claim_fact": (
        "POST",
        f"{ONE}/facts",
        {"says": "Calls drop", "about": "what", "source": "Desk"},
        Action.CLAIM_FACT,
    ),
    "read_fact": ("GET", f"{ONE}/facts/1", None, Action.READ),
    "verify_fact": ("POST", f"{ONE}/facts/1/verify", {"how": "Rang"}, Action.VERIFY_FACT),
    "withdraw_fact": ("POST", f"{ONE}/facts/1/withdraw", {"why": "No"}, Action.VERIFY_FACT),
    "note_contradiction": (
        "POST",
        f"{ONE}/facts/1/contradict",
        {"other": 2},
        Action.CLAIM_FACT,
    ),
    "settle_contradiction": (
        "POST",
        f"{ONE}/facts/1/agree",
        {"other": 2, "why": "Two lines"},
        Action.VERIFY_FACT,
    ),
    "list_updates": ("GET", f"{ONE}/updates", None, Action.READ),
    "draft_update": ("POST", f"{ONE}/updates/drafts", {"audience": "colleagues"}, Action.UPDATE),
    "tell_nothing_new": (
        "POST",
        f"{ONE}/updates/nothing-new",
        {"audience": "colleagues", "next_at": LATER},
        Action.UPDATE,
    ),
    "read_update": ("GET", f"{ONE}/updates/1", None, Action.READ),
    "reword_update": (
        "PUT",
        f"{ONE}/updates/1",
        {"audience": "colleagues", "revision": 1},
        Action.UPDATE,
    ),
    "ask_approval": ("POST", f"{ONE}/updates/1/ask", {"revision": 1}, Action.UPDATE),
    "approve_update": ("POST", f"{ONE}/updates/1/approve", {"revision": 1}, Action.NOTE),
    "send_update_back": ("POST", f"{ONE}/updates/1/send-back", {"why": "So"}, Action.NOTE),
    "send_update": ("POST", f"{ONE}/updates/1/send", {"revision": 1}, Action.UPDATE),
    "abandon_update": ("POST", f"{ONE}/updates/1/abandon", None, Action.UPDATE),
    "correct_update": ("POST", f"{ONE}/updates/1/correct", {"why": "So"}, Action.UPDATE),
    "mark_delivery": ("POST", f"{ONE}/deliveries/1", {"reached": True}, Action.WORK),
    "list_owed": ("GET", f"{ONE}/audiences", None, Action.READ),
    "list_audiences": ("GET", "/api/v1/audiences", None, Action.ADMINISTER),
    "add_to_audience": (
        "POST",
        "/api/v1/audiences/customers/members",
        {"holder": "account_role:planner"},
        Action.ADMINISTER,
    ),
    "remove_from_audience": (
        "DELETE",
        "/api/v1/audiences/customers/members/1",
        None,
        Action.ADMINISTER,
    ),
    "list_briefings": ("GET", f"{ONE}/briefings", None, Action.READ),
    "issue_briefing": ("POST", f"{ONE}/briefings", BRIEFING, Action.UPDATE),
    "read_heard": ("GET", f"{ONE}/heard", None, Action.READ),
    "hear_customer": ("POST", f"{ONE}/heard", None, Action.VOTE),
    "undo_hearing": ("DELETE", f"{ONE}/heard/1", None, Action.VOTE),
    "read_card": ("GET", "/api/v1/briefings", None, Action.READ),
    "read_one_briefing": ("GET", "/api/v1/briefings/1", None, Action.READ),
    "revise_briefing": ("PUT", "/api/v1/briefings/1", BRIEFING, Action.UPDATE),
    "end_briefing": ("POST", "/api/v1/briefings/1/end", {"why": "Works"}, Action.UPDATE),
    "read_receipts": ("GET", "/api/v1/briefings/1/reads", None, Action.READ),
    "read_briefing": ("POST", "/api/v1/briefings/1/reads", {"revision": 1}, Action.READ),
    "remind_unread": ("POST", "/api/v1/briefings/1/remind", None, Action.UPDATE),
    "list_attachments": ("GET", f"{ONE}/attachments", None, Action.READ),
    "attach_file": ("POST", f"{ONE}/attachments", FORM, Action.ATTACH),
    "read_attachment": ("GET", f"{ONE}/attachments/1", None, Action.READ),
    "download_attachment": ("GET", f"{ONE}/attachments/1/file", None, Action.READ),
    "withdraw_attachment": (
        "POST",
        f"{ONE}/attachments/1/withdraw",
        {"why": "Wrong one"},
        Action.ATTACH,
    ),
    "erase_attachment": ("POST", f"{ONE}/attachments/1/erase", None, Action.KEEP_VAULT),
    "check_words": ("POST", "/api/v1/words/check", {"text": "The ETA"}, Action.READ),
    "compare_words": (
        "POST",
        "/api/v1/words/compare",
        {"before": "10 mm", "after": "10 cm"},
        Action.READ,
    ),
    "list_terms": ("GET", "/api/v1/glossary", None, Action.READ),
    "add_term": (
        "POST",
        "/api/v1/glossary",
        {"term": "pick list", "area": "delivery", "plain": "What to fetch."},
        Action.KEEP_WORDS,
    ),
    "read_term": ("GET", "/api/v1/glossary/ncr", None, Action.READ),
    "change_term": (
        "PUT",
        "/api/v1/glossary/ncr",
        {"term": "NCR", "area": "quality", "plain": "A record."},
        Action.KEEP_WORDS,
    ),
    "leave_out_term": ("POST", "/api/v1/glossary/ncr/leave-out", None, Action.KEEP_WORDS),
    "take_back_term": ("POST", "/api/v1/glossary/ncr/take-back", None, Action.KEEP_WORDS),
}
