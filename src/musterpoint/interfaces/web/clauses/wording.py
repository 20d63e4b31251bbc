"""A value as it stands in one control, and back: every kind of field has its own notation.

``None`` from ``shown`` means that the value does not fit the kind; it is then shown as YAML.
"""

from __future__ import annotations

from collections.abc import Mapping

from musterpoint.apps.policies import yaml_text
from musterpoint.domain.policy.reading.duties import IN_FORCE
from musterpoint.domain.policy.shapes import Kind, Shape
from musterpoint.domain.policy.tree import Plain, plain_of

_ONE = frozenset({Kind.LINE, Kind.WORDS, Kind.NUMBER, Kind.SPAN, Kind.DAY, Kind.CHOICE})
_SEVERAL = frozenset({Kind.LINES, Kind.TICKS})


class Unreadable(Exception):
    """What was typed cannot be kept as it stands; ``says`` what to do about it."""

    def __init__(self, says: str) -> None:
        self.says = says
        super().__init__(says)


def shown(shape: Shape, value: Plain) -> str | None:
    """Return ``value`` as the text of its control; nothing there is an empty text."""
    if value is None:
        return ""
    if shape.kind in _ONE:
        return None if isinstance(value, dict | list | bool) else _word(value)
    if shape.kind in _SEVERAL:
        return _lines(value)
    if shape.kind is Kind.PAIRS:
        return _pairs(value)
    return _lists(value) if shape.kind is Kind.LISTS else None


def meant(shape: Shape, text: str, was: Plain) -> Plain:
    """Return the value that ``text`` stands for; what was left alone stays to the letter.

    None: the field is empty. Raises Unreadable where a line of pairs has no colon.
    """
    present = shown(shape, was)
    if present is not None and plainly(present) == plainly(text):
        return was
    if not text.strip():
        return None
    if shape.kind in _ONE:
        return _number(text) if shape.kind is Kind.NUMBER else text.strip()
    if shape.kind in _SEVERAL:
        return _list(text.splitlines(), was, numbers=shape.numbers)
    if shape.kind is Kind.PAIRS:
        return _pairs_of(text, may_be_word=shape.name == IN_FORCE)
    return {key: _row(items, numbers=shape.numbers) for key, items in _split(text)}


def plainly(text: str) -> str:
    """Return the text as a browser sends it back, so that nobody's line ends count."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def as_yaml(name: str, value: Plain) -> str:
    """Return a value under its name, as it stands in the file."""
    return yaml_text.write({name: value})


def from_yaml(name: str, text: str) -> Plain:
    """Return what stands under ``name``, or raise Unreadable."""
    reading = yaml_text.read(text)
    if reading.findings:
        found = reading.findings[0]
        raise Unreadable(f"Line {found.line}: {found.says} {found.remedy}".strip())
    assert reading.root is not None
    tree = plain_of(reading.root)
    if not isinstance(tree, dict) or list(tree) != [name]:
        raise Unreadable(f"Begin with '{name}:' and put everything else under it.")
    return tree[name]


def _word(value: Plain) -> str:
    return value if isinstance(value, str) else str(value)


def _is_word(value: Plain) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _lines(value: Plain) -> str | None:
    if not isinstance(value, list) or not all(map(_is_word, value)):
        return None
    words = [_word(one) for one in value]
    return None if any(one != one.strip() or _breaks(one) for one in words) else "\n".join(words)


def _breaks(word: str) -> bool:
    return not word or len(word.splitlines()) > 1 or "\x00" in word


def _pairs(value: Plain) -> str | None:
    if isinstance(value, str):  # such as in_force: not_yet
        return None if ":" in value or _breaks(value) else value
    if not isinstance(value, dict):
        return None
    pairs = {key: _word(one) if _is_word(one) else "" for key, one in value.items()}
    whole = all(
        key == key.strip() and ":" not in key and not _breaks(key) and one == one.strip()
        and not _breaks(one)
        for key, one in pairs.items()
    )  # fmt: skip
    return "\n".join(f"{key}: {one}" for key, one in pairs.items()) if whole else None


def _lists(value: Plain) -> str | None:
    if not isinstance(value, dict):
        return None
    rows: list[str] = []
    for key, items in value.items():
        words = _lines(items)
        if words is None or "," in words or ":" in key or _breaks(key) or key != key.strip():
            return None
        rows.append(f"{key}: {', '.join(words.splitlines())}".rstrip())
    return "\n".join(rows)


def _split(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        key, colon, value = line.partition(":")
        if not colon or not key.strip():
            raise Unreadable(f"Write a name, a colon and a value: '{line[:40]}' has no colon.")
        if key.strip() in dict(found):
            raise Unreadable(f"'{key.strip()}' stands here twice.")
        found.append((key.strip(), value.strip()))
    return found


def _pairs_of(text: str, *, may_be_word: bool) -> Plain:
    if may_be_word and ":" not in text and len(text.strip().splitlines()) == 1:
        return text.strip()
    return dict(_split(text))


def _list(lines: list[str], was: Plain, *, numbers: bool) -> list[Plain]:
    known: Mapping[str, Plain] = (
        {_word(one): one for one in was if _is_word(one)} if isinstance(was, list) else {}
    )
    words = [line.strip() for line in lines if line.strip()]
    return [known.get(word, _number(word) if numbers else word) for word in words]


def _row(text: str, *, numbers: bool) -> list[Plain]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    return [_number(word) if numbers else word for word in words]


def _number(text: str) -> Plain:
    """Return a number where it is one; anything else stays as typed, for a finding to name."""
    word = text.strip()
    for kind in (int, float):
        try:
            number = kind(word)
        except ValueError:
            continue
        return number if number == number and abs(number) < 1e15 else word  # noqa: PLR0124 - NaN
    return word
