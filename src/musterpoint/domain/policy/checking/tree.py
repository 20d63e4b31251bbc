"""Checks on the question tree: every question is met, and every way ends in a verdict."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.domain.policy.checking.remark import error, warning
from musterpoint.domain.policy.document import Question, Strategy
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.verdicts import VerdictKind

_KINDS = tuple(kind.value for kind in VerdictKind)


def findings(strategy: Strategy) -> Iterator[Finding]:
    questions = {question.code: question for question in strategy.triage}
    if not strategy.triage:
        yield error("triage", "There is no question.", "Ask at least one.")
        return
    yield from _reached(strategy, questions)
    yield from _loops(questions)
    yield from _verdicts(strategy)


def _after(question: Question) -> Iterator[str]:
    for answer in (question.yes, question.no):
        if answer.goto is not None:
            yield answer.goto


def _reached(strategy: Strategy, questions: dict[str, Question]) -> Iterator[Finding]:
    met: set[str] = set()
    waiting = [strategy.triage[0].code]
    while waiting:
        code = waiting.pop()
        if code in questions and code not in met:
            met.add(code)
            waiting.extend(_after(questions[code]))
    for code in questions:
        if code not in met:
            remedy = "Lead an answer to it, or remove it."
            yield error(f"triage.{code}", f"No answer ever leads to {code}.", remedy)


def _loops(questions: dict[str, Question]) -> Iterator[Finding]:
    for code, question in questions.items():
        met, waiting = set(), list(_after(question))
        while waiting:
            present = waiting.pop()
            if present == code:
                remedy = "Let one of the answers end in a verdict."
                yield error(f"triage.{code}", f"The answers lead from {code} back to it.", remedy)
                break
            if present in questions and present not in met:
                met.add(present)
                waiting.extend(_after(questions[present]))


def _verdicts(strategy: Strategy) -> Iterator[Finding]:
    given: set[str] = set()
    for question in strategy.triage:
        for word, answer in (("yes", question.yes), ("no", question.no)):
            at = f"triage.{question.code}.{word}"
            if answer.verdict is None and answer.goto is None:
                yield error(at, "This answer leads nowhere.", "Write 'goto:' or 'verdict:'.")
            if answer.verdict is not None:
                given.add(answer.verdict)
                if answer.verdict not in _KINDS:
                    remedy = f"Known: {', '.join(_KINDS)}."
                    yield error(at, f"There is no verdict '{answer.verdict}'.", remedy)
    if VerdictKind.INCIDENT not in given:
        yield error("triage", "No answer makes it an incident.", "Add the verdict 'incident'.")
    if VerdictKind.COMPLAINT not in given:
        says = "No answer makes it a complaint, so complaints would lose their clock."
        yield warning("triage", says, "Add the verdict 'complaint'.")
