"""The page on which the strategy is had as a document."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.jobs.models import Job
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from tests.interfaces.web.conftest import SignIn

pytestmark = pytest.mark.django_db
HERE = "/strategy/documents/"


def test_it_offers_every_version_in_every_form(strategy: Version, browser: Client) -> None:
    page = browser.get(HERE).content.decode()

    assert '<option value="v1">' in page
    for form in ("pdf", "docx", "html", "zip"):
        assert f'value="{form}"' in page


def test_asking_leads_to_the_page_of_the_job(strategy: Version, browser: Client) -> None:
    answer = browser.post(HERE, {"of": "v1", "form": "docx"})

    job = Job.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/jobs/{job.pk}/")
    assert {key: job.arguments[key] for key in ("of", "form")} == {"of": "v1", "form": "docx"}
    assert f'href="/jobs/{job.pk}/"' in browser.get(HERE).content.decode()


def test_what_cannot_be_printed_is_said_and_the_choice_stays(
    strategy: Version, browser: Client
) -> None:
    answer = browser.post(HERE, {"of": "v7", "form": "zip"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no version 7 of the strategy." in page
    assert 'value="zip" checked' in page
    assert not Job.objects.exists()


def test_an_agent_does_not_get_in(strategy: Version, sign_in: SignIn, agent: Actor) -> None:
    assert sign_in(agent).get(HERE).status_code == 403
