"""Plain words as pages: a text checked, plain words put in, a wording refused; the glossary."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.communications.models import GlossaryTerm
from musterpoint.apps.communications.queries import glossary
from musterpoint.domain.authority import Actor
from musterpoint.interfaces.web.shown.words import checked
from tests.domain.plain_words.words_of_a_trade import GLOSSARY
from tests.interfaces.web.conftest import SignIn

pytestmark = pytest.mark.usefixtures("strategy")
TEXT = "The ETA of batch B-2207 is 4 pm, not noon."
NCR = "/words/glossary/ncr/"


def page(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def sent(browser: Client, status: int = 200, **said: object) -> str:
    answer = browser.post("/words/", {"act": "check", "text": TEXT} | said)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_a_checked_text_shows_what_is_not_known_and_what_must_stay(browser: Client) -> None:
    text = sent(browser)

    assert '<mark title="When somebody thinks it will arrive.">ETA</mark>' in text
    assert '<span class="kept">B-2207</span>' in text
    assert '<span class="kept">not</span>' in text
    assert "Reading age" in text
    assert "whose estimate, and of when" in text


def test_an_audience_that_knows_the_word_is_not_told(browser: Client) -> None:
    assert "No word of the trade stands in it." in sent(browser, audience="suppliers")


def test_plain_words_are_put_in(browser: Client) -> None:
    text = sent(browser, act="put", chosen="4-7")

    assert "The estimated arrival of batch B-2207 is 4 pm, not noon.</textarea>" in text
    assert "<del>ETA</del>" in text
    assert "<ins>estimated arrival</ins>" in text
    assert "Everything that has to survive is still there." in text


@pytest.mark.parametrize("chosen", ["", "5-8", "x"])
def test_what_is_not_offered_is_not_put_in(browser: Client, chosen: str) -> None:
    text = sent(browser, 422, act="put", chosen=chosen)

    assert "The text has changed, or nothing was ticked. Look again." in text


def test_a_wording_that_changes_a_number_is_refused(browser: Client) -> None:
    text = sent(browser, 422, act="compare", after="Batch B-2207 arrives at 5 pm.", language="en")

    assert "“4 pm” has become “5 pm”." in text
    assert "“not” is missing." in text


def test_a_translation_is_held_against_the_text(browser: Client) -> None:
    german = "Die Charge B-2207 kommt um 16 Uhr, nicht um 12:00 Uhr."

    assert "Everything that has to survive" in sent(
        browser, act="compare", after=german, language="de"
    )
    text = sent(browser, 422, act="compare", after=german.replace("16", "17"), language="de")
    assert "“16:00” is missing." in text


def test_a_text_is_asked_for(browser: Client) -> None:
    assert "Write or paste a text." in sent(browser, 422, text=" ")


def test_lines_that_end_as_browsers_send_them_are_one_place_long(browser: Client) -> None:
    text = sent(browser, act="put", text="One.\r\nThe ETA.", chosen="9-12")

    assert "One.\nThe estimated arrival.</textarea>" in text


def test_parts_make_the_text_again() -> None:
    text = "IP67 and NCR-7 (lead times) by 4 pm"

    shown = checked(text, GLOSSARY, "")

    assert "".join(part.text for part in shown["parts"]) == text
    assert [part.text for part in shown["parts"] if part.term] == ["IP67", "lead times"]


def test_the_glossary_lists_and_finds(browser: Client) -> None:
    assert page(browser, "/words/glossary/").count('<tr><th scope="row">') == 86
    found = page(browser, "/words/glossary/?q=material+authorisation")
    assert found.count('<tr><th scope="row">') == 1
    assert 'href="/words/glossary/rma/"' in found
    assert page(browser, "/words/glossary/?area=safety").count('<tr><th scope="row">') == 6
    assert "No term like this" in page(browser, "/words/glossary/?q=zzz")


def test_a_term_is_changed_and_taken_back(browser: Client) -> None:
    said = {
        "act": "keep", "version": "0", "term": "NCR", "area": "quality", "plain": "Our words.",
        "aliases": "non-conformance report\nfault report",
    }  # fmt: skip

    assert browser.post(NCR, said).status_code == 302
    assert glossary.entry("ncr").term.aliases == ("non-conformance report", "fault report")
    assert "Our words." in page(browser, NCR)
    assert "Somebody changed this term" in browser.post(NCR, said).content.decode()

    assert browser.post(NCR, {"act": "take_back", "version": "1"}).status_code == 302
    assert glossary.entry("ncr").term.plain != "Our words."


def test_a_term_is_left_out_once(browser: Client) -> None:
    assert browser.post(NCR, {"act": "leave_out", "version": "0"}).status_code == 302
    answer = browser.post(NCR, {"act": "leave_out", "version": "1"})

    assert answer.status_code == 409
    assert "This term is left out already." in answer.content.decode()
    assert "left out" in page(browser, "/words/glossary/?q=non-conformance")


def test_a_new_term_is_written(browser: Client) -> None:
    said = {"term": "pick list", "area": "delivery", "plain": "What to fetch."}

    answer = browser.post("/words/new-term/", said)

    assert answer.status_code == 302
    assert answer["Location"] == "/words/glossary/pick_list/"
    again = browser.post("/words/new-term/", said)
    assert again.status_code == 409
    assert "There is a term “pick list” already." in again.content.decode()


def test_what_is_wrong_stands_beside_its_field(browser: Client) -> None:
    said = {"term": "pick list", "area": "delivery", "plain": "", "instead": "5 lists"}

    empty = browser.post("/words/new-term/", said)
    answer = browser.post("/words/new-term/", said | {"plain": "What to fetch."})

    assert (empty.status_code, answer.status_code) == (422, 422)
    assert "Write what it means." in empty.content.decode()
    assert "It would change what a text says." in answer.content.decode()
    assert GlossaryTerm.objects.count() == 0


def test_an_agent_reads_and_does_not_write(sign_in: SignIn, agent: Actor) -> None:
    browser = sign_in(agent)

    assert "form-term" not in page(browser, NCR)
    assert browser.post(NCR, {"act": "leave_out", "version": "0"}).status_code == 403
    assert browser.post("/words/new-term/", {"term": "x"}).status_code == 403


def test_what_is_not_there_is_not_found(browser: Client) -> None:
    assert browser.get("/words/glossary/nothing/").status_code == 404
    assert browser.post(NCR, {"act": "burn", "version": "0"}).status_code == 404
    assert browser.post(NCR, {"act": "leave_out", "version": "x"}).status_code == 409
