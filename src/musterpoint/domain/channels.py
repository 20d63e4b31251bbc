"""The names of the ways to reach somebody, as a strategy and a person's own order write them.

How each of them works, and whether this installation has set it up, is not known here.
"""

from __future__ import annotations

IN_PRODUCT = "in_product"
EMAIL = "email"

CHANNELS = (
    IN_PRODUCT,
    EMAIL,
    "web_push",
    "sms",
    "voice",
    "slack",
    "teams",
    "webhook",
    "other",
)
