"""How pages show instants, spans, priorities, icons and form fields.

Instants are shown in the current zone: the page's middleware activates the centre's. Nothing here
asks what time it is: a page passes ``at``, the moment it was made.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from musterpoint.domain.policy.clause_names import UnknownClause
from musterpoint.domain.policy.numbering import number_of
from musterpoint.domain.vault.tokens import IN_BRACKETS

register = template.Library()

NOTHING = "–"
SOON = timedelta(minutes=10)
DOING = timedelta(minutes=1)


def _local(value: datetime) -> datetime:
    return value.astimezone(timezone.get_current_timezone())


@register.filter
def iso(value: datetime | None) -> str:
    """Return the instant for a ``datetime`` attribute."""
    return value.isoformat(timespec="seconds") if value else ""


@register.filter
def centre_time(value: datetime | None) -> str:
    """Return the wall clock of the centre, as 09:04."""
    return f"{_local(value):%H:%M}" if value else NOTHING


@register.filter
def centre_date(value: datetime | date | None) -> str:
    """Return the day at the centre, as Sat 21 Nov 2026."""
    if value is None:
        return NOTHING
    day = _local(value) if isinstance(value, datetime) else value
    return f"{day:%a} {day.day} {day:%b %Y}"


@register.filter
def centre_datetime(value: datetime | None) -> str:
    """Return the instant in full, as Sat 21 Nov 2026, 09:04 GMT."""
    return f"{centre_date(value)}, {_local(value):%H:%M %Z}" if value else NOTHING


@register.filter
def wall_input(value: datetime | None) -> str:
    """Return the wall clock of the centre as the browser's own picker takes it."""
    return f"{_local(value):%Y-%m-%dT%H:%M}" if value else ""


@register.filter
def zone_abbreviation(at: datetime | None) -> str:
    """Return what the centre calls its zone at this instant, as GMT or BST."""
    return _local(at).tzname() or "" if at else ""


@register.filter
def span(value: timedelta | None) -> str:
    """Return a length of time in its two largest units, as 3 h 13 min."""
    if value is None:
        return NOTHING
    seconds = int(abs(value).total_seconds())
    if seconds < 60:
        return _("%(n)d s") % {"n": seconds}
    minutes, hours = seconds // 60, seconds // 3600
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if hours < 24:
        rest = minutes % 60
        return (
            _("%(h)d h %(m)d min") % {"h": hours, "m": rest}
            if rest
            else _("%(h)d h") % {"h": hours}
        )
    days, rest = divmod(hours, 24)
    return _("%(d)d d %(h)d h") % {"d": days, "h": rest} if rest else _("%(d)d d") % {"d": days}


@register.filter
def tokens(text: Any) -> SafeString:
    """Return a text in which each token of the vault leads to where a reason is asked for."""
    found = IN_BRACKETS.sub(_token_link, conditional_escape(text))
    return mark_safe(found)  # noqa: S308  # escaped above; a token is letters and digits


def _token_link(match: re.Match[str]) -> str:
    return format_html(
        '<a class="token" href="{}">{}</a>',
        reverse("web:vault_value", args=[match[2]]),
        mark_safe(match[0]),  # noqa: S308  # part of a text that is escaped
    )


@register.filter
def ago(value: datetime | None, at: datetime) -> str:
    """Return how long before ``at`` it was, as 47 min ago."""
    if value is None:
        return NOTHING
    if at - value < timedelta(minutes=1):
        return _("just now")
    return _("%(span)s ago") % {"span": span(at - value)}


@register.filter
def due(value: datetime | None, at: datetime) -> str:
    """Return how far off it is, as due in 4 min or overdue 6 min."""
    if value is None:
        return NOTHING
    left = value - at
    return _("overdue %(span)s" if left < timedelta(0) else "due in %(span)s") % {
        "span": span(left)
    }


@register.filter
def due_tone(value: datetime | None, at: datetime) -> str:
    """Return the tone of a due instant: now, soon or later."""
    if value is None:
        return "later"
    return "now" if value < at else "soon" if value - at <= SOON else "later"


