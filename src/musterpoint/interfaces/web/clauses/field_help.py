"""How fields of the document are filled, where their name does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HELP: dict[str, StrOrPromise] = {
    "after_at": _("One a line, such as P1: 2 min."),
    "amount": _("In words, such as two rooms or one."),
    "applies_to": _("One a line. “all” binds everybody."),
    "closed": _("Dates such as 2026-12-25, one a line."),
    "computed": _("The code of a figure that Musterpoint works out itself, or empty."),
    "context": _("What about the organisation, its customers or its place shaped this strategy."),
    "controls": _("What is done about it, one a line."),
    "counting": _("Immediate has no number in law; none is a standing duty without a clock."),
    "criteria": _("One a line: a code, a colon, the criterion."),
    "stand_down": _("One a line: a code, a colon, the condition."),
    "reassess.every": _("One a line, such as P1: 30 min."),
    "exercises.every": _("Such as 90 d."),
    "fallback": _("A kind and a code, such as role duty_manager."),
    "forbids": _("An update that seems to say one of these cannot be sent."),
    "formula": _("In words, so that anybody gets the same figure."),
    "group": _("Categories of one group stand together."),
    "harm": _("One kind a line, a level 0 to 5 for each moment: customers: 0, 2, 4."),
    "hours": _("Tell this step only while this calendar is open."),
    "house": _("Where the law gives no number, or when we want to be quicker."),
    "in_force": _("from: and to: with a date each, or the words not_yet."),
    "marks": _("Shares of the time allowed, one a line, such as 0.75."),
    "facts": _("One a line."),
    "mbco": _("What customers can still do at the worst."),
    "mtpd": _("After this the harm is not to be borne. Such as 8 h."),
    "rto": _("Time to notice and to decide come on top, and all of it must fit into the MTPD."),
    "rpo": _("How old the data may be that is left. Such as 1 h."),
    "need": _("1 unless more people must acknowledge."),
    "notify": _("Who has to be told."),
    "obligations.within": _("As the law says it."),
    "outside": _("People outside read nothing that was not verified."),
    "outside_hours": _("Tell this step only while the calendar above is closed."),
    "owner": _("A role, so that it is never one person alone."),
    "priorities": _("None ticked means all."),
    "languages": _("One a line: a tag, a colon, the same words: cy: Rydym yn gwybod am {what}."),
    "second_person": _("Outside: only for audiences outside the organisation."),
    "waking": _("None ticked: nobody is ever woken."),
    "rationale": _("For whoever asks in a year."),
    "repeat": _("How many times more, while nobody answers."),
    "served_by": _("Names of clauses, one a line, such as paths.technology."),
    "tests": _("Names of clauses, one a line, such as paths.technology."),
    "mapping": _("One a line: a clause of theirs, then ours: 5.2: purpose, goals."),
    "signs": _("What people see or say when it happens, one a line."),
    "skip_when_absent": _("Otherwise the fallback is told in its place."),
    "special": _("One a line, such as 2026-12-24: 08:00-12:00."),
    "tell": _("One a line: role duty_manager, rota technology, contact carrier …"),
    "times": _("Rising, one a line, such as 4 h."),
    "unacceptable": _("The lowest level of harm not to be borne, 0 to 5."),
    "value": _("Empty where the law gives no number."),
    "verified_by_another": _("Whoever resolved it does not verify it."),
    "we_are": _("One a line, such as controller or telecoms: which duties are ours."),
    "week.monday": _("Such as 08:00-18:00, or closed."),
    "words": _("One a line; they help to find the category while somebody types."),
    "zone": _("Such as Europe/London."),
    "targets.acknowledge": _("Empty: no such clock. Such as 5 min."),
    "templates.says": _("{names} in braces are filled in."),
    "upto": _("Likelihood times consequence."),
}  # fmt: skip
