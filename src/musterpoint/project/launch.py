"""The entry of every command: prepares the database and Django, then runs what was asked.

Commands of the console are Django management commands; only those that must act before Django is
there, or that run the web server, are answered here.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence

from musterpoint.project import checking, embedded_postgres, environment
from musterpoint.project.environment import MissingSettings
from musterpoint.project.postgres_binaries import NoPostgres

REFUSED = 2
WITHOUT_DATABASE = frozenset(
    {"makemessages", "compilemessages", "startapp", "findstatic", "chaos", "redact"}
)
GRACEFUL_SECONDS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musterpoint.project.settings")
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if not name.startswith("-"):
        name = name.replace("-", "_")
    own = OWN_COMMANDS.get(name)
    try:
        return own(rest) if own else _management([name, *rest])
    except (
        MissingSettings,
        NoPostgres,
        embedded_postgres.StartFailed,
        PermissionError,
    ) as refusal:
        print(f"musterpoint {name}: {refusal}", file=sys.stderr)
        return REFUSED


def ensure_database() -> embedded_postgres.Server | None:
    """Start the embedded server when no DATABASE_URL is set, and tell the settings of it."""
    if not environment.is_embedded() or os.environ.get(environment.EMBEDDED_URL):
        return None
    server = embedded_postgres.ensure(environment.data_folder())
    os.environ[environment.EMBEDDED_URL] = server.url
    return server


def set_up_django(*, migrate: bool) -> None:
    """Load Django, and for an embedded database bring it up to date."""
    import django  # noqa: PLC0415  # only after the environment is complete

    django.setup()
    if migrate:
        from musterpoint.project import migration  # noqa: PLC0415  # needs the settings

        migration.migrate(verbosity=0)


def _management(arguments: list[str]) -> int:
    from django.core.management import (  # noqa: PLC0415  # needs the settings
        execute_from_command_line,
    )

    if _needs_database(arguments):
        ensure_database()
        set_up_django(migrate=environment.is_embedded() and arguments[0] != "makemigrations")
    execute_from_command_line(["musterpoint", *arguments])
    return 0


def _needs_database(arguments: Sequence[str]) -> bool:
    """Strategy texts are checked, written out and compared without; versions are not."""
    if arguments[0] == "scenario":
        return _asks_for_a_version(arguments)
    if arguments[:2] == ["vault", "key"]:
        return False
    if arguments[0] == "policy" and arguments[1:2] in (["check"], ["export"], ["diff"]):
        return any(name.removeprefix("v").isdecimal() for name in arguments[2:])
    return arguments[0] not in WITHOUT_DATABASE | {"help", "--help", "--version"}


def _asks_for_a_version(arguments: Sequence[str]) -> bool:
    """Whether scenarios are to be played against a strategy that is kept, not one in a file."""
    if arguments[1:2] != ["run"]:
        return False
    named = [word.removeprefix("--policy=") for word in arguments if word.startswith("--policy=")]
    if "--policy" in arguments:
        named = list(arguments[arguments.index("--policy") + 1 :][:1])
    return not named or named[0].removeprefix("v").isdecimal() or named[0].startswith("draft:")


def _demo(arguments: list[str]) -> int:
    from musterpoint.project import demo  # noqa: PLC0415  # only this command needs it

    return demo.run(arguments)


def _serve(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="musterpoint serve", description="Answer web requests.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes that share the port")
    options = parser.parse_args(arguments)
    environment.refuse_if_unfit()
    ensure_database()
    set_up_django(migrate=environment.is_embedded())
    serve(host=options.host, port=options.port, workers=options.workers)
    return 0


def serve(*, host: str, port: int, workers: int = 1) -> None:
    """Run the web server until a signal ends it."""
    import uvicorn  # noqa: PLC0415  # heavy, and only the web process needs it

    uvicorn.run(
        "musterpoint.project.asgi:application",
        host=host,
        port=port,
        workers=workers,
        lifespan="on",
        log_level="warning",
        log_config=None,  # as everything else logs: masked
        access_log=False,
        server_header=False,
        # Open live streams would otherwise keep the process for ever.
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
    )


def _worker(arguments: list[str]) -> int:
    environment.refuse_if_unfit()
    ensure_database()
    os.environ[environment.WITHOUT_DOORS] = "1"
    set_up_django(migrate=False)
    from musterpoint.interfaces.worker import process  # noqa: PLC0415  # needs the settings
    from musterpoint.project import migration  # noqa: PLC0415  # needs the settings

    if environment.is_embedded() and not migration.is_current():
        _migrate_in_a_child()
    return process.main(arguments)


def _migrate_in_a_child() -> None:
    """Migrate with every app there is, which this process does not have."""
    full = {name: said for name, said in os.environ.items() if name != environment.WITHOUT_DOORS}
    subprocess.run([sys.executable, "-m", __spec__.name, "migrate"], env=full, check=True)


def _migrate(arguments: list[str]) -> int:
    if arguments:
        return _management(["migrate", *arguments])
    ensure_database()
    set_up_django(migrate=False)
    from musterpoint.project import migration  # noqa: PLC0415  # needs the settings

    migration.migrate()
    return 0


def _stop(_: list[str]) -> int:
    if not environment.is_embedded():
        print("DATABASE_URL is set: that server is not ours to stop.")
        return 1
    stopped = embedded_postgres.stop(environment.data_folder())
    print("The embedded database is stopped." if stopped else "No embedded database was running.")
    return 0


OWN_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": _demo,
    "serve": _serve,
    "worker": _worker,
    "migrate": _migrate,
    "stop": _stop,
    "test": checking.test,
    "check": checking.check,
    "fmt": checking.fmt,
}


if __name__ == "__main__":
    sys.exit(main())
