"""Put what a use case refused beside the fields of the form that asked for it."""

from __future__ import annotations

from django.forms import Form

from musterpoint.usecases.refusals import Refusal


def beside_fields(form: Form, refusal: Refusal) -> None:
    """Add each problem to its field, or to the whole form when it has no such field."""
    form.is_valid()
    for problem in refusal.errors:
        form.add_error(problem.field if problem.field in form.fields else None, problem.says)
