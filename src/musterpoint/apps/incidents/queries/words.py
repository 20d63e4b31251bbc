"""What somebody typed into a search box: a reference, words, or words with typing errors."""

from __future__ import annotations

import re
from collections import defaultdict

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from musterpoint.domain.spelling import meant

LONGEST = 200
MOST_WORDS_GUESSED = 6
_REFERENCE = re.compile(r"(?:INC-?)?0*([1-9][0-9]{0,17})", re.IGNORECASE)

# The words of the newest incidents are vocabulary enough, and bound the work.
_KNOWN = """
WITH typed AS (
    SELECT lexeme FROM unnest(to_tsvector('english', %(words)s)) LIMIT %(most)s
), known AS MATERIALIZED (
    SELECT word FROM ts_stat(
        'SELECT search FROM incidents_incident ORDER BY logged_at DESC, id DESC LIMIT 3000')
)
SELECT typed.lexeme, known.word FROM typed LEFT JOIN known ON length(known.word) >= 3
    AND (known.word LIKE typed.lexeme || '%%' OR (
        abs(length(known.word) - length(typed.lexeme)) <= 2
        AND similarity(known.word, typed.lexeme) >= 0.2))
"""


def searchable(text: str) -> str:
    """Return ``text`` as the database can take it: without control characters, not too long."""
    clean = "".join(c if c.isprintable() else " " for c in text[: 4 * LONGEST])
    return " ".join(clean.split())[:LONGEST].strip()


def pk_in(text: str) -> int | None:
    """Return the incident a reference such as ``INC-000123`` or ``123`` points to, or None."""
    match = _REFERENCE.fullmatch(text.strip())
    return int(match[1]) if match else None


def as_typed(words: str) -> SearchQuery:
    """Return the search for these words, with quotes and ``or`` and ``-`` understood."""
    return SearchQuery(words, search_type="websearch", config="english")


def as_meant(words: str) -> SearchQuery | None:
    """Return the search for what these words may mean, or None when nothing comes near them.

    What is known includes words of incidents the reader may not see; the search itself is behind
    the gate, so they find nothing by it.
    """
    known: defaultdict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"words": words, "most": MOST_WORDS_GUESSED})
        for lexeme, word in cursor.fetchall():
            known[lexeme] += [word] if word else []
    guesses = {lexeme: meant(lexeme, near) for lexeme, near in known.items()}
    changed = any(guess != (lexeme,) for lexeme, guess in guesses.items())
    if not changed or not all(guesses.values()):
        return None
    every = (f"({' | '.join(_quoted(word) for word in guess)})" for guess in guesses.values())
    return SearchQuery(" & ".join(every), search_type="raw", config="simple")


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
