"""Finds a strategy text by what people call it: ``default``, a version number, or a file.

Nothing here needs a database but a version number.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies import yaml_text

DEFAULT = "default"


class NoSuchPolicy(Exception):
    """No file, no version and not the default."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"'{name}' {reason}. Write a version number, 'default', or a file.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A text and the name to print before a line number of it."""

    name: str
    text: str

    def examined(self) -> yaml_text.Examined:
        """Return the text as a strategy, with what is wrong with it."""
        return yaml_text.examine(self.text)


def find(name: str) -> Named:
    """Return the text that ``name`` means, or raise NoSuchPolicy."""
    if name == DEFAULT:
        return Named(name=DEFAULT, text=default_text())
    if name.removeprefix("v").isdecimal() and not Path(name).exists():
        number = int(name.removeprefix("v"))
        found = next((row.pk for row in policies.versions() if row.number == number), None)
        if found is None:
            raise NoSuchPolicy(name, "is no published version")
        return Named(name=f"v{number}", text=policies.text_of(found))
    try:
        return Named(name=name, text=Path(name).read_text(encoding="utf-8-sig"))
    except UnicodeError:
        raise NoSuchPolicy(name, "is not UTF-8 text") from None
    except OSError:
        raise NoSuchPolicy(name, "is no file that can be read") from None


def default_text() -> str:
    """Return the strategy that ships with the product."""
    folder = files("musterpoint.apps.policies") / "default"
    return (folder / "strategy.yaml").read_text(encoding="utf-8")
