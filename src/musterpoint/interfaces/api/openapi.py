"""Completes the OpenAPI document: every status with its shape, headers, who may, references.

The library writes down what routes declare; what holds for all of them is said here once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from musterpoint.domain.authority import MAY, Action
from musterpoint.interfaces.api import once, problems
from musterpoint.interfaces.api.problems import PROBLEM, Kind
from musterpoint.interfaces.api.shapes.said import Problem

ABOUT = (
    "Log incidents and work them from the first report to closure.\n\n"
    "Send `Authorization: Bearer mp_…` (made by `musterpoint token create EMAIL`). Instants carry"
    " their offset; answers are in UTC. Every refusal is `application/problem+json` whose `errors`"
    " name the fields or guards in the way. A write may carry an `Idempotency-Key`: sent again, it"
    " is answered again and not done again. A change may carry `If-Match` with the `ETag` last"
    " read: it is refused with 412 when somebody was quicker."
)
READING = (problems.MALFORMED, problems.UNAUTHENTICATED, problems.NOT_ALLOWED, problems.NOT_FOUND)
WRITING = (
    *READING,
    problems.CONFLICT,
    problems.STALE,
    problems.TOO_LARGE,
    problems.MEDIA_TYPE,
    problems.INVALID,
)
METHODS = frozenset({"get", "post", "put", "patch", "delete"})
REFERENCES = {
    "/incidents/": ("^INC-[0-9]{6,12}$", "INC-000123"),
    "/complaints/": ("^CMP-[0-9]{6,12}$", "CMP-000012"),
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of one's own: the same request under it is done once.",
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": once.LONGEST_KEY,
        "pattern": once.KEY_PATTERN,
    },
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag last read; 412 when the incident has changed since.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
}
CLAUSE_MATCH = {
    **IF_MATCH,
    "description": "The ETag of the clause as last read; a change without one is refused.",
}
TAG = {"description": "The version of the incident.", "schema": {"type": "string"}}
AS_TEXT = {
    "read_timeline": ("text/csv", "With format=csv: the whole ledger, one entry a line."),
    "read_policy": ("application/yaml", "With format=yaml: the text as it was published."),
    "read_draft": ("application/yaml", "With format=yaml: the text as it stands."),
}
EVENTS = "enqueue_event"


def completed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the library's document with what it cannot know."""
    document: dict[str, Any] = dict(schema)
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, part in shape.pop("$defs", {}).items():
        document["components"]["schemas"][name] = part
    document["components"]["schemas"]["Problem"] = shape
    document["components"]["securitySchemes"] = {
        "Bearer": {"type": "http", "scheme": "bearer", "description": "An API token."}
    }
    document.pop("servers", None)
    for address, method, operation in _operations(document):
        if operation["operationId"] == EVENTS:
            for kind in (problems.TOO_LARGE, problems.MEDIA_TYPE):
                operation["responses"][kind.status] = _refusal(kind)
        else:
            _complete(address, method, operation)
    return document


def who_may(action: Action) -> str:
    """Return one line on the roles that an action needs."""
    return f"Roles: {', '.join(sorted(MAY[action]))}."


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for address, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield address, method, operation


def _complete(address: str, method: str, operation: dict[str, Any]) -> None:
    kinds = READING if method == "get" else WRITING
    for kind in kinds:
        operation["responses"].setdefault(kind.status, _refusal(kind))
    _describe_reference(address, operation)
    if method != "get":
        operation["parameters"].append(IDEMPOTENCY_KEY)
        if "/incidents/{ref}" in address and "/heard" not in address:  # a vote changes no incident
            operation["parameters"].append(IF_MATCH)
        if method in ("put", "delete") and "/clauses/" in address:
            operation["parameters"].append(CLAUSE_MATCH)
    _describe_headers(address, operation)
    if operation["operationId"] in AS_TEXT:
        media_type, says = AS_TEXT[operation["operationId"]]
        content = {"schema": {"description": says}}
        operation["responses"][200]["content"][media_type] = content


def _refusal(kind: Kind) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": kind.title,
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if kind is problems.UNAUTHENTICATED:
        described["headers"] = {
            "WWW-Authenticate": {"required": True, "schema": {"type": "string"}}
        }
    return described


def _describe_reference(address: str, operation: dict[str, Any]) -> None:
    for part, (pattern, example) in REFERENCES.items():
        for parameter in operation["parameters"]:
            if parameter["name"] == "ref" and part in address:
                parameter["schema"] = {"type": "string", "pattern": pattern}
                parameter["example"] = example


def _describe_headers(address: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    if 201 in responses:
        responses[201]["headers"] = {
            "Location": {"required": True, "schema": {"type": "string", "format": "uri-reference"}}
        }
    is_incident = operation["operationId"] == "read_incident" or 204 in responses
    if is_incident and "/incidents/{ref}" in address:
        responses[200]["headers"] = {"ETag": {"required": True, **TAG}}
    if operation["operationId"] == "log_incident":
        responses[201]["headers"]["ETag"] = {"required": True, **TAG}
