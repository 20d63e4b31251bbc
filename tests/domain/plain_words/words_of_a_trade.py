"""A few terms, as a glossary would hold them."""

from __future__ import annotations

from musterpoint.domain.plain_words import Area, Term

LEAD_TIME = Term(
    code="lead_time",
    term="lead time",
    aliases=("LT",),
    area=Area.DELIVERY,
    plain="How long it takes from the order to the goods.",
    instead="time from order to goods",
    instead_many="times from order to goods",
)
NCR = Term(
    code="ncr",
    term="NCR",
    aliases=("non-conformance report",),
    area=Area.QUALITY,
    plain="A record of what was wrong.",
    instead="record of a fault",
    instead_many="records of faults",
    known_by=("suppliers",),
)
ARRIVAL = Term(
    code="eta",
    term="ETA",
    area=Area.DELIVERY,
    plain="When somebody thinks it will arrive.",
    instead="estimated arrival",
)
FIT = Term(
    code="fit",
    term="fit",
    aliases=("clearance fit", "H7/g6"),
    everyday=("fit",),
    area=Area.ENGINEERING,
    plain="How tightly parts go together.",
)
IP = Term(
    code="ip",
    term="IP rating",
    aliases=("IP67",),
    area=Area.ENGINEERING,
    plain="How well a case keeps dust and water out.",
    instead="protection against dust and water",
)
STOP_SHIP = Term(
    code="stop_ship",
    term="stop ship",
    area=Area.SAFETY,
    plain="Goods stay here until they are released.",
    instead="waiting",
)
GLOSSARY = (LEAD_TIME, NCR, ARRIVAL, FIT, IP, STOP_SHIP)
