"""What is remembered of rotas. Every write goes through ``rotas.operations``."""

from musterpoint.apps.rotas.models.calendars import CalendarFeed, OutsideCalendar
from musterpoint.apps.rotas.models.rota import RoleRota, Rota
from musterpoint.apps.rotas.models.turns import Absence, Override, Shadow, Swap

__all__ = [
    "Absence",
    "CalendarFeed",
    "OutsideCalendar",
    "Override",
    "RoleRota",
    "Rota",
    "Shadow",
    "Swap",
]
