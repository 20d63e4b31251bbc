"""Subscribe to a status page: asked for, confirmed from the mailbox, changed, ended.

Whether an address is subscribed already is told to its mailbox alone: the answer to whoever asks is
always the same. Nothing is sent anywhere before the mailbox has agreed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from musterpoint.apps.communications import subscription_links as links
from musterpoint.apps.communications.models import StatusPage, Subscription
from musterpoint.apps.communications.operations import pages, subscribers
from musterpoint.apps.communications.operations.pages import NoSuchPage
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.channels import Address, BadAddress
from musterpoint.apps.notifications.channels.registry import KINDS
from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.apps.notifications.models.message import STATUS
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.keep_status_pages import PageIsGone
from musterpoint.usecases.refusals import Conflict, Problem, Refusal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_A_NETWORK = 10
MOST_A_PAGE = 500
MOST_A_MAILBOX = 3
MOST_WEBHOOKS = 5
LONGEST_ADDRESS = 254


class BadEmail(Refusal):
    """This is no address that mail can be sent to."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="email", says=says))


class BadWebhook(Refusal):
    """This is no address that a webhook can be called at."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="url", says=says))


class NoSuchComponents(Refusal):
    """The page has no such component."""

    def __init__(self) -> None:
        says = "One of these is not on the page any more. Choose again."
        super().__init__(Problem(field="components", says=says))


class TooManyAsked(Conflict):
    """More was asked from one network, or of one page, within the hour than people ask."""

    def __init__(self) -> None:
        says = "Too many subscriptions were asked for within the hour. Try again later."
        super().__init__(Problem(field="email", says=says))


class SubscriptionIsOver(Conflict):
    """The subscription was ended; it takes a new one."""

    def __init__(self) -> None:
        says = "This subscription has ended. Subscribe again if you want to be told."
        super().__init__(Problem(field="subscription", says=says))


@transaction.atomic
def ask(
    *,
    page: str,
    email: str,
    components: Collection[str] = (),
    url: str = "",
    asked_from: str = "",
    at: datetime,
) -> None:
    """Send the mailbox a link to confirm with. ``url`` asks for calls of a webhook in its place.

    A mailbox that has had enough of these today gets no more, and that is told to nobody. Raises
    PageIsGone, BadEmail, BadWebhook, NoSuchComponents, TooManyAsked.
    """
    mailbox = _mailbox(email)
    hook = _webhook(url) if url else None
    row = _locked(page)
    chosen = _chosen(row, components)
    subscribers.forget_unconfirmed(at=at)
    _must_not_be_a_flood(row, asked_from, at=at)
    if hook is None:
        found = subscribers.present(row, mailbox)
        if found is None:
            found = _begin(row, mailbox, chosen, asked_from, at=at)
        elif not found.is_confirmed:
            _begin_again(found, chosen, asked_from, at=at)
    else:
        found = _begin(row, mailbox, chosen, asked_from, at=at, hook=hook)
    _write(row, found, mailbox, at=at)


@transaction.atomic
def confirm(*, token: str, at: datetime) -> Subscription:
    """Begin to tell this subscriber. Raises BadLink, SubscriptionIsOver, PageIsGone."""
    found = _of_link(token)
    if found.confirmed_at is None:
        if found.method is not None:
            notifications.verify(found.method, at=at)
        found.confirmed_at, found.asked_from = at, ""
        found.save(update_fields=["confirmed_at", "asked_from"])
    return found


@transaction.atomic
def choose(*, token: str, components: Collection[str]) -> None:
    """Tell a subscriber of these components only; none means all.

    Raises BadLink, SubscriptionIsOver, NoSuchComponents.
    """
    found = _of_link(token)
    found.components = _chosen(found.page, components)
    found.save(update_fields=["components"])


@transaction.atomic
def leave(*, token: str, at: datetime) -> None:
    """End a subscription; ended already is as good. Raises BadLink."""
    found = subscribers.lock(links.read(token).pk)
    if found.ended_at is None:
        subscribers.end(found, why="left", at=at)


@transaction.atomic
def put_out(*, subscription_id: int, page: str, by: Actor, at: datetime) -> None:
    """End somebody's subscription to a client's own page. Raises PageIsGone, SubscriptionIsOver."""
    by.must(Action.KEEP_STATUS_PAGE)
    row = _locked(page)
    found = Subscription.objects.filter(pk=subscription_id, page=row, ended_at=None).first()
    if found is None:
        raise SubscriptionIsOver
    subscribers.end(subscribers.lock(found.pk), why="put_out", at=at)


def _locked(code: str) -> StatusPage:
    try:
        return pages.lock_page(code)
    except NoSuchPage as refusal:
        raise PageIsGone from refusal


def _of_link(token: str) -> Subscription:
    found = subscribers.lock(links.read(token).pk)
    if found.ended_at is not None:
        raise SubscriptionIsOver
    if found.page.removed_at is not None:
        raise PageIsGone
    return found


def _mailbox(email: str) -> str:
    try:
        shown = KINDS["email"].read_address(email).shown
    except BadAddress as refusal:
        raise BadEmail(str(refusal)) from refusal
    if len(shown) > LONGEST_ADDRESS:
        raise BadEmail("This address is too long.")
    return shown


def _webhook(url: str) -> Address:
    try:
        return KINDS["webhook"].read_address(url)
    except BadAddress as refusal:
        raise BadWebhook(str(refusal)) from refusal


def _chosen(page: StatusPage, components: Collection[str]) -> list[str]:
    """Return the chosen ones in the page's order; all of them is the same as none."""
    shown = [one.code for one in pages.components(page)]
    if not set(components) <= set(shown):
        raise NoSuchComponents
    found = [code for code in shown if code in components]
    return [] if found == shown else found


