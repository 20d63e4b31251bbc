"""Every channel there is: its name, whether it is set up, how to open it, how to read an address.

A channel's folder is imported when it is first asked for, so that a process pays for those it uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from musterpoint.apps.notifications.channels import Address, Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way to reach somebody. ``wakes`` says that it makes a noise at night.

    Its folder offers ``open_channel()`` (a Channel for one thread, or None when it is not set up),
    ``NOT_SET_UP`` (what to do then), and ``read_address(text)`` (an Address, or raises BadAddress).
    """

    name: str
    folder: str
    wakes: bool = False
    by_hand: bool = True  # whether people may add an address of it themselves, by typing it
    by_address: bool = False  # set up by adding an address of it, not by a setting alone
    sends_receipts: bool = False  # being taken proves little: a receipt says that it arrived

    def open(self) -> Channel | None:
        """Return the channel for one thread, or None when this installation has not set it up."""
        opening: Callable[[], Channel | None] = self._module().open_channel
        return opening()

    @property
    def not_set_up(self) -> str:
        """What to say, and what to do, where the channel is not set up."""
        return str(self._module().NOT_SET_UP)

    @property
    def is_set_up(self) -> bool:
        """Whether messages can leave by it."""
        channel = self.open()
        if channel is None:
            return False
        channel.close()
        return True

    def read_address(self, text: str) -> Address:
        """Return the address in ``text``, or raise BadAddress with words for whoever typed it."""
        reading: Callable[[str], Address] = self._module().read_address
        return reading(text)

    def _module(self) -> ModuleType:
        return import_module(f"musterpoint.apps.notifications.channels.{self.folder}")


_KINDS = (
    Kind(name="email", folder="email"),
    Kind(name="web_push", folder="web_push", by_hand=False, by_address=True),
    Kind(name="sms", folder="sms", wakes=True, sends_receipts=True),
    Kind(name="voice", folder="voice", wakes=True, sends_receipts=True),
    Kind(name="slack", folder="slack", by_address=True),
    Kind(name="teams", folder="teams", by_address=True),
    Kind(name="webhook", folder="webhook", by_address=True),
    Kind(name="other", folder="other", by_address=True),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
"""The channels that leave the house, by name; ``in_product`` needs none."""


def sends_receipts(channel: str) -> bool:
    """Return whether only a receipt says that a message on this channel arrived."""
    return channel in KINDS and KINDS[channel].sends_receipts


def open_channels() -> dict[str, Channel]:
    """Return a channel for each way out that is set up, for one thread."""
    opened = ((name, kind.open()) for name, kind in KINDS.items())
    return {name: channel for name, channel in opened if channel is not None}
