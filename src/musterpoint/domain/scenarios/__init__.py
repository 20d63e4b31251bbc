"""Scenarios: made-up incidents with what should happen, played against a strategy beforehand.

A scenario never runs anything: it is read as values, and the strategy's own rules do the rest.
"""

from musterpoint.domain.scenarios.course import Course, Deed, DeedKind, course_of
from musterpoint.domain.scenarios.organisation import Organisation, organisation_of
from musterpoint.domain.scenarios.playing import Played, play
from musterpoint.domain.scenarios.reading import read_scenarios
from musterpoint.domain.scenarios.report import as_plain
from musterpoint.domain.scenarios.values import Scenario
from musterpoint.domain.scenarios.verdict import Kind, Outcome, Verdict

__all__ = [
    "Course",
    "Deed",
    "DeedKind",
    "Kind",
    "Organisation",
    "Outcome",
    "Played",
    "Scenario",
    "Verdict",
    "as_plain",
    "course_of",
    "organisation_of",
    "play",
    "read_scenarios",
]