@register.simple_tag(takes_context=True)
def due_time(context: Context, value: datetime | None, just: str = "") -> SafeString | str:
    """Return a ``<time>`` which the page keeps counting.

    For what the product does itself, ``just`` is said in the minute in which it is doing it.
    """
    if value is None:
        return NOTHING
    at = context["at"]
    is_just = bool(just) and timedelta(0) < at - value < DOING
    return format_html(
        '<time class="due {}" datetime="{}" data-due{} title="{}">{}</time>',
        "soon" if is_just else due_tone(value, at),
        iso(value),
        format_html(' data-just="{}"', just) if just else "",
        centre_datetime(value),
        just if is_just else due(value, at),
    )


@register.simple_tag(takes_context=True)
def ago_time(context: Context, value: datetime | None) -> SafeString | str:
    """Return a ``<time>`` that says how long ago, and which the page keeps counting."""
    if value is None:
        return NOTHING
    return format_html(
        '<time datetime="{}" data-ago title="{}">{}</time>',
        iso(value),
        centre_datetime(value),
        ago(value, context["at"]),
    )


@register.simple_tag(takes_context=True)
def age_time(context: Context, value: datetime | None) -> SafeString | str:
    """Return a ``<time>`` that says how long since, and which the page keeps counting."""
    if value is None:
        return NOTHING
    return format_html(
        '<time datetime="{}" data-age title="{}">{}</time>',
        iso(value),
        centre_datetime(value),
        span(context["at"] - value),
    )


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> SafeString | str:
    """Return a ``<time>`` with the wall clock, with the day when that is not the page's."""
    if value is None:
        return NOTHING
    local, today = _local(value), _local(context["at"])
    day = "" if local.date() == today.date() else f"{local.day} {local:%b} "
    return format_html(
        '<time datetime="{}" title="{}">{}{}</time>',
        iso(value),
        centre_datetime(value),
        day,
        centre_time(value),
    )


@register.simple_tag
def priority(value: str | None) -> SafeString:
    """Return the badge of a priority; without one it says so."""
    if not value:
        return format_html('<span class="p p0" title="{}">P?</span>', _("No priority yet"))
    return format_html('<span class="p {}">{}</span>', value.lower(), value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a drawing that says nothing to a screen reader."""
    return format_html(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons/sprite.svg"),
        name,
    )


@register.inclusion_tag("components/_field.html")
def field(bound: BoundField | None, shortcut: str = "", label: str = "") -> dict[str, Any]:
    """Return a form's field with its label, help and errors tied to it."""
    if not bound:
        return {"field": None}
    described = [f"{bound.auto_id}-{part}" for part in ("help", "errors") if _has(bound, part)]
    attributes: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if shortcut:
        attributes["data-shortcut"] = shortcut
    kind = getattr(bound.field.widget, "input_type", "")
    is_group = bool(getattr(bound.field.widget, "use_fieldset", False))
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attributes),
        "seen": bound.as_hidden(only_initial=True) if bound.field.show_hidden_initial else "",
        "label": label or bound.label,
        "optional": _optional(bound),
        "is_tick": kind == "checkbox" and not is_group,
        "is_hidden": bound.is_hidden,
        "is_group": is_group,
    }


def _optional(bound: BoundField) -> str:
    """Return what stands beside the label of a field that need not be filled, or not always."""
    if bound.field.required:
        return ""
    conditions: Mapping[str, str] = getattr(bound.form, "conditions", {})
    return conditions.get(bound.name, _("optional"))


def _has(bound: BoundField, part: str) -> bool:
    return bool(bound.help_text) if part == "help" else bool(bound.errors)


@register.simple_tag(takes_context=True)
def clause_number(context: Context, path: str) -> str:
    """Return the number of a clause and a space, where the page says ``policy``; else nothing."""
    version = context.get("policy")
    if version is None:
        return ""
    try:
        return f"§{number_of(version.strategy, path)} "
    except UnknownClause:
        return ""
