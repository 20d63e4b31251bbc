"""What outside services call, with keys of their own in place of a sign-in."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import calendar_feed, receipts_email, receipts_twilio

pages: list[URLPattern] = [
    path("calendars/<str:secret>.ics", calendar_feed.feed, name="calendar_feed"),
    path("receipts/email/<str:key>/", receipts_email.receive, name="receipts_email"),
    path("receipts/twilio/", receipts_twilio.receive, name="receipts_twilio"),
    path("receipts/twilio/answer/<str:token>/", receipts_twilio.answer, name="answer_by_phone"),
]
