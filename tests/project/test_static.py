"""Static files are versioned, packed and cached, and nothing else is served."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from musterpoint.project import static

NAME = "ninja/swagger-ui.css"


@pytest.fixture
def body() -> bytes:
    found = finders.find(NAME)
    assert isinstance(found, str)
    return Path(found).read_bytes()


def test_an_address_carries_the_version_of_all_files() -> None:
    assert static.VersionedStorage().url(NAME) == f"/static/{static.version()}/{NAME}"


def test_the_present_version_is_kept_for_ever(client: Client, body: bytes) -> None:
    answer = client.get(f"/static/{static.version()}/{NAME}")

    assert answer.content == body
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_another_version_is_asked_for_again(client: Client) -> None:
    answer = client.get(f"/static/old/{NAME}")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_text_is_packed_for_who_can_unpack_it(client: Client, body: bytes) -> None:
    answer = client.get(f"/static/old/{NAME}", headers={"accept-encoding": "br, gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.content) == body


def test_an_unchanged_file_is_not_sent_twice(client: Client) -> None:
    tag = client.get(f"/static/old/{NAME}").headers["ETag"]

    answer = client.get(f"/static/old/{NAME}", headers={"if-none-match": tag})

    assert answer.status_code == 304
    assert answer.content == b""


@pytest.mark.parametrize(
    ("name", "status"),
    [("no-such.css", 404), ("../settings.py", 400), ("..%2f..%2fsettings.py", 400)],
)
def test_nothing_else_is_served(client: Client, name: str, status: int) -> None:
    assert client.get(f"/static/old/{name}").status_code == status
