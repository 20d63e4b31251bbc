"""The forms in which a strategy is handed over."""

from __future__ import annotations

from enum import StrEnum


class PaperForm(StrEnum):
    """A form, by the ending of its file."""

    PDF = "pdf"
    WORD = "docx"
    PAGE = "html"
    PACK = "zip"
