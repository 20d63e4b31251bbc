"""A body is screened by what its fields are called as well as by what stands in them."""

from __future__ import annotations

from django.test import RequestFactory

from musterpoint.interfaces.api.screening import screened_body


def test_a_field_that_is_called_a_secret_is_emptied_wherever_it_stands() -> None:
    request = RequestFactory().post("/api/v1/rotas/lines/draft")
    body = {"document": {"layers": [{"cvv": "123", "cardCvc": 4567, "name": "First line"}]}}

    left = screened_body(request, body)

    (layer,) = left["document"]["layers"]
    assert layer["name"] == "First line"
    assert {layer["cvv"], layer["cardCvc"]} == {"[card security code removed]"}
