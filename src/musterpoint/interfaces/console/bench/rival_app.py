"""Procrastinate's application with the one task there is; `python -m …bench.rival_app URL` works.

Knows nothing of the product, so that its workers start as light as they can.
"""

from __future__ import annotations

import sys
from typing import Any

CONCURRENCY = 10
POLLING = 1.0
DONE = "rival_done"


def app_on(url: str) -> Any:
    """Return the application on this database."""
    import procrastinate  # noqa: PLC0415  # a development dependency, for this comparison only

    connector = procrastinate.PsycopgConnector(conninfo=url)
    app = procrastinate.App(connector=connector)

    @app.task(name="due")
    async def due(number: int) -> None:
        await connector.execute_query_async(
            f"INSERT INTO {DONE} (number) VALUES (%(number)s)",  # noqa: S608  # a constant
            number=number,
        )

    return app


if __name__ == "__main__":
    app_on(sys.argv[1]).run_worker(
        concurrency=CONCURRENCY, fetch_job_polling_interval=POLLING, wait=True
    )
