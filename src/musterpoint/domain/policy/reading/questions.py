"""Reading the question tree that tells an incident from everything else."""

from __future__ import annotations

from musterpoint.domain.policy.document import Answer, OverrideTrigger, Question
from musterpoint.domain.policy.reading.part import Part


def triage(root: Part) -> tuple[Question, ...]:
    return tuple(root.keyed("triage", _question).values())


def _question(code: str, part: Part) -> Question:
    return Question(
        code=code,
        asks=part.text("asks"),
        yes=_answer(part.part("yes")),
        no=_answer(part.part("no")),
        because=part.text("because"),
    )


def _answer(part: Part) -> Answer:
    answer = Answer(
        goto=part.optional_text("goto"),
        verdict=part.optional_text("verdict"),
        says=part.text("says", ""),
        sets=part.choices("sets", OverrideTrigger),
    )
    part.end()
    if part.entries and (answer.goto is None) == (answer.verdict is None):
        says = "An answer leads to a question or to a verdict."
        part.note(part.node, part.path, says, "Write either 'goto:' or 'verdict:'.")
    return answer
