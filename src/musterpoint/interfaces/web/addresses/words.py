"""Plain words: the glossary, and checking a text."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import glossary, words

pages: list[URLPattern] = [
    path("words/", words.check, name="words"),
    path("words/glossary/", glossary.listed, name="glossary"),
    path("words/glossary/<slug:code>/", glossary.one, name="term"),
    path("words/new-term/", glossary.new, name="term_new"),
]
