"""Files of an incident on its page: attached, handed out safely, withdrawn, erased, mail read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from musterpoint.apps.attachments import storage
from musterpoint.apps.attachments.models import Attachment
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor
from musterpoint.usecases.attach_file import attach_file, withdraw_file
from tests.apps.attachments import files_to_try as files
from tests.factories import at, log
from tests.interfaces.web.conftest import SignIn

Put = Callable[..., str]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.ATTACHMENTS_FOLDER = str(tmp_path / "files")


@pytest.fixture
def address(incident: Incident) -> str:
    return f"/incidents/{incident.ref}/files/"


@pytest.fixture
def put(incident: Incident, agent: Actor) -> Put:
    """Attach a file and return its number."""

    def attach(name: str = "photo.png", content: bytes | None = None) -> str:
        body = files.png() if content is None else content
        number = attach_file(incident_id=incident.pk, name=name, content=[body], by=agent, at=at(1))
        return str(number)

    return attach


def sent(browser: Client, address: str, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return browser.post(address, {"act": "attach", "file": file})


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_file_is_attached_and_stands_in_the_room(
    browser: Client, address: str, incident: Incident
) -> None:
    assert "No file is attached" in page(browser, address)

    assert sent(browser, address, "photo.png", files.png()).status_code == 302

    assert f'href="{address}1/">photo.png</a>' in page(browser, address)
    assert f'href="{address}1/">photo.png</a>' in page(browser, f"/incidents/{incident.ref}/")


def test_a_file_is_handed_out_as_a_download_and_never_run(
    browser: Client, address: str, put: Put
) -> None:
    put("Grüße.txt", b"<b>not a page</b>")

    answer = browser.get(f"{address}1/")

    assert b"".join(answer.streaming_content) == b"<b>not a page</b>"  # type: ignore[attr-defined]  # it streams
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Gr%C3%BC")
    assert answer["Content-Type"] == "text/plain"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("page.html", files.PAGE, "Files of this kind are not kept."),
        (
            "photo.png",
            files.PAGE,
            "This is no .png file, whatever its name says. Attach it as what it really is.",
        ),
        ("photo.png", b"", "This file is empty."),
    ],
)
def test_what_is_not_kept_is_said_beside_the_field(
    browser: Client, address: str, name: str, content: bytes, says: str
) -> None:
    answer = sent(browser, address, name, content)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Attachment.objects.count() == 0


def test_a_file_is_asked_for(browser: Client, address: str) -> None:
    answer = browser.post(address, {"act": "attach"})

    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_a_file_is_withdrawn_with_a_reason_and_erased(
    browser: Client, address: str, put: Put
) -> None:
    number = put()

    early = browser.post(address, {"act": "erase", "file": number})
    assert early.status_code == 409
    assert "Withdraw it first" in early.content.decode()
    silent = browser.post(address, {"act": "withdraw", "file": number, "why": " "})
    assert silent.status_code == 422
    assert "Say why it is withdrawn." in silent.content.decode()

    said = {"act": "withdraw", "file": number, "why": "Wrong customer"}
    assert browser.post(address, said).status_code == 302
    assert "Wrong customer" in page(browser, address)
    assert browser.get(f"{address}1/").status_code == 404
    assert browser.post(address, said).status_code == 409

    assert browser.post(address, {"act": "erase", "file": number}).status_code == 302
    text = page(browser, address)
    assert "File 1, erased" in text
    assert "photo.png" not in text


def test_a_mail_is_read_as_words(browser: Client, address: str, put: Put) -> None:
    put("late.eml", files.MAIL.replace(b"Where is it?", b"<script>alert(1)</script>"))
    put("none.txt", b"no mail")
    put("odd.eml", b"no header here")

    text = page(browser, f"{address}1/mail/")
    assert "Late again" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert browser.get(f"{address}2/mail/").status_code == 404
    assert "it does not begin with a header" in page(browser, f"{address}3/mail/")


def test_what_is_not_there_is_not_found(browser: Client, address: str, put: Put) -> None:
    put()
    storage.remove(Attachment.objects.get().key)

    assert browser.get(f"{address}1/").status_code == 404
    assert browser.get(f"{address}2/").status_code == 404
    assert browser.get(f"{address}99999999999999999999/").status_code == 404
    assert browser.post(address, {"act": "withdraw", "file": "7", "why": "x"}).status_code == 404
    assert browser.post(address, {"act": "erase", "file": "x"}).status_code == 404
    assert browser.post(address, {"act": "burn"}).status_code == 404


@pytest.mark.usefixtures("strategy")
def test_a_file_of_a_restricted_incident_is_nowhere(
    sign_in: SignIn, people: dict[str, Actor], manager: Actor
) -> None:
    secret = log(by=manager, summary="Payroll", restricted=True)
    attach_file(
        incident_id=secret.pk, name="photo.png", content=[files.png()], by=manager, at=at(1)
    )
    browser = sign_in(people["planner"])

    for tail in ("", "1/", "1/mail/"):
        assert browser.get(f"/incidents/{secret.ref}/files/{tail}").status_code == 404
    assert sent(browser, f"/incidents/{secret.ref}/files/", "a.txt", b"a").status_code == 404


def test_an_auditor_reads_and_attaches_nothing(
    sign_in: SignIn, people: dict[str, Actor], address: str, put: Put
) -> None:
    put()
    browser = sign_in(people["auditor"])

    assert "form-attach" not in page(browser, address)
    assert browser.get(f"{address}1/").status_code == 200
    assert sent(browser, address, "a.txt", b"a").status_code == 403


def test_only_whoever_attached_it_is_offered_to_withdraw_it(
    sign_in: SignIn, people: dict[str, Actor], agent: Actor, address: str, put: Put
) -> None:
    put()

    assert "Withdraw it" in page(sign_in(agent), address)
    assert "Withdraw it" not in page(sign_in(people["administrator"]), address)


def test_a_withdrawn_file_leaves_the_room(
    browser: Client, incident: Incident, manager: Actor, put: Put
) -> None:
    number = int(put())
    withdraw_file(incident_id=incident.pk, number=number, why="No", by=manager, at=at(2))

    assert "photo.png" not in page(browser, f"/incidents/{incident.ref}/")
