"""A text checked for its readers: words they may not know, how hard it is, what must survive."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.communications.queries import glossary
from musterpoint.domain.plain_words import Term, accept, suggestions
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.words import CheckForm
from musterpoint.interfaces.web.shown import words as shown
from musterpoint.interfaces.web.views import answering


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check a text, put plain words in, or hold a wording against it. Nothing is kept."""
    choices = {"audience": shown.audiences(at=asked.moment(request))}
    form = CheckForm(asked.sent(request), choices=choices)
    context: dict[str, Any] = {"nav": "words", "form": form}
    if request.method != "POST":
        return render(request, "words/check.html", context)
    if not form.is_valid():
        return render(request, "words/check.html", context, status=answering.INVALID)
    said, terms = form.cleaned_data, glossary.glossary()
    context |= shown.checked(said["text"], terms, said["audience"])
    act = asked.text(request, "act")
    if act == "put":
        return _put_in(request, context, said, terms)
    if act == "compare" and said["after"]:
        return _compared(request, context, said, terms)
    return render(request, "words/check.html", context)


def _put_in(
    request: HttpRequest, context: dict[str, Any], said: dict[str, Any], terms: tuple[Term, ...]
) -> HttpResponse:
    chosen = set(request.POST.getlist("chosen"))
    offered = suggestions(said["text"], terms, said["audience"])
    found = [one for one in offered if shown.key_of(one) in chosen]
    if not found or len(found) < len(chosen):
        context["refusals"] = [_("The text has changed, or nothing was ticked. Look again.")]
        return render(request, "words/check.html", context, status=answering.INVALID)
    after = accept(said["text"], found)
    return _compared(request, context, said | {"after": after, "language": "en"}, terms)


def _compared(
    request: HttpRequest, context: dict[str, Any], said: dict[str, Any], terms: tuple[Term, ...]
) -> HttpResponse:
    language = said["language"] or "en"
    context |= shown.compared(
        said["text"], said["after"], terms, said["audience"], language=language
    )
    choices = {"audience": context["form"].fields["audience"].choices}
    context["form"] = CheckForm(said | {"language": language}, choices=choices)
    status = answering.INVALID if context["lost"] else 200
    return render(request, "words/check.html", context, status=status)
