"""The sign-in page offers the sample centre's people in the demo, and nowhere else."""

from __future__ import annotations

from typing import Any

from django.test import Client

from musterpoint.domain.authority import Actor


def test_the_demo_offers_one_person_for_each_role(
    client: Client, people: dict[str, Actor], settings: Any
) -> None:
    settings.SAMPLE_PASSWORD = "only-in-the-demo"

    page = client.get("/accounts/login/").content.decode()

    assert page.count("only-in-the-demo") == len(people)
    assert "asha.patel@centre.example" in page


def test_any_other_installation_names_nobody(client: Client, people: dict[str, Actor]) -> None:
    page = client.get("/accounts/login/").content.decode()

    assert "asha.patel@centre.example" not in page
