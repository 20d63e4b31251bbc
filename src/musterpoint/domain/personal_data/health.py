"""What is said about a person's health. A system that is "healthy" or "recovers" has none.

Counts an illness or a treatment only in a sentence that speaks of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from musterpoint.domain.personal_data.kinds import Kind, Span
from musterpoint.domain.personal_data.naming import sentence

_CONDITION = re.compile(
    r"\b(?:(?:type\s+(?:1|2|one|two)\s+)?diabet(?:es|ic)|epilep(?:sy|tic)(?:\s+(?:fits?|"
    r"seizures?))?|asthma(?:tic)?|"
    r"(?:(?:breast|lung|bowel|prostate|skin|terminal|ovarian|stage\s+\w+)\s+)?cancer|"
    r"leuka?emia|lymphoma|chemotherapy|radiotherapy|"
    r"hiv(?:[\s-]positive)?|hepatitis(?:\s+[abc])?|pregnan(?:t|cy)|miscarr(?:iage|ied)|"
    r"dementia|alzheimer'?s|parkinson'?s|"
    r"schizophreni[ac]|bipolar(?:\s+disorder)?|autis(?:m|tic)|adhd|multiple\s+sclerosis|"
    r"motor\s+neurone\s+disease|copd|emphysema|"
    r"(?:home\s+|kidney\s+)?dialysis|pacemaker|(?:insulin|oxygen)(?:[\s-]dependent)?|"
    r"home\s+oxygen|ventilator|anaphyla(?:xis|ctic)(?:\s+shock)?|"
    r"(?:severe\s+|clinical\s+)?depression|depressed|anxiety(?:\s+(?:disorder|attacks?))?|"
    r"panic\s+attacks?|suicid(?:al|e)|self[\s-]harm(?:ing|ed)?|"
    r"anorexi[ac]|bulimi[ac]|ptsd|heart\s+(?:attack|condition|failure|disease|surgery)|angina|"
    r"stroke|tumou?r|sepsis|pneumonia|tuberculosis|"
    r"covid(?:-19)?|cystic\s+fibrosis|sickle\s+cell(?:\s+disease)?|crohn'?s|colitis|arthritis|"
    r"fibromyalgia|lupus|psoriasis|eczema|"
    r"(?:nut|peanut|penicillin|latex|bee\s+sting)\s+allerg(?:y|ies)|"
    r"allergic\s+(?:reaction\s+)?to\s+[a-z]+|wheelchair(?:\s+user)?|"
    r"(?:registered\s+)?blind|deaf|partially\s+sighted|hearing\s+(?:loss|impaired)|"
    r"blood\s+pressure|high\s+cholesterol|"
    r"(?:broken|fractured|broke|fractures)\s+(?:her|his|my|their|a|an)?\s*(?:hip|leg|arm|"
    r"wrist|ankle|collarbone|rib|ribs|pelvis)|"
    r"(?:kidney|liver|heart|lung)\s+(?:transplant|failure|disease)|methadone|antidepressants?|"
    r"warfarin|morphine|antipsychotics?|"
    r"alcoholic|alcoholism|drug\s+addiction|in\s+labour|stoma|catheter|feeding\s+tube|"
    r"seizures?|nebuliser)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:she|he|her|his|him|my|me|i|i'm|i've|mr|mrs|ms|miss|customer|caller|patient|mother|"
    r"father|mum|dad|son|daughter|wife|husband|"
    r"baby|child|parent|partner|brother|sister|grandmother|grandfather|nan|resident|tenant|"
    r"lady|woman|man|gentleman|colleague|agent|"
    r"passenger|claimant|employee|who|they|their|member of staff|neighbour|friend|aged|"
    r"year[\s-]old)\b",
    re.IGNORECASE,
)
_NO_ILLNESS = re.compile(
    r"\s*(?:[-\s](?:charity|research|uk\b|trust|foundation|awareness|helpline|queue|training|"
    r"app\b|ward|unit|"
    r"clinic|department|line|campaign|appeal|"
    r"support\s+(?:line|team|group)|services?\b|spot|reports?\b|mode|supplier|bottles?\b|"
    r"deliver\w*|tanks?\b|cylinders?\b|of\s+luck|screening\s+letter))",
    re.IGNORECASE,
)
_AMBIGUOUS = re.compile(
    r"(?:blind|stroke|seizures?|oxygen|depression|anxiety|deaf|ventilator|catheter|"
    r"covid(?:-19)?|bipolar)$",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:has|have|had|having|disclosed|vulnerable|is|was|am|are|i'm|with|from|suffer\w*|"
    r"diagnosed|living|uses?|"
    r"needs?|relies|rely|on|after|due to|because of|"
    r"registered|history of|her|his|my|their|lives)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:diagnosed\s+with|suffers?\s+from|suffering\s+from|living\s+with)\b[^.;]{0,20}$",
    re.IGNORECASE,
)


def health_details(text: str) -> Iterator[Span]:
    """Yield illnesses and treatments of somebody the sentence speaks of."""
    for found in _CONDITION.finditer(text):
        start, end = found.span()
        about = sentence(text, start, end, reach=100)
        before = text[max(0, start - 60) : start]
        speaks = _PERSON.search(about.replace(found.group(), " ")) or _TOLD.search(before)
        if not speaks or _NO_ILLNESS.match(text, end):
            continue
        if _AMBIGUOUS.match(found.group()) and not _HAS.search(before):
            continue
        yield Span(start, end, Kind.HEALTH)
