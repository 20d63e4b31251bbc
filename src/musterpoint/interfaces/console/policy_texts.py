"""Finds a strategy text by what people call it: ``default``, a version, a draft, or a file.

Nothing here needs a database but the number of a version or a draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from musterpoint.apps.policies import drafts, shipped, yaml_text
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.policy import parsing

DEFAULT = "default"
DRAFT = "draft:"


class NoSuchPolicy(Exception):
    """No file, no version and not the default."""

    def __init__(self, name: str, reason: str) -> None:
        choices = "Write a version number, draft:N, 'default', or a file."
        super().__init__(f"'{name}' {reason}. {choices}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A text and the name to print before a line number of it.

    ``is_text`` tells a file and the shipped text from a version or a draft in the database.
    """

    name: str
    text: str
    is_text: bool = True

    def examined(self) -> yaml_text.Examined:
        """Return the text as a strategy, with what is wrong with it."""
        return yaml_text.examine(self.text)

    def as_written(self) -> yaml_text.Examined:
        """Return the text as a strategy without judging it, so that an older one can be read."""
        reading = yaml_text.read(self.text)
        if reading.root is None:
            return yaml_text.Examined(strategy=None, findings=reading.findings)
        strategy, findings = parsing.parse(reading.root)
        sound = strategy if not reading.findings else None
        return yaml_text.Examined(strategy=sound, findings=(*reading.findings, *findings))


def find(name: str) -> Named:
    """Return the text that ``name`` means, or raise NoSuchPolicy."""
    if name == DEFAULT:
        return Named(name=DEFAULT, text=default_text())
    if name.startswith(DRAFT) and name.removeprefix(DRAFT).isdecimal():
        try:
            return Named(
                name=name, text=drafts.draft_text(int(name.removeprefix(DRAFT))), is_text=False
            )
        except drafts.NoSuchDraft:
            raise NoSuchPolicy(name, "is no draft") from None
    if name.removeprefix("v").isdecimal() and not Path(name).exists():
        number = int(name.removeprefix("v"))
        found = next((row.pk for row in policies.versions() if row.number == number), None)
        if found is None:
            raise NoSuchPolicy(name, "is no published version")
        return Named(name=f"v{number}", text=policies.text_of(found), is_text=False)
    try:
        return Named(name=name, text=Path(name).read_text(encoding="utf-8-sig"))
    except UnicodeError:
        raise NoSuchPolicy(name, "is not UTF-8 text") from None
    except OSError:
        raise NoSuchPolicy(name, "is no file that can be read") from None


def default_text() -> str:
    """Return the strategy that ships with the product."""
    return shipped.text()
