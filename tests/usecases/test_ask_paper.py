"""Asking for the strategy as a document, the worker that makes it, and what the pack proves."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pypdf
import pytest

from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.document.pack import faults
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.interfaces.worker.jobs import attempt
from musterpoint.usecases.ask_paper import NothingToPrint, UnknownForm, ask_paper
from musterpoint.usecases.start_draft import start_from_version
from tests.factories import at

pytestmark = pytest.mark.django_db


def made(of: str, form: str, by: Actor) -> Job:
    """Ask for a paper and let a worker make it."""
    asked = ask_paper(of=of, form=form, by=by, at=at())
    claimed = jobs.claim(worker="vm:1", at=at())
    assert claimed is not None
    attempt(asked.pk, 1, now=lambda: at(1))
    return Job.objects.get(pk=asked.pk)


def content(job: Job) -> bytes:
    assert job.blob is not None
    return bytes(job.blob)


def opened(job: Job) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content(job))) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def rows(content: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_a_version_is_printed_with_its_history(strategy: Version, manager: Actor) -> None:
    job = made("v1", "pdf", manager)

    assert (job.state, job.blob_name) == ("done", "strategy-v1.pdf")
    reader = pypdf.PdfReader(io.BytesIO(content(job)))
    cover = " ".join(reader.pages[0].extract_text().split())
    assert "Version 1" in cover
    assert "Published by the operator, without recorded approval." in cover


def test_a_draft_is_printed_as_a_draft(strategy: Version, manager: Actor) -> None:
    draft = start_from_version(number=1, by=manager, at=at())

    job = made(f"draft:{draft}", "html", manager)

    assert job.blob_name == f"strategy-draft-{draft}.html"
    assert b"Draft, not in force" in content(job)


def test_the_pack_holds_the_text_its_forms_and_an_unbroken_chain(
    strategy: Version, manager: Actor
) -> None:
    job = made("v1", "zip", manager)

    assert job.blob_name == "strategy-v1-evidence.zip"
    assert faults(content(job)) == ()
    files = opened(job)
    text = policies.text_of(strategy.id)
    assert files["strategy.yaml"].decode() == text
    assert {"strategy-v1.pdf", "strategy-v1.docx", "strategy-v1.html", "README.txt"} <= {*files}
    (version,) = rows(files["versions.csv"])
    assert version["digest"] == hashlib.sha256(text.encode()).hexdigest()
    answered = json.loads(files["conformity.json"])
    assert [one["framework"] for one in answered][:1] == ["ISO 22301:2019"]
    assert {"clause", "title", "artefacts", "status", "closes"} == {*answered[0]["clauses"][0]}
    assert json.loads(files["manifest.json"])["about"]["subject"] == "Version 1"


def test_the_ledger_in_the_pack_can_be_checked_without_the_product(
    strategy: Version, manager: Actor, tmp_path: Path
) -> None:
    files = opened(made("v1", "zip", manager))
    for name in ("ledger.jsonl", "check_ledger.py"):
        (tmp_path / name).write_bytes(files[name])

    assert _checked(tmp_path) == "1 entries, unbroken\n"
    (entry,) = map(json.loads, files["ledger.jsonl"].splitlines())
    entry["data"]["changes"][0]["new"] = "Another"
    (tmp_path / "ledger.jsonl").write_text(json.dumps(entry))
    assert _checked(tmp_path) == ""


def _checked(folder: Path) -> str:
    asked = [sys.executable, str(folder / "check_ledger.py")]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("of", ["v99", "draft:99", "vx", "", "v9999999999999"])
def test_what_is_not_there_is_not_printed(strategy: Version, manager: Actor, of: str) -> None:
    with pytest.raises(NothingToPrint):
        ask_paper(of=of, form="pdf", by=manager, at=at())

    assert not Job.objects.exists()


def test_a_form_that_does_not_exist_is_refused(strategy: Version, manager: Actor) -> None:
    with pytest.raises(UnknownForm, match="'odt' is none of pdf, docx, html, zip"):
        ask_paper(of="v1", form="odt", by=manager, at=at())

    assert not Job.objects.exists()


def test_an_agent_may_not_ask(strategy: Version, agent: Actor) -> None:
    with pytest.raises(NotAllowed):
        ask_paper(of="v1", form="pdf", by=agent, at=at())

    assert not Job.objects.exists()
