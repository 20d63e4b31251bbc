"""Opens a file of rows, however it was written: gzip or plain, its encoding, its delimiter.

What can be found out is found out; nothing about dates is, because that cannot be.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

GZIP = b"\x1f\x8b"
DELIMITERS = (",", ";", "\t", "|", "^", "~")
NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
LONGEST_CELL = 16 * 1024 * 1024
CHUNK = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class UnreadableFile(Exception):
    """The file cannot be read as rows; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFile:
    """A file that was looked at: how to read it, and its header."""

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row with the number of the line it begins on; blank lines are passed over."""
        with _text(self.path, self.encoding) as text:
            reader = csv.reader(text, delimiter=self.delimiter)
            next(reader, None)
            line = reader.line_num + 1
            for cells in reader:
                if cells:
                    yield line, cells
                line = reader.line_num + 1


def look_at(
    path: Path, *, columns: Collection[str], encoding: str = "", delimiter: str = ""
) -> HistoryFile:
    """Return how ``path`` is to be read, or raise UnreadableFile.

    The delimiter is the one that makes most of the header known ``columns``.
    """
    csv.field_size_limit(LONGEST_CELL)
    try:
        chosen = encoding or _encoding(path)
        with _text(path, chosen) as text:
            top = _header_text(text)
    except (OSError, EOFError, gzip.BadGzipFile) as trouble:
        raise UnreadableFile(f"{path}: {trouble}") from None
    except LookupError:
        raise UnreadableFile(f"There is no encoding '{encoding}'.") from None
    except UnicodeError:
        raise UnreadableFile(f"{path} is not {chosen} text; say its --encoding.") from None
    if not top.strip():
        raise UnreadableFile(f"{path} has no header line.")
    separator = NAMED.get(delimiter, delimiter) or _delimiter(top, columns)
    if len(separator) != 1:
        raise UnreadableFile(f"A delimiter is one character (or tab), not '{delimiter}'.")
    header = tuple(next(csv.reader(io.StringIO(top), delimiter=separator)))
    return HistoryFile(path=path, encoding=chosen, delimiter=separator, header=header)


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    # A byte that fits no encoding makes its row a bad one, not the file.
    return io.TextIOWrapper(_bytes(path), encoding=encoding, errors="surrogateescape", newline="")


def _bytes(path: Path) -> BinaryIO:
    file = path.open("rb")
    is_packed = file.read(2) == GZIP
    file.seek(0)
    return gzip.GzipFile(fileobj=file) if is_packed else file  # type: ignore[return-value]  # reads like one


def _encoding(path: Path) -> str:
    """Return UTF-8 when most of what is not ASCII reads as UTF-8, else cp1252."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    with _bytes(path) as file:
        start = file.read(4)
        for mark, name in MARKS:
            if start.startswith(mark):
                return name
        chunk = start
        while chunk:
            text = decoder.decode(chunk)
            if not text.isascii():
                escaped = sum("\udc80" <= c <= "\udcff" for c in text)
                bad += escaped
                good += sum(c > "\x7f" for c in text) - escaped
            chunk = file.read(CHUNK)
    return "utf-8" if good >= bad else "cp1252"


def _header_text(text: io.TextIOWrapper) -> str:
    """Return the first record, also when a quoted name in it holds a line break."""
    lines: list[str] = []
    for line in text:
        lines.append(line)
        if "".join(lines).count('"') % 2 == 0 and "".join(lines).strip():
            break
        if len(lines) > 100:
            break
    return "".join(lines).lstrip("\r\n")


def _delimiter(top: str, columns: Collection[str]) -> str:
    wanted = {name.casefold() for name in columns}

    def fit(delimiter: str) -> tuple[int, int]:
        header = next(csv.reader(io.StringIO(top), delimiter=delimiter), [])
        names: Sequence[str] = [name.strip().casefold() for name in header]
        return len(wanted & set(names)), len(names)

    return max(DELIMITERS, key=fit)
