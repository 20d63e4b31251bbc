"""Plain words and the glossary over the API."""

from __future__ import annotations

import pytest

from musterpoint.apps.communications.models import GlossaryTerm
from tests.interfaces.api.conftest import Speaker, faults, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strategy")]
GLOSSARY = "/api/v1/glossary"
NCR = f"{GLOSSARY}/ncr"
PICK_LIST = {"term": "pick list", "area": "delivery", "plain": "What to fetch."}
NEW_WORDS = {"term": "NCR", "area": "quality", "plain": "Our words."}


def test_a_text_is_checked(as_agent: Speaker) -> None:
    text = "The ETA is 4 pm."

    found = said(as_agent.post("/api/v1/words/check", {"text": text, "audience": "customers"}))

    [mark] = found["jargon"]
    assert (mark["start"], mark["end"], mark["term"]) == (4, 7, "ETA")
    assert found["suggestions"] == [
        {"start": 4, "end": 7, "said": "ETA", "instead": "estimated arrival", "explains": False}
    ]
    assert found["protected"] == [
        {"start": 11, "end": 15, "kind": "time", "text": "4 pm", "means": "16:00"}
    ]
    assert found["figures"]["sentences"] == 1


def test_a_wording_is_held_against_a_text(as_agent: Speaker) -> None:
    body = {"before": "It is 10 mm.", "after": "It is 10 cm."}

    assert said(as_agent.post("/api/v1/words/compare", body)) == {
        "kept": False,
        "lost": [
            {
                "kind": "number",
                "before": "10 mm",
                "after": "10 cm",
                "says": "“10 mm” has become “10 cm”.",
            }
        ],
    }
    german = {"before": "10.5 mm", "after": "10,5 mm", "language": "de-DE"}
    assert said(as_agent.post("/api/v1/words/compare", german)) == {"kept": True, "lost": []}


def test_a_term_is_added_where_it_says(as_manager: Speaker) -> None:
    made = as_manager.post(GLOSSARY, PICK_LIST)

    term = said(made, 201)
    assert made["Location"] == term["url"] == f"{GLOSSARY}/pick_list"
    assert (term["version"], term["is_shipped"]) == (1, False)
    assert term in said(as_manager.get(GLOSSARY))["items"]
    again = as_manager.post(GLOSSARY, PICK_LIST)
    assert again.status_code == 409
    assert faults(again) == {"term": "There is a term “pick list” already."}


def test_a_term_is_changed_left_out_and_taken_back(as_manager: Speaker) -> None:
    shipped = as_manager.get(NCR)
    assert shipped["ETag"] == '"0"'

    changed = as_manager("PUT", NCR, NEW_WORDS, If_Match='"0"')
    assert (said(changed)["plain"], changed["ETag"]) == ("Our words.", '"1"')
    out = as_manager.post(f"{NCR}/leave-out", None, If_Match='"1"')
    assert said(out)["is_left_out"] is True
    back = as_manager.post(f"{NCR}/take-back", None, If_Match='"2"')
    assert said(back)["plain"] == said(shipped)["plain"]


def test_a_change_names_the_version_it_has_seen(as_manager: Speaker) -> None:
    assert as_manager("PUT", NCR, NEW_WORDS).status_code == 400
    stale = as_manager("PUT", NCR, NEW_WORDS, If_Match='"4"')

    assert stale.status_code == 409
    assert "version" in faults(stale)
    assert GlossaryTerm.objects.count() == 0


def test_what_is_wrong_is_named(as_manager: Speaker) -> None:
    wrong = as_manager.post(GLOSSARY, PICK_LIST | {"instead": "5 lists"})

    assert wrong.status_code == 422
    assert "instead" in faults(wrong)
    assert as_manager.post(GLOSSARY, PICK_LIST | {"area": "x"}).status_code == 422
    assert as_manager.get(f"{GLOSSARY}/nothing").status_code == 404
