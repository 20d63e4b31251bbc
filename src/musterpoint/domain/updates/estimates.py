"""An estimate is worded as one, and says whose it is."""

from __future__ import annotations

import re

_WORDED = re.compile(
    r"\b(?:estimat\w*|expect\w*|reckon\w*|believ\w*|thinks?|hopes?|assum\w*|forecast\w*|"
    r"predict\w*|provisional\w*|amcangyfri\w*|disgwyl\w*)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|an?|our|your)\s+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def is_worded_as_estimate(says: str) -> bool:
    """Return whether the words own up to being an estimate."""
    return _WORDED.search(says) is not None


def names_owner(says: str, owner: str) -> bool:
    """Return whether the words say whose estimate it is; an article does not matter."""
    wanted = _SPACE.sub(" ", _ARTICLE.sub("", owner.strip()))
    pattern = rf"(?<!\w){re.escape(wanted)}(?!\w)"
    return bool(wanted) and re.search(pattern, _SPACE.sub(" ", says), re.IGNORECASE) is not None
