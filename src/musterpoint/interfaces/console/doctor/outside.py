"""Checks of what readers outside rely on: the folder that the public status page is written to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from musterpoint.apps.communications.queries import status_pages
from musterpoint.interfaces.console.doctor.outcome import Outcome, failed, ok, warning


def status_folder(_: datetime) -> Iterator[Outcome]:
    """The folder can be written, and holds the page; nothing where there is no public page."""
    page = status_pages.public()
    if page is None:
        return
    if not settings.STATUS_FOLDER:
        says = "The public status page goes down with this product"
        remedy = "Set MUSTERPOINT_STATUS_FOLDER, and hand that folder out from another machine."
        yield warning("status page", says, remedy=remedy)
        return
    folder = Path(settings.STATUS_FOLDER)
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        says = f"{folder} cannot be written"
        yield failed("status page", says, remedy="Let the user of the worker write this folder.")
    elif not (folder / "index.html").is_file():
        remedy = "Start a worker with this setting, and change the page once."
        yield warning("status page", f"{folder} holds no page yet", remedy=remedy)
    else:
        yield ok("status page", f"The public page is written to {folder}")
