"""The glossary changed: what is written, what the ledger says of it, and every refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from musterpoint.apps.communications.models import GlossaryTerm
from musterpoint.apps.communications.queries import glossary
from musterpoint.apps.communications.queries.glossary import NoSuchTerm
from musterpoint.apps.ledger.models import Entry
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.plain_words import Area, Term
from musterpoint.usecases.keep_words import (
    CodeTaken,
    NothingLeftOut,
    NotShipped,
    StaleTerm,
    WordTaken,
    add_term,
    change_term,
    leave_out_term,
    take_back_term,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import at
from tests.usecases.everything import nothing_changes

PICK_LIST = Term(
    code="",
    term=" pick  list ",
    area=Area.DELIVERY,
    plain="The paper by which goods are taken from the shelf.",
    aliases=("PL", "PL", " "),
    instead="shelf list",
)


def spoken(code: str) -> Term:
    return glossary.entry(code).term


def recorded() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("id").values_list("stream", "kind"))


def test_a_new_term_is_checked_for_from_now_on(manager: Actor) -> None:
    code = add_term(said=PICK_LIST, by=manager, at=at(1))

    assert code == "pick_list"
    assert spoken(code) == replace(PICK_LIST, code=code, term="pick list", aliases=("PL",))
    assert spoken(code) in glossary.glossary()
    row = GlossaryTerm.objects.get()
    assert (row.version, row.changed_at, row.changed_by_id) == (1, at(1), manager.person_id)
    assert recorded() == [(row.stream, "term_kept")]
    assert verify_ledger().bad is None


def test_a_shipped_term_is_changed_and_taken_back(manager: Actor) -> None:
    shipped = spoken("ncr")

    change_term(said=replace(shipped, plain="Ours."), seen_version=0, by=manager, at=at(1))
    assert spoken("ncr").plain == "Ours."
    assert len(glossary.glossary()) == 86

    take_back_term(code="ncr", seen_version=1, by=manager, at=at(2))
    assert spoken("ncr") == shipped
    assert [kind for _, kind in recorded()] == ["term_kept", "term_taken_back"]
    assert verify_ledger().bad is None


def test_the_ledger_holds_what_was_and_what_is(manager: Actor) -> None:
    add_term(said=PICK_LIST, by=manager, at=at(1))
    changed = replace(spoken("pick_list"), instead="")
    change_term(said=changed, seen_version=1, by=manager, at=at(2))

    changes = Entry.objects.order_by("-id")[0].data["changes"]
    assert {"of": "term", "field": "instead", "old": "shelf list", "new": None} in changes
    assert [one["field"] for one in changes] == ["changed_at", "instead"]
    assert verify_ledger().bad is None


def test_a_row_altered_behind_the_ledger_is_found(manager: Actor) -> None:
    add_term(said=PICK_LIST, by=manager, at=at(1))
    GlossaryTerm.objects.update(plain="Something else.")

    bad = verify_ledger().bad

    assert bad is not None
    assert "plain" in bad.says


def test_a_term_that_is_left_out_is_marked_nowhere_and_can_come_back(manager: Actor) -> None:
    leave_out_term(code="kanban", seen_version=0, by=manager, at=at(1))

    assert len(glossary.glossary()) == 85
    assert glossary.entry("kanban").is_left_out

    take_back_term(code="kanban", seen_version=1, by=manager, at=at(2))
    assert len(glossary.glossary()) == 86
    assert verify_ledger().bad is None


def test_only_those_who_keep_words_change_them(agent: Actor) -> None:
    with nothing_changes(NotAllowed):
        add_term(said=PICK_LIST, by=agent, at=at(1))
    with nothing_changes(NotAllowed):
        change_term(said=PICK_LIST, seen_version=0, by=agent, at=at(1))
    with nothing_changes(NotAllowed):
        leave_out_term(code="ncr", seen_version=0, by=agent, at=at(1))
    with nothing_changes(NotAllowed):
        take_back_term(code="ncr", seen_version=0, by=agent, at=at(1))


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"term": " - "}, "term", "Write the word itself."),
        ({"plain": " "}, "plain", "Write what it means."),
        ({"term": "x" * 81}, "term", "At most 80 characters fit here."),
        ({"trap": "x" * 401}, "trap", "At most 400 characters fit here."),
        (
            {"aliases": ("x" * 81,)},
            "aliases",
            "At most 12 words, each of at most 80 characters.",
        ),
        (
            {"aliases": tuple(f"x{n}" for n in range(13))},
            "aliases",
            "At most 12 words, each of at most 80 characters.",
        ),
        (
            {"instead": "5 mm list"},
            "instead",
            "“5 mm” was not said before. It would change what a text says.",
        ),
        (
            {"instead_many": "no lists"},
            "instead_many",
            "“no” was not said before. It would change what a text says.",
        ),
        (
            {"everyday": ("other",)},
            "everyday",
            "“other” is neither the word nor one of its other names.",
        ),
    ],
)
def test_what_cannot_be_a_term_is_refused(
    change: dict[str, object], field: str, says: str, manager: Actor
) -> None:
    with nothing_changes(Refusal, **{field: says}):
        add_term(said=replace(PICK_LIST, **change), by=manager, at=at(1))  # type: ignore[arg-type]  # one field each


def test_a_word_of_another_term_is_refused(manager: Actor) -> None:
    says = "“ncr” belongs to the term “NCR”."
    with nothing_changes(WordTaken, aliases=says):
        add_term(said=replace(PICK_LIST, aliases=("ncr",)), by=manager, at=at(1))


def test_a_word_of_a_term_that_was_left_out_is_free(manager: Actor) -> None:
    leave_out_term(code="ncr", seen_version=0, by=manager, at=at(1))

    add_term(said=replace(PICK_LIST, aliases=("NCR",)), by=manager, at=at(2))

    says = "“NCR” belongs to the term “pick list”."
    with nothing_changes(WordTaken, aliases=says):
        take_back_term(code="ncr", seen_version=1, by=manager, at=at(3))


def test_a_term_that_is_there_is_not_added_again(manager: Actor) -> None:
    with nothing_changes(CodeTaken, term="There is a term “lead time” already."):
        add_term(said=replace(PICK_LIST, term="Lead Time", aliases=()), by=manager, at=at(1))


def test_what_somebody_else_changed_is_looked_at_again(manager: Actor) -> None:
    said = spoken("ncr")
    change_term(said=replace(said, keep="Ours."), seen_version=0, by=manager, at=at(1))

    says = "Somebody changed this term since you opened it. Look at it again."
    with nothing_changes(StaleTerm, version=says):
        change_term(said=said, seen_version=0, by=manager, at=at(2))
    with nothing_changes(StaleTerm, version=says):
        leave_out_term(code="ncr", seen_version=0, by=manager, at=at(2))
    with nothing_changes(StaleTerm, version=says):
        take_back_term(code="ncr", seen_version=0, by=manager, at=at(2))


def test_nothing_is_left_out_or_taken_back_twice(manager: Actor) -> None:
    leave_out_term(code="ncr", seen_version=0, by=manager, at=at(1))
    with nothing_changes(NothingLeftOut, code="This term is left out already."):
        leave_out_term(code="ncr", seen_version=1, by=manager, at=at(2))

    says = "There are no shipped words to take back."
    with nothing_changes(NotShipped, code=says):
        take_back_term(code="moq", seen_version=0, by=manager, at=at(2))
    add_term(said=PICK_LIST, by=manager, at=at(3))
    with nothing_changes(NotShipped, code=says):
        take_back_term(code="pick_list", seen_version=1, by=manager, at=at(4))


def test_a_term_that_is_not_there_is_not_changed(manager: Actor) -> None:
    with nothing_changes(NoSuchTerm):
        change_term(said=replace(PICK_LIST, code="x"), seen_version=0, by=manager, at=at(1))
