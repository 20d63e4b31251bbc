"""Handovers, the shift log, calls for help."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import handovers, handovers_drafting, shift_log

pages: list[URLPattern] = [
    path("handovers/", handovers.listed, name="handovers"),
    path("handovers/new/", handovers_drafting.new, name="new_handover"),
    path("handovers/<int:number>/", handovers.one, name="handover"),
    path("handovers/<int:number>/draft/", handovers_drafting.draft, name="handover_draft"),
    path("shift-log/", shift_log.page, name="shift_log"),
]
