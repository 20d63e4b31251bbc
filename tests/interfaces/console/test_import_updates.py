"""The history of a status page goes in once, and how long people waited comes out of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from musterpoint.apps.communications.models import Notice, NoticeEntry
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import NotAllowed
from musterpoint.domain.update_history import read
from musterpoint.usecases.import_updates import import_updates
from tests.domain.test_update_history import row
from tests.factories import people
from tests.whole_database import tables_with

__all__ = ["people"]
pytestmark = pytest.mark.django_db

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(*words: str) -> dict[str, Any]:
        capsys.readouterr()
        call_command(*words, "--json")
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        return said

    return run


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Two incidents and a line that is none."""
    other = row(id="a2", updates=[{"at": "2026-03-28T12:00:00Z", "status": "x", "message": "Hm"}])
    file = tmp_path / "page.jsonl"
    file.write_text("\n".join([json.dumps(row()), "{", "", json.dumps(other)]))
    return file


def test_it_goes_in_with_its_updates_and_runs_nothing(ask: Ask, page: Path) -> None:
    said = ask("import", "updates", str(page))

    assert said == {
        "origin": "page",
        "dry_run": False,
        "incidents": 2,
        "updates": 3,
        "incidents_known": 0,
        "updates_known": 0,
        "left_out": [{"line": 2, "says": "this line is not JSON"}],
    }
    assert (Timer.objects.count(), Message.objects.count()) == (0, 0)
    assert Notice.objects.get(origin_key="a1").components == ["Phones"]


def test_numbers_that_name_a_person_stay_out(ask: Ask, page: Path) -> None:
    told = row(title="Card 4111 1111 1111 1111 refused", updates=[
        {"at": "2026-03-28T12:00:00Z", "status": "x", "message": "CVV 123, card 4111111111111111"}
    ])  # fmt: skip
    page.write_text(json.dumps(told))

    ask("import", "updates", str(page))

    assert (
        tables_with("4111111111111111") == tables_with("4111 1111") == tables_with("CVV 123") == []
    )
    assert Notice.objects.get().title == "Card [card number ending 1111] refused"
    assert ask("import", "updates", str(page))["updates"] == 0


def test_a_second_time_adds_only_what_is_new(ask: Ask, page: Path) -> None:
    ask("import", "updates", str(page))
    later = row()
    later["updates"].append({"at": "2026-03-28T13:00:00Z", "status": "Update", "message": "More"})
    page.write_text(json.dumps([later]))

    said = ask("import", "updates", str(page))

    assert [said[name] for name in ("incidents", "updates", "incidents_known")] == [0, 1, 1]
    assert NoticeEntry.objects.count() == 4


def test_a_dry_run_counts_and_writes_nothing(ask: Ask, page: Path) -> None:
    said = ask("import", "updates", str(page), "--dry-run")

    assert (said["incidents"], said["updates"], Notice.objects.count()) == (2, 3, 0)


@pytest.mark.parametrize("answer", [{"incidents": [row()]}, {"page": {}, "incident": row()}])
def test_packed_files_and_answers_of_an_api_are_read(
    ask: Ask, tmp_path: Path, answer: dict[str, Any]
) -> None:
    file = tmp_path / "incidents.json.gz"
    file.write_bytes(gzip.compress(json.dumps(answer).encode()))

    assert ask("import", "updates", str(file), "--origin", "carrier")["incidents"] == 1
    assert Notice.objects.get().origin == "carrier"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"{}\n[]", "nothing in it can be read. Entry 1: id is missing"),
        (b"\x1f\x8bnot packed", "page.jsonl: "),
    ],
)
def test_what_is_no_history_is_refused_and_nothing_kept(
    page: Path, content: bytes, says: str
) -> None:
    page.write_bytes(content)

    with pytest.raises(CommandError, match=says):
        call_command("import", "updates", str(page))

    assert Notice.objects.count() == 0


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import", "updates", str(tmp_path / "none.jsonl"))


def test_an_agent_may_not(people: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        import_updates(told=[read(row())], origin="page", by=people["agent"])

    assert Notice.objects.count() == 0


def test_the_report_says_how_long_people_waited(ask: Ask, page: Path) -> None:
    ask("import", "updates", str(page))

    said = ask("report", "updates")

    assert said["of"] == "imported"
    assert (said["incidents"], said["updates"]) == (2, 3)
    assert said["gap_minutes"] == {"median": 30, "p90": 30, "longest": 30}
    assert (said["gaps_over_30"], said["gaps_over_60"]) == (0, 0)
    assert said["share_of_gaps_within"] == {"15": 0.0, "30": 1.0, "60": 1.0}


def test_people_can_read_both(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import", "updates", str(page))
    call_command("report", "updates")

    out = capsys.readouterr().out
    assert "Imported from page: 2 new incidents and planned works, 3 new updates" in out
    assert "line 2: this line is not JSON" in out
    assert "gap between updates: median 30 min, 90 % within 30 min, longest 30 min" in out


def test_without_anything_the_report_says_so(ask: Ask) -> None:
    said = ask("report", "updates")

    assert (said["of"], said["incidents"], said["gap_minutes"]["median"]) == ("own", 0, None)
    assert said["cadence"] == {"due": 0, "kept": 0, "share": None, "by_audience": {}}


def test_the_reference_figures_come_out(ask: Ask, shared_data: Path) -> None:
    history = shared_data / "data" / "status_page_history.jsonl.gz"
    if not history.is_file():
        pytest.skip("the reference history is not on this machine")

    ask("import", "updates", str(history))
    said = ask("report", "updates")

    assert (said["incidents"], said["updates"]) == (491, 2_596)
    assert (said["gap_minutes"]["median"], said["gap_minutes"]["p90"]) == (14, 46)
    assert (said["gaps_over_30"], said["gaps_over_60"]) == (261, 83)
