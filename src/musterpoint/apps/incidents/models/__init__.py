"""What is remembered of an incident. Every write goes through ``incidents.operations``."""

from musterpoint.apps.incidents.models.handover import (
    Handover,
    HandoverItem,
    HandoverSheet,
    ShiftNote,
)
from musterpoint.apps.incidents.models.incident import Incident
from musterpoint.apps.incidents.models.parts import (
    Clock,
    Draft,
    HelpOffer,
    HelpRequest,
    Link,
    Obligation,
    RoleOnIncident,
    Task,
)

__all__ = [
    "Clock",
    "Draft",
    "Handover",
    "HandoverItem",
    "HandoverSheet",
    "HelpOffer",
    "HelpRequest",
    "Incident",
    "Link",
    "Obligation",
    "RoleOnIncident",
    "ShiftNote",
    "Task",
]
