"""Words for stories of the vault: what is kept, of whom, and where a value stands in clear."""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.vault.models import Item, Subject
from musterpoint.domain.authority import Actor
from musterpoint.domain.vault.kinds import Guarded
from musterpoint.usecases.keep_apart import keep_apart
from tests.factories import at
from tests.whole_database import tables_with

NHS = Guarded(kind="nhs_number", value="943 476 5919")
OTHER_NHS = Guarded(kind="nhs_number", value="401 023 2137")
NINO = Guarded(kind="national_insurance_number", value="QQ 12 34 56 C")
PHONE = Guarded(kind="phone_number", value="07700 900123")
HEALTH = Guarded(kind="health", value="type one diabetes")


def kept(*values: Guarded, by: Actor, stream: str = "", on: datetime | None = None) -> list[str]:
    """Keep values of one text and return their tokens."""
    return keep_apart(values, stream=stream, by=by, at=on or at())


def whose(token: str) -> Subject:
    """Return the person a token belongs to."""
    return Item.objects.select_related("subject").get(token=token).subject


def in_no_table(text: str) -> bool:
    """Whether a text stands nowhere in the database, neither as it is nor in bytes."""
    return not tables_with(text) and not tables_with(text.encode().hex())
