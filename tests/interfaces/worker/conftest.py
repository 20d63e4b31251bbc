"""What the worker's stories begin with."""

from tests.factories import agent, incident, leader, manager, people, strategy

__all__ = ["agent", "incident", "leader", "manager", "people", "strategy"]
