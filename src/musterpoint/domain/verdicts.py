"""What a contact can turn out to be. The words are the strategy's; here are the ones that exist."""

from __future__ import annotations

from enum import StrEnum


class VerdictKind(StrEnum):
    """``incident_unsure`` is worked as an incident and looked at again soon."""

    INCIDENT = "incident"
    INCIDENT_UNSURE = "incident_unsure"
    COMPLAINT = "complaint"
    SERVICE_REQUEST = "service_request"
    ENQUIRY = "enquiry"
