"""Find status pages: which there are, and which one an address opens.

What stands on one is read by ``status_site.reading``, and can be asked for here as well.
"""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from musterpoint.apps.accounts.tokens import digest
from musterpoint.apps.communications.models import StatusPage
from musterpoint.apps.communications.status_site.reading import (
    RECENT,
    NoticeRead,
    PageRead,
    months,
    one_notice,
    read,
)

__all__ = [
    "RECENT",
    "NoticeRead",
    "PageRead",
    "by_code",
    "by_secret",
    "months",
    "of_account",
    "one_notice",
    "overview",
    "public",
    "read",
    "up",
]

LONGEST_SECRET = 100


def up() -> QuerySet[StatusPage]:
    """Return the pages that are up, the public one first."""
    rows = StatusPage.objects.filter(removed_at=None).select_related("account")
    return rows.order_by(F("account").asc(nulls_first=True), "id")


def overview() -> list[StatusPage]:
    """Return the pages that are up, each with what is open on it."""
    is_open = Q(notices__resolved_at=None, notices__origin="")
    return list(up().annotate(open_notices=Count("notices", filter=is_open, distinct=True)))


def public() -> StatusPage | None:
    """Return the public page, if there is one."""
    return up().filter(account=None).first()


def by_code(code: str) -> StatusPage | None:
    """Return a page that is up."""
    return up().filter(code=code).first()


def by_secret(secret: str) -> StatusPage | None:
    """Return the page that a secret link opens; the digest is what is looked up."""
    if not secret or len(secret) > LONGEST_SECRET:
        return None
    return up().filter(secret_digest=digest(secret)).first()


def of_account(account_id: int) -> StatusPage | None:
    """Return the page of a client account."""
    return up().filter(account=account_id).first()
