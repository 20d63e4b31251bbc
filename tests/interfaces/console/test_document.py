"""The document command: a file from any strategy, with or without a database."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from musterpoint.apps.policies.document.pack import faults
from tests.domain.strategies import shipped_text


def test_the_shipped_strategy_needs_no_database(tmp_path: Path) -> None:
    place = tmp_path / "mine.html"

    call_command("document", "default", form="html", out=place)

    assert "A text that was not published" in place.read_text()


def test_a_file_can_be_packed(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(shipped_text())
    place = tmp_path / "ours.zip"

    call_command("document", str(tmp_path / "ours.yaml"), form="zip", out=place)

    assert faults(place.read_bytes()) == ()


@pytest.mark.django_db
def test_a_version_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="'v5' is no published version"):
        call_command("document", "v5", out=tmp_path / "x.pdf")

    assert not (tmp_path / "x.pdf").exists()


def test_a_file_with_errors_is_not_printed(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("title: half a strategy\n")

    with pytest.raises(CommandError, match=r"has errors\. See them: musterpoint policy check"):
        call_command("document", str(bad), out=tmp_path / "x.pdf")

    assert not (tmp_path / "x.pdf").exists()
