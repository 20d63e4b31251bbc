"""The public status page as files: whole, readable by themselves, written again after a change."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from musterpoint.apps.communications.models import Notice, NoticeEntry, StatusPage
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor, system
from musterpoint.interfaces.worker.firing import fire_batch
from musterpoint.interfaces.worker.handlers import HANDLERS
from musterpoint.interfaces.worker.status_files import first_files
from musterpoint.usecases import keep_components, keep_status_pages
from tests.factories import at, manager, people

__all__ = ["manager", "people"]

MACHINE = system("worker")
HREF = re.compile(r'(?:href)="([^"]+)"')


@pytest.fixture
def folder(tmp_path: Path, settings: Any, manager: Actor) -> Path:
    settings.STATUS_FOLDER = str(tmp_path / "site")
    code = keep_status_pages.add_page(name="Acme service", by=manager, at=at(0))
    notice = Notice.objects.create(
        page=StatusPage.objects.get(code=code),
        code="fault0000001", title="Calls cut off", impact="major", began_at=at(1),
    )  # fmt: skip
    NoticeEntry.objects.create(notice=notice, at=at(1), status="investigating", says="Some end.")
    keep_components.add_component(page=code, name="Chat", by=manager, at=at(2))
    return tmp_path / "site"


def test_the_folder_holds_the_whole_page(folder: Path) -> None:
    fire_batch(HANDLERS, at=at(3))

    written = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert written == {
        "index.html", "status.css", "history.atom", "history/index.html",
        "incidents/fault0000001/index.html", "api/v2/summary.json", "api/v2/status.json",
        "api/v2/components.json", "api/v2/incidents.json", "api/v2/incidents/unresolved.json",
        "api/v2/scheduled-maintenances.json", "api/v2/scheduled-maintenances/upcoming.json",
        "api/v2/scheduled-maintenances/active.json",
    }  # fmt: skip
    assert "Calls cut off" in (folder / "index.html").read_text()
    said = json.loads((folder / "api/v2/summary.json").read_text())
    assert said["status"]["indicator"] == "major"


def test_every_link_of_a_file_leads_to_a_file_or_to_the_product(folder: Path) -> None:
    fire_batch(HANDLERS, at=at(3))

    astray = {
        f"{page.relative_to(folder)}: {link}"
        for page in folder.rglob("*.html")
        for link in HREF.findall(page.read_text())
        if not link.startswith(("#", "http://127.0.0.1:8000/status/subscribe/"))
        and not (page.parent / link).is_file()
    }
    assert astray == set()


def test_a_change_has_them_written_again(folder: Path, manager: Actor) -> None:
    fire_batch(HANDLERS, at=at(3))
    keep_status_pages.change_page(code="public", name="Acme now", says="", by=manager, at=at(4))

    fire_batch(HANDLERS, at=at(5))

    assert "Acme now" in (folder / "index.html").read_text()
    assert not list(folder.rglob(".*"))


def test_a_notice_that_the_page_tells_of_no_more_leaves_no_file(folder: Path) -> None:
    fire_batch(HANDLERS, at=at(3))
    gone = folder / "incidents" / "fault0000000"
    gone.mkdir()
    (gone / "index.html").write_text("Mrs Holt cannot call")
    of_others = folder / "incidents" / "own" / "note.txt"
    of_others.parent.mkdir()
    of_others.write_text("ours")
    keep_status_pages.change_page(code="public", name="Acme now", says="", by=MACHINE, at=at(4))

    fire_batch(HANDLERS, at=at(5))

    assert not gone.exists()
    assert of_others.read_text() == "ours"
    assert (folder / "incidents/fault0000001/index.html").is_file()


def test_they_are_written_again_every_night(folder: Path) -> None:
    fire_batch(HANDLERS, at=at(3))

    timer = Timer.objects.get(kind="status_files", fired_at=None)
    assert timer.due_at == at(12 * 60)
    (folder / "index.html").unlink()
    fire_batch(HANDLERS, at=at(12 * 60))
    assert (folder / "index.html").is_file()


def test_a_worker_that_starts_writes_them(folder: Path, settings: Any) -> None:
    assert [(one.key, one.at) for one in first_files(at=at(9))] == [("public", at(9))]
    settings.STATUS_FOLDER = ""
    assert first_files(at=at(9)) == []


def test_nothing_is_written_without_a_folder(folder: Path, settings: Any) -> None:
    settings.STATUS_FOLDER = ""

    fire_batch(HANDLERS, at=at(3))

    assert not folder.exists()


def test_a_full_disk_is_tried_again_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from musterpoint.interfaces.worker import status_files

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(status_files, "_replace", full)
    fire_batch(HANDLERS, at=at(3))

    timer = Timer.objects.get(kind="status_files")
    assert (timer.fired_at, timer.attempts) == (None, 1)
    assert "No space left" in timer.last_error


def test_the_doctor_looks_at_the_folder(folder: Path, settings: Any) -> None:
    from musterpoint.interfaces.console.doctor.outside import status_folder

    def said() -> list[tuple[str, str]]:
        return [(str(one.state), one.says) for one in status_folder(at(3))]

    assert said() == [("warning", f"{folder} holds no page yet")]
    fire_batch(HANDLERS, at=at(3))
    assert said() == [("ok", f"The public page is written to {folder}")]
    settings.STATUS_FOLDER = str(folder / "index.html" / "inside-a-file")
    assert [state for state, _ in said()] == ["failed"]
    settings.STATUS_FOLDER = ""
    assert said() == [("warning", "The public status page goes down with this product")]
    keep_status_pages.take_down_page(code="public", by=system("tests"), at=at(4))
    assert said() == []
