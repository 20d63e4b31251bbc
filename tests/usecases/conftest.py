"""The fixtures that stories begin with."""

from tests.factories import agent, incident, leader, manager, people, strategy, unagreed

__all__ = ["agent", "incident", "leader", "manager", "people", "strategy", "unagreed"]
