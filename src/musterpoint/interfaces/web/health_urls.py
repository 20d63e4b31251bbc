"""The addresses that machines ask."""

from django.urls import path

from musterpoint.interfaces.web import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
