"""Write the public status page to a folder, so that it stays readable when this product is not.

Each file is written whole beside its place and then moved there. Another server hands them out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.staticfiles import finders

from musterpoint.apps.communications.queries import status_pages as queries
from musterpoint.apps.communications.status_site import atom, pages, statuspage_json
from musterpoint.apps.communications.status_site.pages import Place
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed, Due
from musterpoint.domain.timer_kinds import TimerKind

CSS = "status/status.css"
INDEX = "index.html"
READABLE = 0o644


def write_status_files(due: Sequence[Claimed], at: datetime) -> None:
    """Write the files anew when the public page is among what changed. Raises OSError.

    And every night, for the page shows the last ninety days.
    """
    page = queries.public()
    wanted = {timer.key for timer in due}
    if settings.STATUS_FOLDER and page is not None and page.code in wanted:
        write_all(Path(settings.STATUS_FOLDER), page, at=at)
        midnight = _next_midnight(at, zone=organisation.centre().zone)
        timers.arm([Due(kind=TimerKind.STATUS_FILES, key=page.code, at=midnight)], at=at)


def first_files(*, at: datetime) -> list[Due]:
    """Return what has the files written when a worker starts: the folder may be a new one."""
    page = queries.public() if settings.STATUS_FOLDER else None
    return [Due(kind=TimerKind.STATUS_FILES, key=page.code, at=at)] if page else []


def _next_midnight(at: datetime, *, zone: str) -> datetime:
    wall = ZoneInfo(zone)
    tomorrow = at.astimezone(wall).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), tzinfo=wall).astimezone(UTC)


def write_all(folder: Path, page: object, *, at: datetime) -> list[Path]:
    """Write every file of a page and return where; the first page comes last.

    So nobody is led from it to a notice that is not there yet. Notices that the page tells of no
    more go: what was erased since must not stay in them.
    """
    written = []
    for name, body in _files(page, at=at):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        _replace(place, body)
        written.append(place)
    _drop_notices(folder, but=frozenset(written))
    return written


def _drop_notices(folder: Path, *, but: frozenset[Path]) -> None:
    for place in folder.glob(f"incidents/*/{INDEX}"):
        if place not in but:
            place.unlink(missing_ok=True)
            with suppress(OSError):  # somebody put a file of their own beside it
                place.parent.rmdir()


def _files(row: object, *, at: datetime) -> Iterator[tuple[str, bytes]]:
    page = queries.read(row)  # type: ignore[arg-type]  # a row, which this door must not name
    zone = organisation.centre().zone
    url = settings.STATUS_URL or f"{settings.BASE_URL}/status/"
    yield "status.css", Path(str(finders.find(CSS))).read_bytes()
    for name in statuspage_json.documents():
        said = statuspage_json.document(name, page, url=url, zone=zone)
        yield f"api/v2/{name}.json", json.dumps(said, ensure_ascii=False).encode()
    yield "history.atom", atom.feed(page, url=url, zone=zone)
    for one in page.notices:
        where = _place("../../")
        yield f"incidents/{one.code}/{INDEX}", pages.notice(page, one, where, zone=zone).encode()
    past = page.past
    yield f"history/{INDEX}", pages.history(page, past, _place("../"), zone=zone).encode()
    yield INDEX, pages.home(page, _place(""), zone=zone, at=at).encode()


def _place(up: str) -> Place:
    """Return where a page of the folder stands; subscribing takes the product itself."""
    subscribe = f"{settings.BASE_URL}/status/subscribe/"
    return Place(css=f"{up}status.css", up=up, file=INDEX, subscribe=subscribe)


def _replace(place: Path, body: bytes) -> None:
    """Put a file in its place in one step, durable before it is seen."""
    with NamedTemporaryFile(dir=place.parent, prefix=".", suffix=".new", delete=False) as file:
        fresh = Path(file.name)
        try:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
            fresh.chmod(READABLE)
            fresh.replace(place)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
