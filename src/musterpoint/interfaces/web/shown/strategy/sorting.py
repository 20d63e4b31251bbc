"""The questions that tell an incident, and the kinds of incident, for reading."""

from __future__ import annotations

from django.utils.translation import gettext as _

from musterpoint.domain.policy.document import Answer, Category, Question
from musterpoint.interfaces.web.shown.strategy.blocks import Block, Entry, Fact, Line, Tag, facts
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.naming import role_name, role_names, words


def categories(edition: Edition) -> tuple[Block, ...]:
    """Return the questions, then all categories by group, each with a page of its own."""
    strategy, why = edition.strategy, edition.strategy.rationale
    groups: dict[str, list[dict[str, str]]] = {}
    for code, one in strategy.categories.items():
        groups.setdefault(words(one.group), []).append(
            {
                "name": one.name,
                "priority": strategy.matrix.get((one.impact, one.urgency), ""),
                "owner": role_name(strategy, one.owner),
                "url": edition.address("category", code=code),
            }
        )
    unsure = strategy.categories.get(strategy.generic_category)
    return (
        Block(
            title=_("Is it an incident?"),
            path="triage",
            why=why.get("triage", ""),
            entries=tuple(_question(one) for one in strategy.triage),
        ),
        Block(
            title=_("When nobody knows the category"),
            entries=(
                Entry(
                    path="generic_category",
                    title=unsure.name if unsure else words(strategy.generic_category),
                    why=why.get("generic_category", ""),
                ),
            ),
        ),
        Block(
            title=_("Categories"),
            path="categories",
            why=why.get("categories", ""),
            template="strategy/_categories.html",
            given={"groups": [{"label": name, "rows": rows} for name, rows in groups.items()]},
        ),
    )


def _question(one: Question) -> Entry:
    path = f"triage.{one.code}"
    return Entry(
        path=path,
        title=f"{one.code} {one.asks}",
        why=one.because,
        facts=facts(
            Fact(label=_("Yes"), says=_leads(one.yes), path=f"{path}.yes"),
            Fact(label=_("No"), says=_leads(one.no), path=f"{path}.no"),
        ),
    )


def _leads(answer: Answer) -> str:
    on = _("on to %(code)s") % {"code": answer.goto} if answer.goto else words(answer.verdict or "")
    sets = [_("sets %(fact)s") % {"fact": words(one.value).lower()} for one in sorted(answer.sets)]
    return "; ".join(bit for bit in (on, answer.says, *sets) if bit)


def category(edition: Edition, one: Category) -> tuple[Block, ...]:
    """Return everything about one category, with its first actions."""
    strategy, path = edition.strategy, f"categories.{one.code}"
    priority = strategy.matrix.get((one.impact, one.urgency), "")
    typical = _("impact %(i)s, urgency %(u)s") % {"i": one.impact, "u": one.urgency}
    floor = f"{one.floor.priority}: {one.floor.says}" if one.floor else ""
    entry = Entry(
        path=path,
        title=one.name,
        why=one.rationale,
        tags=_tags(one, priority),
        facts=facts(
            Fact(label=_("Signs"), items=one.signs, path=f"{path}.signs"),
            Fact(label=_("Not this if"), says=one.not_this_if, path=f"{path}.not_this_if"),
            Fact(label=_("Usually"), says=typical, path=f"{path}.typical"),
            Fact(label=_("Never below"), says=floor, path=f"{path}.floor"),
            Fact(label=_("Owner"), says=role_name(strategy, one.owner), path=f"{path}.owner"),
            Fact(
                label=_("Escalation path"),
                links=edition.links_to("paths", (one.path,)),
                path=f"{path}.path",
            ),
            Fact(label=_("Roles"), says=role_names(strategy, one.roles), path=f"{path}.roles"),
            Fact(
                label=_("Duties to check"),
                links=edition.links_to("obligations", one.obligations),
                path=f"{path}.obligations",
            ),
            Fact(
                label=_("Services"),
                links=edition.links_to(
                    "services", (code for code in one.services if code in strategy.services)
                ),
                path=f"{path}.services",
            ),
            Fact(label=_("Words to"), items=one.comms, path=f"{path}.comms"),
            Fact(label=_("Known by the words"), says=", ".join(one.words), path=f"{path}.words"),
        ),
    )
    return (Block(title=_("What it is"), entries=(entry,)), _actions(edition, one))


def _actions(edition: Edition, one: Category) -> Block:
    playbook = edition.strategy.playbooks.get(one.playbook)
    tasks = playbook.tasks if playbook else ()
    entry = Entry(
        path=f"categories.{one.code}.playbook",
        title=playbook.name if playbook else words(one.playbook),
        lines=tuple(Line(path="", says=task.says) for task in tasks),
        links=edition.links((f"playbooks.{one.playbook}",)) if playbook else (),
    )
    return Block(title=_("Playbook: first actions"), entries=(entry,))


def _tags(one: Category, priority: str) -> tuple[Tag, ...]:
    found = [Tag(label=priority, priority=True)] if priority else []
    if one.major_candidate:
        found.append(Tag(label=_("May become major"), tone="soon"))
    if one.restricted:
        found.append(Tag(label=_("Restricted")))
    if one.distressing:
        found.append(Tag(label=_("Distressing")))
    return tuple(found)
