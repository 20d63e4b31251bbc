"""Scenarios for their pages: the library, and one played minute by minute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.apps.policies import drafts, queries
from musterpoint.apps.policies.named import DEFAULT, DRAFT
from musterpoint.apps.policies.trials import Kept
from musterpoint.domain.policy.draft_states import OVER
from musterpoint.domain.scenarios import Deed, DeedKind, Kind, Outcome, Played, Verdict
from musterpoint.interfaces.web.shown.replays import name_of
from musterpoint.interfaces.web.templatetags.musterpoint import centre_datetime

MOST_VERSIONS = 20
VERDICTS = {
    Verdict.MET: (later("met"), "ok"),
    Verdict.MISSED: (later("missed"), "major"),
    Verdict.NOT_JUDGED: (later("not judged"), "soon"),
}
KINDS = {
    Kind.PRIORITY: later("Priority"),
    Kind.MAJOR: later("Major incident"),
    Kind.ESCALATION: later("Told"),
    Kind.AUDIENCE: later("Update"),
    Kind.CLOCK: later("Duty"),
}
DEEDS = {
    DeedKind.PRIORITY: later("Priority"),
    DeedKind.MAJOR: later("Major incident"),
    DeedKind.TOLD: later("Told"),
    DeedKind.TASK: later("Task due"),
    DeedKind.ROLE: later("Role"),
    DeedKind.UPDATE: later("Update due"),
}


def library(
    kept: Iterable[Kept], latest: Mapping[str, Any], *, policy: str
) -> list[dict[str, Any]]:
    """Return every scenario with what came of it the last time it was played for the record."""
    asked = f"?{urlencode({'policy': policy})}" if policy else ""
    return [
        {
            "code": one.scenario.code,
            "title": one.scenario.title,
            "category": one.scenario.category.replace("_", " "),
            "start": one.scenario.start,
            "url": reverse("web:scenario", args=[one.scenario.code]) + asked,
            "is_own": one.file is not None,
            "run": latest.get(one.scenario.code),
        }
        for one in kept
    ]


def kept_results(runs: Iterable[Any]) -> list[dict[str, Any]]:
    """Return results that were kept, each with what people call its strategy."""
    return [{"run": run, "strategy": name_of(run.strategy)} for run in runs]


def choices() -> list[tuple[str, str]]:
    """Return what a scenario can be played against: versions, drafts, the shipped strategy."""
    numbered = [row for row in queries.versions() if row.number is not None][:MOST_VERSIONS]
    versions = [(f"v{row.number}", _("Version %d") % row.number) for row in numbered if row.number]
    writing = [
        (f"{DRAFT}{row.pk}", _("Draft: %s") % row.title)
        for row in drafts.listed()
        if row.state not in OVER
    ]
    return [*versions, *writing, (DEFAULT, _("The shipped strategy"))]


def played(one: Played, *, policy: str, only_missed: bool) -> dict[str, Any]:
    """Return one scenario played: its score, and each minute with what happens and should."""
    version = int(policy[1:]) if policy[:1] == "v" and policy[1:].isdecimal() else None
    shown = [o for o in one.outcomes if not only_missed or o.verdict is not Verdict.MET]
    return {
        "score": [
            {
                "count": count,
                "label": VERDICTS[verdict][0],
                "tone": VERDICTS[verdict][1] if count else "",
            }
            for verdict, count in one.score.items()
            if count or verdict is not Verdict.NOT_JUDGED
        ],
        "share": _share(one),
        "minutes": _minutes(one, shown, version, only_missed=only_missed),
        "we_are": ", ".join(sorted(tag.replace("_", " ") for tag in one.organisation.we_are)),
        "read_from": one.organisation.because,
        "only_theirs": ", ".join(code.replace("_", " ") for code in one.only_theirs),
        "note": one.note,
        "is_all_met": not shown,
    }


def _share(one: Played) -> int | None:
    judged = one.score[Verdict.MET] + one.score[Verdict.MISSED]
    return round(100 * one.score[Verdict.MET] / judged) if judged else None


def _minutes(
    one: Played, outcomes: list[Outcome], version: int | None, *, only_missed: bool
) -> list[dict[str, Any]]:
    """Return the minutes at which anything happens or should, in order."""
    rows: dict[int, dict[str, list[Any]]] = defaultdict(
        lambda: {"injects": [], "deeds": [], "outcomes": []}
    )
    for outcome in outcomes:
        rows[outcome.minute]["outcomes"].append(_outcome(outcome, version))
    wanted = set(rows) if only_missed else None
    for inject in one.scenario.timeline:
        if wanted is None or inject.minute in wanted:
            rows[inject.minute]["injects"].append(inject)
    for deed in one.course.deeds:
        if (wanted is None or deed.minute in wanted) and deed.kind is not DeedKind.CLOCK:
            _add_deed(rows[deed.minute]["deeds"], deed, version)
    return [
        {"minute": minute, "at": one.scenario.at(minute), "after": timedelta(minutes=minute), **row}
        for minute, row in sorted(rows.items())
    ]


def _add_deed(deeds: list[dict[str, Any]], deed: Deed, version: int | None) -> None:
    """Add a deed; roles that open in one minute stand in one line."""
    if deed.kind is DeedKind.ROLE:
        name = deed.says.partition(" opens.")[0]
        if deeds and deeds[-1]["kind"] == DEEDS[DeedKind.ROLE]:
            deeds[-1]["says"] += f", {name}"
            return
        deeds.append({"kind": DEEDS[deed.kind], "says": name, "url": "", "in_silence": False})
        return
    deeds.append(
        {
            "kind": DEEDS[deed.kind],
            "says": deed.says,
            "url": _clause(version, deed.clause),
            "in_silence": deed.in_silence,
        }
    )


def _instant(text: str) -> str:
    """Return an instant as the centre's clock shows it, and anything else as it is."""
    try:
        return centre_datetime(datetime.fromisoformat(text))
    except ValueError:
        return text.replace("_", " ")


def _outcome(one: Outcome, version: int | None) -> dict[str, Any]:
    label, tone = VERDICTS[one.verdict]
    about = "" if one.about in one.expected else one.about.replace("_", " ")
    return {
        "kind": KINDS[one.kind],
        "about": about,
        "expected": _instant(one.expected),
        "got": "" if one.got == one.expected else _instant(one.got),
        "verdict": label,
        "tone": tone,
        "is_missed": one.verdict is Verdict.MISSED,
        "reason": one.reason,
        "urls": [
            {"clause": clause, "url": url}
            for clause in dict.fromkeys(one.clauses)
            if (url := _clause(version, clause))
        ],
    }


def _clause(version: int | None, clause: str) -> str:
    """Return where the clause of a published version can be read; of another text, nothing."""
    if version is None:
        return ""
    try:
        return reverse("web:clause", args=[version, clause])
    except NoReverseMatch:
        return ""
