"""Raised for what is not there or not this person's to see: both look alike."""

from __future__ import annotations


class NoSuchBriefing(LookupError):
    """There is no such briefing, or it belongs to an incident that this person may not see."""

    def __init__(self) -> None:
        super().__init__("There is no briefing with this number that you may see.")


class NoSuchPromise(LookupError):
    """There is no such promise, or it is about an incident that this person may not see."""

    def __init__(self) -> None:
        super().__init__("There is no promise with this number that you may see.")
