"""What long work there is. The worker knows what to run for each; nothing else may be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from musterpoint.domain.authority import Action


class JobKind(StrEnum):
    """The kind of a job row; its arguments say what exactly."""

    REPLAY = "replay"
    STRATEGY_PAPER = "strategy_paper"
    PERSON_EXPORT = "person_export"
    PERSON_ERASURE = "person_erasure"


MEANING: Mapping[JobKind, str] = {
    JobKind.REPLAY: "Past incidents are run through a strategy.",
    JobKind.STRATEGY_PAPER: "A version or a draft is printed, or packed with its evidence.",
    JobKind.PERSON_EXPORT: "All that is kept about a person is put into one sealed file.",
    JobKind.PERSON_ERASURE: "A person is erased, with every trace of their values.",
}
"""One line each, as the reference shows them."""

READ_BY: Mapping[JobKind, Action] = {
    JobKind.REPLAY: Action.TEST_POLICY,
    JobKind.STRATEGY_PAPER: Action.TEST_POLICY,
    JobKind.PERSON_EXPORT: Action.KEEP_VAULT,
    JobKind.PERSON_ERASURE: Action.KEEP_VAULT,
}
"""Who may look at a job of this kind, and stop it, beside whoever asked for it."""
