"""Stories of publishing what was agreed, and of all the ways that must not lead there."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from musterpoint.apps.policies import agreement
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.models import (
    AgreedVersion,
    DraftClause,
    StrategyDraft,
    StrategyVersion,
)
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.usecases.agreeing import StillMissing, TextChanged, WrongStage
from musterpoint.usecases.drafting import NotEditable
from musterpoint.usecases.publish_draft import publish_draft
from musterpoint.usecases.publish_policy import (
    InForceBeforePublishing,
    NeedsAgreement,
    publish_policy,
)
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import at, kinds, log
from tests.usecases import agreeing as story
from tests.usecases.agreeing import DAY, refused

NOW = at(7 * DAY)


@pytest.fixture
def draft(strategy: Version, people: dict[str, Actor]) -> int:
    return story.approved(people)


def test_what_was_signed_is_what_runs(draft: int, manager: Actor) -> None:
    signed = story.row(draft).digest

    published = publish_draft(draft_id=draft, note="Agreed in March", by=manager, at=NOW)

    row = StrategyVersion.objects.get(number=published.number)
    assert (row.number, row.digest, row.note) == (2, signed, "Agreed in March")
    assert (row.published_by_id, row.in_force_from) == (manager.person_id, NOW)
    assert story.row(draft).state == "published"
    assert AgreedVersion.objects.get().draft_id == draft
    assert kinds("policy:2") == ["policy_published"]
    assert policies.in_force(at=NOW).number == 2
    for stream in ("policy:2", f"draft:{draft}"):
        story.adds_up(stream)


def test_an_old_incident_keeps_its_own(draft: int, manager: Actor, agent: Actor) -> None:
    old = log(by=agent, minutes=5)
    publish_draft(draft_id=draft, by=manager, at=NOW)
    new = log(by=agent, minutes=7 * DAY + 1)

    assert policies.get(old.strategy_id).number == 1
    assert policies.get(new.strategy_id).number == 2


def test_it_may_hold_from_later_on(draft: int, manager: Actor) -> None:
    publish_draft(draft_id=draft, by=manager, at=NOW, in_force_from=at(9 * DAY))

    assert policies.in_force(at=at(8 * DAY)).number == 1
    assert policies.in_force(at=at(9 * DAY)).number == 2


def test_it_cannot_reach_back(draft: int, manager: Actor) -> None:
    with refused(InForceBeforePublishing):
        publish_draft(draft_id=draft, by=manager, at=NOW, in_force_from=at(0))


@pytest.mark.parametrize("role", ["agent", "team_leader", "quality", "planner", "auditor"])
def test_who_may_not_publish(role: str, draft: int, people: dict[str, Actor]) -> None:
    with refused(NotAllowed):
        publish_draft(draft_id=draft, by=people[role], at=NOW)


@pytest.mark.parametrize("stage", [story.begun, story.in_consultation, story.in_approval])
def test_what_is_not_approved_is_not_published(
    stage: Callable[[Actor], int], strategy: Version, manager: Actor
) -> None:
    pk = stage(manager)

    with refused(WrongStage):
        publish_draft(draft_id=pk, by=manager, at=NOW)


def test_it_is_published_once(draft: int, manager: Actor) -> None:
    publish_draft(draft_id=draft, by=manager, at=NOW)

    with refused(WrongStage):
        publish_draft(draft_id=draft, by=manager, at=NOW)


def test_a_clause_that_was_altered_behind_everybodys_back_is_found(
    draft: int, manager: Actor
) -> None:
    DraftClause.objects.filter(draft=draft, path="marks").update(value="[0.5]")

    with refused(TextChanged):
        publish_draft(draft_id=draft, by=manager, at=NOW)


def test_a_state_that_was_altered_behind_everybodys_back_signs_nothing(
    strategy: Version, manager: Actor
) -> None:
    pk = story.in_approval(manager)
    StrategyDraft.objects.filter(pk=pk).update(state="approved")

    with refused(StillMissing):
        publish_draft(draft_id=pk, by=manager, at=NOW)
    assert verify_ledger(stream=f"draft:{pk}").bad is not None


# Ways around ----------------------------------------------------------------------------


def test_a_person_does_not_publish_past_an_agreement(strategy: Version, manager: Actor) -> None:
    with refused(NeedsAgreement) as refusal:
        publish_policy(text=story.agreed_text(), by=manager, at=NOW)
    assert "have it agreed, and publish the draft" in str(refusal.value)


def test_leaving_the_agreement_out_does_not_help(draft: int, manager: Actor) -> None:
    publish_draft(draft_id=draft, by=manager, at=NOW)

    with refused(NeedsAgreement):
        publish_policy(text=story.agreed_text(groups={}, approvers=[]), by=manager, at=NOW)


def test_the_operator_publishes_and_it_shows(strategy: Version) -> None:
    published = publish_policy(text=story.agreed_text(), by=system("console"), at=NOW)

    row = StrategyVersion.objects.get(number=published.number)
    assert row.published_by_id is None
    assert agreement.agreed([row.pk]) == {}
    story.adds_up(f"policy:{published.number}")


# A published version cannot be altered by any route --------------------------------------


def test_no_route_alters_what_is_published(draft: int, manager: Actor) -> None:
    number = publish_draft(draft_id=draft, by=manager, at=NOW).number
    before = StrategyVersion.objects.filter(number=number).values().get()
    row = StrategyVersion.objects.get(number=number)
    row.text = "something else"

    def sql(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    table = "policies_strategyversion"
    frozen: list[Callable[[], Any]] = [
        row.save,
        row.delete,
        lambda: StrategyVersion.objects.update(text="x"),
        lambda: StrategyVersion.objects.filter(number=number).delete(),
        lambda: StrategyVersion.objects.bulk_update([row], ["text"]),
        lambda: AgreedVersion.objects.all().delete(),
        lambda: AgreedVersion.objects.update(draft_id=draft),
        lambda: sql(f"UPDATE {table} SET note = 'x' WHERE number = {number}"),
        lambda: sql(f"UPDATE {table} SET number = NULL, published_at = NULL, in_force_from = NULL"),
        lambda: sql(f"DELETE FROM {table} WHERE number = {number}"),
        lambda: sql("DELETE FROM policies_agreedversion"),
    ]
    for act in frozen:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    with refused(NotEditable):
        story.said(draft, "marks", [0.5], by=manager, when=NOW)
    call_command("policy", "import", str(number), stdout=StringIO())
    with pytest.raises(CommandError, match="word for word"):
        call_command("policy", "publish", str(number), stdout=StringIO())

    assert StrategyVersion.objects.filter(number=number).values().get() == before
    story.adds_up(f"policy:{number}")


def test_verify_finds_a_text_that_was_altered_on_the_disk(draft: int, manager: Actor) -> None:
    number = publish_draft(draft_id=draft, by=manager, at=NOW).number
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE policies_strategyversion DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE policies_strategyversion SET text = text || '#' WHERE number = %s", [number]
        )
        cursor.execute("ALTER TABLE policies_strategyversion ENABLE TRIGGER USER")

    bad = verify_ledger(stream=f"policy:{number}").bad
    assert bad is not None
    assert bad.says.startswith("policy digest is ")
