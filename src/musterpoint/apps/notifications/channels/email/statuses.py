"""Whether a mail server's refusal speaks of the address or only of this mail (RFC 3463, RFC 5321).

A server that is set up wrongly refuses everybody's mail for good. That must break nobody's address:
only what says that the mailbox itself is not there does.
"""

from __future__ import annotations

import re

ABOUT_THE_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
"""No such mailbox, no such domain, no such syntax, moved, no mail taken, mailbox switched off."""

SAYS_NOTHING = frozenset({"", "5.0.0", "5.1.0"})
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_MAILBOX_CODES = frozenset({"550", "551", "553"})
_POLICY = re.compile(r"relay|spam|block|polic|content|denied|auth|sender", re.IGNORECASE)


def is_about_the_address(words: str, *, status: str = "") -> bool:
    """Return whether ``words`` of a server, such as ``550 5.1.1 unknown``, end an address.

    ``status`` is the enhanced code where it is known apart. Servers that give none are judged by
    their three digits, unless the words speak of a policy.
    """
    found = _ENHANCED.search(words)
    code = status if status not in SAYS_NOTHING else found.group() if found else ""
    if code not in SAYS_NOTHING:
        return code in ABOUT_THE_ADDRESS
    return words[:3] in _MAILBOX_CODES and _POLICY.search(words) is None
