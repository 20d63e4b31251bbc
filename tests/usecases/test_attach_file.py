"""Files attached, withdrawn and erased; every refusal, and that nothing changed, on disk either."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from musterpoint.apps.attachments import queries, storage
from musterpoint.apps.attachments.models import Attachment
from musterpoint.apps.attachments.queries import AttachmentGone, NoSuchAttachment
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.ledger.models import Entry
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases import attach_file as doing
from musterpoint.usecases.attach_file import attach_file, erase_file, fit_name, withdraw_file
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.apps.attachments import files_to_try as files
from tests.factories import at
from tests.usecases.everything import nothing_changes


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.ATTACHMENTS_FOLDER = str(tmp_path / "files")
    return tmp_path / "files"


def lying(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


@contextmanager
def nothing_is_kept(folder: Path, refusal: type[Exception], **says: str) -> Iterator[None]:
    before = lying(folder)
    with nothing_changes(refusal, **says):
        yield
    assert lying(folder) == before


def attach(incident: Incident, by: Actor, name: str = "photo.png") -> int:
    return attach_file(incident_id=incident.pk, name=name, content=[files.png()], by=by, at=at(1))


def test_a_file_is_kept_with_its_hash_and_an_entry(
    incident: Incident, agent: Actor, folder: Path
) -> None:
    number = attach(incident, agent, "C:\\fakepath\\photo.png")

    row = queries.one(incident.stream, number)
    assert (row.number, row.name, row.kind) == (1, "photo.png", "image/png")
    assert (row.size, row.added_at, row.added_by_id) == (67, at(1), agent.person_id)
    assert lying(folder) == [files.png()]
    entry = Entry.objects.filter(stream=incident.stream).order_by("-seq")[0]
    assert entry.kind == "file_attached"
    assert "photo" not in str(entry.data)
    assert row.sha256 in str(entry.data)
    assert verify_ledger().bad is None


def test_files_of_one_incident_are_numbered(incident: Incident, agent: Actor) -> None:
    assert [attach(incident, agent), attach(incident, agent)] == [1, 2]


def test_a_withdrawn_file_is_not_handed_out(incident: Incident, agent: Actor) -> None:
    number = attach(incident, agent)

    withdraw_file(incident_id=incident.pk, number=number, why="Wrong one", by=agent, at=at(2))

    with pytest.raises(AttachmentGone):
        queries.handed_out(incident.stream, number)
    assert queries.listed(incident.stream)[0].withdrawn_why == "Wrong one"
    assert verify_ledger().bad is None


def test_an_erased_file_is_gone_with_its_name(
    incident: Incident,
    manager: Actor,
    folder: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    number = attach(incident, manager)
    withdraw_file(incident_id=incident.pk, number=number, why="Private", by=manager, at=at(2))

    with django_capture_on_commit_callbacks(execute=True):
        erase_file(incident_id=incident.pk, number=number, by=manager, at=at(3))

    assert lying(folder) == []
    row = Attachment.objects.get()
    assert (row.name, row.erased_at, row.erased_by_id) == ("", at(3), manager.person_id)
    assert verify_ledger().bad is None


def test_a_row_altered_behind_the_ledger_is_found(incident: Incident, agent: Actor) -> None:
    attach(incident, agent)
    Attachment.objects.update(sha256="0" * 64)

    bad = verify_ledger().bad

    assert bad is not None
    assert "attachment:1" in bad.says


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("photo.png", b"", "This file is empty."),
        (" . ", b"x", "The file needs a name."),
        (
            "photo.png",
            files.PDF,
            "This is no .png file, whatever its name says. Attach it as what it really is.",
        ),
        (
            "letter.docx",
            files.packed("word/document.xml", "word/vbaProject.bin"),
            "This document holds programs. Save it without macros.",
        ),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused(
    incident: Incident, agent: Actor, name: str, content: bytes, says: str
) -> None:
    folder = storage.folder()
    with nothing_is_kept(folder, Refusal, file=says):
        attach_file(incident_id=incident.pk, name=name, content=[content], by=agent, at=at(1))


def test_a_kind_that_is_not_kept_is_refused(incident: Incident, agent: Actor, folder: Path) -> None:
    says = (
        "Files of this kind are not kept. Use one of: pdf, png, jpg, jpeg, gif, webp, wav, mp3, "
        "docx, xlsx, pptx, odt, ods, txt, log, md, csv, json, eml."
    )
    with nothing_is_kept(folder, doing.KindRefused, file=says):
        attach(incident, agent, "photo.svg")


def test_a_file_that_is_too_large_is_refused(
    incident: Incident, agent: Actor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doing, "LARGEST", 66)
    with nothing_is_kept(folder, doing.FileTooLarge, file="A file may have up to 0 MB."):
        attach(incident, agent)


def test_only_so_many_files_are_kept(
    incident: Incident, agent: Actor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doing, "MOST_FILES", 1)
    number = attach(incident, agent)

    says = "1 files are attached already. Withdraw one first."
    with nothing_is_kept(folder, doing.TooManyFiles, file=says):
        attach(incident, agent)
    withdraw_file(incident_id=incident.pk, number=number, why="No", by=agent, at=at(2))
    assert attach(incident, agent) == 2


def test_nobody_attaches_to_what_they_may_not_see(
    incident: Incident, people: dict[str, Actor], manager: Actor, folder: Path
) -> None:
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Private", by=manager, at=at(1)
    )

    with nothing_is_kept(folder, NoSuchIncident):
        attach(incident, people["planner"])


def test_an_auditor_attaches_nothing(
    incident: Incident, people: dict[str, Actor], folder: Path
) -> None:
    with nothing_is_kept(folder, NotAllowed):
        attach(incident, people["auditor"])


def test_somebody_elses_file_is_withdrawn_by_who_verifies_facts(
    incident: Incident, agent: Actor, manager: Actor, people: dict[str, Actor], folder: Path
) -> None:
    number = attach(incident, manager)

    says = "Ask whoever attached it, or somebody who verifies facts, to withdraw it."
    with nothing_is_kept(folder, doing.NotYours, file=says):
        withdraw_file(incident_id=incident.pk, number=number, why="No", by=agent, at=at(2))
    withdraw_file(
        incident_id=incident.pk, number=number, why="No", by=people["team_leader"], at=at(3)
    )


def test_withdrawing_takes_a_reason_once(incident: Incident, agent: Actor, folder: Path) -> None:
    number = attach(incident, agent)

    with nothing_is_kept(folder, Refusal, why="Say why it is withdrawn."):
        withdraw_file(incident_id=incident.pk, number=number, why=" ", by=agent, at=at(2))
    withdraw_file(incident_id=incident.pk, number=number, why="No", by=agent, at=at(2))
    with nothing_is_kept(folder, doing.WithdrawnAlready, file="This file was withdrawn already."):
        withdraw_file(incident_id=incident.pk, number=number, why="No", by=agent, at=at(3))
    with nothing_is_kept(folder, NoSuchAttachment):
        withdraw_file(incident_id=incident.pk, number=9, why="No", by=agent, at=at(3))


def test_erasing_takes_a_withdrawn_file_once_and_the_right_to(
    incident: Incident, agent: Actor, manager: Actor, folder: Path
) -> None:
    number = attach(incident, agent)
    call = {"incident_id": incident.pk, "number": number}

    with nothing_is_kept(folder, NotAllowed):
        erase_file(**call, by=agent, at=at(2))
    says = "Withdraw it first, with a reason. Then it can be erased."
    with nothing_is_kept(folder, doing.StillThere, file=says):
        erase_file(**call, by=manager, at=at(2))
    withdraw_file(**call, why="No", by=agent, at=at(2))
    erase_file(**call, by=manager, at=at(3))
    with nothing_is_kept(folder, doing.ErasedAlready, file="This file was erased already."):
        erase_file(**call, by=manager, at=at(4))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\r\nb.txt", "ab.txt"),
        ("x" * 200 + ".png", "x" * 146 + ".png"),
        ("x" * 200, "x" * 150),
    ],
)
def test_a_name_is_made_harmless(typed: str, kept: str) -> None:
    assert fit_name(typed) == kept


def test_a_file_the_folder_lost_is_no_secret(incident: Incident, agent: Actor) -> None:
    row = queries.one(incident.stream, attach(incident, agent))
    storage.remove(row.key)

    with pytest.raises(FileNotFoundError):
        storage.opened(row.key)
