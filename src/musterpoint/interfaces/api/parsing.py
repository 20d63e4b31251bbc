"""A request's body as JSON, or a refusal that says why it is not."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from musterpoint.interfaces.api.screening import screened_body


class NotJson(ValueError):
    """The body is not a JSON text."""


def parsed(body: bytes) -> Any:
    """Return what the body says, or raise NotJson. NaN and infinities are not JSON."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError:
        raise NotJson("The body is not UTF-8.") from None
    except RecursionError:
        raise NotJson("The body is nested too deeply.") from None
    except ValueError as trouble:
        raise NotJson(f"The body is not JSON: {str(trouble)[:200]}.") from None


class StrictParser(Parser):
    """Reads bodies for all routes, without what must not be kept."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body's JSON, or raise NotJson."""
        return screened_body(request, parsed(request.body))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")
