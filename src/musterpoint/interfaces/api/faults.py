"""What the reading of a request found wrong, in words for whoever wrote the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

_SAYS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "This is required.",
    "extra_forbidden": lambda _: "There is no such field here.",
    "string_type": lambda _: "Give a text.",
    "string_unicode": lambda _: "This is not valid text.",
    "string_too_long": lambda c: f"Give at most {c['max_length']} characters.",
    "string_too_short": lambda c: f"Give at least {c['min_length']} characters.",
    "int_type": lambda _: "Give a whole number.",
    "int_parsing": lambda _: "Give a whole number.",
    "int_parsing_size": lambda _: "This number is too large.",
    "bool_type": lambda _: "Give true or false.",
    "literal_error": lambda c: f"Give one of {c['expected']}.",
    "enum": lambda c: f"Give one of {c['expected']}.",
    "list_type": lambda _: "Give a list.",
    "dict_type": lambda _: "Give an object.",
    "model_type": lambda _: "Give a JSON object.",
    "model_attributes_type": lambda _: "Give a JSON object.",
    "greater_than_equal": lambda c: f"Give {c['ge']} or more.",
    "less_than_equal": lambda c: f"Give {c['le']} or less.",
    "too_long": lambda c: f"Give at most {c['max_length']}.",
    "too_short": lambda c: f"Give at least {c['min_length']}.",
    "string_pattern_mismatch": lambda c: f"This must look like {c['pattern']}.",
}


def of(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return each error of a failed reading as the field's name and what to do about it."""
    return [{"field": _field(error["loc"]), "says": _says(error)} for error in errors]


def _field(loc: Sequence[str | int]) -> str:
    """Leave out where it stood and the name the route gives the whole body."""
    source, *path = loc
    inner = path[1:] if source == "body" else path[-1:]
    return ".".join(str(part) for part in inner) or str(source)


def _says(error: Mapping[str, Any]) -> str:
    words = _SAYS.get(error["type"])
    return words(error.get("ctx", {})) if words else f"{error['msg']}."
