"""Starts the product with a fault planted in it: the harness of chaos must find each of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from musterpoint.interfaces.console.chaos import skewed


def lying_sender() -> None:
    """Mark one message in three as sent, and never send it."""
    from musterpoint.interfaces.worker.sending import Sender
    from musterpoint.usecases.record_deliveries import Outcome

    honest = Sender._deliver

    def deliver(self: Sender, message: Any) -> Outcome:
        if message.pk % 3 == 0:
            return Outcome(message=message, delivered=True, detail="taken, honestly")
        return honest(self, message)

    Sender._deliver = deliver  # type: ignore[method-assign]  # this is what is planted


def deaf_handler() -> None:
    """Let path steps fall due and tell nobody."""
    from musterpoint.interfaces.worker import handlers

    def nothing(_due: Sequence[Any], _at: datetime) -> None:
        return

    cast(dict[str, Any], handlers.HANDLERS)["path_step"] = nothing


PLANTS = {"lying_sender": lying_sender, "deaf_handler": deaf_handler}


def main() -> None:
    """Plant, once Django is there, and go on as the harness would."""
    import django

    set_up = django.setup

    def and_plant(*args: Any, **how: Any) -> None:
        set_up(*args, **how)
        if "worker" in sys.argv:
            PLANTS[os.environ["PLANTED"]]()

    django.setup = and_plant
    skewed.main()


if __name__ == "__main__":
    main()
