"""Languages side by side: what another language does not say is found before anybody agrees."""

from __future__ import annotations

from typing import Any

from django.test import Client

from musterpoint.apps.communications.models import Translation, Update
from tests.interfaces.web.test_composer import address, claim
from tests.interfaces.web.test_updates import act, page_of, ready, writer

__all__ = ["address", "claim", "ready", "writer"]

WELSH = "Calls to all main numbers fail ers tua 09:12. Os ydych mewn perygl, ffoniwch 0800 111 999."


def test_it_starts_from_the_templates_words_in_that_language(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "save"})

    page = page_of(writer, f"{address}1/languages/")

    assert '<h2 id="side-cy">Welsh</h2>' in page
    assert "Calls to all main numbers fail ers tua 09:12." in page
    assert '<option value="pl">Polish</option>' in page


def test_a_figure_that_changed_is_shown_and_keeps_it_from_leaving(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "save"})
    path = f"{address}1/languages/"
    wrong = {"tag": "cy", "says_cy": WELSH.replace("09:12", "09:21"), "revision": 1}

    compared = writer.post(path, wrong | {"act": "look"}).content.decode()
    assert "09:12" in compared
    assert "error" in compared
    assert not Translation.objects.exists()

    assert writer.post(path, wrong | {"act": "keep"}).status_code == 302
    assert act(writer, f"{address}1/", "ask").status_code == 422
    assert Update.objects.get().state == "drafted"


def test_another_language_is_added_beside(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "save"})

    page = writer.post(f"{address}1/languages/", {"act": "more", "more": "ur"}).content.decode()

    assert 'lang="ur" dir="rtl"' in page
    assert not Translation.objects.exists()


def test_words_changed_meanwhile_are_not_overwritten(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "save"})
    said = {"tag": "pl", "says_pl": "Telefony", "act": "keep", "revision": 7}

    answer = writer.post(f"{address}1/languages/", said)

    assert answer.status_code == 409
    assert "Telefony" in answer.content.decode()
    assert not Translation.objects.exists()
