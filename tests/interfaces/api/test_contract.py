"""The OpenAPI document, fuzzed: no 5xx, no undocumented status, no answer of another shape.

``MUSTERPOINT_FUZZ_EXAMPLES`` sets how many requests each route gets beside the examples (5).
"""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks

from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from tests.interfaces.api.conftest import INCIDENTS, Speaker, said
from tests.rotas import id_of, put_in_force, rota, weekly
from tests.usecases.drafting import small_draft

ROTA = re.compile("[-a-zA-Z0-9_]{1,50}", re.ASCII)
EXAMPLES = int(os.environ.get("MUSTERPOINT_FUZZ_EXAMPLES", "5"))
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
    checks.unsupported_method,
    checks.allow_header_conformance,
    checks.ignored_auth,
]

_product = get_wsgi_application()


def product(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer as the product does, but keep the test's transaction open after each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    return _product(environ, start_response)


REFUSED = ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422"]
_config = SchemathesisConfig.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": REFUSED}}}
)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", product, config=_config)


@pytest.fixture
def refs(strategy: Version, manager: Actor, as_manager: Speaker) -> dict[str, str]:
    """References that exist, for the addresses the fuzzer makes up."""
    ref = said(as_manager.post(INCIDENTS, {"summary": "Lines dead", "impact": "I1"}), 201)["ref"]
    body = {"summary": "Cut off", "received_at": "2026-03-02T09:00:00Z", "incident": ref}
    complaint = said(as_manager.post("/api/v1/complaints", body), 201)["ref"]
    put_in_force(rota("tech", weekly("first", id_of(manager))))
    draft = small_draft(manager)
    return {"INC": ref, "CMP": complaint, "draft": str(draft)}


@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_api_is_what_its_document_says(
    case: Any, refs: dict[str, str], as_manager: Speaker
) -> None:
    _lead_somewhere(case, refs)

    case.call_and_validate(headers={"Authorization": f"Bearer {as_manager.secret}"}, checks=CHECKS)


def _lead_somewhere(case: Any, refs: dict[str, str]) -> None:
    """Let well-formed references be ones that exist."""
    code = (case.path_parameters or {}).get("code")
    if isinstance(code, str) and ROTA.fullmatch(code) and "/rotas/" in case.path:
        case.path_parameters["code"] = "tech"
    if isinstance((case.path_parameters or {}).get("number"), int) and "/drafts/" in case.path:
        case.path_parameters["number"] = int(refs["draft"])
    ref = (case.path_parameters or {}).get("ref")
    if isinstance(ref, str) and ref[:3] in refs:
        case.path_parameters["ref"] = refs[ref[:3]]
