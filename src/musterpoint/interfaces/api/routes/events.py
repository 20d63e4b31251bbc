"""``POST /v2/enqueue``: events of monitoring tools that already speak PagerDuty Events v2.

The routing key is an API token. Answers have the shapes those tools expect, not problem+json.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from musterpoint.apps.accounts import queries as accounts
from musterpoint.domain.authority import NotAllowed
from musterpoint.domain.personal_data.within import without_named_secrets
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import LONGEST_TOKEN
from musterpoint.interfaces.api.parsing import NotJson, parsed
from musterpoint.interfaces.api.screening import screened_body
from musterpoint.interfaces.api.shapes import also_said
from musterpoint.usecases.record_alert import record_alert
from musterpoint.usecases.refusals import Refusal

router = Router(tags=["Monitoring"])
LONGEST_EVENT = 512 * 1024

EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["routing_key", "event_action"],
    "properties": {
        "routing_key": {"type": "string", "description": "An API token."},
        "event_action": {"enum": ["trigger", "acknowledge", "resolve"]},
        "dedup_key": {
            "type": "string",
            "maxLength": 255,
            "description": "Reports with the same key belong together; given back when not sent.",
        },
        "payload": {
            "type": "object",
            "description": "Needed for a trigger.",
            "properties": {
                "summary": {"type": "string", "minLength": 1},
                "source": {"type": "string"},
                "severity": {"enum": ["critical", "error", "warning", "info"]},
                "timestamp": {"type": "string"},
                "component": {"type": "string"},
                "group": {"type": "string"},
                "class": {"type": "string"},
                "custom_details": {},
            },
        },
        "client": {"type": "string"},
        "client_url": {"type": "string"},
        "links": {"type": "array"},
        "images": {"type": "array"},
    },
    "examples": [
        {
            "routing_key": "mp_0123456789abcdef",
            "event_action": "trigger",
            "dedup_key": "voice/leeds",
            "payload": {
                "summary": "No RTP from gateway 2",
                "source": "gw2.leeds.example.org",
                "severity": "critical",
            },
        }
    ],
}


class InvalidEvent(Exception):
    """The event cannot be taken; each of ``errors`` says why."""

    def __init__(self, *errors: str) -> None:
        self.errors = errors
        super().__init__(" ".join(errors))


@router.post(
    "/v2/enqueue",
    response={202: also_said.Accepted, 400: also_said.InvalidEvent, 403: also_said.InvalidEvent},
    auth=None,
    operation_id="enqueue_event",
    summary="Take an event of a monitoring tool",
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": EVENT}}}
    },
)
def enqueue(request: HttpRequest) -> HttpResponse:
    """A trigger logs an incident or counts on the one its key belongs to; nothing is dropped."""
    try:
        return _taken(request)
    except InvalidEvent as refusal:
        return _refused(400, "invalid event", refusal.errors)
    except Refusal as refusal:
        says = [f"'{each.field}': {each.says}" for each in refusal.errors]
        return _refused(400, "invalid event", says)
    except NotAllowed as refusal:
        return _refused(403, "not allowed", [str(refusal)])


def _taken(request: HttpRequest) -> HttpResponse:
    sent = _event(request)
    key = _text(sent, "routing_key")
    person = accounts.bearer(key) if 0 < len(key) <= LONGEST_TOKEN else None
    if person is None:
        raise InvalidEvent("'routing_key' is not a valid API token")
    reporter = accounts.actor_of(person)
    told = {name: value for name, value in sent.items() if name != "routing_key"}
    event = screened_body(request, without_named_secrets(told), by=reporter)
    payload = _object(event, "payload")
    recorded = record_alert(
        reporter=reporter,
        action=_text(event, "event_action"),
        dedup_key=_text(event, "dedup_key"),
        summary=_text(payload, "summary"),
        severity=_text(payload, "severity"),
        source=_text(payload, "source"),
        payload=event,
        at=clock.now(),
    )
    return answer(
        {
            "status": "success",
            "message": "Event processed",
            "dedup_key": recorded.dedup_key,
            "incident": recorded.incident_ref,
        },
        status=202,
    )


def _event(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > LONGEST_EVENT:
        raise InvalidEvent(f"The event is larger than {LONGEST_EVENT // 1024} KiB")
    try:
        event = parsed(request.body)
    except NotJson as refusal:
        raise InvalidEvent(str(refusal)) from None
    if not isinstance(event, dict):
        raise InvalidEvent("The event must be a JSON object")
    try:
        json.dumps(event).encode()
    except (ValueError, RecursionError):
        raise InvalidEvent("The event is nested too deeply") from None
    return event


def _object(event: dict[str, Any], name: str) -> dict[str, Any]:
    value = event.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidEvent(f"'{name}' must be an object")
    return value


def _text(within: dict[str, Any], name: str) -> str:
    value = within.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidEvent(f"'{name}' must be a text")
    return value


def _refused(status: int, message: str, errors: Any) -> HttpResponse:
    body = {"status": "invalid event", "message": message.capitalize(), "errors": list(errors)}
    return answer(body, status=status)
