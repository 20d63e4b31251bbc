"""What Twilio calls: receipts of messages and calls, and the key that somebody pressed.

Twilio signs what it sends with the account's token. What is not signed changes nothing.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.escalation import answer_links
from musterpoint.apps.escalation.answer_links import AnswerLink, BadLink, ExpiredLink
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.incidents.queries.merged import goes_on_as
from musterpoint.apps.notifications.channels.twilio import receipts, signing
from musterpoint.apps.notifications.channels.twilio.settings import origin
from musterpoint.apps.notifications.channels.voice import wording as spoken
from musterpoint.domain.authority import NotAllowed
from musterpoint.interfaces.web import asked
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.decline_call import decline_call
from musterpoint.usecases.record_receipt import record_receipt
from musterpoint.usecases.refusals import Refusal

ACKNOWLEDGE, DECLINE = "1", "2"
BY_PHONE = "phone"


@csrf_exempt
@login_not_required
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take a receipt. One for a message that is not known (yet) is no error of Twilio's."""
    if not _is_signed(request):
        return HttpResponse(status=403)
    receipt = receipts.read(request.POST.dict())
    if receipt is not None:
        record_receipt(
            channel=receipt.channel,
            provider_id=receipt.provider_id,
            state=receipt.state,
            says=receipt.says,
            at=asked.moment(request),
        )
    return HttpResponse(status=204)


@csrf_exempt
@login_not_required
@require_POST
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Do what the pressed key says, and say what came of it in words for a voice."""
    if not _is_signed(request):
        return HttpResponse(status=403)
    _note_as_heard(request)
    try:
        link = answer_links.read(token, at=asked.moment(request))
        says = _answer(request, link)
    except (BadLink, ExpiredLink, Refusal, NotAllowed) as refusal:
        says = str(refusal)
    except NoSuchIncident:
        says = _("There is nothing to answer any more.")
    return HttpResponse(spoken.document(says), content_type="text/xml")


def _answer(request: HttpRequest, link: AnswerLink) -> str:
    person = accounts.active([link.person_id]).get(link.person_id)
    if person is None:
        raise BadLink
    pressed = request.POST.get("Digits", "")
    if pressed == ACKNOWLEDGE:
        acknowledge_incident(
            incident_id=goes_on_as(link.incident_id),
            by=accounts.actor_of(person),
            at=asked.moment(request),
            by_way_of=BY_PHONE,
        )
        return _("Thank you. You have acknowledged it.")
    if pressed == DECLINE:
        decline_call(
            incident_id=link.incident_id,
            reason=_("declined by phone"),
            by=accounts.actor_of(person),
            at=asked.moment(request),
            by_way_of=BY_PHONE,
        )
        return _("You have declined. The next one is told.")
    return _("That key does nothing. The incident still waits for an answer.")


def _note_as_heard(request: HttpRequest) -> None:
    """A pressed key says what no receipt of a call can: that a person heard it."""
    call = request.POST.get("CallSid", "")
    if call:
        record_receipt(
            channel="voice",
            provider_id=call,
            state="read",
            says="Twilio: a key was pressed",
            at=asked.moment(request),
        )


def _is_signed(request: HttpRequest) -> bool:
    return bool(settings.TWILIO_TOKEN) and signing.is_signed(
        request.headers.get("X-Twilio-Signature", ""),
        url=f"{origin()}{request.get_full_path()}",
        form=dict(request.POST.lists()),
        token=settings.TWILIO_TOKEN,
    )
