"""Raised for a handover that is not there or not this person's business: both look alike."""

from __future__ import annotations


class NoSuchHandover(LookupError):
    """There is no such handover, or it does not concern this person."""

    def __init__(self) -> None:
        super().__init__("There is no handover with this number that concerns you.")
