"""Which services an address may name: those out there, and none that touches this machine.

Apprise can also write to syslog, the desktop or a queue in the house. The list says what is
allowed, so that nothing new comes in by an upgrade.
"""

from __future__ import annotations

import hashlib
from typing import Any

from musterpoint.apps.notifications.channels import Address, BadAddress

LONGEST = 2000

AT_HOME = frozenset(
    {"bulksms", "clickatell", "clicksend", "d7sms", "dingtalk", "discord",
     "feishu", "firehydrant", "flock", "freemobile", "gchat", "groupme", "guilded", "ifttt",
     "ilert", "incidentio", "infobip", "lark", "line", "mailgun", "msg91", "msgbird", "nexmo",
     "octopush", "onesignal", "opsgenie", "pagerduty", "pagertree", "pbul", "plivo", "postmark",
     "pover", "prowl", "pushme", "pushy", "revolt", "ringc", "ryver", "sendgrid", "seven",
     "signl4", "simplepush", "sinch", "smtp2go", "sns", "sparkpost", "spike", "splunk",
     "squadcast", "tgram", "telnyx", "threema", "twist", "viber", "victorops", "voipms",
     "vonage", "webex", "wecombot", "whatsapp", "wxteams", "zoom", "zulip"}
)  # fmt: skip
"""Services with an address of their own: the service's address names only an account.

Not Bluesky nor FCM: their addresses can also name a host to ask, or a file to read.
"""
OWN_DOMAIN = {"infobip": "infobip.com", "zulip": "zulipchat.com"}
"""Of those, the ones whose address may name another host than the service's own: it must not."""
SELF_HOSTED = frozenset(
    {"apprise", "form", "goalert", "gotify", "hassio", "json", "matrix", "mmost", "nctalk",
     "ntfy", "rocket", "signal", "synology", "xml"}
)  # fmt: skip
"""Services on a host that the address names; an ``s`` at the end means TLS."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def read_address(text: str) -> Address:
    """Return the address of a service, its keys hidden, or raise BadAddress."""
    url = text.strip()
    service = opened(url)
    if service is None:
        raise BadAddress(
            "Write an Apprise address of a service on the list, "
            "such as tgram://bot-token/chat-id or ntfys://host/topic."
        )
    return Address(shown=_masked(url, service), details={"url": url})


def opened(url: str) -> Any | None:
    """Return the service that an address names, or None when it names none that is allowed."""
    scheme = url.partition("://")[0].lower()
    if len(url) > LONGEST or not url.isprintable() or not is_allowed(scheme):
        return None
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415  # a hundred services: when needed

    service = Apprise.instantiate(
        url, asset=AppriseAsset(http_redirects=False), suppress_exceptions=True
    )
    if not service or (names_host(scheme) and not _is_safe(service)):
        return None
    if scheme in OWN_DOMAIN and not _is_at(service.host, OWN_DOMAIN[scheme]):
        return None
    service.redirects = False  # an address could ask for them
    service.verify_certificate = True
    return service


def is_allowed(scheme: str) -> bool:
    """Return whether a scheme is on the list."""
    return scheme in AT_HOME or names_host(scheme)


def names_host(scheme: str) -> bool:
    """Return whether addresses of this scheme name the host to call."""
    return scheme in SELF_HOSTED or scheme.removesuffix("s") in SELF_HOSTED


def _is_safe(service: Any) -> bool:
    """Return whether nobody between can read along: TLS, or this machine itself."""
    return bool(service.secure) or service.host in LOOPBACK


def _is_at(host: str, domain: str) -> bool:
    """Return whether a host is one of the service's own, or only the name of an account there."""
    return "." not in host or host.lower().endswith(f".{domain}")


def _masked(url: str, service: Any) -> str:
    scheme = url.partition("://")[0].lower()
    host = service.host if names_host(scheme) else ""
    mark = hashlib.sha256(url.encode()).hexdigest()[:6]
    return f"{scheme}://{host}/… ({mark})" if host else f"{scheme}://… ({mark})"
