"""Files over the API: sent as a form, handed out as bytes."""

from __future__ import annotations

from hashlib import sha256

import pytest

from musterpoint.apps.attachments import storage
from musterpoint.apps.attachments.models import Attachment
from musterpoint.interfaces.api import guarding
from tests.apps.attachments import files_to_try as files
from tests.interfaces.api.conftest import INCIDENTS, Speaker, faults, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(strategy: object, as_agent: Speaker) -> str:
    made = said(as_agent.post(INCIDENTS, {"summary": "Burnt smell"}), 201)
    return f"{INCIDENTS}/{made['ref']}/attachments"


def form(content: bytes, name: str = "photo.png", field: str = "file") -> bytes:
    head = f'--XX\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    return head.encode() + content + b"\r\n--XX--\r\n"


def test_a_file_is_attached_where_it_says_and_handed_out(address: str, as_agent: Speaker) -> None:
    made = as_agent.post(address, form(files.png()))

    file = said(made, 201)
    assert made["Location"] == file["url"] == f"{address}/1"
    assert (file["name"], file["kind"], file["size"]) == ("photo.png", "image/png", 67)
    assert file["sha256"] == sha256(files.png()).hexdigest()
    assert said(as_agent.get(address)) == {"items": [file]}
    bytes_ = as_agent.get(file["file_url"])
    assert b"".join(bytes_.streaming_content) == files.png()  # type: ignore[attr-defined]  # it streams
    assert bytes_["Content-Disposition"] == 'attachment; filename="photo.png"'
    assert bytes_["X-Content-Type-Options"] == "nosniff"


def test_a_file_sent_again_with_its_key_is_one(address: str, as_agent: Speaker) -> None:
    first = as_agent.post(address, form(files.png()), idempotency_key="a-1")
    again = as_agent.post(address, form(files.png()), idempotency_key="a-1")
    other = as_agent.post(address, form(files.PDF, "a.pdf"), idempotency_key="a-1")

    assert said(first, 201) == said(again, 201)
    assert other.status_code == 422
    assert Attachment.objects.count() == 1


def test_it_is_withdrawn_and_erased(address: str, as_manager: Speaker) -> None:
    as_manager.post(address, form(files.png()))

    assert as_manager.post(f"{address}/1/erase").status_code == 409
    gone = said(as_manager.post(f"{address}/1/withdraw", {"why": "Wrong one"}))
    assert (gone["withdrawn_why"], gone["file_url"]) == ("Wrong one", None)
    assert as_manager.get(f"{address}/1/file").status_code == 404
    erased = said(as_manager.post(f"{address}/1/erase"))
    assert (erased["name"], erased["erased_at"] is not None) == ("", True)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (form(files.PAGE), 422),
        (form(files.PAGE, "page.html"), 422),
        (form(files.png(), field="other"), 422),
        ({"file": "x"}, 415),
        (None, 415),
    ],
)
def test_what_is_no_form_with_a_file_of_a_kept_kind_is_refused(
    address: str, as_agent: Speaker, body: object, status: int
) -> None:
    assert as_agent.post(address, body).status_code == status
    assert Attachment.objects.count() == 0
    assert [path for path in storage.folder().rglob("*") if path.is_file()] == []


def test_an_incident_that_moved_on_takes_no_file(address: str, as_agent: Speaker) -> None:
    assert as_agent.post(address, form(files.png()), If_Match='"99"').status_code == 412
    assert Attachment.objects.count() == 0


def test_what_is_wrong_with_a_file_is_named(address: str, as_agent: Speaker) -> None:
    refused = as_agent.post(address, form(files.PDF))

    assert faults(refused) == {
        "file": "This is no .png file, whatever its name says. Attach it as what it really is."
    }


def test_a_form_that_is_too_large_is_refused_before_it_is_read(
    address: str, as_agent: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert guarding.LONGEST_FORM > 20 * 1024 * 1024
    answer = as_agent.post(address, form(bytes(21 * 1024 * 1024)))

    assert answer.status_code == 413
    assert as_agent.get(f"{address}/9").status_code == 404