def _must_not_be_a_flood(page: StatusPage, asked_from: str, *, at: datetime) -> None:
    lately = Subscription.objects.filter(asked_at__gt=at - HOUR)
    is_network = bool(asked_from) and (
        lately.filter(asked_from=asked_from).count() >= MOST_A_NETWORK
    )
    if is_network or lately.filter(page=page, confirmed_at=None).count() >= MOST_A_PAGE:
        raise TooManyAsked


def _begin(
    page: StatusPage,
    mailbox: str,
    components: list[str],
    asked_from: str,
    *,
    at: datetime,
    hook: Address | None = None,
) -> Subscription:
    row = Subscription(
        page=page,
        channel=Subscription.Channel.WEBHOOK if hook else Subscription.Channel.EMAIL,
        address=mailbox,
        components=components,
        nonce=links.new_nonce(),
        asked_at=at,
        asked_from=asked_from,
    )
    if hook is not None:
        row.method = _method(page, mailbox, hook, at=at)
    row.save(force_insert=True)
    return row


def _method(page: StatusPage, mailbox: str, hook: Address, *, at: datetime) -> ContactMethod:
    """Return the way of a webhook; a mailbox that has MOST_WEBHOOKS of them here gets no more."""
    present = Subscription.objects.filter(
        page=page, channel=Subscription.Channel.WEBHOOK, address__iexact=mailbox, ended_at=None
    )
    if present.count() >= MOST_WEBHOOKS:
        raise TooManyAsked
    return notifications.add_method(
        holder=f"status_page:{page.code}:{links.new_nonce()}"[:80],
        channel=Subscription.Channel.WEBHOOK,
        address=hook.shown,
        details=hook.details,
        label="",
        at=at,
        is_verified=False,
    )


def _begin_again(
    found: Subscription, components: list[str], asked_from: str, *, at: datetime
) -> None:
    found.components, found.asked_at, found.asked_from = components, at, asked_from
    found.save(update_fields=["components", "asked_at", "asked_from"])


def _write(page: StatusPage, found: Subscription, mailbox: str, *, at: datetime) -> None:
    """Write to the mailbox what it can do with the link, unless it had enough of that today."""
    sent = Message.objects.filter(stream=found.stream, created_at__gt=at - DAY).count()
    if sent >= MOST_A_MAILBOX:
        return
    where = f"{settings.BASE_URL}{links.path(found)}"
    letter = Letter(
        key=f"subscribe:{found.pk}:{at.isoformat()}",
        stream=found.stream,
        channel=Message.Channel.EMAIL,
        subject=_SUBJECT[found.is_confirmed].format(page=page.name),
        body=_BODY[found.is_confirmed].format(page=page.name, link=where),
        address=mailbox,
        purpose=STATUS,
    )
    notifications.queue([letter], at=at)
    timers.announce({found.stream}, work=True)


_SUBJECT = {
    False: "Confirm that you want news of {page}",
    True: "You get news of {page} already",
}
_BODY = {
    False: (
        "Somebody, presumably you, asked for news of {page} at this address.\n\n"
        "Confirm it here, within two days:\n{link}\n\n"
        "If it was not you, do nothing: nothing more will come.\n"
    ),
    True: (
        "Somebody, presumably you, asked for news of {page} at this address, which gets it"
        " already.\n\nChange or end it here:\n{link}\n"
    ),
}
