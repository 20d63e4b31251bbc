"""What stands beside a text that is being written: what to look at again, and why.

These advise. What stops an update is decided by ``domain.updates`` and comes from the use case.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.domain.cautions import Care, Caution, cautions

CARE = {
    Care.PROMISE_WITHOUT_TIME: later("A promise without a time. Say by when, or do not promise."),
    Care.VAGUE_TIME: later("Everybody reads another time into this. Say when, or leave it out."),
    Care.CERTAINTY: later("Says more than anybody knows. Say what was seen or tested."),
    Care.BLAME: later("Puts blame on somebody. Say what happened, not whose fault it is."),
    Care.LIABILITY: later("Speaks of who is liable. Leave that to those who decide it."),
    Care.ALL_CLEAR: later("An all-clear. Only when it was tested and a fact says so."),
    Care.NO_RISK: later("Says that there is no danger. Only when that was verified."),
    Care.ONLY_PRECAUTION: later("Plays it down. Say what was done and what for."),
    Care.CAUSE: later("Names a cause. Only as a verified fact."),
    Care.REPAIR_TIME: later("Gives a time of repair. Only as a fact, with whose estimate it is."),
}


def advice(text: str) -> list[dict[str, Any]]:
    """Return each thing to look at again once, with the words it is about."""
    return list(_of_cautions(cautions(text)))


def marked(text: str) -> list[dict[str, Any]]:
    """Return the text in stretches; those to look at again carry the reason."""
    found: list[dict[str, Any]] = []
    end = 0
    for one in cautions(text):
        if one.start < end:
            continue
        found += [{"text": text[end : one.start]}, {"text": one.says, "why": CARE[one.care]}]
        end = one.end
    return [one for one in [*found, {"text": text[end:]}] if one["text"]]


def _of_cautions(found: tuple[Caution, ...]) -> Iterator[dict[str, Any]]:
    said: set[tuple[Care, str]] = set()
    for one in found:
        if (one.care, one.says.lower()) not in said:
            said.add((one.care, one.says.lower()))
            yield {"quote": one.says, "says": CARE[one.care], "tone": "soon"}


def missing_next() -> dict[str, Any]:
    says = _("It does not say when the next update comes.")
    return {"quote": "", "says": says, "tone": "soon"}
