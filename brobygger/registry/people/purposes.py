"""What a person can say yes to. Plain data."""

from __future__ import annotations

from enum import StrEnum


class ConsentPurpose(StrEnum):
    PARTICIPATION = "participation"  # the municipality maps wishes and looks for a community
    REFERRAL = "referral"  # a named receiver gets to know named facts


# The version of the text that was read aloud or signed; the text itself stands in web/templates/consent/.
CONSENT_TEXT = {ConsentPurpose.PARTICIPATION: "participation-1", ConsentPurpose.REFERRAL: "referral-1"}
DEFAULT_DAYS = 365  # how long a consent lasts when the person asks for nothing else
