"""Put a status page up, name it, take it down, and make the secret link of a client's own page.

There is one public page, and one for each client account that wants its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from musterpoint.apps.accounts.tokens import digest
from musterpoint.apps.communications.models import StatusPage
from musterpoint.apps.communications.operations import pages
from musterpoint.apps.communications.operations.pages import NoSuchPage, PageRecord
from musterpoint.apps.communications.queries import status_pages as queries
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.organisation import queries as centre
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import words

PUBLIC = "public"
LONGEST_NAME, LONGEST_SAYING = 120, 300
SECRET_BYTES = 24


class PageIsUp(Conflict):
    """There is such a page already."""

    def __init__(self) -> None:
        super().__init__(Problem(field="account", says="This page is up already."))


class NoSuchAccount(Refusal):
    """No client account has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(Problem(field="account", says=f"There is no client account {code!r}."))


class NoSuchAudience(Refusal):
    """The strategy in force knows no such audience outside the organisation."""

    def __init__(self, code: str) -> None:
        says = f"The strategy tells nobody outside by the name {code!r}."
        super().__init__(Problem(field="audiences", says=says))


class PageIsGone(Conflict):
    """The page was taken down, or never was."""

    def __init__(self) -> None:
        super().__init__(Problem(field="page", says="There is no such status page any more."))


class PublicNeedsNoLink(Refusal):
    """Everybody reads the public page: a secret link to it would keep nothing secret."""

    def __init__(self) -> None:
        says = "Everybody can read the public page; only a client's own page has a secret link."
        super().__init__(Problem(field="page", says=says))


@transaction.atomic
def add_page(*, name: str, by: Actor, at: datetime, account: str = "", says: str = "") -> str:
    """Put a page up, public or of a client account by its code; return the page's code.

    Raises NoSuchAccount, PageIsUp, Refusal for no name.
    """
    by.must(Action.KEEP_STATUS_PAGE)
    title = words("name", name, says="Write the name of the page.", most=LONGEST_NAME)
    organisation.lock_centre()
    account_id = _account(account)
    present = queries.of_account(account_id) if account_id else queries.public()
    if present is not None:
        raise PageIsUp
    page = StatusPage(
        code=_free_code(account or PUBLIC),
        name=title,
        says=says.strip()[:LONGEST_SAYING],
        account_id=account_id,
        added_at=at,
        changed_at=at,
    )
    record = PageRecord(page, at=at, actor=by.key)
    record.add(page)
    record.enter("status_page_added")
    return page.code


@transaction.atomic
def change_page(*, code: str, name: str, says: str, by: Actor, at: datetime) -> None:
    """Name a page, and say what stands under its headline. Raises PageIsGone."""
    by.must(Action.KEEP_STATUS_PAGE)
    title = words("name", name, says="Write the name of the page.", most=LONGEST_NAME)
    record = begin(code, by=by, at=at)
    record.set(record.page, name=title, says=says.strip()[:LONGEST_SAYING])
    record.enter("status_page_changed")


@transaction.atomic
def speak_to(*, code: str, audiences: Collection[str], by: Actor, at: datetime) -> None:
    """Let a page speak to these audiences of the strategy alone; none named means all.

    Raises PageIsGone, NoSuchAudience.
    """
    by.must(Action.KEEP_STATUS_PAGE)
    known = policies.in_force(at=at).strategy.audiences
    unknown = sorted(set(audiences) - {one.code for one in known.values() if one.outside})
    if unknown:
        raise NoSuchAudience(unknown[0])
    record = begin(code, by=by, at=at)
    chosen = [one for one in known if one in audiences]
    if record.page.audiences != chosen:
        record.set(record.page, audiences=chosen)
        record.enter("status_page_changed")


@transaction.atomic
def take_down_page(*, code: str, by: Actor, at: datetime) -> None:
    """Take a page down; its link opens nothing from now on. Raises PageIsGone."""
    by.must(Action.KEEP_STATUS_PAGE)
    record = begin(code, by=by, at=at)
    record.set(record.page, removed_at=at, secret_digest="")
    record.enter("status_page_removed")


@transaction.atomic
def make_link(*, code: str, by: Actor, at: datetime) -> str:
    """Return a new secret for a client's page, shown this once; the one before opens nothing.

    Raises PageIsGone, PublicNeedsNoLink.
    """
    by.must(Action.KEEP_STATUS_PAGE)
    record = begin(code, by=by, at=at)
    if record.page.is_public:
        raise PublicNeedsNoLink
    secret = secrets.token_urlsafe(SECRET_BYTES)
    record.set(record.page, secret_digest=digest(secret))
    record.enter("status_link_made", says="A new secret link was made.")
    return secret


@transaction.atomic
def end_link(*, code: str, by: Actor, at: datetime) -> None:
    """Let the secret link of a page open nothing. Raises PageIsGone."""
    by.must(Action.KEEP_STATUS_PAGE)
    record = begin(code, by=by, at=at)
    if record.page.secret_digest:
        record.set(record.page, secret_digest="")
        record.enter("status_link_ended", says="The secret link was ended.")


def begin(code: str, *, by: Actor, at: datetime) -> PageRecord:
    """Lock a page and return the record of what happens to it, or raise PageIsGone."""
    try:
        page = pages.lock_page(code)
    except NoSuchPage as refusal:
        raise PageIsGone from refusal
    return PageRecord(page, at=at, actor=by.key)


def _account(code: str) -> int | None:
    if not code:
        return None
    found = centre.find(account=code).account
    if found is None:
        raise NoSuchAccount(code)
    return found


def _free_code(wanted: str) -> str:
    """Return a code that no page has or had: its ledger would go on where another's ended."""
    stem = slugify(wanted)[:40] or "page"
    taken = set(StatusPage.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (stem, *numbered) if one not in taken)
