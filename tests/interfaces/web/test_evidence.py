"""How a draft was tried stands on the page on which it is agreed, for those who sign it."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from musterpoint.apps.jobs.models import Job
from musterpoint.apps.policies.models import ScenarioRun, StrategyDraft
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.usecases.keep_scenarios import play_scenario
from tests.factories import at
from tests.interfaces.web.conftest import SignIn
from tests.interfaces.web.test_agreeing import page_of, words
from tests.usecases import agreeing as story


@pytest.fixture
def draft(strategy: Version, manager: Actor) -> int:
    return story.begun(manager)


@pytest.fixture
def tried(draft: int, manager: Actor) -> int:
    """A draft with a replay that was done and a result of a scenario that was kept."""
    play_scenario(code="SC05", strategy=f"draft:{draft}", by=manager, at=at(5))
    moved = {"from_against": {"P1": {"P2": 3}}}
    digest = story.row(draft).digest
    policy = {"name": f"draft:{draft}", "digest": digest}
    Job.objects.create(
        kind="replay",
        arguments={"policy": f"draft:{draft}", "against": "v1", "from": "", "to": ""},
        state="done",
        result={"incidents": 1200, "priority_changes": moved, "policy": policy},
        asked_by_id=manager.person_id,
        asked_at=at(5),
        ended_at=at(6),
    )
    return draft


def test_a_draft_that_was_not_tried_says_so_and_leads_to_trying_it(
    draft: int, browser: Client
) -> None:
    page = browser.get(page_of(draft))

    assert "No past incidents were replayed under this draft" in words(page)
    for there in ("/strategy/replays/?policy=", "/strategy/scenarios/?policy="):
        assert f'href="{there}draft%3A{draft}"' in page.content.decode()


def test_its_replays_and_scenarios_stand_there_as_evidence(tried: int, browser: Client) -> None:
    page = browser.get(page_of(tried))

    run, job = ScenarioRun.objects.get(), Job.objects.get()
    assert f'href="/strategy/replays/{job.pk}/"' in page.content.decode()
    assert f'href="/strategy/scenarios/SC05/?policy=draft%3A{tried}"' in page.content.decode()
    assert "beside Version 1 3 of 1,200 incidents get another priority" in words(page)
    assert f"{run.title} {run.met} met, {run.missed} missed" in unescape(words(page))
    assert "an earlier text" not in words(page)


def test_a_trial_of_an_earlier_text_is_marked(tried: int, browser: Client) -> None:
    StrategyDraft.objects.filter(pk=tried).update(digest="0" * 64)

    assert words(browser.get(page_of(tried))).count("an earlier text") == 2


def test_whoever_may_not_try_a_draft_does_not_see_how_it_was_tried(
    tried: int, sign_in: SignIn, agent: Actor
) -> None:
    assert "How it was tried" not in words(sign_in(agent).get(page_of(tried)))
