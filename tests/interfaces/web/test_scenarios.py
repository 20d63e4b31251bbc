"""Scenarios as pages: the library, one's own texts, one played, what is kept of it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from musterpoint.apps.policies.models import ScenarioFile, ScenarioRun
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.usecases.keep_scenarios import keep_scenarios
from musterpoint.usecases.start_draft import start_draft
from tests.domain.strategies import shipped_text
from tests.factories import at
from tests.usecases.test_keep_scenarios import OWN

pytestmark = pytest.mark.usefixtures("strategy")
LIBRARY = "/strategy/scenarios/"


def page(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_library_lists_every_scenario_and_leads_to_it(browser: Client) -> None:
    text = page(browser, LIBRARY)

    assert text.count('<tr><th scope="row">') == 12
    assert 'href="/strategy/scenarios/SC04/"' in text
    assert text.count("none kept") == 12


@pytest.mark.parametrize("as_file", [True, False])
def test_a_text_is_kept_from_a_file_or_from_what_was_pasted(
    browser: Client, *, as_file: bool
) -> None:
    sent = {"act": "keep", "title": "Ours"}
    said = {"file": SimpleUploadedFile("ours.yaml", OWN.encode())} if as_file else {"text": OWN}

    answer = browser.post(LIBRARY, sent | said)

    assert answer.status_code == 302
    assert ScenarioFile.objects.get().text == OWN.strip()
    assert "Our own day" in page(browser, LIBRARY)


def test_a_text_with_mistakes_stays_in_the_form_with_its_lines(browser: Client) -> None:
    answer = browser.post(LIBRARY, {"act": "keep", "text": OWN + "expected: {major: 3}\n"})

    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Line 5: error: expected.major" in said
    assert "title: Our own day" in said
    assert ScenarioFile.objects.count() == 0


def test_a_file_that_is_no_text_is_refused(browser: Client) -> None:
    file = SimpleUploadedFile("ours.yaml", b"\xff\xfe\x00")

    answer = browser.post(LIBRARY, {"act": "keep", "file": file})

    assert answer.status_code == 422
    assert "The file is not UTF-8 text." in answer.content.decode()


def test_ones_own_text_is_taken_away(browser: Client, manager: Actor) -> None:
    number = keep_scenarios(text=OWN, title="Ours", by=manager, at=at(1))

    assert browser.post(LIBRARY, {"act": "drop", "file": number}).status_code == 302
    assert browser.post(LIBRARY, {"act": "drop", "file": number}).status_code == 409
    assert browser.post(LIBRARY, {"act": "drop", "file": "x"}).status_code == 404
    assert "OURS" not in page(browser, LIBRARY)


def test_one_played_shows_minutes_with_what_is_expected_and_why(
    browser: Client, strategy: Version
) -> None:
    text = page(browser, f"{LIBRARY}SC03/")

    assert "<b>100 %</b>" in text
    assert "18 met" in text
    assert f'href="/strategy/{strategy.number}/clause/obligations.uk_gdpr_33' in text
    assert "Sun 27 Dec 2026, 16:26 GMT" in text
    assert "pull the cable" in text


def test_only_what_is_not_met_is_shown_when_asked(browser: Client) -> None:
    text = page(browser, f"{LIBRARY}SC03/?show=missed")

    assert "Every expectation is met." in text
    assert 'class="course"' not in text


def test_a_draft_is_played_faults_and_all(browser: Client, manager: Actor) -> None:
    broken = shipped_text().replace("I1: {U1: P1,", "I1: {U1: P2,", 1)
    number = start_draft(title="Ours", text=broken, by=manager, at=at(1))

    text = page(browser, f"{LIBRARY}SC01/?policy=draft:{number}&show=missed")

    assert "I1 and U1 at minute 8: P1" in text
    assert "got P2" in text


def test_a_result_is_kept_and_shown(browser: Client) -> None:
    answer = browser.post(f"{LIBRARY}SC05/", {"policy": "default"})

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/SC05/?policy=default")
    assert ScenarioRun.objects.get().missed == 0
    assert "15 met, 0 missed" in page(browser, LIBRARY)
    assert "15 met, 0 missed" in page(browser, f"{LIBRARY}SC05/")


def test_a_result_says_what_people_call_the_strategy(browser: Client, manager: Actor) -> None:
    number = start_draft(title="Ours", text=shipped_text(), by=manager, at=at(1))
    browser.post(f"{LIBRARY}SC05/", {"policy": f"draft:{number}"})

    text = page(browser, f"{LIBRARY}SC05/")
    assert f'<span class="strong">Draft {number}</span>' in text


def test_what_does_not_exist_is_said(browser: Client) -> None:
    page(browser, f"{LIBRARY}NOWHERE/", 404)
    page(browser, f"{LIBRARY}SC01/?policy=v99", 422)
    assert browser.post(f"{LIBRARY}SC01/", {"policy": "draft:99"}).status_code == 422
    assert ScenarioRun.objects.count() == 0
