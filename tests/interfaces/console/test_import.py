"""Importing: any notation, any order, nothing twice, nothing lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.timers.models import Timer
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.domain.history.sources import HEADER, MAPPING, STORY
from tests.interfaces.console.conftest import Import, Write, story


def kinds() -> list[str]:
    return list(Entry.objects.filter(stream__startswith="incident:").values_list("kind", flat=True))


def test_an_incident_comes_with_its_whole_history(import_: Import, log_of: Write) -> None:
    figures = import_(log_of(story()))

    assert (figures["incidents_new"], figures["updates_new"], figures["bad_rows"]) == (1, 6, 0)
    row = Incident.objects.get()
    assert (row.source_system, row.source_ref, row.status) == ("desk", "A-1", "closed")
    assert (row.summary, row.group_named, row.priority) == ("No dial tone", "Desk", "P3")
    assert row.source_facts["place"] == "Leeds"
    assert row.source_met_target is True
    assert kinds() == ["imported"] + ["imported_update"] * 5
    assert verify_ledger().bad is None


def test_clocks_are_reckoned_beside_the_verdict_of_the_source(
    import_: Import, log_of: Write
) -> None:
    import_(log_of(story()))

    clocks = {clock.kind: clock for clock in Clock.objects.all()}
    assert set(clocks) == {"acknowledge", "restore"}
    assert clocks["restore"].state == "met"
    assert [event["kind"] for event in clocks["restore"].events] == [
        "started", "retargeted", "held", "retargeted", "resumed", "met",
    ]  # fmt: skip


def test_history_tells_nobody_and_arms_nothing(import_: Import, log_of: Write) -> None:
    import_(log_of([{"state": "Working"}]))

    assert (Timer.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ({"delimiter": ";"}, {"delimiter": ";", "encoding": "utf-8"}),
        ({"delimiter": "\t", "packed": True}, {"delimiter": "\t", "encoding": "utf-8"}),
        ({"delimiter": "|", "encoding": "cp1252"}, {"delimiter": "|", "encoding": "cp1252"}),
        ({"encoding": "utf-8-sig"}, {"delimiter": ",", "encoding": "utf-8-sig"}),
        ({"encoding": "utf-16", "packed": True}, {"delimiter": ",", "encoding": "utf-16"}),
    ],
)
def test_the_notation_of_a_file_is_found_out(
    import_: Import, log_of: Write, how: dict[str, object], found: dict[str, str]
) -> None:
    figures = import_(log_of(story(team="Büro, 1; 2 | 3"), **how))

    assert {name: figures[name] for name in found} == found
    assert Incident.objects.get().group_named == "Büro, 1; 2 | 3"


def test_running_it_again_changes_nothing(import_: Import, log_of: Write) -> None:
    path = log_of([*story(), *story(ref="A-2")])
    import_(path)
    before = list(Incident.objects.order_by("id").values("id", "version", "import_digest"))

    again = import_(path)

    assert (again["incidents_new"], again["incidents_changed"]) == (0, 0)
    assert (again["incidents_unchanged"], again["updates_new"]) == (2, 0)
    after = list(Incident.objects.order_by("id").values("id", "version", "import_digest"))
    assert after == before
    assert len(kinds()) == 12


def test_a_later_file_adds_only_what_is_new(import_: Import, log_of: Write) -> None:
    import_(log_of(STORY[:3]))

    later = import_(log_of(story()))

    assert (later["incidents_changed"], later["updates_new"], later["repeats"]) == (1, 3, 3)
    row = Incident.objects.get()
    assert (row.status, row.version) == ("closed", 6)
    assert row.resolved_at is not None
    assert Clock.objects.get(kind="restore").state == "met"
    assert verify_ledger().bad is None


def test_rows_in_any_order_with_repeats_give_the_same(import_: Import, log_of: Write) -> None:
    figures = import_(log_of([*reversed(story()), *story()]))

    assert (figures["updates_new"], figures["repeats"]) == (6, 6)
    assert Incident.objects.get().status == "closed"


def test_a_dry_run_says_the_same_and_writes_nothing(import_: Import, log_of: Write) -> None:
    path = log_of([*story(), {"ref": "A-2", "prio": "loud"}])

    dry = import_(path, "--dry-run")

    assert (Incident.objects.count(), list(path.parent.glob("*rejects*"))) == (0, [])
    wet = import_(path)
    same = ("rows", "incidents_new", "updates_new", "repeats", "bad_rows")
    assert [dry[name] for name in same] == [wet[name] for name in same] == [7, 1, 6, 0, 1]


def test_bad_rows_are_kept_by_line_and_reason_and_the_rest_goes_in(
    import_: Import, log_of: Write, tmp_path: Path
) -> None:
    rows = [
        {"title": "one\ntwo"},
        {"ref": "A-2", "changed": "31/2/2016 10:00", "title": "=cmd()"},
        {"changed": "1/2/2016 11:00", "no": "1", "state": "Mislaid"},
        {"changed": "1/2/2016 12:00", "no": "2", "state": "Working"},
    ]

    figures = import_(log_of(rows))

    assert (figures["incidents_new"], figures["updates_new"], figures["bad_rows"]) == (1, 2, 2)
    assert [bad["line"] for bad in figures["bad"]] == [4, 5]
    with (tmp_path / "log.csv.rejects.csv").open(newline="") as file:
        header, *kept = csv.reader(file)
    assert header == [*HEADER, "musterpoint_line", "musterpoint_reason"]
    assert [(row[0], row[-2], row[-1].split(" ")[0]) for row in kept] == [
        ("A-2", "4", "changed:"), ("A-1", "5", "state:"),
    ]  # fmt: skip
    assert kept[0][HEADER.index("title")] == "'=cmd()"


def test_a_mended_rejects_file_goes_in(import_: Import, log_of: Write, tmp_path: Path) -> None:
    import_(log_of([{"title": "=cmd()", "prio": "loud"}]))
    rejects = tmp_path / "log.csv.rejects.csv"
    rejects.write_text(rejects.read_text().replace(",loud,", ",high,"))

    figures = import_(rejects)

    row = Incident.objects.get()
    assert (figures["incidents_new"], row.summary, row.priority) == (1, "=cmd()", "P2")
    assert set(row.source_facts) == {"place", "history"}


def test_a_file_of_one_row_per_incident_needs_no_update_column(
    import_: Import, log_of: Write
) -> None:
    header = [name for name in HEADER if name not in ("changed", "no", "who")]
    rows = [{"ref": "B-1", "state": "Done", "closed": "3/2/2016 9:00"}, {"ref": "B-2"}]

    figures = import_(log_of(rows, header=header))

    assert (figures["incidents_new"], figures["updates_new"]) == (2, 2)
    assert figures["columns_absent"] == ["no", "changed", "who"]
    one = Entry.objects.filter(data__changes__contains=[{"field": "source_ref", "new": "B-1"}])
    assert one.get().at.isoformat() == "2016-02-03T09:00:00+00:00"


def test_local_times_are_read_in_the_zone_given(import_: Import, log_of: Write) -> None:
    import_(log_of([{"changed": "1/7/2016 10:00"}]), "--zone", "Europe/London")

    assert Entry.objects.get(kind="imported").at.isoformat() == "2016-07-01T09:00:00+00:00"


def test_dates_can_be_read_month_first(import_: Import, log_of: Write) -> None:
    import_(log_of([{"changed": "7/1/2016 10:00"}]), "--dates", "month_first")

    assert Entry.objects.get(kind="imported").at.isoformat() == "2016-07-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--mapping", "nobody"], "There is no mapping 'nobody'. Shipped: servicenow."),
        (["--zone", "Moon/Base"], "'Moon/Base' is no time zone."),
        (["--policy", "99"], "There is no strategy version 99."),
        (["--delimiter", "ab"], "A delimiter is one character (or tab), not 'ab'."),
        (["--encoding", "klingon"], "There is no encoding 'klingon'."),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_goes_in(
    import_: Import, log_of: Write, options: list[str], says: str
) -> None:
    with pytest.raises(CommandError) as refusal:
        import_(log_of(story()), *options)

    assert says in str(refusal.value)
    assert not Incident.objects.exists()


def test_a_mapping_with_a_mistake_is_refused_with_its_line(
    strategy: object, log_of: Write, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(MAPPING.replace("zone: UTC", "zone: Nowhere"))

    with pytest.raises(CommandError, match=r"wrong\.yaml:3: error: zone: 'Nowhere' is no time"):
        call_command("import", "incidents", str(log_of(story())), "--mapping", str(path))
