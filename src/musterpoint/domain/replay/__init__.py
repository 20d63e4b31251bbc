"""The past run through a strategy: what each incident would have been, and what that adds up to.

The same rules decide as for a live incident. What people did, and when, is taken as it was: who
answered at ten past answers at ten past under every strategy.
"""

from musterpoint.domain.replay.comparing import Change, Comparison
from musterpoint.domain.replay.outcome import ClockOutcome, Outcome, Told
from musterpoint.domain.replay.past import Happened, Hold, Judgement, PastIncident
from musterpoint.domain.replay.playing import Player
from musterpoint.domain.replay.tally import Tally

__all__ = [
    "Change",
    "ClockOutcome",
    "Comparison",
    "Happened",
    "Hold",
    "Judgement",
    "Outcome",
    "PastIncident",
    "Player",
    "Tally",
    "Told",
]
