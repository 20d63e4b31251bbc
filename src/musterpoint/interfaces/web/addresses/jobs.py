"""Long work: how far it is, stopping it, what it made."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import jobs

pages: list[URLPattern] = [
    path("jobs/<int:number>/", jobs.one, name="job"),
    path("jobs/<int:number>/progress/", jobs.progress, name="job_progress"),
    path("jobs/<int:number>/stop/", jobs.stop, name="job_stop"),
    path("jobs/<int:number>/file/", jobs.file, name="job_file"),
]
