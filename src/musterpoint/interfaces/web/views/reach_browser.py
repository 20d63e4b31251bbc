"""The worker that shows notifications in a browser, from the one address that covers all pages."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

SCRIPT = Path(__file__).parents[1] / "static" / "js" / "push-worker.js"


@login_not_required
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Send the script. Browsers ask for it again by themselves, signed in or not."""
    return HttpResponse(
        SCRIPT.read_bytes(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"},
    )
