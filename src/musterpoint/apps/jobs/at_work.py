"""A job in the hands of whoever works on it: what was asked, and how to tell what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from musterpoint.apps.jobs import operations

TELL_EVERY = timedelta(seconds=0.5)


class JobFailed(Exception):
    """The job cannot be done; the message says why in words for whoever asked."""


@dataclass(slots=True, kw_only=True)
class JobAtWork:
    """One attempt at a job. ``now`` is the clock that the workers share.

    ``progress`` may be called as often as is handy: it writes twice a second at most, and it is
    where a job that was cancelled or taken over ends, by LeaseLost.
    """

    job_id: int
    attempt: int
    kind: str
    arguments: Mapping[str, Any]
    asked_by_id: int | None
    now: Callable[[], datetime]
    _told_at: datetime | None = field(default=None, init=False)
    _is_finished: bool = field(default=False, init=False)

    def progress(self, done: int, of: int | None = None, says: str = "") -> None:
        """Tell how far it is, or raise LeaseLost."""
        present = self.now()
        is_last = of is not None and done >= of
        if self._told_at is not None and present < self._told_at + TELL_EVERY and not is_last:
            return
        self._told_at = present
        operations.progress(job_id=self.job_id, attempt=self.attempt, done=done, of=of, says=says)

    def finish(
        self,
        result: Mapping[str, Any] | None = None,
        *,
        blob: bytes | None = None,
        blob_name: str = "",
    ) -> None:
        """End it well, or raise LeaseLost. Call it inside the transaction of what it wrote."""
        operations.finish(
            job_id=self.job_id,
            attempt=self.attempt,
            at=self.now(),
            result=result,
            blob=blob,
            blob_name=blob_name,
        )
        self._is_finished = True

    @property
    def is_finished(self) -> bool:
        """Whether ``finish`` was called."""
        return self._is_finished
