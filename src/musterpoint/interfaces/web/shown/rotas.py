"""Rotas as pages show them: names for ids, who answers until when, what changes next, and gaps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from musterpoint.apps.rotas import queries
from musterpoint.domain.rotas import Cover, Finding, Gap, Rota, Turn, cover, gaps, hands_over
from musterpoint.interfaces.web import directory

AHEAD = timedelta(days=14)
AROUND = timedelta(days=62)
"""How far around an instant a rota is read, so that turns show when they began and end."""

WHOLE = timedelta(days=30)
"""How far beyond a list turns are followed, so that each shows when it really begins and ends."""


def short(at: datetime) -> str:
    """Return the day and wall clock at the centre, as Sat 21 Nov, 09:04."""
    local = at.astimezone(timezone.get_current_timezone())
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


def stretch(start: datetime, end: datetime) -> str:
    """Return a stretch as people say it; the day is said once when it is the same."""
    local_start, local_end = (
        each.astimezone(timezone.get_current_timezone()) for each in (start, end)
    )
    if local_start.date() == local_end.date():
        return f"{short(start)} – {local_end:%H:%M}"
    return f"{short(start)} – {short(end)}"


def running(*, at: datetime, code: str | None = None) -> dict[str, Rota]:
    """Return published rotas as they run around ``at``."""
    codes = None if code is None else [code]
    return queries.running(start=at - AROUND, end=at + AROUND, codes=codes)


def overview(rotas: Collection[Rota], *, at: datetime) -> list[dict[str, Any]]:
    """Return who answers now on each rota, until when, why, and what is ahead."""
    answers = {rota.code: cover(rota, at) for rota in rotas}
    changes = {rota.code: hands_over(rota, at, within=AHEAD) for rota in rotas}
    after = {
        rota.code: cover(rota, changes_at)
        for rota in rotas
        if (changes_at := changes[rota.code]) is not None
    }
    names = names_in((*answers.values(), *after.values()), rotas)
    roles = queries.roles_of_rotas()
    role_names = names_of_roles(at=at)
    found = [
        now(rota, answers[rota.code], names, role_names)
        | ahead(changes[rota.code], after.get(rota.code), names)
        | {
            "gaps": empty(gaps(rota, at, at + AHEAD)),
            "roles": [role_names.get(role, role) for role in roles.get(rota.code, [])],
        }
        for rota in rotas
    ]
    return sorted(found, key=lambda row: str(row["name"]).casefold())


def now(
    rota: Rota, answers: Cover, names: Mapping[int, str], role_names: Mapping[str, str]
) -> dict[str, Any]:
    """Return who answers on one rota at the instant of ``answers``."""
    layers = {layer.code: layer.name for layer in rota.layers}
    return {
        "code": rota.code,
        "name": rota.name,
        "nobody": answers.nobody,
        "fallback": called(rota.fallback, names, role_names),
        "shadows": [names.get(each, "") for each in answers.shadows],
        "because": answers.because,
        "answers": [
            {
                "person": each.person,
                "name": names.get(each.person, ""),
                "layer": layers[each.layer],
                "until": each.until,
                "until_says": short(each.until),
                "says": each.because.says,
                "instead_of": names.get(each.instead_of or 0, ""),
            }
            for each in answers.answers
        ],
    }


def ahead(
    changes_at: datetime | None, after: Cover | None, names: Mapping[int, str]
) -> dict[str, Any]:
    """Return when other people answer next, and who."""
    if changes_at is None or after is None:
        return {"changes_at": None, "then": ""}
    then = ", ".join(names.get(each, "") for each in after.people)
    return {
        "changes_at": changes_at,
        "changes_says": short(changes_at),
        "then": then or _("nobody"),
    }


def empty(found: Iterable[Gap]) -> list[str]:
    return [stretch(gap.start, gap.end) for gap in found]


def called(fallback: int | str, names: Mapping[int, str], role_names: Mapping[str, str]) -> str:
    """Return a fallback as people call it."""
    if isinstance(fallback, int):
        return names.get(fallback, "")
    return role_names.get(fallback, fallback)


def names_of_roles(*, at: datetime) -> dict[str, str]:
    roles = directory.strategy(at=at).strategy.roles
    return {code: role.name for code, role in roles.items()}


def names_in(covers: Iterable[Cover], rotas: Iterable[Rota]) -> dict[int, str]:
    """Return the names of everybody these answers and rotas could mention."""
    people = {one for each in covers for one in (*each.people, *each.shadows)}
    people |= {one for rota in rotas for one in rota.everybody}
    return directory.names_of(people)


def entries(
    rota: Rota,
    found: Iterable[Turn],
    names: Mapping[int, str],
    *,
    me: int,
    since: datetime,
    until: datetime,
) -> list[dict[str, Any]]:
    """Return the turns from ``since`` to ``until`` for a list, whole.

    The days of one turn in office hours are one line.
    """
    layers = {layer.code: layer.name for layer in rota.layers}
    held = [turn for turn in found if turn.person is not None or turn.instead_of is not None]
    held.sort(key=lambda turn: (turn.layer, turn.start))
    lines = []
    for (layer, person, why), group in groupby(
        held, key=lambda turn: (turn.layer, turn.person, turn.because.says)
    ):
        whole = list(group)
        if whole[-1].end <= since or whole[0].start >= until:
            continue
        lines.append(
            {
                "layer": layers[layer],
                "name": names.get(person or 0, _("Nobody")),
                "is_away": person is None,
                "is_mine": person == me,
                "start": whole[0].start,
                "end": whole[-1].end,
                "when": stretch(whole[0].start, whole[-1].end),
                "times": len(whole),
                "says": why,
                "instead_of": names.get(whole[0].instead_of or 0, ""),
            }
        )
    return sorted(lines, key=lambda line: line["start"])


def findings(found: Iterable[Finding], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return what is wrong with a rota, with the name of whom it concerns."""
    return [
        {
            "blocks": one.severity == "blocks",
            "name": names.get(one.person or 0, ""),
            "says": one.says,
            "remedy": one.remedy,
            "when": stretch(one.start, one.end),
        }
        for one in found
    ]
