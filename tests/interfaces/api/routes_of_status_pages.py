"""The routes of status pages, as the walk over every route knows them."""

from __future__ import annotations

from typing import Any

from musterpoint.domain.authority import Action

PAGES = "/api/v1/status-pages"
ONE = f"{PAGES}/public"
PART = f"{ONE}/components/chat"
WORK = f"{ONE}/planned-work/x"
KEEP = Action.KEEP_STATUS_PAGE
WINDOW = {"planned_from": "2190-01-01T00:00:00Z", "planned_until": "2190-01-02T00:00:00Z"}
STATUS_PAGES: dict[str, tuple[str, str, Any, Action]] = {
    "list_status_pages": ("GET", PAGES, None, Action.READ),
    "add_status_page": ("POST", PAGES, {"name": "Acme"}, KEEP),
    "read_status_page": ("GET", ONE, None, Action.READ),
    "change_status_page": ("PATCH", ONE, {"name": "Acme"}, KEEP),
    "take_down_status_page": ("DELETE", ONE, None, KEEP),
    "make_status_link": ("POST", f"{ONE}/link", None, KEEP),
    "end_status_link": ("DELETE", f"{ONE}/link", None, KEEP),
    "add_component": ("POST", f"{ONE}/components", {"name": "Chat"}, KEEP),
    "show_component": ("PATCH", PART, {"status": "operational"}, KEEP),
    "remove_component": ("DELETE", PART, None, KEEP),
    "announce_work": (
        "POST",
        f"{ONE}/planned-work",
        {"title": "Lines", "says": "May drop.", **WINDOW},
        KEEP,
    ),
    "read_work": ("GET", WORK, None, Action.READ),
    "move_work": ("POST", f"{WORK}/move", WINDOW, KEEP),
    "turn_work": ("POST", f"{WORK}/turn", {"to": "in_progress", "says": "Now."}, KEEP),
}
