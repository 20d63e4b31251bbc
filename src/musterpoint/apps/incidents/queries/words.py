"""What somebody typed into a search box: a reference, words, or words with typing errors."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import reduce
from operator import add

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Q, QuerySet

from musterpoint.apps.incidents.models import Incident

LONGEST = 200
GUESSING_REACHES_BACK = timedelta(days=90)
# Two letters swapped in a word of seven still score 0.37; an unrelated word scores below 0.3.
ALIKE_ENOUGH = 0.35
MOST_WORDS_GUESSED = 5
_REFERENCE = re.compile(r"(?:INC-?)?0*([1-9][0-9]{0,17})", re.IGNORECASE)
_WORD = re.compile(r"\w{3,}")


def searchable(text: str) -> str:
    """Return ``text`` as the database can take it: without control characters, not too long."""
    clean = "".join(c if c.isprintable() else " " for c in text[: 4 * LONGEST])
    return " ".join(clean.split())[:LONGEST].strip()


def pk_in(text: str) -> int | None:
    """Return the incident a reference such as ``INC-000123`` or ``123`` points to, or None."""
    match = _REFERENCE.fullmatch(text.strip())
    return int(match[1]) if match else None


def misspelt(
    among: QuerySet[Incident], words: str, *, at: datetime, limit: int
) -> QuerySet[Incident]:
    """Return recent incidents whose summary holds words spelt like these, the most alike first.

    Reaches back GUESSING_REACHES_BACK only. Sets the connection's threshold, which nothing else
    reads.
    """
    parts = _WORD.findall(words)[:MOST_WORDS_GUESSED]
    if not parts:
        return among.none()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)",
            [str(ALIKE_ENOUGH)],
        )
    every = Q(logged_at__gte=at - GUESSING_REACHES_BACK)
    for part in parts:
        every &= Q(summary__trigram_word_similar=part)
    likeness = reduce(add, [TrigramWordSimilarity(part, "summary") for part in parts])
    return among.filter(every).annotate(likeness=likeness).order_by("-likeness", "-pk")[:limit]
