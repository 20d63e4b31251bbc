"""What is remembered of an incident. Every write goes through ``incidents.operations``."""

from musterpoint.apps.incidents.models.incident import Incident
from musterpoint.apps.incidents.models.parts import (
    Clock,
    Draft,
    HelpRequest,
    Link,
    Obligation,
    RoleOnIncident,
    Task,
)

__all__ = [
    "Clock",
    "Draft",
    "HelpRequest",
    "Incident",
    "Link",
    "Obligation",
    "RoleOnIncident",
    "Task",
]
