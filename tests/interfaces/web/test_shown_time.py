"""What pages say about instants and lengths of time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from musterpoint.interfaces.web.templatetags import musterpoint as shown

AT = datetime(2026, 7, 20, 8, 47, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "says"),
    [
        (timedelta(seconds=50), "50 s"),
        (timedelta(minutes=4, seconds=59), "4 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(hours=3, minutes=13), "3 h 13 min"),
        (timedelta(days=2, hours=4, minutes=59), "2 d 4 h"),
    ],
)
def test_a_span_has_its_two_largest_units(length: timedelta, says: str) -> None:
    assert shown.span(length) == says
    assert shown.span(-length) == says


def test_what_the_product_is_doing_is_not_called_overdue() -> None:
    def said(**late: float) -> str:
        value = AT - timedelta(**late)
        template = Template('{% load musterpoint %}{% due_time value "being told" %}')
        return str(template.render(Context({"at": AT, "value": value})))

    assert ">being told<" in said(seconds=2)
    assert "soon" in said(seconds=2)
    assert ">overdue 2 min<" in said(minutes=2)


def test_a_due_instant_says_how_far_off_it_is() -> None:
    assert shown.due(AT + timedelta(minutes=4), AT) == "due in 4 min"
    assert shown.due(AT - timedelta(minutes=6), AT) == "overdue 6 min"


@pytest.mark.parametrize(
    ("minutes", "tone"), [(-1, "now"), (0, "soon"), (10, "soon"), (11, "later")]
)
def test_only_what_is_overdue_has_the_tone_of_now(minutes: int, tone: str) -> None:
    assert shown.due_tone(AT + timedelta(minutes=minutes), AT) == tone


def test_an_instant_is_shown_at_the_centre_with_the_name_of_its_zone() -> None:
    with timezone.override("Europe/London"):
        assert shown.centre_datetime(AT) == "Mon 20 Jul 2026, 09:47 BST"


def test_a_moment_of_another_day_says_the_day() -> None:
    page = Template("{% load musterpoint %}{% moment value %}")

    with timezone.override("Europe/London"):
        text = page.render(Context({"value": AT - timedelta(days=1), "at": AT}))

    assert ">19 Jul 09:47</time>" in text


def test_a_due_time_can_be_counted_on_by_the_page() -> None:
    page = Template("{% load musterpoint %}{% due_time value %}")

    text = page.render(Context({"value": AT + timedelta(minutes=4), "at": AT}))

    assert 'class="due soon" datetime="2026-07-20T08:51:00+00:00" data-due' in text
    assert ">due in 4 min</time>" in text
