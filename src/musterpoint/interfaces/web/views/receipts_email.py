"""Reports of mail servers that come by HTTP, from whoever knows the key of this installation."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from musterpoint.apps.notifications.channels.email.bounces import NotAReport
from musterpoint.interfaces.web import asked
from musterpoint.usecases.receive_bounce import receive_bounce


@csrf_exempt
@login_not_required
@require_POST
def receive(request: HttpRequest, key: str) -> HttpResponse:
    """Take in one raw mail. What is no report is answered 202: to send it again is no use."""
    known = settings.RECEIPTS_KEY
    if not known or not constant_time_compare(key, known):
        raise Http404
    try:
        receive_bounce(request.body, at=asked.moment(request))
    except NotAReport as refusal:
        return HttpResponse(str(refusal), status=202, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)
